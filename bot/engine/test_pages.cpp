#include "bot/engine/test_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/engine/asking.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/one_round.h"
#include "bot/engine/page_content.h"
#include "templates/test_page.h"

namespace tocsin::engine {
namespace {

constexpr Duration report_after = 2min;
constexpr std::size_t nonce_bytes = 16;
constexpr int said_again = 2;
constexpr Duration replies_come_within = 15min;
constexpr std::string_view token_prefix = "test-";
constexpr std::array every_means{Means::phone, Means::sms,  Means::slack,
                                 Means::email, Means::ntfy, Means::pushover};

std::string timer_key(TestPageId id) {
    return fmt::format("test/{}", id.value());
}

void note(Workbench& bench, TestPageId id, Means means, TestDelivery::State state, std::string detail) {
    auto page = bench.tx().test_page(id);
    if (!page) return;
    for (auto& delivery : page->deliveries) {
        if (delivery.means != means || delivery.state == TestDelivery::State::answered) continue;
        delivery.state = state;
        delivery.detail = std::move(detail);
    }
    bench.tx().save(*page);
}

// test-3-phone-7Kx9QdRm2VpZ
std::string token_for(TestPageId id, Means means) {
    return fmt::format("{}{}-{}-{}", token_prefix, id.value(), key_of(means), link_token());
}

struct Asked {
    TestPage page;
    Means means{};
};
std::optional<Asked> asked_by(Workbench& bench, std::string_view token) {
    const auto parts = split(token, '-');
    if (!is_test_token(token) || parts.size() != 4) return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), number);
    const auto means = parse_means(parts[2]);
    auto page = bench.tx().test_page(TestPageId{number});
    if (!page || !means) return std::nullopt;
    const auto hash = sha256_hex(token);
    const bool known = std::ranges::any_of(page->deliveries, [&](const TestDelivery& delivery) {
        return delivery.means == *means && equal_in_constant_time(delivery.token_hash, hash);
    });
    return known ? std::optional{Asked{*std::move(page), *means}} : std::nullopt;
}

bool hears_keys(Workbench& bench) {
    return std::ranges::any_of(bench.settings().channels.providers_for(Means::phone),
                               [](const auto& one) { return one->hears_keys(); });
}

channels::Speech whole_call(bool keys) {
    if (!keys) return {templates::test_page_call_without_keys(), false, "", said_again};
    return {templates::test_page_call(), true, "test", said_again};
}

void remember_token(Workbench& bench, TestPageId id, Means means, const std::string& token) {
    auto page = bench.tx().test_page(id);
    if (!page) return;
    for (auto& delivery : page->deliveries) {
        if (delivery.means == means) delivery.token_hash = sha256_hex(token);
    }
    bench.tx().save(*page);
}

