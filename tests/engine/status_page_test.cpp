#include "tests/engine/public_house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

TEST_CASE_FIXTURE(Published, "a quiet page says that all is well") {
    CHECK(has(page(), "<h1>Your App status</h1>"));
    CHECK(has(page(), "All systems operational"));
    CHECK(has(page(), "No incidents in the last 14 days."));
    CHECK(has(page("/api/v2/status.json"), R"("indicator":"none")"));
}

TEST_CASE_FIXTURE(Published,
                  "publishing asks in a form, shows on the page, and the thread names who did it") {
    types(dana, "declare sev1 service:api db-1 is on fire -- internal words");
    types(dana, "ack 1");
    CHECK(thread_says("Status page: nothing is public about this yet."));
    CHECK_FALSE(has(page(), "fire"));
    types(kim, "statuspage 1");
    const auto form = form_of(kim).dump();
    CHECK(has(form, "API errors and slow response times"));
    CHECK(has(form, "We are investigating reports of API errors and slow response times."));
    CHECK(has(form, "major_outage"));
    CHECK_FALSE(has(form, "fire"));
    CHECK(has(page(), "All systems operational"));
    submits(kim, entry("investigating", "We are investigating reports of API errors.", "major_outage"));
    CHECK_FALSE(form_is_open(kim));
    CHECK(has(page(), "Major outage"));
    CHECK(has(page(), "[2025-01-21 14:32 UTC]</time> <strong>Investigating</strong>"));
    CHECK(has(page(), "We are investigating reports of API errors."));
    CHECK_FALSE(has(page(), "fire"));
    CHECK_FALSE(has(page(), "Kim"));
    CHECK(thread_says("Status page: Investigating, published by <@U000KIM>."));
    const auto line = last_with("sp.correct.open");
    CHECK(has(everything(line), "https://status.example.com/status/i/"));
    const auto events = timeline(1);
    CHECK(std::holds_alternative<event::PublicEntryPublished>(events.back().body));
}

TEST_CASE_FIXTURE(Published, "a correction is seen by the public with its time") {
    types(dana, "declare sev1 service:api API Down");
    publishes(kim, "investigating", "We are looking at the database.", "major_outage");
    clock.advance(20min);
    presses(kim, incidents, last_with("sp.correct.open"), "sp.correct.open");
    submits(kim, {{"sp.text.investigating", {{"text", typed("We are looking at the API.")}}}});
    CHECK(has(page(), "We are looking at the API."));
    CHECK(has(page(), "(Corrected 14:52 UTC)"));
    CHECK_FALSE(has(page(), "database"));
    CHECK(thread_says("Status page: Investigating, corrected by <@U000KIM>."));
}

TEST_CASE_FIXTURE(Published, "words that should stay inside are warned of, and published when asked again") {
    types(dana, "declare sev1 service:api API Down");
    types(kim, "statuspage 1");
    submits(kim, entry("investigating", "Dana looks at db-1.", "major_outage"));
    const auto warned = form_of(kim).dump();
    CHECK(has(warned, "This text names Dana and db-1. It will be public."));
    CHECK(has(warned, "Publish anyway"));
    CHECK_FALSE(has(page(), "looks at"));
    submits(kim, entry("investigating", "Dana looks at db-2.", "major_outage"));
    CHECK(has(form_of(kim).dump(), "This text names Dana. It will be public."));
    submits(kim, entry("investigating", "Dana looks at db-2.", "major_outage"));
    CHECK(has(page(), "Dana looks at db-2."));
}

TEST_CASE_FIXTURE(Published, "only the lead, comms and managers publish") {
    types(lee, "declare sev1 service:api API Down");
    types(dana, "ack 1");
    CHECK(has(types(lee, "statuspage 1"), "Only the lead, comms and managers can"));
    CHECK_FALSE(form_is_open(lee));
    types(dana, "statuspage 1");
    CHECK(form_is_open(dana));
    types(sam, "statuspage 1");
    CHECK(form_is_open(sam));
}

TEST_CASE_FIXTURE(Published, "a private incident and a drill never reach the page") {
    types(sam, "declare sev1 private Data leak");
    CHECK(has(types(sam, "statuspage 1"), "INC-1 is private. The public is not told of it."));
    types(sam, "drill sev1 API Down");
    CHECK(has(types(sam, "statuspage 2"), "DRILL-2 is practice."));
    CHECK_FALSE(form_is_open(sam));
    CHECK_FALSE(has(page(), "leak"));
}

TEST_CASE_FIXTURE(Published, "the thread proposes what the state asks for, up to the final entry") {
    types(dana, "declare sev1 service:api API Down");
    types(dana, "ack 1");
    publishes(kim, "investigating", "We are looking.", "major_outage");
    types(dana, "status 1 identified pool exhausted");
    CHECK(thread_says("Status page: still says Investigating. Publish Identified?"));
    publishes(kim, "identified", "The issue has been identified.", "degraded");
    CHECK(has(page(), "Some systems are affected"));
    command::Resolve resolve;
    resolve.mitigation = "Fixed.";
    hand_in({CommandGiven{
        {UserId(dana), "Dana", PersonId("dana")}, Via::command_line, IncidentNumber{1}, resolve}});
    settle();
    CHECK(thread_says("Status page: still says Identified. Publish the final entry?"));
    presses(dana, incidents, last_with("sp.open"), "sp.open");
    CHECK(has(form_of(dana).dump(), "Service has been fully restored. All systems operating normally."));
    submits(dana, entry("resolved", "Service has been fully restored.", "operational"));
    CHECK(has(page(), "All systems operational"));
    CHECK(has(page(), "Service has been fully restored."));
}

