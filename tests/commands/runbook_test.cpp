#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

bool says(const Answer& answer, std::string_view part) {
    return everything(answer).contains(part);
}

struct Shelf : Workroom {
    Shelf() {
        knows({{"api-down", {"api-down", "API Down", {{"Detection", "The monitor fails."}}, {}}},
               {"search", {"search", "Search is slow", {{"Detection", "Users write."}}, {}}}});
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shelf, "a runbook is shown by the name of its file or by its title") {
    CHECK(says(types(dana, "runbook api-down"), "The monitor fails."));
    CHECK(says(types(dana, "rb search IS slow"), "Users write."));
    const auto other = types(dana, "runbook <!here> billing");
    CHECK(says(other, "There is no runbook for"));
    CHECK(says(other, "/incident runbook api-down"));
    CHECK_FALSE(says(other, "<!here>"));
}

TEST_CASE_FIXTURE(
    Shelf, "without a name it is the one of the only open incident: its service's, else its namesake") {
    CHECK(says(types(dana, "runbook"), "/incident runbook search"));
    types(dana, "sev3 service:api Something odd");
    CHECK(says(types(dana, "runbook"), "The monitor fails."));
    types(dana, "cancel INC-1 a test");
    types(dana, "sev3 Search is slow");
    CHECK(says(types(dana, "runbook"), "Users write."));
    types(dana, "cancel INC-2 a test");
    types(dana, "sev3 Nothing like it");
    CHECK(says(types(dana, "runbook"), "There is no runbook for Nothing like it."));
    types(dana, "sev3 Search is slow");
    CHECK(says(types(dana, "runbook"), "/incident runbook search"));  // which of the two?
}

TEST_CASE_FIXTURE(Workroom, "where there are no runbooks it says how to have some") {
    CHECK(says(types(dana, "runbook"), "There are no runbooks"));
    CHECK(says(types(dana, "runbook x"), "There are no runbooks"));
}

TEST_CASE_FIXTURE(Shelf, "the incident may be named in front, and its steps can be posted where it is open") {
    knows({{"api-down", {"api-down", "API Down", {}, {"Look"}, {}}}});
    types(dana, "sev3 service:api Something odd");
    types(dana, "sev3 Another thing");
    CHECK_FALSE(says(types(dana, "runbook api-down"), "runbook.post"));  // of the two, which?
    const auto shown = types(dana, "runbook INC-2 api-down");
    CHECK(says(shown, "runbook.post"));
    CHECK(says(types(dana, "runbook INC-99"), "There is no INC-99"));
    CHECK(says(presses_button(dana, shown, "runbook.post"), "The steps of API Down stand in the thread."));
    CHECK(incident(2).step_lists.size() == 1);
    CHECK(incident(1).step_lists.empty());
    types(dana, "cancel INC-2 a test");
    CHECK_FALSE(says(types(dana, "runbook INC-2"), "runbook.post"));
    const auto value = "1.1.api-down";
    CHECK(says(presses(gus, "runbook.post", value), "There is no INC-1"));
    CHECK(incident(1).step_lists.empty());
    CHECK(says(presses(dana, "runbook.post", "1.1.gone"), "not there any more"));
}
