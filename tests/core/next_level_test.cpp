#include "bot/core/next_level.h"
#include "bot/core/page_history.h"
#include "tests/core/night.h"

using namespace tocsin;
using namespace tocsin::testing;

namespace {

std::string people(const std::vector<PageOrder>& orders) {
    std::vector<std::string> names;
    for (const auto& order : orders) names.push_back(order.to.person.str());
    return join(names, " ");
}

std::string next(const Night& night) {
    return people(next_orders(night.incident, {night.rules, night.on_call, {}}, night.now));
}

event::Declared declaration(Severity severity) {
    event::Declared declared;
    declared.severity = severity;
    return declared;
}

}  // namespace

TEST_CASE("the next people are those of the first coming level that reaches somebody") {
    Night night(Severity::sev2);
    CHECK(next(night) == "lee");
    night.pass(10min);
    CHECK(next(night) == "sam");
    night.pass(20min);
    CHECK(next(night).empty());

    Night again(Severity::sev2);
    for (auto& level : again.incident.paging.plan.levels) level.to = {};
    CHECK(next(again).empty());
}

TEST_CASE("whom a declaration wakes is whom it would page") {
    const auto rules = organisation();
    const OnCall on_call(rules);
    const Facts facts{rules, on_call, {}};
    CHECK(people(wake_of(declaration(Severity::sev1), facts, opened).orders) == "dana lee");
    CHECK(wake_of(declaration(Severity::sev4), facts, opened) == Wake{});

    const auto saturday = at("2025-01-11T15:00:00Z");
    const auto waits = wake_of(declaration(Severity::sev3), facts, saturday);
    CHECK(waits.waits == at("2025-01-13T14:00:00Z"));
    CHECK(people(waits.orders) == "dana");

    auto short_handed = rules;
    short_handed.teams.at(TeamId("platform")).primary = {};
    const OnCall without(short_handed);
    const auto instead = wake_of(declaration(Severity::sev2), {short_handed, without, {}}, opened);
    CHECK(instead.level == 2);
    CHECK(people(instead.orders) == "lee");
}

TEST_CASE("whom a higher severity wakes is whom it adds") {
    const Night night(Severity::sev2);
    const Facts facts{night.rules, night.on_call, {}};
    const auto wake = wake_of(night.incident, Severity::sev1, facts, night.now);
    CHECK(people(wake.orders) == "dana lee");
    CHECK(wake.orders.front().via == std::vector{Means::phone});
    CHECK(wake_of(night.incident, Severity::sev3, facts, night.now) == Wake{});
}

TEST_CASE("the ledger of a timeline has every state with its time") {
    std::vector<Event> timeline;
    const auto add = [&](Time when, const Actor& by, EventBody body) {
        timeline.push_back({IncidentNumber{42}, static_cast<int>(timeline.size()) + 1, when, by,
                            Via::provider, std::move(body)});
    };
    Night night(Severity::sev2);
    add(opened, {}, declaration(Severity::sev2));
    add(opened, {}, event::Planned{night.incident.paging.plan, true, opened});
    add(opened, {},
        event::Paged{PageCause::level,
                     1,
                     0,
                     {{night.who("dana"), "primary", {Means::sms, Means::slack}}},
                     {},
                     {},
                     {},
                     ""});
    add(opened + 1s, {}, event::PageMoved{1, PageState::sent, "twilio", "SM1", ""});
    add(opened + 3s, {}, event::PageMoved{1, PageState::delivered, "twilio", "SM1", ""});
    add(opened + 9s, night.who("dana"), event::Acknowledged{{}, 1});
    const auto pages = page_histories(timeline);
    REQUIRE(pages.size() == 2);
    using States = std::vector<std::pair<PageState, Time>>;
    CHECK(pages[0].states == States{{PageState::queued, opened},
                                    {PageState::sent, opened + 1s},
                                    {PageState::delivered, opened + 3s},
                                    {PageState::acknowledged, opened + 9s}});
    CHECK(pages[0].page.provider_id == "SM1");
    CHECK(pages[1].states.front() == std::pair{PageState::queued, opened});
}
