#include "bot/engine/ad_hoc_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/engine/asking.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/measuring.h"
#include "bot/engine/one_round.h"
#include "bot/engine/page_content.h"
#include "bot/engine/spending.h"
#include "templates/ad_hoc_page.h"

namespace tocsin::engine {
namespace {

constexpr Duration report_after = 2min;
constexpr std::size_t nonce_bytes = 16;
constexpr int said_again = 2;
constexpr Duration replies_come_within = 15min;
constexpr std::string_view token_prefix = "test-";
constexpr std::array every_means{Means::phone, Means::sms,  Means::slack,
                                 Means::email, Means::ntfy, Means::pushover};

std::string timer_key(AdHocPageId id) {
    return fmt::format("test/{}", id.value());
}

void note(Workbench& bench, AdHocPageId id, Means means, AdHocDelivery::State state, std::string detail) {
    auto page = bench.tx().ad_hoc_page(id);
    if (!page) return;
    for (auto& delivery : page->deliveries) {
        if (delivery.means != means || delivery.state == AdHocDelivery::State::answered) continue;
        delivery.state = state;
        delivery.detail = std::move(detail);
    }
    bench.tx().save(*page);
}

// test-3-phone-7Kx9QdRm2VpZ
std::string token_for(AdHocPageId id, Means means) {
    return fmt::format("{}{}-{}-{}", token_prefix, id.value(), key_of(means), link_token());
}

struct Asked {
    AdHocPage page;
    Means means{};
};
std::optional<Asked> asked_by(Workbench& bench, std::string_view token) {
    const auto parts = split(token, '-');
    if (!is_ad_hoc_token(token) || parts.size() != 4) return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), number);
    const auto means = parse_means(parts[2]);
    auto page = bench.tx().ad_hoc_page(AdHocPageId{number});
    if (!page || !means) return std::nullopt;
    const auto hash = sha256_hex(token);
    const bool known = std::ranges::any_of(page->deliveries, [&](const AdHocDelivery& delivery) {
        return delivery.means == *means && equal_in_constant_time(delivery.token_hash, hash);
    });
    return known ? std::optional{Asked{*std::move(page), *means}} : std::nullopt;
}

bool hears_keys(Workbench& bench) {
    return std::ranges::any_of(bench.settings().channels.providers_for(Means::phone),
                               [](const auto& one) { return one->hears_keys(); });
}

channels::Speech whole_call(Workbench& bench, const AdHocPage& page, bool keys) {
    return {templates::ad_hoc_call(page, keys, bench.render()), keys, keys ? "test" : "", said_again};
}

void remember_token(Workbench& bench, AdHocPageId id, Means means, const std::string& token) {
    auto page = bench.tx().ad_hoc_page(id);
    if (!page) return;
    for (auto& delivery : page->deliveries) {
        if (delivery.means == means) delivery.token_hash = sha256_hex(token);
    }
    bench.tx().save(*page);
}

channels::Content content_of(Workbench& bench, Means means, const Person& person, const AdHocPage& page) {
    const auto& context = bench.render();
    switch (means) {
        case Means::sms:
            return channels::Text{person.phone, templates::ad_hoc_sms(page, context)};
        case Means::phone:
            return channels::Call{person.phone,
                                  whole_call(bench, page, hears_keys(bench)),
                                  {templates::ad_hoc_call(page, false, context), false, "", 0}};
        case Means::email: {
            auto mail = templates::ad_hoc_mail(page, context);
            const auto name = fmt::format("test.{}.{}", page.id.value(), random_token(4));
            return channels::Mail{
                person.email, std::move(mail.subject), std::move(mail.text), std::move(mail.html), name, name,
                true};
        }
        case Means::ntfy:
        case Means::pushover:
        case Means::slack:
        case Means::pagerduty:
        case Means::betterstack:
        case Means::webhook:
            break;
    }
    auto push = templates::ad_hoc_push(page, context);
    return channels::Push{means == Means::ntfy ? person.ntfy : person.pushover, std::move(push.title),
                          std::move(push.text), "", true};
}

AdHocPage start(Workbench& bench, AdHocPage page, const std::vector<Means>& via) {
    page.asked = bench.now();
    for (const auto one : via) {
        // Slack keeps its posts in the outbox until they are there.
        const auto state = one == Means::slack ? AdHocDelivery::State::sent : AdHocDelivery::State::waiting;
        page.deliveries.push_back({one, state, "", ""});
    }
    page.id = bench.tx().add_ad_hoc_page(page);
    for (const auto one : via) {
        if (one == Means::slack) {
            bench.send(
                outgoing::Post{page.to.user.str(), {}, templates::ad_hoc_message(page, bench.render())},
                storage::Priority::page);
        } else {
            bench.send(outgoing::DeliverAdHoc{page.id.value(), one, page.to.person.str()},
                       storage::Priority::page);
        }
    }
    bench.tx().set_timer({timer_key(page.id), bench.now() + report_after, "duty", "", 0});
    return page;
}

// Who is told what becomes of it.
const Actor& asker_of(const AdHocPage& page) {
    return is_test(page) ? page.to : page.by;
}

}  // namespace

