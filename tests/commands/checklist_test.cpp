#include <algorithm>

#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the checklist counts what is done, and names who has answered no test page") {
    Workroom room;
    const auto answer = room.types(dana, "checklist");
    const auto text = everything(answer);
    CHECK(has(text, "of 16 done."));
    CHECK(has(text, "☑ On-call schedule"));
    CHECK(has(text, "☐ Status page"));
    CHECK(has(text, "not by Dana and Lee"));
    CHECK(has(text, "Ask Lee"));
    room.within_store([](storage::Tx& tx) {
        AdHocPage page;
        page.to.person = PersonId("lee");
        page.asked = start;
        page.confirmed = start;
        page.id = tx.add_ad_hoc_page(page);
    });
    CHECK_FALSE(has(everything(room.types(dana, "checklist")), "Ask Lee"));
    room.advance(std::chrono::days{31});
    CHECK(has(everything(room.types(dana, "checklist")), "Ask Lee"));
}

TEST_CASE("whoever is asked gets a direct message, and no page") {
    Workroom room;
    const auto answer = room.types(dana, "checklist");
    CHECK(has(words(room.presses_button(dana, answer, "check.ask")), "Lee is asked for a test page."));
    REQUIRE(room.told().size() == 1);
    CHECK(room.told()[0].first == lee.id);
    CHECK(has(room.told()[0].second.text, "asks you for a test page"));
    CHECK(has(words(room.presses(kim, "check.ask", "lee")), "Nobody was asked"));
    CHECK(has(words(room.presses(dana, "check.ask", "nobody")), "Nobody was asked"));
    CHECK(room.told().size() == 1);
}

TEST_CASE("responders tick what nobody can see, once and by name") {
    Workroom room;
    const auto answer = room.types(dana, "checklist");
    const auto ticked = room.presses_button(dana, answer, "check.tick.external_plan");
    CHECK(has(everything(ticked), "☑ Plan for external communication (Dana, 2025-01-21)"));
    CHECK_FALSE(has(everything(ticked), "check.tick.external_plan"));
    CHECK(has(words(room.presses(kim, "check.tick.monthly_review", "monthly_review")), "Only responders"));
    CHECK(has(words(room.presses(dana, "check.tick.anything", "anything")), "Only responders"));
    const auto seen = everything(room.types(kim, "checklist"));
    CHECK(has(seen, "☐ Monthly incident review scheduled"));
    CHECK_FALSE(has(seen, "check.tick"));
}
