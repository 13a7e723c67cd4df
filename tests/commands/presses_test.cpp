#include "commands/presses.h"

#include "commands/lead_words.h"
#include "commands/registry.h"
#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;
namespace action = slack::action;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

struct Running : Workroom {
    Running() {
        types(dana, "declare sev2 API Down");
        types(dana, "ack");
        advance(16min);
    }
    // As the buttons of the open reminder carry it.
    std::string reminder(std::string_view argument = "") {
        auto value = "1.r" + std::to_string(incident(1).reminders.number);
        return argument.empty() ? value : value + "." + std::string(argument);
    }
};

}  // namespace

TEST_CASE("every button there is does something") {
    for (const auto id : action::all) {
        CHECK_MESSAGE((handler_of(id) != nullptr), id);
    }
}

TEST_CASE("every form is submitted to somebody, every verb can be found by all its names") {
    for (const auto form : slack::form::all) {
        const bool known = verb_of_form(form) != nullptr || form == slack::form::timeline_pin ||
                           form == slack::form::notice || form == slack::form::home ||
                           form == slack::form::post_mortem_help || form == slack::form::post_mortem_times;
        CHECK_MESSAGE(known, form);
    }
    for (const auto& verb : verbs()) {
        CHECK(find_verb(verb.name) == &verb);
        for (const auto alias : verb.aliases) CHECK_MESSAGE(find_verb(alias) == &verb, alias);
        CHECK_MESSAGE((verb.form.empty() || verb.submit != nullptr), verb.name);
    }
    CHECK(nearest_verb("resolv") == find_verb("resolve"));
    CHECK(nearest_verb("checkout") == nullptr);
}

TEST_CASE("the card's buttons do what the typed words do") {
    for (const auto& [id, value, form] : std::vector<std::array<std::string_view, 3>>{
             {action::update_open, "1.3", slack::form::update},
             {action::resolve_open, "1.3", slack::form::resolve},
             {action::severity_open, "1.3", slack::form::severity},
             {action::lead_open, "1.3", slack::form::lead},
             {action::timeline_add, "1.3", slack::form::timeline_entry},
             {action::more, "1.3.severity", slack::form::severity},
             {action::more, "1.3.lead", slack::form::lead},
             {action::more, "1.3.false_alarm", slack::form::cancel},
             {action::reminder_update, "1.r1", slack::form::update},
             {action::reminder_take, "1.r1", slack::form::update},
             {action::reminder_lead, "1.r1", slack::form::lead},
             {action::reminder_more, "1.r1.cadence", slack::form::rhythm},
             {action::reminder_more, "1.r1.comms", slack::form::role}}) {
        Running room;
        CHECK_MESSAGE(form_of(room.presses(dana, id, value)) == form, id << " " << value);
    }
    Running room;
    CHECK(has(everything(room.presses(kim, action::timeline_open, "1.3")), "Timeline of INC-1"));
    CHECK(has(everything(room.presses(kim, action::show, "1.3")), "INC-1"));
}

TEST_CASE("the second press of the same button within 3 seconds is dropped") {
    Workroom room;
    room.types(kim, "declare sev1 API Down");
    CHECK(words(room.presses(dana, action::acknowledge, "1.1")) == "nothing");
    CHECK(words(room.presses(dana, action::acknowledge, "1.1")) == "nothing");
    CHECK(has(words(room.presses(lee, action::acknowledge, "1.1")), "before you"));
    room.advance(3s);
    CHECK(has(words(room.presses(dana, action::acknowledge, "1.1")), "already lead"));
}

TEST_CASE("a button of an old card says how things are now") {
    Running room;
    room.types(dana, "cancel Nothing there");
    CHECK(has(words(room.presses(lee, action::update_open, "1.2")), "INC-1 is already Not an incident"));
    CHECK(has(words(room.presses(lee, action::resolve_open, "1.2")), "The card is up to date now."));
    room.types(dana, "reopen It is one");
    CHECK(has(words(room.presses(lee, action::reopen_open, "1.2")), "INC-1 is already Investigating"));
}

TEST_CASE("a press joins without asking") {
    Running room;
    CHECK(form_of(room.presses(kim, action::update_open, "1.2")) == slack::form::update);
    CHECK_FALSE(is_participant(room.incident(1), kim.id));
    room.presses(kim, action::reminder_no_change, room.reminder());
    CHECK(is_participant(room.incident(1), kim.id));
    CHECK(room.incident(1).updates == 1);
}

TEST_CASE("nothing new is fine twice, the third time the form asks what is being tried") {
    Running room;
    room.presses(dana, action::reminder_no_change, room.reminder());
    room.advance(10min);
    room.presses(dana, action::reminder_no_change, room.reminder());
    CHECK(room.incident(1).updates == 2);
    room.advance(10min);
    const auto third = room.presses(dana, action::reminder_no_change, room.reminder());
    CHECK(form_of(third) == slack::form::update);
    CHECK(has(everything(third), "What are you trying now?"));
    CHECK(room.incident(1).updates == 2);
}

TEST_CASE("a reminder that was answered meanwhile changes nothing") {
    Running room;
    const auto old = room.reminder();
    room.types(dana, "update Pool exhausted");
    CHECK(has(words(room.presses(lee, action::reminder_no_change, old)), "answered meanwhile"));
    CHECK(has(words(room.presses(lee, action::reminder_snooze, old + ".5")), "answered meanwhile"));
    CHECK(room.incident(1).updates == 1);
}

