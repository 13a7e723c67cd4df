#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// INC-1 API Down, led by Dana.
struct Running : Workroom {
    Running() {
        types(dana, "declare sev2 API Down");
        types(dana, "ack");
        advance(10min);
    }
};

}  // namespace

TEST_CASE("whoever acknowledges first leads; the second is told who and when") {
    Workroom room;
    room.types(kim, "declare sev1 API Down");
    CHECK(words(room.types(dana, "ack")) == "nothing");
    CHECK(room.incident(1).lead.user == dana.id);
    CHECK(room.incident(1).state == State::investigating);
    CHECK(has(words(room.types(lee, "a INC-1")), "before you"));
    CHECK(has(words(room.types(dana, "acknowledge")), "already lead"));
    CHECK(room.incident(1).lead.user == dana.id);
}

TEST_CASE("somebody who is not on call is asked before taking an incident") {
    Workroom room;
    room.types(dana, "declare sev1 API Down");
    const auto question = room.types(kim, "ack");
    CHECK(has(words(question), "not on call"));
    CHECK(room.incident(1).lead.user.empty());
    SUBCASE("I'm responding") {
        room.presses_button(kim, question, slack::action::respond);
        CHECK(room.incident(1).lead.user == kim.id);
    }
    SUBCASE("just watch") {
        room.presses_button(kim, question, slack::action::watch);
        CHECK(room.incident(1).watchers.size() == 1);
        CHECK(room.incident(1).lead.user.empty());
    }
}

TEST_CASE("words typed change the incident as they say") {
    struct Row {
        std::string_view line;
        std::string_view answer;  // what it begins with
        bool (*holds)(const Incident&);
    };
    for (const auto& row : {
             Row{"update Pool exhausted.", "nothing",
                 [](const Incident& i) { return i.last_words && i.last_words->text == "Pool exhausted."; }},
             Row{"u identified: pool exhausted. eta 5m", "nothing",
                 [](const Incident& i) {
                     return i.state == State::identified && i.eta == start + 15min && i.updates == 1;
                 }},
             Row{"update INC-1 42 users see it next 30m", "nothing",
                 [](const Incident& i) {
                     return i.last_words->text == "42 users see it" && i.reminders.due == start + 40min;
                 }},
             Row{"status identified Fix is being deployed.", "nothing",
                 [](const Incident& i) { return i.state == State::identified; }},
             Row{"status wobbly", "\"wobbly\" is no status",
                 [](const Incident& i) { return i.state == State::investigating; }},
             Row{"status", "", [](const Incident& i) { return i.state == State::investigating; }},
             Row{"severity 3 quieter now", "nothing",
                 [](const Incident& i) { return i.severity == Severity::sev3; }},
             Row{"sev INC-1 low", "nothing", [](const Incident& i) { return i.severity == Severity::sev4; }},
             Row{"severity 9", "\"9\" is no severity",
                 [](const Incident& i) { return i.severity == Severity::sev2; }},
             Row{"severity 2", "INC-1 is already SEV 2", [](const Incident&) { return true; }},
             Row{"role comms <@U0KIM>", "nothing",
                 [](const Incident& i) { return i.roles.at("comms").user == kim.id; }},
             Row{"role Customer Liaison me", "nothing",
                 [](const Incident& i) { return i.roles.at("customer liaison").user == dana.id; }},
             Row{"role comms @kim", "I don't know who ", [](const Incident& i) { return i.roles.empty(); }},
             Row{"role comms", "A role needs", [](const Incident& i) { return i.roles.empty(); }},
             Row{"lead <@U0BOT>", "Robot is a bot", [](const Incident& i) { return !i.lead_offer; }},
             Row{"lead <@U0GUEST>", "Gus is not a full member",
                 [](const Incident& i) { return !i.lead_offer; }},
             Row{"lead me", "You already lead INC-1",
                 [](const Incident& i) { return i.lead.user == dana.id; }},
             Row{"remind 30m", "nothing", [](const Incident& i) { return i.reminders.every == 30min; }},
             Row{"remind off", "nothing", [](const Incident& i) { return i.reminders.stopped; }},
             Row{"remind on", "nothing", [](const Incident& i) { return !i.reminders.stopped; }},
             Row{"remind 9d", "Updates can be asked for",
                 [](const Incident& i) { return !i.reminders.every; }},
             Row{"remind maybe", "\"maybe\" is no rhythm",
                 [](const Incident& i) { return !i.reminders.every; }},
             Row{"snooze", "No update of INC-1 is due. The next one is at 14:48 UTC.",
                 [](const Incident& i) { return i.reminders.snoozed == 0s; }},
             Row{"snooze 1h", "Snooze for how long?",
                 [](const Incident& i) { return i.reminders.snoozed == 0s; }},
             Row{"cancel The monitor was wrong.", "nothing",
                 [](const Incident& i) { return i.state == State::false_alarm; }},
             Row{"fa INC-1 Nothing there", "nothing",
                 [](const Incident& i) { return i.cancel_reason == "Nothing there"; }},
             Row{"watch", "You watch INC-1", [](const Incident& i) { return i.watchers.size() == 1; }},
             Row{"leave", "You lead INC-1.", [](const Incident& i) { return i.lead.user == dana.id; }},
             Row{"join", "You are part of INC-1 already", [](const Incident&) { return true; }},
         }) {
        Running room;
        const auto answer = room.types(dana, row.line);
        CHECK_MESSAGE(words(answer).starts_with(row.answer), row.line << ": " << words(answer));
        CHECK_MESSAGE(row.holds(room.incident(1)), row.line);
    }
}

