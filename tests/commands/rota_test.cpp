#include "templates/forms.h"
#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Dana is on call until Monday 09:00 in New York, then Lee; Lee is the backup; Sam manages.
struct Office : Workroom {
    Office() {
        auto& rules = configured();
        for (auto& [id, person] : rules.people) person.phone = "+12025550101";
        Schedule primary;
        primary.id = ScheduleId{"primary"};
        primary.name = "Primary On-Call";
        primary.timezone = "America/New_York";
        Layer layer;
        layer.start = WallDay(std::chrono::year{2024} / 12 / 30) + 9h;
        layer.members = {{PersonId{"lee"}}, {PersonId{"dana"}}};
        primary.layers = {layer};
        auto backup = primary;
        backup.id = ScheduleId{"backup"};
        backup.name = "Backup On-Call";
        backup.layers[0].members = {{PersonId{"lee"}}};
        rules.schedules = {{primary.id, primary}, {backup.id, backup}};
        auto& team = rules.teams.begin()->second;
        team.primary = {tocsin::Target::Kind::schedule, "primary"};
        team.backup = {tocsin::Target::Kind::schedule, "backup"};
    }

    std::string says(const SlackUser& who, std::string_view line) { return words(types(who, line)); }
    bool on_call_is(const std::string& mention) {
        return has(everything(types(kim, "oncall primary")), "Primary On-Call: <@" + mention + "> until");
    }
};

}  // namespace

TEST_CASE("oncall says who is on call, until when, who is next and whom the policy pages later") {
    Office room;
    CHECK(has(everything(room.types(kim, "oncall primary")),
              "Primary On-Call: <@U0DANA> until Mon 2025-01-27 09:00 (America/New_York). Next: <@U0LEE>. "
              "Escalation: <@U0LEE>, then <@U0SAM>."));
    CHECK(room.says(kim, "who") ==
          "Primary On-Call: Dana until Mon 2025-01-27 09:00 (America/New_York). Next: Lee. Escalation: Lee, "
          "then Sam.\nBackup On-Call: Lee.");
    CHECK(room.says(kim, "oncall primary at monday 14:30") ==
          "Primary On-Call at Mon 2025-01-27 09:30 (America/New_York): Lee until Mon 2025-02-03 09:00 "
          "(America/New_York). Next: Dana. Escalation: Lee, then Sam.");
    CHECK(has(room.says(kim, "oncall primary at noon"), "I don't understand \"at noon\""));
}

TEST_CASE("without a schedule oncall says where one comes from") {
    Workroom room;
    room.configured().schedules.clear();
    CHECK(words(room.types(kim, "oncall")) ==
          "No schedule is set up yet. An admin can add one in the configuration.");
}

TEST_CASE("oncall why names what put somebody there") {
    Office room;
    CHECK(room.says(kim, "oncall why") ==
          "Primary On-Call at Tue 2025-01-21 09:33 (America/New_York): Dana is on call: layer weekly, turn 3 "
          "since Mon 2025-01-20 09:00 (America/New_York).");
    CHECK(has(room.says(lee, "oncall why me primary"), "Lee is not on call."));
    room.types(kim, "oncall why");
    room.types(lee, "override me for 2h");
    CHECK(has(room.says(kim, "oncall why <@U0LEE>"), "Lee is on call: override by Lee since"));
}

TEST_CASE("a cover is asked for, accepted by the person who was asked, and counts from then on") {
    Office room;
    const auto asked = room.types(dana, "override <@U0LEE> to 18:00 dentist");
    CHECK(words(asked) ==
          "Lee is asked to cover Primary On-Call, Tue 09:33 to Tue 18:00 (America/New_York). Nothing changes "
          "until they accept; without an answer by 16:33 UTC you are told.");
    const auto change = room.change(1);
    REQUIRE(change);
    CHECK(change->covers.front().from == PersonId("dana"));
    CHECK(change->reason == "dentist");
    CHECK(room.on_call_is("U0DANA"));
    SUBCASE("accepted") {
        CHECK(words(room.presses(sam, slack::action::cover_accept, "1")) ==
              "Only Lee can answer this. Nothing was changed.");
        CHECK(words(room.presses(lee, slack::action::cover_accept, "1")) == "You accepted. Thank you.");
        CHECK(room.on_call_is("U0LEE"));
        room.advance(4s);
        CHECK(has(words(room.presses(lee, slack::action::cover_accept, "1")), "agreed already"));
        CHECK(has(room.says(dana, "override cancel 1"), "Taken back."));
        CHECK(room.on_call_is("U0DANA"));
    }
    SUBCASE("declined") {
        room.presses(lee, slack::action::cover_decline, "1");
        CHECK(room.change(1)->state == RotaChange::State::declined);
        CHECK(room.on_call_is("U0DANA"));
    }
    SUBCASE("withdrawn before an answer") {
        room.presses_button(dana, asked, slack::action::cover_end);
        CHECK(room.change(1)->state == RotaChange::State::withdrawn);
        CHECK(has(words(room.presses(lee, slack::action::cover_accept, "1")), "This was withdrawn."));
    }
}

