#include "bot/core/public_notice.h"

#include <doctest/doctest.h>

#include "bot/core/public_history.h"
#include "bot/core/public_warnings.h"
#include "tests/core/scene.h"

using namespace tocsin;

namespace {

const Time noon = time_from_unix(1'737'460'800);  // 2025-01-21T12:00:00Z

Incident incident_of(bool is_private, bool drill) {
    Incident incident;
    incident.number = IncidentNumber{42};
    incident.title = "API Down on db-1";
    incident.is_private = is_private;
    incident.drill = drill;
    return incident;
}

PublicDraft draft(PublicHeading heading, ComponentState api) {
    return {heading,
            PublicText::confirmed("API errors"),
            PublicText::confirmed("We are looking."),
            {{"API", api}}};
}

PublicNotice notice_at(Time at) {
    const auto subject = PublicSubject::of(incident_of(false, false));
    REQUIRE(subject);
    return open_notice(NoticeId{"0123456789ab"}, *subject,
                       draft(PublicHeading::investigating, ComponentState::major_outage), at);
}

MaintenanceDraft maintenance_at(Time from, Time until) {
    return {PublicText::confirmed("Upgrade"), PublicText::confirmed("Short breaks."), {"API"}, from, until};
}

}  // namespace

TEST_CASE("nothing private and no practice becomes a subject for the public") {
    CHECK(PublicSubject::of(incident_of(false, false)).has_value());
    CHECK_FALSE(PublicSubject::of(incident_of(true, false)).has_value());
    CHECK_FALSE(PublicSubject::of(incident_of(false, true)).has_value());
    // Text alone makes no public text, and a number no subject.
    static_assert(!std::is_constructible_v<PublicText, std::string>);
    static_assert(!std::is_constructible_v<PublicSubject, IncidentNumber>);
    static_assert(!std::is_constructible_v<PublicSubject, Incident>);
}

TEST_CASE("a notice says of its components what its newest entry says, and nothing once it is resolved") {
    auto notice = notice_at(noon);
    add_entry(notice, draft(PublicHeading::monitoring, ComponentState::degraded), noon + 10min);
    add_entry(notice, draft(PublicHeading::resolved, ComponentState::degraded), noon + 30min);
    CHECK(components_at(notice, noon - 1s).empty());
    CHECK(components_at(notice, noon).at("API") == ComponentState::major_outage);
    CHECK(components_at(notice, noon + 10min).at("API") == ComponentState::degraded);
    CHECK(components_at(notice, noon + 30min).at("API") == ComponentState::operational);
    CHECK(worst_of(notice) == ComponentState::major_outage);
    CHECK(ended_at(notice, noon + 31min) == noon + 30min);
}

TEST_CASE("a correction keeps the entry's time and shows its own") {
    auto notice = notice_at(noon);
    CHECK_FALSE(correct_entry(notice, 2, PublicText::confirmed("x"), noon + 1min));
    CHECK(correct_entry(notice, 1, PublicText::confirmed("We looked."), noon + 5min));
    CHECK(notice.entries.front().at == noon);
    CHECK(notice.entries.front().corrected == noon + 5min);
    CHECK(updated_at(notice) == noon + 5min);
}

TEST_CASE("what is withdrawn says that nothing was wrong, also of the past") {
    auto notice = notice_at(noon);
    withdraw(notice, noon + 10min);
    CHECK(is_over(notice, noon + 10min));
    CHECK(components_at(notice, noon + 5min).at("API") == ComponentState::operational);
}

TEST_CASE("what joins another notice leaves its components to that one") {
    auto notice = notice_at(noon);
    auto other = notice_at(noon + 1min);
    other.entries.front().components.clear();
    join(notice, other, noon + 5min);
    CHECK(notice.end == PublicEnd::joined);
    CHECK(components_at(notice, noon + 5min).at("API") == ComponentState::operational);
    CHECK(components_at(other, noon + 5min).at("API") == ComponentState::major_outage);
}

TEST_CASE("a maintenance begins and ends by itself") {
    const auto notice =
        announce_maintenance(NoticeId{"ba9876543210"}, maintenance_at(noon + 2h, noon + 3h), noon);
    CHECK_FALSE(is_under_way(notice, noon + 2h - 1s));
    CHECK(is_under_way(notice, noon + 2h));
    CHECK(components_at(notice, noon + 2h).at("API") == ComponentState::maintenance);
    CHECK(components_at(notice, noon + 3h).at("API") == ComponentState::operational);
    CHECK(is_over(notice, noon + 3h));
    CHECK(next_turn(std::vector{notice}, noon) == noon + 2h);
    CHECK(next_turn(std::vector{notice}, noon + 2h) == noon + 3h);
    CHECK(next_turn(std::vector{notice}, noon + 3h) == noon + 12h);
}

TEST_CASE("the bar has a cell for each of 90 days, and an outage over midnight counts in both") {
    auto notice = notice_at(noon + 11h + 30min);
    add_entry(notice, draft(PublicHeading::resolved, ComponentState::operational), noon + 12h + 45min);
    const auto bar = days_of("API", std::vector{notice}, noon + 24h);
    REQUIRE(bar.size() == bar_days);
    CHECK(bar[88].down == 30min);
    CHECK(bar[88].worst == ComponentState::major_outage);
    CHECK(bar[89].down == 45min);
    CHECK(bar[0].worst == ComponentState::operational);
    const auto all = (noon + 24h - bar[0].day) / 1min;
    CHECK(uptime_percent(bar, noon + 24h) == doctest::Approx(100 - 7500.0 / static_cast<double>(all)));
    CHECK(days_of("Payments", std::vector{notice}, noon)[88].worst == ComponentState::operational);
}

TEST_CASE("mentions, internal hosts and colleagues are found, and ordinary words are not") {
    const PrivateWords known{{"Dana", "Will Young"}, {"db-1", "corp.example.com"}};
    const auto found = [&](std::string_view text) { return private_words_in(text, known); };
    CHECK(found("Dana restarted it.") == std::vector<std::string>{"Dana"});
    CHECK(found("Thanks to Dana's fix") == std::vector<std::string>{"Dana"});
    CHECK(found("the pool on db-1 was full") == std::vector<std::string>{"db-1"});
    CHECK(found("see git.corp.example.com/x").size() == 1);
    CHECK(found("cache.internal, 10.0.3.4 and 172.20.0.1.").size() == 3);
    CHECK(found("@here please look") == std::vector<std::string>{"@here"});
    CHECK(found("Service will be restored. api.example.com, version 1.2.3.4.").empty());
    CHECK(found("999999999999.1.1.1 172.x.1.1 172..1.1").empty());
    CHECK(found("").empty());
}
