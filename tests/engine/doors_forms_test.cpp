// Every form, sent by people of every role with what the form of somebody else remembers, and what else comes
// from Slack: shortcuts, reactions, mentions, type-ahead.

#include <set>

#include "bot/slack/identifiers.h"
#include "tests/engine/doors.h"

using namespace tocsin;
using namespace tocsin::engine::testing;
namespace field = tocsin::slack::field;
namespace form = tocsin::slack::form;

namespace {

constexpr auto changes = Row::Effect::changes;
constexpr auto shows = Row::Effect::shows;
constexpr auto opens = Row::Effect::opens;

struct Form {
    Row row;  // its act: what the form remembers; empty: the key of the incident
    Doors::Entered entered;
    int entry = 0;  // of that key
};

bool is_dana_or_manages(const Incident& incident, const SlackUser& who, const Rules& rules) {
    return is_dana(incident, who, rules) || manages(incident, who, rules);
}

Row row(std::string_view id, Right right, std::int64_t about = 1, std::string act = "",
        bool (*theirs)(const Incident&, const SlackUser&, const Rules&) = nullptr) {
    Row made;
    made.name = id;
    made.act = std::move(act);
    made.right = right;
    made.about = about;
    made.theirs = theirs;
    return made;
}
Row of_public(Row made) {
    made.private_too = false;
    return made;
}
Row nothing(std::string_view id) {
    auto made = row(id, Right::see, 0);
    made.effect = Row::Effect::nothing;
    return made;
}

const Doors::Entered public_entry{{field::public_heading, "identified"},
                                  {field::public_title, "Errors"},
                                  {{"sp.text.identified", "text"}, "We know what it is."},
                                  {{"sp.component.0", "state"}, "degraded"}};

const std::vector<Form> all_forms{
    {row(form::declare, Right::declare, 0),
     {{field::declare_title, "Queue stuck"}, {field::declare_severity, "sev3"}}},
    {row(form::update, Right::drive), {{field::update_text, "Looking."}}},
    {row(form::page, Right::page), {{field::page_to, "U000LEE"}}},
    {row(form::resolve, Right::finish), {{field::resolve_mitigation, "Restarted."}}},
    {row(form::severity, Right::drive), {{field::severity_to, "sev2"}}},
    {row(form::lead, Right::drive), {{field::lead_to, "U000LEE"}}},
    {row(form::role, Right::drive), {{field::role_name, "scribe"}, {field::role_to, "U000KIM"}}},
    {row(form::merge, Right::finish), {{field::merge_target, "3"}}},
    {row(form::cancel, Right::finish), {{field::cancel_reason, "A test."}}},
    {row(form::reopen, Right::finish, 2), {{field::reopen_reason, "Again."}}},
    {row(form::cause, Right::drive, 2), {{field::cause_text, "The pool."}}},
    {row(form::rhythm, Right::drive), {{field::rhythm_every, "20"}}},
    {row(form::timeline_entry, Right::take_part), {{field::entry_text, "Traffic spike."}}},
    {row(form::timeline_entry, Right::take_part, 1, "{note}", leads),
     {{field::entry_text, "The pool is tiny."}}},
    {of_public(row(form::public_entry, Right::publish)), public_entry},
    {of_public(row(form::public_entry, Right::publish, 1, "1")), public_entry},
    {row(form::action, Right::take_part), {{field::action_text, "Write it down"}}},
    {row(form::action, Right::take_part, 1, "1"), {{field::action_text, "Raise it"}}},
    {row(form::post_mortem, Right::write_post_mortem, 2), {{field::post_mortem_root_cause, "The pool."}}},
    {row(form::post_mortem_help, Right::write_post_mortem, 2), {{field::post_mortem_help_of, "U000LEE"}}},
    {row(form::post_mortem_times, Right::write_post_mortem, 2), {{field::time_started, "1737471000"}}},
    {row(form::handover, Right::change_rota, 0, "primary", is_dana), {{field::handover_note, "Sleep well."}}},
    {row(form::cover, Right::change_rota, 0, "", is_dana_or_manages),
     {{field::cover_to, "U000LEE"},
      {field::cover_schedule, "primary"},
      {field::cover_start, "1737475200"},
      {field::cover_end, "1737478800"}}},
    {row(form::contacts, Right::see, 0, "", is_configured), {{field::contacts_options, "drills"}}},
    {row(form::report, Right::see, 0, "2025-01", manages), {{field::report_action, "Fewer pages."}}},
    {of_public(row(form::maintenance, Right::publish, 0)),
     {{field::public_heading, "maintenance"},
      {field::public_title, "Upgrade"},
      {{"sp.text.maintenance", "text"}, "Short breaks."},
      {{"sp.component.0", "state"}, "maintenance"},
      {field::public_from, "1737482400"},
      {field::public_until, "1737486000"}}},
    // Its message waits for whoever chose it, and nothing is sent of the other two.
    {nothing(form::timeline_pin), {{field::pin_incident, "1"}}},
    {nothing(form::notice), {}},
    {nothing(form::home), {}},
};

// The fields of one form after the other, found again by their row.
std::string sent(Doors& house, const Row& row, const SlackUser& who) {
    const auto found = std::ranges::find_if(
        all_forms, [&](const Form& one) { return one.row.name == row.name && one.row.act == row.act; });
    auto metadata = house.filled_in(row.act);
    if (row.about != 0) metadata = house.key_of(row.about, metadata.empty() ? 0 : std::stoi(metadata));
    return house.submits(who, row.name, metadata, found->entered);
}

std::vector<Row> rows() {
    std::vector<Row> all;
    for (const auto& one : all_forms) all.push_back(one.row);
    return all;
}

std::string uses(Doors& house, const Row& row, const SlackUser& who) {
    const auto card = house.card(row.about == 0 ? 1 : row.about);
    const ChannelId where{incidents};
    const slack::User user{who.id, who.name, ""};
    if (row.name == slack::shortcut::declare)
        return house.sends(slack::GlobalShortcut{user, row.name, "t", "1"}, who);
    if (row.name == "mention" || row.name == "direct") {
        if (row.name == "mention")
            return house.sends(slack::Mention{user, where, MessageTs{"2.1"}, {}, row.act}, who);
        return house.sends(
            slack::ChannelMessage{who.id, "", ChannelId{"D1"}, "im", MessageTs{"2.2"}, {}, row.act}, who);
    }
    if (row.name == "reaction") {
        return house.sends(slack::Reaction{true, who.id, row.act, where, MessageTs{card.ts}, {}}, who);
    }
    slack::MessageShortcut used;
    used.user = user;
    used.callback_id = row.name;
    used.channel = where;
    used.message_ts = MessageTs{"1737470000.000100"};
    used.thread_ts = MessageTs{card.ts};
    used.author = UserId{lee};
    used.text = "The pool again";
    used.trigger_id = "t";
    return house.sends(std::move(used), who);
}

Row other(std::string_view name, std::string act, Right right, std::int64_t about, Row::Effect effect,
          std::string shown = "") {
    auto made = row(name, right, about, std::move(act));
    made.effect = effect;
    made.shown = std::move(shown);
    return made;
}

const std::vector<Row> other_ways{
    other(slack::shortcut::declare, "", Right::declare, 0, opens, "inc.declare"),
    other(slack::shortcut::declare_from_message, "", Right::declare, 0, opens, "inc.declare"),
    other(slack::shortcut::add_to_timeline, "", Right::take_part, 1, changes),
    other(slack::shortcut::make_action, "", Right::take_part, 1, opens, "act.add"),
    other("mention", "note INC-1 Traffic spike.", Right::take_part, 1, changes),
    other("direct", "note INC-1 Traffic spike.", Right::take_part, 1, changes),
    other("reaction", "pushpin", Right::take_part, 1, changes),
    other("direct", "show INC-1", Right::see, 1, shows, api_down),
};

}  // namespace

TEST_CASE("every form has a row") {
    std::set<std::string_view> without(form::all.begin(), form::all.end());
    for (const auto& one : all_forms) without.erase(one.row.name);
    for (const auto id : without) CHECK_MESSAGE(false, id);
}

TEST_CASE("a form that is sent does what the rights give whoever sends it, whatever it remembers") {
    Doors::try_all(rows(), Circle::everybody, Answers::confirmed, sent);
}

TEST_CASE("a form of a private incident that is sent does nothing outside of it") {
    Doors::try_all(rows(), Circle::few, Answers::confirmed, sent);
}

TEST_CASE("shortcuts, mentions and direct messages do what the rights give whoever uses them") {
    Doors::try_all(other_ways, Circle::everybody, Answers::typed, uses);
}