TEST_CASE("times of a cover are read as people write them") {
    struct Row {
        std::string_view line;
        std::string_view start, end;
    };
    for (const auto& row : {
             Row{"cover <@U0LEE> to 18:00", "2025-01-21T14:33:00Z", "2025-01-21T23:00:00Z"},
             Row{"override <@U0LEE> primary from tomorrow 14:00 to 18:00 dentist", "2025-01-22T19:00:00Z",
                 "2025-01-22T23:00:00Z"},
             Row{"override <@U0LEE> Primary On-Call friday 22:00 until 02:00", "2025-01-25T03:00:00Z",
                 "2025-01-25T07:00:00Z"},
             Row{"override <@U0LEE> for 2h", "2025-01-21T14:33:00Z", "2025-01-21T16:33:00Z"},
             Row{"override <@U0LEE> 2025-01-23 10:00 for 90m", "2025-01-23T15:00:00Z",
                 "2025-01-23T16:30:00Z"},
             Row{"override <@U0LEE> in 2h to 20:00 UTC", "2025-01-21T16:33:00Z", "2025-01-21T20:00:00Z"},
         }) {
        CAPTURE(row.line);
        Office room;
        room.types(dana, row.line);
        const auto change = room.change(1);
        REQUIRE(change);
        CHECK(format_rfc3339(change->covers.front().start) == row.start);
        CHECK(format_rfc3339(change->covers.front().end) == row.end);
    }
}

TEST_CASE("without an end the form opens with what is known: the rest of the own shift") {
    Office room;
    const auto form = room.types(dana, "override <@U0LEE> to give a talk");
    CHECK(form_of(form) == slack::form::cover);
    CHECK(has(everything(form), "to give a talk"));
    CHECK(has(everything(form), "\"initial_user\":\"U0LEE\""));
    CHECK(has(everything(form), "1737986400"));  // Monday 09:00
    CHECK(room.change(1) == std::nullopt);
    const auto submitted = room.submits(dana, filled(slack::form::cover, "",
                                                     {{slack::field::cover_to, {"U0LEE"}},
                                                      {slack::field::cover_schedule, {"primary"}},
                                                      {slack::field::cover_start, {"1737550800"}},
                                                      {slack::field::cover_end, {"1737565200"}},
                                                      {slack::field::cover_reason, {"a talk"}}}));
    CHECK(has(words(submitted), "Lee is asked to cover Primary On-Call, Wed 08:00 to Wed 12:00"));
    CHECK(room.change(1)->reason == "a talk");
}

TEST_CASE("the form says under its fields what is missing or wrong") {
    Office room;
    const auto empty = words(room.submits(dana, filled(slack::form::cover, "", {})));
    CHECK(has(empty, "cover.to: Please choose a person."));
    CHECK(has(empty, "cover.end: Please say until when."));
    const auto turned = words(room.submits(dana, filled(slack::form::cover, "",
                                                        {{slack::field::cover_to, {"U0LEE"}},
                                                         {slack::field::cover_schedule, {"primary"}},
                                                         {slack::field::cover_start, {"1737565200"}},
                                                         {slack::field::cover_end, {"1737550800"}}})));
    CHECK(has(turned, "The end is not after the start."));
    const auto stranger = words(room.submits(dana, filled(slack::form::cover, "",
                                                          {{slack::field::cover_to, {"U0KIM"}},
                                                           {slack::field::cover_schedule, {"primary"}},
                                                           {slack::field::cover_start, {"1737550800"}},
                                                           {slack::field::cover_end, {"1737565200"}}})));
    CHECK(has(stranger, "Kim is not among the people of the configuration"));
}

TEST_CASE("override me takes over at once, until the next change unless an end is given") {
    Office room;
    CHECK(has(room.says(lee, "override me"),
              "You are on call: Primary On-Call, Tue 09:33 to Mon 09:00 (America/New_York)."));
    CHECK(room.on_call_is("U0LEE"));
    CHECK(has(room.says(lee, "override me"), "on call for that schedule already"));
    CHECK(has(room.says(kim, "override me"), "Only responders"));
    CHECK(has(room.says(sam, "override me backup"), "Until when?"));
}

