#include "bot/engine/test_pages.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "bot/base/digest.h"
#include "bot/engine/page_content.h"
#include "templates/test_page.h"

namespace tocsin::engine {
namespace {

constexpr Duration report_after = 2min;
constexpr std::size_t nonce_bytes = 16;
constexpr int said_again = 2;
constexpr std::array every_means{Means::phone, Means::sms,  Means::slack,
                                 Means::email, Means::ntfy, Means::pushover};

std::string timer_key(TestPageId id) {
    return fmt::format("test/{}", id.value());
}

void note(Workbench& bench, TestPageId id, Means means, TestDelivery::State state, std::string detail) {
    auto page = bench.tx().test_page(id);
    if (!page) return;
    for (auto& delivery : page->deliveries) {
        if (delivery.means != means) continue;
        delivery.state = state;
        delivery.detail = std::move(detail);
    }
    bench.tx().save(*page);
}

channels::Content content_of(Means means, const Person& person, TestPageId id) {
    switch (means) {
        case Means::sms:
            return channels::Text{person.phone, templates::test_page_sms()};
        case Means::phone:
            return channels::Call{person.phone,
                                  {templates::test_page_call(), true, "test", said_again},
                                  {templates::test_page_call(), false, "", 0}};
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

const std::shared_ptr<const channels::Channel>* provider_of(Workbench& bench, Means means, int attempt) {
    const auto& providers = bench.settings().channels.providers_for(means);
    return attempt < static_cast<int>(providers.size()) ? &providers[static_cast<std::size_t>(attempt)]
                                                        : nullptr;
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
        page.deliveries.push_back({one, state, ""});
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
    const auto* provider = provider_of(bench, wish.means, row.attempts);
    if (person == bench.rules().people.end() || provider == nullptr) return NotWanted{};
    const auto key = fmt::format("test/{}/{}", wish.test, key_of(wish.means));
    const auto request =
        (*provider)->request({key, link_token(), "", "", content_of(wish.means, person->second, id)},
                             {bench.now(), random_token(nonce_bytes)});
    if (!request) {
        note(bench, id, wish.means, TestDelivery::State::failed, request.error().message);
        return NotWanted{};
    }
    return Ready{*request, fmt::format("{}/{}", (*provider)->provider(), key_of(wish.means)), "", "", {}};
}

std::optional<Duration> take_test_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::DeliverTest& wish, const channels::Answer& answer) {
    const TestPageId id{wish.test};
    const auto* provider = provider_of(bench, wish.means, row.attempts);
    if (provider == nullptr) return std::nullopt;
    const auto outcome = (*provider)->outcome(answer);
    if (std::holds_alternative<channels::Accepted>(outcome)) {
        note(bench, id, wish.means, TestDelivery::State::sent, std::string((*provider)->provider()));
        return std::nullopt;
    }
    const auto* retry = std::get_if<channels::Retry>(&outcome);
    const auto& reason = retry != nullptr ? retry->reason : std::get<channels::Rejected>(outcome).reason;
    note(bench, id, wish.means, TestDelivery::State::failed,
         fmt::format("{}: {}", (*provider)->provider(), reason));
    const bool another = provider_of(bench, wish.means, row.attempts + 1) != nullptr;
    return another ? std::optional{Duration{0}} : std::nullopt;
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
