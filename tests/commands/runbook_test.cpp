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