TEST_CASE("responders give away their own shifts, managers any") {
    Office room;
    CHECK(has(room.says(lee, "override <@U0SAM> primary to 18:00"), "Only managers and admins"));
    CHECK(has(room.says(sam, "override <@U0LEE> primary to 18:00"), "Lee is asked to cover"));
    CHECK(room.change(1)->covers.front().from.empty());
    CHECK(has(room.says(gus, "override <@U0LEE> to 18:00"), "Only responders"));
}

TEST_CASE("a swap exchanges the next two shifts when the other agrees") {
    Office room;
    CHECK(has(room.says(dana, "swap <@U0LEE> wedding"),
              "Lee is asked to swap for Primary On-Call, Mon 2025-02-03 09:00 to Mon 2025-02-10 09:00"));
    room.presses(lee, slack::action::cover_accept, "1");
    CHECK(has(room.says(kim, "oncall primary at 2025-01-28 10:00 UTC"), ": Dana until"));
    CHECK(has(room.says(kim, "oncall primary at 2025-02-04 10:00 UTC"), ": Lee until"));
    CHECK(has(room.says(sam, "swap <@U0LEE>"), "You have no shift there in the next two months"));
}

TEST_CASE("a list shows what concerns the person, and managers everything, with a way back") {
    Office room;
    CHECK(has(room.says(dana, "override list"), "No cover or swap"));
    room.types(dana, "override <@U0LEE> tomorrow 14:00 to 18:00 dentist");
    CHECK(room.says(lee, "override list") ==
          "Changes of the rota\n1  Lee: Primary On-Call, Wed 14:00 to Wed 18:00 (America/New_York): "
          "\"dentist\", Lee is asked");
    const auto seen = room.types(sam, "override list");
    CHECK(has(words(seen), "Changes of the rota\n1"));
    room.presses_button(sam, seen, slack::action::cover_end);
    CHECK(room.change(1)->state == RotaChange::State::withdrawn);
    CHECK(has(room.says(dana, "override list"), "No cover or swap"));
    CHECK(has(room.says(dana, "override cancel 9"), "There is no change \"9\""));
}

TEST_CASE("a note for the next person is kept, and shown to whoever asks for it") {
    Office room;
    CHECK(has(room.says(lee, "handoff primary"), "nobody has left a note"));
    CHECK(room.says(dana, "handoff CSV export is slow.\nRoll back the worker.") ==
          "Noted. Lee reads it when their shift starts, Mon 2025-01-27 09:00 (America/New_York).");
    CHECK(has(room.says(lee, "handoff primary"), "Handed over by Dana, 14:33 UTC\nCSV export is slow."));
    CHECK(has(room.says(kim, "handoff hello"), "Only responders"));
}

TEST_CASE("the form of a note begins with what is open") {
    Office room;
    room.types(dana, "declare sev2 CSV export fails");
    const auto form = room.types(dana, "handoff");
    CHECK(form_of(form) == slack::form::handover);
    CHECK(has(everything(form), "What should Lee know?"));
    CHECK(has(everything(form), "INC-1 CSV export fails: Paging on-call"));
    CHECK(has(words(room.submits(dana, filled(slack::form::handover, "primary",
                                              {{slack::field::handover_note, {"Sleep well."}}}))),
              "Noted. Lee reads it"));
    CHECK(has(words(room.submits(dana, filled(slack::form::handover, "primary", {}))),
              "Please write a word or two."));
    CHECK(has(words(room.submits(dana, filled(slack::form::handover, "night",
                                              {{slack::field::handover_note, {"Sleep well."}}}))),
              "not there any more"));
}

TEST_CASE("a test page goes to whoever asks for it, and only they confirm it") {
    Office room;
    CHECK(room.says(dana, "test") ==
          "A test page to you is on its way by Slack. In 2 minutes you are told what became of it.");
    CHECK(words(room.presses(lee, slack::action::test_confirm, "1")) ==
          "That page is not yours. Nothing was changed.");
    CHECK(words(room.presses(dana, slack::action::test_confirm, "1")) ==
          "Test page confirmed at 14:33 UTC. Thank you.");
    CHECK(words(room.presses(dana, slack::action::shift_test_page, "")) ==
          "A test page to you is on its way by Slack. In 2 minutes you are told what became of it.");
    CHECK(has(room.says(kim, "test"), "Only responders"));
}