AdHocPage start_test_page(Workbench& bench, const Person& person) {
    AdHocPage page;
    page.to = actor_of(person);
    return start(bench, std::move(page),
                 bench.on_call().usable({every_means.begin(), every_means.end()}, person));
}

AdHocPage start_ad_hoc_page(Workbench& bench, const PageOrder& order, const Actor& by,
                            const std::string& text) {
    AdHocPage page;
    page.to = order.to;
    page.by = by;
    page.text = text;
    return start(bench, std::move(page), order.via);
}

Prepared prepare_ad_hoc(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverAdHoc& wish) {
    const AdHocPageId id{wish.page};
    const auto person = bench.rules().people.find(PersonId(wish.person));
    const auto* provider = provider_at(bench, wish.means, row.attempts);
    const auto page = bench.tx().ad_hoc_page(id);
    if (!page || person == bench.rules().people.end() || provider == nullptr) return NotWanted{};
    if (is_test(*page) && is_stopped_by_limit(bench, wish.means)) {
        note(bench, id, wish.means, AdHocDelivery::State::failed,
             "today's limit of calls and texts is reached");
        return NotWanted{};
    }
    const auto key = fmt::format("test/{}/{}", wish.page, key_of(wish.means));
    const auto token = token_for(id, wish.means);
    const auto request =
        provider->request({key, token, "", "", content_of(bench, wish.means, person->second, *page)},
                          {bench.now(), random_token(nonce_bytes)});
    if (!request) {
        note(bench, id, wish.means, AdHocDelivery::State::failed, request.error().message);
        return NotWanted{};
    }
    remember_token(bench, id, wish.means, token);
    return Ready{*request, fmt::format("{}/{}", provider->provider(), key_of(wish.means)), "", "", {}};
}

std::optional<Duration> take_ad_hoc_answer(Workbench& bench, const storage::OutboxRow& row,
                                           const outgoing::DeliverAdHoc& wish,
                                           const channels::Answer& answer) {
    const AdHocPageId id{wish.page};
    const auto* provider = provider_at(bench, wish.means, row.attempts);
    if (provider == nullptr) return std::nullopt;
    const auto outcome = provider->outcome(answer);
    measure_answer(bench.state(), *provider, wish.means, outcome);
    count_spending(bench, wish.means, outcome);
    const auto reason = refusal_in(outcome);
    if (reason.empty()) {
        note(bench, id, wish.means, AdHocDelivery::State::sent, std::string(provider->provider()));
        if (wish.means == Means::sms) listen_for_replies(bench, *provider, replies_come_within);
        return std::nullopt;
    }
    note(bench, id, wish.means, AdHocDelivery::State::failed,
         fmt::format("{}: {}", provider->provider(), reason));
    if (provider_at(bench, wish.means, row.attempts + 1) != nullptr) return Duration{0};
    if (const auto* rejected = std::get_if<channels::Rejected>(&outcome))
        lost(bench, PersonId(wish.person), wish.means, rejected->why);
    return std::nullopt;
}

bool is_ad_hoc_token(std::string_view token) {
    return token.starts_with(token_prefix);
}

channels::Speech ad_hoc_call_says(Workbench& bench, const channels::KeyPressed& heard) {
    const auto asked = asked_by(bench, heard.token);
    if (!asked) return {templates::ad_hoc_call_unknown(), false, "", 0};
    const auto& page = asked->page;
    if (heard.by_machine) return {templates::ad_hoc_call(page, false, bench.render()), false, "", 0};
    if (heard.key == "1") {
        confirm_ad_hoc_page(bench, page, asked->means);
        return {templates::ad_hoc_call_confirmed(page, bench.render()), false, "", 0};
    }
    if (heard.silence > said_again) return {templates::ad_hoc_call_silent(page), false, "", 0};
    return whole_call(bench, page, true);
}

void ad_hoc_page_moved(Workbench& bench, const channels::Moved& moved) {
    const auto asked = asked_by(bench, moved.token);
    if (!asked || moved.to != channels::Progress::failed) return;
    note(bench, asked->page.id, asked->means, AdHocDelivery::State::failed, moved.reason);
    if (moved.dead) lost(bench, asked->page.to.person, asked->means, *moved.dead);
}

AdHocPage confirm_ad_hoc_page(Workbench& bench, AdHocPage page, Means means) {
    const bool first = !page.confirmed;
    confirm(page, means, bench.now());
    bench.tx().save(page);
    bench.refresh_homes();
    // Whoever tests their own means sees the answer in Slack, and until the report in the report.
    const auto& asker = asker_of(page);
    const bool is_awaited =
        !is_test(page) || (means != Means::slack && bench.now() - page.asked >= report_after);
    if (first && is_awaited && !asker.user.empty()) {
        bench.send(
            outgoing::Post{
                asker.user.str(), {}, templates::ad_hoc_page_answered(page, means, bench.render())},
            storage::Priority::answer);
    }
    return page;
}

void fire_ad_hoc_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    const auto page = bench.tx().ad_hoc_page(AdHocPageId{number_in(timer)});
    if (!page || asker_of(*page).user.empty()) return;
    bench.send(
        outgoing::Post{asker_of(*page).user.str(), {}, templates::ad_hoc_page_report(*page, bench.render())},
        storage::Priority::answer);
}

}  // namespace tocsin::engine
