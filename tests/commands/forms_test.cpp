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

struct Running : Workroom {
    Running() {
        types(dana, "declare sev1 API Down");
        types(dana, "ack");
        advance(10min);
    }
    std::string now_key() { return key(incident(1)); }
};

}  // namespace

TEST_CASE("the update form posts what was entered") {
    Running room;
    room.submits(dana, filled(form::update, room.now_key(),
                              {{field::update_status, {"identified"}},
                               {field::update_text, {" Pool exhausted. "}},
                               {field::update_working, {"Restarting"}},
                               {field::update_eta, {"5_minutes"}},
                               {field::update_next, {"15"}},
                               {field::update_to, {"thread", "broadcast"}}}));
    const auto incident = room.incident(1);
    CHECK(incident.state == State::identified);
    CHECK(incident.last_words->text == "Pool exhausted.");
    CHECK(incident.last_words->working_on == "Restarting");
    CHECK(incident.eta == start + 15min);
    CHECK(incident.reminders.due == start + 25min);
    const auto told = room.timeline(1);
    CHECK(std::get<event::Updated>(told[told.size() - 2].body).broadcast);  // before the mitigation checklist
}

TEST_CASE("an update without words stays in its form") {
    Running room;
    CHECK(has(words(room.submits(dana, filled(form::update, room.now_key(), {}))), "upd.text: "));
    CHECK(room.incident(1).updates == 0);
}

TEST_CASE("opening the update form holds the lead's reminders") {
    Running room;
    room.types(dana, "update");
    CHECK(room.incident(1).reminders.hold_until == start + 12min);
}

TEST_CASE("if somebody posted while the form was open, it asks once") {
    Running room;
    const auto opened = room.now_key();
    room.types(lee, "update Pool raised to 50.");
    const std::vector<Entered> entered{{field::update_text, {"Pool exhausted."}}};
    const auto again = room.submits(dana, filled(form::update, opened, entered));
    CHECK(form_of(again) == form::update);
    CHECK(has(everything(again), "Pool raised to 50."));
    CHECK(has(everything(again), "Pool exhausted."));
    CHECK(room.incident(1).updates == 1);
    const auto metadata = read_json(std::get<NextForm>(again).view.modern)["private_metadata"];
    room.submits(dana, filled(form::update, metadata.get<std::string>(), entered));
    CHECK(room.incident(1).last_words->text == "Pool exhausted.");
}

TEST_CASE("choosing resolved turns the form into the resolve form and keeps the words") {
    Running room;
    const auto view = filled(form::update, room.now_key(),
                             {{field::update_status, {"resolved"}}, {field::update_text, {"Restarted."}}});
    const auto next = room.presses_in(dana, view, field::update_status.action);
    CHECK(form_of(next) == form::resolve);
    CHECK(has(everything(next), "Restarted."));
    CHECK(form_of(room.submits(dana, view)) == form::resolve);
}

TEST_CASE("the resolve form records checks, cause, data and the owner") {
    Running room;
    room.submits(dana, filled(form::resolve, room.now_key(),
                              {{field::resolve_verify, {"health", "errors", "smoke"}},
                               {field::resolve_cause, {"Pool exhausted."}},
                               {field::resolve_mitigation, {"Restarted."}},
                               {field::resolve_data, {"possible"}},
                               {field::resolve_restored, {std::to_string(unix_seconds(start + 5min))}},
                               {field::resolve_owner, {"U0LEE"}}}));
    const auto incident = room.incident(1);
    CHECK(incident.state == State::resolved);
    const auto& resolution = *incident.resolution;
    CHECK(resolution.cause == "Pool exhausted.");
    CHECK(resolution.data == DataLoss::possible);
    CHECK(resolution.asked_data);
    CHECK(resolution.unchecked == std::vector<std::string>{"No new user reports"});
    CHECK(resolution.restored == start + 5min);
    CHECK(resolution.post_mortem_owner.user == lee.id);
}