channels::Content content_of(Workbench& bench, Means means, const Person& person, TestPageId id) {
    switch (means) {
        case Means::sms:
            return channels::Text{person.phone, templates::test_page_sms()};
        case Means::phone:
            return channels::Call{person.phone,
                                  whole_call(hears_keys(bench)),
                                  {templates::test_page_call_without_keys(), false, "", 0}};
        case Means::email: {
            auto mail = templates::test_page_mail();
            const auto name = fmt::format("test.{}.{}", id.value(), random_token(4));
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
    auto push = templates::test_page_push();
    return channels::Push{means == Means::ntfy ? person.ntfy : person.pushover, std::move(push.title),
                          std::move(push.text), "", true};
}

}  // namespace

TestPage start_test_page(Workbench& bench, const Person& person) {
    TestPage page;
    page.to = actor_of(person);
    page.asked = bench.now();
    auto means = bench.on_call().usable({every_means.begin(), every_means.end()}, person);
    for (const auto one : means) {
        // Slack keeps its posts in the outbox until they are there.
        const auto state = one == Means::slack ? TestDelivery::State::sent : TestDelivery::State::waiting;
        page.deliveries.push_back({one, state, "", ""});
    }
    page.id = bench.tx().add_test_page(page);
    for (const auto one : means) {
        if (one == Means::slack) {
            bench.send(
                outgoing::Post{person.slack.str(), {}, templates::test_page_message(page, bench.render())},
                storage::Priority::page);
        } else {
            bench.send(outgoing::DeliverTest{page.id.value(), one, person.id.str()}, storage::Priority::page);
        }
    }
    bench.tx().set_timer({timer_key(page.id), bench.now() + report_after, "duty", "", 0});
    return page;
}

Prepared prepare_test(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverTest& wish) {
    const TestPageId id{wish.test};
    const auto person = bench.rules().people.find(PersonId(wish.person));
    const auto* provider = provider_at(bench, wish.means, row.attempts);
    if (person == bench.rules().people.end() || provider == nullptr) return NotWanted{};
    const auto key = fmt::format("test/{}/{}", wish.test, key_of(wish.means));
    const auto token = token_for(id, wish.means);
    const auto request =
        provider->request({key, token, "", "", content_of(bench, wish.means, person->second, id)},
                          {bench.now(), random_token(nonce_bytes)});
    if (!request) {
        note(bench, id, wish.means, TestDelivery::State::failed, request.error().message);
        return NotWanted{};
    }
    remember_token(bench, id, wish.means, token);
    return Ready{*request, fmt::format("{}/{}", provider->provider(), key_of(wish.means)), "", "", {}};
}

std::optional<Duration> take_test_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::DeliverTest& wish, const channels::Answer& answer) {
    const TestPageId id{wish.test};
    const auto* provider = provider_at(bench, wish.means, row.attempts);
    if (provider == nullptr) return std::nullopt;
    const auto outcome = provider->outcome(answer);
    const auto reason = refusal_in(outcome);
    if (reason.empty()) {
        note(bench, id, wish.means, TestDelivery::State::sent, std::string(provider->provider()));
        if (wish.means == Means::sms) listen_for_replies(bench, *provider, replies_come_within);
        return std::nullopt;
    }
    note(bench, id, wish.means, TestDelivery::State::failed,
         fmt::format("{}: {}", provider->provider(), reason));
    if (provider_at(bench, wish.means, row.attempts + 1) != nullptr) return Duration{0};
    if (const auto* rejected = std::get_if<channels::Rejected>(&outcome))
        lost(bench, PersonId(wish.person), wish.means, rejected->why);
    return std::nullopt;
}

bool is_test_token(std::string_view token) {
    return token.starts_with(token_prefix);
}

channels::Speech test_call_says(Workbench& bench, const channels::KeyPressed& heard) {
    auto asked = asked_by(bench, heard.token);
    if (!asked) return {templates::test_call_unknown(), false, "", 0};
    if (heard.by_machine) return {templates::test_page_call_without_keys(), false, "", 0};
    if (heard.key == "1") {
        confirm_test_page(bench, std::move(asked->page), asked->means);
        return {templates::test_call_confirmed(), false, "", 0};
    }
    if (heard.silence > said_again) return {templates::test_call_silent(), false, "", 0};
    return whole_call(true);
}

void test_page_moved(Workbench& bench, const channels::Moved& moved) {
    const auto asked = asked_by(bench, moved.token);
    if (!asked || moved.to != channels::Progress::failed) return;
    note(bench, asked->page.id, asked->means, TestDelivery::State::failed, moved.reason);
    if (moved.dead) lost(bench, asked->page.to.person, asked->means, *moved.dead);
}

void confirm_test_page(Workbench& bench, TestPage page, Means means) {
    const bool first = !page.confirmed;
    confirm(page, means, bench.now());
    bench.tx().save(page);
    bench.refresh_homes();
    // Before that the report says it.
    if (first && bench.now() - page.asked >= report_after && !page.to.user.empty()) {
        bench.send(
            outgoing::Post{
                page.to.user.str(), {}, templates::test_page_answered(page, means, bench.render())},
            storage::Priority::answer);
    }
}

void fire_test_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    std::int64_t number = 0;
    const auto digits = std::string_view(timer.key).substr(timer.key.find('/') + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const auto page = bench.tx().test_page(TestPageId{number});
    if (!page || page->to.user.empty()) return;
    bench.send(outgoing::Post{page->to.user.str(), {}, templates::test_page_report(*page, bench.render())},
               storage::Priority::answer);
}

}  // namespace tocsin::engine
