#include "bot/app/runbook_files.h"

#include <doctest/doctest.h>

#include "templates/runbook_reader.h"

using namespace tocsin;
using namespace tocsin::app;

TEST_CASE("the runbooks that ship have their four parts and their steps") {
    const auto runbooks = read_runbooks(TOCSIN_SOURCE_DIR "/docs/examples/runbooks");
    CHECK(runbooks == example_runbooks());
    REQUIRE(runbooks.size() == 4);
    for (const auto* name : {"api-down", "database-issues", "payment-failures", "slow-performance"}) {
        const auto* runbook = find_runbook(runbooks, name);
        REQUIRE_MESSAGE(runbook != nullptr, name);
        CHECK_MESSAGE(templates::missing_parts(*runbook).empty(), name);
        CHECK_MESSAGE(runbook->steps.size() == 5, name);
    }
    CHECK(check_runbook_files(TOCSIN_SOURCE_DIR "/docs/examples/runbooks").empty());
}

TEST_CASE("a folder without runbooks has none, and what a file lacks is named") {
    CHECK(read_runbooks("").empty());
    CHECK(read_runbooks("/nowhere").empty());
    const auto findings = check_runbook_files(TOCSIN_SOURCE_DIR "/docs");
    REQUIRE_FALSE(findings.empty());
    CHECK(config::to_lines(findings).front().contains("lacks ## Detection"));
}