TEST_CASE("a service is not restored tomorrow, nor before it broke") {
    Running room;
    for (const auto at : {start + 1h, start - 1h}) {
        const auto view = filled(form::resolve, room.now_key(),
                                 {{field::resolve_restored, {std::to_string(unix_seconds(at))}}});
        CHECK(has(words(room.submits(dana, view)), "res.time: "));
    }
    CHECK(is_open(room.incident(1).state));
}

TEST_CASE("the small forms do what their verbs do") {
    struct Row {
        std::string_view form;
        std::vector<Entered> entered;
        bool (*holds)(const Incident&);
    };
    for (const auto& row :
         std::vector<Row>{{form::severity,
                           {{field::severity_to, {"sev3"}}, {field::severity_reason, {"quieter"}}},
                           [](const Incident& i) { return i.severity == Severity::sev3; }},
                          {form::lead,
                           {{field::lead_to, {"U0LEE"}}, {field::lead_note, {"yours"}}},
                           [](const Incident& i) { return i.lead_offer && i.lead_offer->note == "yours"; }},
                          {form::role,
                           {{field::role_name, {"Comms"}}, {field::role_to, {"U0KIM"}}},
                           [](const Incident& i) { return i.roles.contains("comms"); }},
                          {form::cancel,
                           {{field::cancel_reason, {"Nothing there"}}},
                           [](const Incident& i) { return i.state == State::false_alarm; }},
                          {form::rhythm,
                           {{field::rhythm_every, {"30"}}},
                           [](const Incident& i) { return i.reminders.every == 30min; }},
                          {form::rhythm,
                           {{field::rhythm_every, {"off"}}, {field::rhythm_reason, {"on the phone"}}},
                           [](const Incident& i) { return i.reminders.stopped; }}}) {
        Running room;
        const auto answer = room.submits(dana, filled(row.form, room.now_key(), row.entered));
        CHECK_MESSAGE(row.holds(room.incident(1)), row.form << ": " << words(answer));
    }
}

TEST_CASE("forms without what they need say so under the field") {
    for (const auto& [callback, block] :
         std::vector<std::pair<std::string_view, std::string_view>>{{form::severity, "sev.to: "},
                                                                    {form::lead, "lead.to: "},
                                                                    {form::role, "role.name: "},
                                                                    {form::cancel, "cancel.reason: "},
                                                                    {form::merge, "merge.target: "},
                                                                    {form::rhythm, "rhythm.every: "},
                                                                    {form::timeline_entry, "tl.text: "}}) {
        Running room;
        CHECK_MESSAGE(has(words(room.submits(dana, filled(callback, room.now_key(), {}))), block), callback);
    }
}

TEST_CASE("a form for an incident that is over keeps its words") {
    Running room;
    const auto opened = room.now_key();
    room.types(dana, "cancel Nothing there");
    const auto answer =
        room.submits(dana, filled(form::update, opened, {{field::update_text, {"Pool exhausted."}}}));
    CHECK(has(words(answer), "upd.text: INC-1 was marked as not an incident"));
}

TEST_CASE("a form joins whoever submits it; guests submit nothing") {
    Running room;
    const auto view = filled(form::update, room.now_key(), {{field::update_text, {"I see errors too."}}});
    room.submits(kim, view);
    CHECK(is_participant(room.incident(1), kim.id));
    const auto refused =
        room.submits(gus, filled(form::cancel, room.now_key(), {{field::cancel_reason, {"no"}}}));
    CHECK(has(words(refused), "There is no") == false);
    CHECK(is_open(room.incident(1).state));
}

TEST_CASE("a foreign form changes nothing") {
    Running room;
    for (const auto callback :
         {std::string_view{"no.such"}, form::update, form::resolve, form::timeline_pin}) {
        for (const std::string metadata : {"", "{", "[]", "{\"inc\":99,\"rev\":1}", "{\"inc\":\"x\"}"}) {
            CHECK_MESSAGE(words(room.submits(dana, filled(callback, metadata, {}))) != "nothing", callback);
        }
    }
    CHECK(room.incident(1).updates == 0);
}

