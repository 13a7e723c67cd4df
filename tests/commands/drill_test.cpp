#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;
namespace form = slack::form;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a drill is declared in one line, and is marked as one") {
    Workroom room;
    const auto answer = room.types(dana, "drill sev1 API Down");
    CHECK(has(words(answer), "DRILL-1"));
    CHECK(room.incident(1).drill);
    CHECK(room.incident(1).title == "API Down");
    CHECK(room.incident(1).severity == Severity::sev1);
}

TEST_CASE("without a severity the form opens with the drill ticked, as the button does") {
    Workroom room;
    const auto ticked = [](const Answer& opened) {
        CHECK(form_of(opened) == form::declare);
        return has(everything(opened), R"("initial_options":)") && has(everything(opened), R"("drill")");
    };
    CHECK(ticked(room.types(dana, "drill API Down")));
    CHECK(ticked(room.presses(dana, "help.drill", "")));
    CHECK(room.incidents() == 0);
}

TEST_CASE("a drill is for responders, and is no duplicate of what really burns") {
    Workroom room;
    CHECK(has(words(room.types(kim, "drill sev1 API Down")), "Only responders"));
    CHECK(room.incidents() == 0);
    room.types(dana, "declare sev1 API Down");
    room.types(dana, "drill sev1 API Down");
    CHECK(room.incidents() == 2);
}
