#include "bot/engine/links.h"

#include <expected>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/engine/form_view.h"
#include "bot/engine/html_answer.h"
#include "bot/engine/page_rights.h"
#include "bot/engine/replicas.h"
#include "bot/engine/texts.h"
#include "templates/ack_page.h"
#include "templates/reply_texts.h"
#include "templates/web_page.h"

namespace tocsin::engine {
namespace {

// Scanners that press every button do it at once; a form that lay about for long shows the page again.
constexpr Duration youngest_view = 1s;
constexpr Duration oldest_view = 10min;

struct Link {
    Workbench& bench;
    std::string token;
    Incident incident;
    Page page;

    channels::HttpAnswer show(std::string notice = "",
                              templates::AckQuestion question = templates::AckQuestion::none) const {
        return html_answer(
            200,
            templates::ack_page({incident, page, new_form_view(bench, token), bench.facts(incident).paging,
                                 bench.thread_url(incident.number), std::move(notice), question},
                                bench.render()));
    }

    channels::HttpAnswer act(CommandBody command) {
        const auto after = bench.act(incident, {page.to, Via::web, std::move(command)});
        return after ? see_other(token) : show(after.error().message);
    }

    channels::HttpAnswer acknowledge() {
        if (!is_unanswered(incident.state)) return see_other(token);
        auto after = bench.act(incident, {page.to, Via::web, command::Acknowledge{page.number}});
        if (!after) return show(after.error().message);
        // Whoever did not press the button has to learn of it.
        send_text(bench, page.to.person, templates::acknowledged_by_link_text(*after, bench.render()),
                  name_of(*after));
        if (house_of(bench.state(), bench.tx()).sockets > 0) return see_other(token);
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
            if (const auto may = may_besides(bench, Right::drive, page.to, incident); !may)
                return show(may.error().message);
            command::Update update;
            update.text = clean_utf8(pressed.text);
            return act(std::move(update));
        }
        return show();
    }
};

std::expected<Link, channels::HttpAnswer> find(Workbench& bench, const std::string& token) {
    const auto sorry = [](int status, std::string_view sentence) {
        return std::unexpected(html_answer(status, templates::sentence_page(sentence)));
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
    if (!is_open(link->incident.state) ||
        !is_fresh_view(bench, pressed.token, pressed.view, youngest_view, oldest_view))
        return link->show();
    if (was_pressed(bench, pressed.view, pressed.press))
        return see_other(pressed.token);  // arrived twice, acts once
    return link->press(pressed);
}

}  // namespace tocsin::engine