TEST_CASE("the reminder that is due is snoozed, by five minutes or by as many as were typed") {
    for (const auto& [line, by] : std::vector<std::pair<std::string_view, Duration>>{
             {"snooze", 5min}, {"snooze 10", 10min}, {"snooze INC-1 15m", 15min}}) {
        Running room;
        room.advance(5min);
        CHECK_MESSAGE(words(room.types(dana, line)) == "nothing", line);
        CHECK_MESSAGE(room.incident(1).reminders.snoozed == by, line);
    }
}

TEST_CASE("without their words verbs open their forms") {
    for (const auto& [line, form] :
         std::vector<std::pair<std::string_view, std::string_view>>{{"update", slack::form::update},
                                                                    {"resolve", slack::form::resolve},
                                                                    {"severity", slack::form::severity},
                                                                    {"lead", slack::form::lead},
                                                                    {"role", slack::form::role},
                                                                    {"cancel", slack::form::cancel},
                                                                    {"note", slack::form::timeline_entry},
                                                                    {"remind", slack::form::rhythm}}) {
        Running room;
        CHECK_MESSAGE(form_of(room.types(dana, line)) == form, line);
        CHECK_MESSAGE(
            form_of(room.presses_button(dana, room.mentions(dana, line), slack::action::run_verb)) == form,
            line);
    }
}

TEST_CASE("a SEV 1 or 2 is resolved in one line after a question, others at once") {
    Running room;
    const auto question = room.types(dana, "resolve Restarted the API service.");
    CHECK(has(words(question), "Resolve INC-1?"));
    CHECK(is_open(room.incident(1).state));
    SUBCASE("yes") {
        CHECK(std::get<Say>(room.presses_button(dana, question, slack::action::resolve_confirm)).replaces);
        CHECK(room.incident(1).state == State::resolved);
        CHECK(room.incident(1).resolution->mitigation == "Restarted the API service.");
    }
    SUBCASE("the form instead, with the same words") {
        const auto form = room.presses_button(dana, question, slack::action::resolve_open);
        CHECK(form_of(form) == slack::form::resolve);
        CHECK(has(everything(form), "Restarted the API service."));
    }
    SUBCASE("by status, by a prefix") {
        CHECK(has(words(room.types(dana, "status resolved Restarted")), "Resolve INC-1?"));
        CHECK(has(words(room.types(dana, "update resolved: Restarted")), "Resolve INC-1?"));
    }
    SUBCASE("a SEV 3") {
        room.types(dana, "severity 3");
        CHECK(words(room.types(dana, "fixed Restarted")) == "nothing");
        CHECK(room.incident(1).state == State::resolved);
    }
}