TEST_CASE("a message is kept by the message menu, in its thread or in the only open incident") {
    Running room;
    ShortcutUse use{std::string(slack::shortcut::add_to_timeline),
                    ChannelId{"C0OTHER"},
                    MessageTs{"1737469920.000100"},
                    {},
                    lee.id,
                    "spike &amp; errors",
                    ""};
    CHECK(has(words(room.uses(kim, use)), "in the timeline of INC-1"));
    const auto pinned = std::get<event::MessagePinned>(room.timeline(1).back().body);
    CHECK(pinned.text == "spike & errors");
    CHECK(pinned.at == start - 60s + 100us);
    CHECK(pinned.author.name == "Lee");

    room.types(lee, "declare sev3 CSV export fails");
    use.message = MessageTs{"1737469930.000100"};
    const auto choice = room.uses(kim, use);
    CHECK(form_of(choice) == form::timeline_pin);
    const auto metadata =
        read_json(std::get<OpenForm>(choice).view.modern)["private_metadata"].get<std::string>();
    CHECK(has(words(room.submits(kim, filled(form::timeline_pin, metadata, {{field::pin_incident, {"2"}}}))),
              "in the timeline of INC-2"));
    CHECK(std::get<event::MessagePinned>(room.timeline(2).back().body).ts == use.message);
}

TEST_CASE("a pin keeps a message, explains itself once, and is taken out again") {
    Running room;
    ReactionUse use{true,
                    "pushpin",
                    incidents_channel,
                    MessageTs{"1737469990.000100"},
                    room.incident(1),
                    {lee.id, "Lee"},
                    "Pool is at 100%"};
    CHECK(words(room.reacts(kim, use)) != "nothing");
    CHECK(std::get<event::MessagePinned>(room.timeline(1).back().body).text == "Pool is at 100%");
    use.incident = room.incident(1);
    use.added = false;
    CHECK(words(room.reacts(kim, use)) == "nothing");
    CHECK(std::holds_alternative<event::MessageUnpinned>(room.timeline(1).back().body));
    use.incident = room.incident(1);
    use.added = true;
    CHECK(words(room.reacts(kim, use)) == "nothing");
    const auto events = room.timeline(1).size();
    use.incident = room.incident(1);
    room.reacts(gus, use);
    use.name = "tada";
    room.reacts(kim, use);
    CHECK(room.timeline(1).size() == events);
}

TEST_CASE("eyes on the card watch, eyes elsewhere do not, and never acknowledge") {
    Running room;
    ReactionUse use{true, "eyes", incidents_channel, MessageTs{"1737469901.000100"}, room.incident(1),
                    {},   ""};
    room.reacts(kim, use);
    CHECK(room.incident(1).watchers.size() == 1);
    use.message = MessageTs{"1737469990.000100"};
    use.incident = room.incident(1);
    room.reacts(sam, use);
    CHECK(room.incident(1).watchers.size() == 1);
}

TEST_CASE("services and incidents are suggested while typing") {
    Workroom room;
    CHECK(room.is_suggested(dana, "service", "").at("options").size() == 2);
    CHECK(room.is_suggested(dana, "service", "pay").at("options").at(0).at("value") == "svc:payments");
    room.types(dana, "declare sev2 service:api API Down");
    const auto groups = room.is_suggested(dana, "service", "").at("option_groups");
    CHECK(groups.at(0).at("options").at(0).at("value") == "svc:api");
    CHECK(room.is_suggested(dana, "incident", "api").at("options").at(0).at("value") == "1");
    CHECK(room.is_suggested(gus, "service", "").at("options").empty());
    CHECK(room.is_suggested(dana, "nonsense", "").at("options").empty());
}
