#include <doctest/doctest.h>

#include "bot/app/example.h"
#include "bot/app/rule_checks.h"
#include "bot/config/load.h"
#include "bot/core/on_call.h"

using namespace tocsin;

TEST_CASE("in the example organisation Dana is on call whenever it is made, and Lee stands behind her") {
    for (const auto* made : {"2025-01-27T08:59:59Z", "2025-01-27T09:00:00Z", "2025-02-01T23:00:00Z",
                             "2024-12-31T12:00:00Z", "2028-02-29T00:00:00Z"}) {
        CAPTURE(made);
        const auto now = *parse_rfc3339(made);
        const auto loaded = config::load_text(app::example_organisation(now), "sandbox.yaml",
                                              config::process_environment(), {});
        REQUIRE(loaded.ok());
        const OnCall on_call(loaded.configuration.rules);
        CHECK(on_call.rota(ScheduleId("primary"))->on_call_at(now) == std::vector{PersonId("dana")});
        CHECK(on_call.rota(ScheduleId("backup"))->on_call_at(now) == std::vector{PersonId("lee")});
    }
}

TEST_CASE("nothing is to be said against the example's rules") {
    const auto loaded = config::load_text(app::example_organisation(SystemClock().now()), "sandbox.yaml",
                                          config::process_environment(), {});
    CHECK(loaded.configuration.alerts.rules.size() == 6);
    CHECK(app::check_alert_rules(loaded.configuration).empty());
}