TEST_CASE_FIXTURE(Published, "an entry that nobody proposed leaves nothing that waits for the proposal") {
    types(dana, "declare sev3 service:api API slow");
    publishes(kim, "investigating", "We are looking at the API.", "degraded");
    CHECK(has(page(), "We are looking at the API."));
    pass(10s);
    within([](storage::Tx& tx) { CHECK(tx.outbox_size() == 0); });
}

TEST_CASE_FIXTURE(Published, "a false alarm withdraws its entry with a neutral line") {
    types(dana, "declare sev1 service:api API Down");
    publishes(kim, "investigating", "We are looking.", "major_outage");
    types(dana, "cancel 1 the rule was wrong");
    CHECK(has(page(), "found no disruption of our services"));
    CHECK_FALSE(has(page(), "We are looking."));
    CHECK(has(page(), "All systems operational"));
    CHECK(thread_says("Status page: the entry is withdrawn with a neutral line"));
    CHECK_FALSE(incident(1).public_face);
}

TEST_CASE_FIXTURE(Published, "a duplicate's entry goes on with the incident that it joined") {
    types(dana, "declare sev1 service:api API Down");
    publishes(kim, "investigating", "We are looking.", "major_outage");
    types(dana, "declare sev1 Everything down");
    types(dana, "merge INC-1 into INC-2");
    REQUIRE(incident(2).public_face);
    CHECK(incident(2).public_face->notice == incident(1).public_face->notice);
    CHECK(has(page(), "We are looking."));
}

TEST_CASE_FIXTURE(Published, "of two public entries that are merged one points to the other") {
    types(dana, "declare sev1 service:api API Down");
    publishes(kim, "investigating", "We are looking.", "major_outage");
    types(dana, "declare sev1 Everything down");
    types(kim, "statuspage 2");
    submits(kim, entry("investigating", "We look at all of it.", "operational", "Outage"));
    types(dana, "merge INC-1 into INC-2");
    CHECK(has(page("/status/i/" + incident(2).public_face->notice), "We look at all of it."));
    CHECK_FALSE(incident(1).public_face);
    CHECK(
        has(page("/status/history"), "This has the same cause as &quot;Outage&quot;. Updates follow there."));
    CHECK(has(page(), "Major outage"));
    CHECK_FALSE(has(page("/api/v2/incidents/unresolved.json"), "We are looking."));
}

TEST_CASE_FIXTURE(Published, "a maintenance is announced, begins and ends by itself") {
    announces_upgrade();
    CHECK(has(page(), "From 2025-01-21 16:32 UTC to 2025-01-21 17:32 UTC."));
    CHECK(has(page("/api/v2/scheduled-maintenances/upcoming.json"), "Upgrade"));
    CHECK(has(messages().back().text, "maintenance \"Upgrade\" from 2025-01-21 16:32 UTC"));
    pass(2h);
    CHECK(has(page(), "Maintenance is under way"));
    CHECK(has(page("/api/v2/scheduled-maintenances/active.json"), "in_progress"));
    pass(1h);
    CHECK(has(page(), "All systems operational"));
    CHECK(has(page("/api/v2/scheduled-maintenances.json"), "completed"));
}

TEST_CASE_FIXTURE(Published, "what is published survives a restart, and the page turns at midnight") {
    types(dana, "declare sev1 service:api API Down");
    publishes(kim, "investigating", "We are looking.", "major_outage");
    site.reset();
    restart();
    settle();
    CHECK(has(page(), "We are looking."));
    pass(10h);
    CHECK(has(page(), "2025-01-22 <span class=\"quiet\">No incidents"));
}

TEST_CASE_FIXTURE(Published, "markup that people type is plain on the page, and nothing in it acts") {
    types(dana, "declare sev1 service:api API Down");
    types(kim, "statuspage 1");
    const auto hostile = "<script>alert(1)</script> & \"quoted\" <!channel>";
    submits(kim, entry("investigating", hostile, "major_outage", "<b>API</b>"));
    if (form_is_open(kim)) submits(kim, entry("investigating", hostile, "major_outage", "<b>API</b>"));
    CHECK_FALSE(has(page(), "<script>"));
    CHECK_FALSE(has(page(), "<b>"));
    CHECK(has(page("/status/feed.atom"), "&amp;"));
}

TEST_CASE("without a page the verb says so, and nothing is proposed") {
    House house;
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack 1");
    CHECK(has(house.types(dana, "statuspage 1"), "There is no status page"));
    CHECK_FALSE(has(house.thread(house.card(1).ts).back().text, "Status page"));
    CHECK(house.site == nullptr);
}
