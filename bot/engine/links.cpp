#include "bot/engine/links.h"

#include <fmt/format.h>

#include <charconv>
#include <expected>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "bot/base/text.h"
#include "bot/engine/page_content.h"
#include "bot/engine/texts.h"
#include "templates/ack_page.h"
#include "templates/reply_texts.h"
#include "templates/web_page.h"

namespace tocsin::engine {
namespace {

// Scanners that press every button do it at once; a form that lay about for long shows the page again.
constexpr Duration youngest_view = 1s;
constexpr Duration oldest_view = 10min;

channels::HttpAnswer html(int status, std::string body) {
    return {status, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(body)};
}

std::string signature_of(Workbench& bench, std::string_view token, std::string_view issued) {
    return hex(hmac_sha256(bench.state().view_key, fmt::format("{}|{}", token, issued)));
}

std::string new_view(Workbench& bench, std::string_view token) {
    const auto issued = std::to_string(bench.now().time_since_epoch().count());
    return fmt::format("{}.{}", issued, signature_of(bench, token, issued));
}

bool is_fresh(Workbench& bench, const LinkPressed& pressed) {
    const auto dot = pressed.view.find('.');
    if (dot == std::string::npos) return false;
    const auto issued = std::string_view(pressed.view).substr(0, dot);
    if (!equal_in_constant_time(signature_of(bench, pressed.token, issued),
                                std::string_view(pressed.view).substr(dot + 1)))
        return false;
    std::int64_t microseconds = 0;
    std::from_chars(issued.data(), issued.data() + issued.size(), microseconds);
    const auto age = bench.now() - Time{Duration{microseconds}};
    return age >= youngest_view && age <= oldest_view;
}

struct Link {
    Workbench& bench;
    std::string token;
    Incident incident;
    Page page;

    channels::HttpAnswer show(std::string notice = "",
                              templates::AckQuestion question = templates::AckQuestion::none) const {
        return html(200,
                    templates::ack_page({incident, page, new_view(bench, token), bench.facts(incident).paging,
                                         incident_link(bench, incident.number), std::move(notice), question},
                                        bench.render()));
    }

    // To the same address, so that reloading the page sends no form again.
    channels::HttpAnswer see_other() const {
        return {303, {{"Location", token}, {"Content-Type", "text/html; charset=utf-8"}}, ""};
    }

    channels::HttpAnswer act(CommandBody command) {
        const auto after = bench.act(incident, {page.to, Via::web, std::move(command)});
        return after ? see_other() : show(after.error().message);
    }

    channels::HttpAnswer acknowledge() {
        if (!is_unanswered(incident.state)) return see_other();
        auto after = bench.act(incident, {page.to, Via::web, command::Acknowledge{page.number}});
        if (!after) return show(after.error().message);
        // Whoever did not press the button has to learn of it.
        send_text(bench, page.to.person, templates::acknowledged_by_link_text(*after, bench.render()),
                  name_of(*after));
        if (bench.state().sockets > 0) return see_other();
        incident = *std::move(after);
        return show("Acknowledged. Slack is unreachable, people are told as soon as it is back.");
    }

    channels::HttpAnswer press(const LinkPressed& pressed) {
        const std::string_view what = pressed.press;
        if (what == "ack") return acknowledge();
        if (what == "escalate") return show("", templates::AckQuestion::escalate);
        if (what == "decline") return show("", templates::AckQuestion::pass_on);
        if (what == "escalate-now") return act(command::Escalate{});
        if (what == "decline-now") return act(command::PassOn{});
        if (what == "join") return act(command::Join{});
        if (what == "update") {
            command::Update update;
            update.text = clean_utf8(pressed.text);
            return act(std::move(update));
        }
        return show();
    }
};

std::expected<Link, channels::HttpAnswer> find(Workbench& bench, const std::string& token) {
    const auto sorry = [](int status, std::string_view sentence) {
        return std::unexpected(html(status, templates::sentence_page(sentence)));
    };
    const auto link = bench.tx().page_link(sha256_hex(token));
    const auto incident = link ? bench.tx().incident(link->page.incident) : std::nullopt;
    const auto* page = incident ? page_of(*incident, link->page.page) : nullptr;
    if (page == nullptr) return sorry(404, "This link is not valid. If you were paged, reply 1 to the SMS.");
    if (link->expires <= bench.now())
        return sorry(410, "This link has expired. Open incidents are in Slack, or reply to the SMS.");
    return Link{bench, token, *incident, *page};
}

}  // namespace

channels::HttpAnswer open_link(Workbench& bench, const LinkOpened& opened) {
    const auto link = find(bench, opened.token);
    return link ? link->show() : link.error();
}

channels::HttpAnswer press_link(Workbench& bench, const LinkPressed& pressed) {
    auto link = find(bench, pressed.token);
    if (!link) return link.error();
    if (!is_open(link->incident.state) || !is_fresh(bench, pressed)) return link->show();
    // A form that arrives twice acts once.
    const auto key = fmt::format("view/{}/{}", pressed.view, pressed.press);
    if (bench.tx().answer_to(key)) return link->see_other();
    bench.tx().remember(key, "");
    return link->press(pressed);
}

}  // namespace tocsin::engine