TEST_CASE("raising the severity asks first") {
    Running room;
    const auto question = room.types(dana, "severity 1 error rate is at 50%");
    CHECK(has(words(question), "Raise INC-1 to SEV 1?"));
    CHECK(room.incident(1).severity == Severity::sev2);
    room.presses_button(dana, question, slack::action::severity_confirm);
    CHECK(room.incident(1).severity == Severity::sev1);
    CHECK(has(words(room.types(dana, "remind off")), "only with a reason"));
}

TEST_CASE("the lead is offered, and moves when it is accepted") {
    Running room;
    CHECK(has(words(room.types(dana, "lead <@U0LEE> watch the error rate")), "asked to take the lead"));
    CHECK(room.incident(1).lead.user == dana.id);
    SUBCASE("accepted") {
        CHECK(has(words(room.presses(lee, slack::action::lead_accept, "1")), "You lead INC-1 now."));
        CHECK(room.incident(1).lead.user == lee.id);
    }
    SUBCASE("declined") {
        room.presses(lee, slack::action::lead_decline, "1");
        CHECK_FALSE(room.incident(1).lead_offer.has_value());
    }
    SUBCASE("not offered to me") {
        CHECK(has(words(room.presses(sam, slack::action::lead_accept, "1")), "not offered to you"));
    }
    SUBCASE("taken") {
        room.types(lee, "lead me");
        CHECK(room.incident(1).lead.user == lee.id);
    }
    SUBCASE("asked again") {
        CHECK(has(words(room.types(dana, "lead <@U0LEE>")), "Lee is asked already"));
    }
    SUBCASE("offered to somebody else: the first one's buttons are dead and say so") {
        CHECK(has(words(room.types(dana, "lead <@U0SAM>")), "was asked before and is told."));
        const auto late = room.presses(lee, slack::action::lead_accept, "1");
        CHECK(has(words(late), "not offered to you any more. Sam is asked now."));
        CHECK(std::get<Say>(late).replaces);
        CHECK(room.incident(1).lead.user == dana.id);
        room.presses(sam, slack::action::lead_accept, "1");
        CHECK(room.incident(1).lead.user == sam.id);
    }
}

TEST_CASE("what has ended is reopened with a reason, told its cause, and otherwise left alone") {
    Running room;
    room.types(dana, "severity 3");
    room.types(dana, "resolve Restarted");
    const auto over = room.types(dana, "update INC-1 more");
    CHECK(has(words(over), "INC-1 was resolved at 14:43 UTC"));
    CHECK(words(room.types(dana, "cause Pool exhausted")) == "nothing");
    CHECK(room.incident(1).resolution->cause == "Pool exhausted");
    CHECK(form_of(room.types(dana, "reopen")) == slack::form::reopen);
    CHECK(words(room.types(dana, "reopen Errors are back")) == "nothing");
    CHECK(room.incident(1).state == State::investigating);
}

TEST_CASE("a duplicate is merged, both sides know") {
    Running room;
    room.types(kim, "declare sev2 Checkout fails");
    CHECK(has(words(room.types(dana, "merge INC-2 into INC-2")), "into itself"));
    CHECK(has(words(room.types(dana, "merge INC-2 into INC-9")), "no INC-9"));
    CHECK(has(words(room.types(dana, "merge INC-2 into INC-1")), "it is in the hands of Dana"));
    CHECK(room.incident(2).state == State::merged);
    CHECK(room.incident(2).merged_into == IncidentNumber{1});
    CHECK(is_participant(room.incident(1), kim.id));
}

TEST_CASE("what must not be merged is refused on both sides") {
    Running room;
    room.types(dana, "declare sev2 private Data breach");
    room.types(dana, "declare sev2 drill Practice");
    CHECK(has(words(room.types(dana, "merge INC-2 into INC-1")), "private"));
    CHECK(has(words(room.types(dana, "merge INC-3 into INC-1")), "drill"));
    CHECK(has(words(room.types(dana, "merge INC-1")), "No other incident"));
    CHECK(is_open(room.incident(2).state));
    CHECK(is_open(room.incident(3).state));
}

