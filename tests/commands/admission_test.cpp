#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;
namespace field = slack::field;
namespace form = slack::form;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

const UserGroupId sre{"S0SRE"};
constexpr std::string_view refused = "Only members of certain user groups";

// Only Dana and Sam may declare SEV 1 and 2.
struct Restricted : Workroom {
    explicit Restricted(bool known = true) {
        configured().may_declare_sev1 = {sre};
        if (known) known_groups().learn(sre, {dana.id, sam.id}, start);
    }
    Answer declares_by_form(const SlackUser& who, std::string_view severity) {
        return submits(who, filled(form::declare, "{}",
                                   {{field::declare_title, {"Login fails"}},
                                    {field::declare_severity, {std::string(severity)}}}));
    }
    std::vector<std::string> notes(std::int64_t number) {
        std::vector<std::string> found;
        for (const auto& event : timeline(number)) {
            if (const auto* note = std::get_if<event::NoteAdded>(&event.body)) found.push_back(note->text);
        }
        return found;
    }
};

}  // namespace

TEST_CASE("whoever is in none of the groups declares no SEV 1 or 2, at whatever door") {
    Restricted room;
    for (const auto* severity : {"sev1", "sev2"}) {
        const auto line = std::string("declare ") + severity + " API Down";
        for (const auto& answer : {room.types(lee, line), room.mentions(lee, line),
                                   room.writes_directly(lee, line), room.declares_by_form(lee, severity)}) {
            CHECK_MESSAGE(has(words(answer), refused), words(answer));
            CHECK(has(words(answer), "Choose SEV 3, or ask one of their members: Dana, Sam."));
            CHECK(has(words(answer), "Nothing was declared."));
        }
    }
    CHECK(room.incidents() == 0);
    CHECK(words(room.declares_by_form(lee, "sev1"))
              .starts_with(std::string(field::declare_severity.block) + ": Only"));
    room.types(lee, "declare sev3 API slow");
    room.types(dana, "declare sev1 Payments are lost");
    room.declares_by_form(sam, "sev2");
    CHECK(room.incidents() == 3);
}

TEST_CASE("a question that waits for its answer is no way around the groups") {
    Restricted room;
    room.types(dana, "declare sev1 API Down");
    const auto question = room.types(sam, "declare sev1 API Down");
    REQUIRE(has(words(question), "Is this the same?"));
    room.known_groups().learn(sre, {dana.id}, start);
    CHECK(has(words(room.presses_button(sam, question, slack::action::declare_anyway)), refused));
    CHECK(room.incidents() == 1);
}

TEST_CASE("raising to SEV 1 or 2 is held back in the same way, lowering is not") {
    Restricted room;
    room.types(lee, "declare sev3 API slow");
    CHECK(has(words(room.types(lee, "severity 1 it is worse")), refused));
    const auto raised_by_form = [&](const SlackUser& who) {
        return room.submits(who,
                            filled(form::severity, key(room.incident(1)), {{field::severity_to, {"sev2"}}}));
    };
    CHECK(has(words(raised_by_form(lee)), refused));
    CHECK(has(words(raised_by_form(lee)), "Nothing was changed."));
    CHECK(room.incident(1).severity == Severity::sev3);
    const auto question = room.types(dana, "severity 1 it is worse");
    room.presses_button(dana, question, slack::action::severity_confirm);
    CHECK(room.incident(1).severity == Severity::sev1);
    room.types(lee, "severity 2 it is better");
    CHECK(room.incident(1).severity == Severity::sev2);
    CHECK(room.notes(1).empty());
}

TEST_CASE("when Slack does not say who is in the groups everybody may, and the timeline tells so") {
    Restricted room(false);
    room.types(lee, "declare sev1 API Down");
    CHECK(room.notes(1) ==
          std::vector<std::string>{
              "Slack did not say whether Lee may make an incident SEV 1, so it was allowed."});
    CHECK(room.timeline(1).back().by == Actor{});
    room.types(lee, "declare sev3 Login slow");
    CHECK(room.notes(2).empty());
    const auto question = room.types(lee, "severity INC-2 2 it is worse");
    room.presses_button(lee, question, slack::action::severity_confirm);
    CHECK(room.notes(2).size() == 1);
}

TEST_CASE("nobody is held back where no group is named") {
    Workroom room;
    room.types(kim, "declare sev1 API Down");
    CHECK(room.incidents() == 1);
}