TEST_CASE("snooze ends at 15 minutes for one update") {
    Running room;
    room.presses(dana, action::reminder_snooze, room.reminder("5"));
    room.presses(dana, action::reminder_more, room.reminder("snooze.10"));
    CHECK(room.incident(1).reminders.snoozed == 15min);
    room.advance(4s);
    CHECK(
        has(words(room.presses(dana, action::reminder_snooze, room.reminder("5"))), "15 minutes per update"));
}

TEST_CASE("reminders are stopped, slowed and kept by their buttons") {
    Running room;
    room.presses(dana, action::reminder_rhythm, room.reminder("30"));
    CHECK(room.incident(1).reminders.every == 30min);
    CHECK(has(words(room.presses(kim, action::reminder_more, room.reminder("stop"))), "Only the lead"));
    room.presses(dana, action::reminder_more, room.reminder("stop"));
    CHECK(room.incident(1).reminders.stopped);
    CHECK_FALSE(std::get<Say>(room.presses(dana, action::reminder_keep, room.reminder())).replaces);
    CHECK(std::get<Say>(room.presses(dana, action::dismiss, "1.3")).replaces);
}

TEST_CASE("the lead's last words become the update, if they are news, and by the lead's own press") {
    Running room;
    CHECK(has(words(room.presses(dana, action::reminder_use_last, room.reminder())), "You wrote nothing"));
    room.within_store([](storage::Tx& tx) {
        keep_lead_words(IncidentNumber{1}, dana.id, MessageTs{"1737470100.000100"}, "Pool &gt; 50 now", tx);
    });
    CHECK(has(words(room.presses(lee, action::reminder_use_last, room.reminder())), "That button is for"));
    CHECK(room.incident(1).updates == 0);
    room.advance(4s);
    room.presses(dana, action::reminder_use_last, room.reminder());
    CHECK(room.incident(1).last_words->text == "Pool > 50 now");
    room.advance(1min);
    CHECK(has(words(room.presses(dana, action::reminder_use_last, room.reminder())), "You wrote nothing"));
}

TEST_CASE("words are the lead's as long as they lead, wrote them and let them stand") {
    Running room;
    const auto known = [&] {
        std::optional<LeadWords> found;
        room.within_store([&](storage::Tx& tx) { found = lead_words(*tx.incident(IncidentNumber{1}), tx); });
        return found ? found->text : "none";
    };
    const auto changed = [&](std::string_view ts, std::string_view text) {
        room.within_store([&](storage::Tx& tx) {
            change_lead_words(IncidentNumber{1}, MessageTs{std::string(ts)}, text, tx);
        });
    };
    room.within_store([](storage::Tx& tx) {
        keep_lead_words(IncidentNumber{1}, dana.id, MessageTs{"1737470100.000100"}, "Looking.", tx);
    });
    CHECK(known() == "Looking.");
    changed("1737470100.000099", "another message");
    CHECK(known() == "Looking.");
    changed("1737470100.000100", "Looking at the pool.");
    CHECK(known() == "Looking at the pool.");
    SUBCASE("deleted") {
        changed("1737470100.000100", "");
    }
    SUBCASE("somebody else leads") {
        room.types(lee, "lead me");
    }
    SUBCASE("an update came after them") {
        room.types(lee, "update The pool is full.");
    }
    CHECK(known() == "none");
}

TEST_CASE("entries of the timeline are edited and removed by those who wrote them") {
    Running room;
    room.types(dana, "note Traffic spike");
    const auto entry = std::to_string(room.incident(1).revision);
    const auto shown = room.types(dana, "timeline");
    CHECK(has(everything(shown), "Traffic spike"));
    CHECK(form_of(room.presses(dana, action::timeline_edit, "1." + entry)) == slack::form::timeline_entry);
    CHECK(has(words(room.presses(lee, action::timeline_remove, "1." + entry)), "Only Dana"));
    const auto after = room.presses_button(dana, shown, action::timeline_remove);
    CHECK(std::get<Say>(after).replaces);
    CHECK_FALSE(has(everything(room.types(lee, "timeline")), "Traffic spike"));
    CHECK(
        has(words(room.presses(dana, action::timeline_edit, "1." + entry)), "not in the timeline any more"));
    CHECK(has(everything(room.presses(lee, action::timeline_copy, "1.3")), "UTC"));
}

TEST_CASE("Home declares and watches") {
    Running room;
    CHECK(form_of(room.presses(kim, action::declare_open, "")) == slack::form::declare);
    room.presses(kim, std::string(action::home_watch) + "1", "1");
    CHECK(room.incident(1).watchers.size() == 1);
    room.advance(4s);
    room.presses(kim, std::string(action::home_watch) + "1", "1");
    CHECK(room.incident(1).watchers.empty());
    CHECK(room.homes_published() == 2);
}

TEST_CASE("rating a page is counted") {
    Running room;
    room.presses(dana, action::page_rate_yes, "1.p1.actionable");
    CHECK(std::get<event::PageRated>(room.timeline(1).back().body).actionable);
    room.presses(dana, action::page_rate, "1.p1.noise");
    CHECK_FALSE(std::get<event::PageRated>(room.timeline(1).back().body).actionable);
}

TEST_CASE("buttons with strange values are answered, never obeyed") {
    Running room;
    const auto before = room.incident(1);
    for (const auto id : action::all) {
        for (const std::string_view value :
             {"", "0", "-1", "99.1", "x", "1.", ".", "99999999999999999999.1", "<!channel>"}) {
            const auto answer = everything(room.presses(lee, id, value));
            CHECK_MESSAGE(!has(answer, "<!channel>"), id);
            room.advance(4s);
        }
    }
    for (const auto id : {"", "no.such.button", "inc.", "home.watch."}) room.presses(lee, id, "1.1");
    CHECK(room.incident(1).state == before.state);
    CHECK(room.incident(1).lead == before.lead);
}
