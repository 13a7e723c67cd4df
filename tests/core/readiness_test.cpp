#include "bot/core/readiness.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tocsin;

namespace {

const ReadinessPoint& point(const std::vector<ReadinessPoint>& points, std::string_view item) {
    const auto found = std::ranges::find(points, item, &ReadinessPoint::item);
    REQUIRE(found != points.end());
    return *found;
}

Rules with_a_rota() {
    auto rules = default_rules();
    Schedule schedule;
    schedule.id = ScheduleId("primary");
    Layer layer;
    layer.members = {{PersonId("dana")}, {PersonId("lee"), PersonId("dana")}};
    schedule.layers = {layer};
    rules.schedules[schedule.id] = schedule;
    return rules;
}

}  // namespace

TEST_CASE("an organisation that configured nothing has what is built in, and sixteen points to go through") {
    const auto rules = default_rules();
    const Setup setup;
    const auto points = readiness({rules, setup});
    CHECK(points.size() == 16);
    CHECK_FALSE(point(points, "schedule").done);
    CHECK_FALSE(point(points, "test_pages").done);
    CHECK_FALSE(point(points, "channel").done);
    CHECK(point(points, "post_mortem").done);
    CHECK(point(points, "routing").remark == "no rule for SEV 1, SEV 2 and SEV 3");
}

TEST_CASE("each point is ticked by what can be seen of it") {
    const auto rules = with_a_rota();
    Setup setup;
    setup.status_page = true;
    setup.runbooks = {{"api-down", {}}, {"slow-performance", {}}};
    setup.alerted = {Severity::sev1, Severity::sev2, Severity::sev3};
    ReadinessFacts facts{rules, setup};
    facts.channel_known = true;
    facts.without_test_page = {"Lee"};
    CHECK(people_on_the_rota(rules) == std::set{PersonId("dana"), PersonId("lee")});
    auto points = readiness(facts);
    CHECK(point(points, "schedule").done);
    CHECK(point(points, "routing").done);
    CHECK(point(points, "status_page").done);
    CHECK(point(points, "runbook_api").done);
    CHECK_FALSE(point(points, "runbook_database").done);
    CHECK(point(points, "channel").done);
    CHECK_FALSE(point(points, "test_pages").done);
    CHECK(point(points, "test_pages").remark == "not by Lee");
    facts.without_test_page.clear();
    points = readiness(facts);
    CHECK(point(points, "test_pages").done);
}

TEST_CASE("what nobody can see is ticked by a person, who is named") {
    const auto rules = default_rules();
    const Setup setup;
    ReadinessFacts facts{rules, setup};
    facts.ticks = {{"external_plan", "Sam", *parse_rfc3339("2025-01-21T14:32:00Z")}};
    const auto points = readiness(facts);
    CHECK(point(points, "external_plan").done);
    CHECK(point(points, "external_plan").remark == "Sam, 2025-01-21");
    CHECK_FALSE(point(points, "monthly_review").done);
}