TEST_CASE("a note keeps the time it speaks of, read in the writer's zone") {
    Running room;
    CHECK(has(words(room.types(dana, "note at 9:30 Traffic spike begins (5x normal)")), "14:30 UTC"));
    CHECK(has(words(room.types(lee, "note at 14:31 UTC more")), "14:31 UTC"));
    CHECK(words(room.types(lee, "note at last it is quiet")) == "nothing");
    const auto events = room.timeline(1);
    const auto& last = std::get<event::NoteAdded>(events.back().body);
    CHECK(last.text == "at last it is quiet");
    CHECK(last.at == start + 10min);
    const auto& first = std::get<event::NoteAdded>(events[events.size() - 3].body);
    CHECK(first.text == "Traffic spike begins (5x normal)");
    CHECK(first.at == start - 3min);
}

TEST_CASE("a member joins by being asked, a responder is not asked") {
    Running room;
    const auto question = room.types(kim, "update I see errors too");
    CHECK(has(words(question), "not part of INC-1 yet"));
    CHECK(room.incident(1).updates == 0);
    room.presses_button(kim, question, slack::action::join_post);
    CHECK(room.incident(1).updates == 1);
    CHECK(room.incident(1).last_words->by.user == kim.id);
    CHECK(words(room.types(lee, "update Pool exhausted")) == "nothing");
    CHECK(has(words(room.types(kim, "resolve done")), "Only responders"));
    CHECK(has(words(room.types(kim, "remind off")), "Only the lead"));
}

TEST_CASE("lists show what the person may see, by pages") {
    Workroom room;
    CHECK(has(words(room.types(dana, "list")), "No open incidents."));
    for (int i = 1; i <= 12; ++i) room.types(dana, "declare sev3 Broken thing " + std::to_string(i));
    room.types(dana, "declare sev1 private Secret breach");
    const auto first = room.types(kim, "list");
    CHECK(has(everything(first), "Broken thing 12"));
    CHECK_FALSE(has(everything(first), "INC-13"));
    CHECK_FALSE(has(everything(first), "Broken thing 2\""));
    const auto second = room.presses_button(kim, first, slack::action::list_page);
    CHECK(std::get<Say>(second).replaces);
    CHECK(has(everything(second), "Broken thing 1"));
    CHECK(has(everything(room.types(dana, "list sev1")), "INC-13"));
    CHECK(has(everything(room.types(kim, "list mine")), "none"));
    CHECK(has(everything(room.types(kim, "find thing 7")), "Broken thing 7"));
    CHECK(has(words(room.types(kim, "find breach")), "No incident matches"));
    CHECK(has(words(room.types(kim, "list nonsense")), "is no list"));
    CHECK(has(words(room.types(gus, "list")), "Only full members"));
}

TEST_CASE("help knows every verb") {
    Workroom room;
    CHECK(has(everything(room.types(dana, "")), "/incident declare"));
    CHECK(has(everything(room.types(dana, "help all")), "unwatch"));
    CHECK(has(everything(room.types(dana, "help upd")), "/incident update"));
    CHECK(has(words(room.types(dana, "help xyzzy")), "no command"));
    CHECK(has(words(room.writes_directly(dana, "")), "Hello, I'm Tocsin."));
    CHECK_FALSE(has(words(room.writes_directly(dana, "help")), "Hello, I'm Tocsin."));
}

TEST_CASE("a slip of the finger is offered, a sentence becomes a title") {
    Running room;
    const auto question = room.types(dana, "udpate Pool exhausted");
    CHECK(has(words(question), "Did you mean"));
    CHECK(room.incident(1).updates == 0);
    SUBCASE("that one") {
        room.presses_button(dana, question, slack::action::run_verb);
        CHECK(room.incident(1).last_words->text == "Pool exhausted");
    }
    SUBCASE("a new incident") {
        const auto form = room.presses_button(dana, question, slack::action::declare_text);
        CHECK(has(everything(form), "udpate Pool exhausted"));
    }
    CHECK(form_of(room.types(dana, "checkout is broken")) == slack::form::declare);
}
