// Every button, pressed by people of every role with a value that somebody else was given: what stands in a
// button is looked up, never believed.

#include <set>

#include "bot/slack/identifiers.h"
#include "tests/engine/doors.h"

using namespace tocsin;
using namespace tocsin::engine::testing;
namespace action = tocsin::slack::action;

namespace {

constexpr auto opens = Row::Effect::opens;
constexpr auto shows = Row::Effect::shows;
constexpr auto nothing = Row::Effect::nothing;

bool is_asked_to_lead(const Incident& incident, const SlackUser& who, const Rules&) {
    return incident.lead_offer && incident.lead_offer->to.user == who.id;
}
bool is_kim(const Incident&, const SlackUser& who, const Rules&) {
    return who.id == named("kim").id;
}
bool of_the_cover(const Incident& incident, const SlackUser& who, const Rules& rules) {
    return is_dana(incident, who, rules) || is_kim(incident, who, rules) || manages(incident, who, rules);
}

Row row(std::string_view id, std::string value, Right right, std::int64_t about = 1,
        Row::Effect effect = Row::Effect::changes, std::string shown = "", Whose* theirs = nullptr) {
    auto made = tocsin::engine::testing::row(std::string(id), right, about, effect, std::move(shown), theirs);
    made.act = std::move(value);
    return made;
}
Row does_nothing(std::string_view id, std::string value = "1.1") {
    return row(id, std::move(value), Right::see, 1, nothing);
}
Row of_page(Row made) {
    made.own_page = true;
    return made;
}
Row confirmed(Row made) {
    made.confirmed = true;
    return made;
}
Row of_public(Row made) {
    made.private_too = false;
    return made;
}
constexpr auto changes = Row::Effect::changes;

const std::vector<Row> of_incidents{
    row(action::acknowledge, "3.1", Right::acknowledge, 3),
    row(action::escalate, "3.1", Right::drive, 3),
    row(action::page_now, "3.1", Right::drive, 3),
    row(action::page_open, "1.1", Right::page, 1, opens, "inc.page"),
    row(action::runbook, "1.1", Right::see, 1, shows, "Does it answer?"),
    row(action::more, "1.1.severity", Right::drive, 1, opens, "inc.severity"),
    row(action::more, "1.1.lead", Right::drive, 1, opens, "inc.lead"),
    row(action::more, "1.1.false_alarm", Right::finish, 1, opens, "inc.cancel"),
    row(action::more, "1.1.merge", Right::finish, 1, opens, "inc.merge"),
    of_public(row(action::more, "1.1.statuspage", Right::publish, 1, opens, "sp.entry")),
    row(action::more, "1.1.timeline", Right::see, 1, shows, "Timeline of INC-1"),
    row(action::update_open, "1.1", Right::drive, 1, opens, "inc.update"),
    row(action::resolve_open, "1.1", Right::finish, 1, opens, "inc.resolve"),
    row(action::reopen_open, "2.1", Right::finish, 2, opens, "inc.reopen"),
    row(action::timeline_open, "1.1", Right::see, 1, shows, "Timeline of INC-1"),
    row(action::severity_open, "1.1", Right::drive, 1, opens, "inc.severity"),
    row(action::lead_open, "1.1", Right::drive, 1, opens, "inc.lead"),
    row(action::cause_open, "2.1", Right::drive, 2, opens, "inc.cause"),
    row(action::join, "1.1", Right::take_part, 1, changes, "", is_outside),
    row(action::watch, "1.1", Right::see),
    does_nothing(action::unwatch),  // nobody watches it
    row(action::show, "1.1", Right::see, 1, shows, api_down),
    row(action::lead_accept, "1.1", Right::see, 1, changes, "", is_asked_to_lead),
    row(action::lead_decline, "1.1", Right::see, 1, changes, "", is_asked_to_lead),
    row(action::join_declare, "1.1", Right::take_part, 1, changes, "", is_outside),
    confirmed(row(action::respond, "3.1", Right::acknowledge, 3)),
    of_page(row(action::page_acknowledge, "3.p1", Right::acknowledge, 3)),
    of_page(row(action::page_undecline, "3.p1", Right::acknowledge, 3)),
    of_page(row(action::page_escalate, "3.p1", Right::drive, 3)),
    of_page(row(action::page_decline, "3.p1", Right::take_part, 3, changes, "", is_paged)),
    row(action::page_reopen, "1.1", Right::take_part, 1, changes, "", leads),
    row(action::page_rate, "2.1.actionable", Right::see, 2),
    row(action::page_rate_yes, "2.1.actionable", Right::see, 2),
    row(action::page_rate_no, "2.1.noise", Right::see, 2),
    row(action::page_rate_false, "2.1", Right::see, 2),
    row(action::page_rate_nothing, "2.1", Right::see, 2),
    row(action::page_rate_duplicate, "2.1", Right::see, 2),
    row(action::reminder_update, "1.r{reminder}", Right::drive, 1, opens, "inc.update"),
    row(action::reminder_take, "1.r{reminder}", Right::drive, 1, opens, "inc.update"),
    row(action::reminder_no_change, "1.r{reminder}", Right::drive),
    row(action::reminder_snooze, "1.r{reminder}", Right::drive),
    row(action::reminder_more, "1.r{reminder}.snooze.10", Right::drive),
    row(action::reminder_more, "1.r{reminder}.stop", Right::stop_reminders),
    row(action::reminder_more, "1.r{reminder}.comms", Right::drive, 1, opens, "inc.role"),
    row(action::reminder_more, "1.r{reminder}.cadence", Right::drive, 1, opens, "inc.rhythm"),
    row(action::reminder_rhythm, "1.1.30", Right::drive),
    does_nothing(action::reminder_use_last, "1.r{reminder}"),  // the lead wrote nothing
    row(action::reminder_lead, "1.1", Right::drive, 1, opens, "inc.lead"),
    row(action::post_mortem_open, "2", Right::see, 2, shows, "Post-mortem"),
    row(action::post_mortem_edit, "2", Right::write_post_mortem, 2, opens, "pm.edit"),
    row(action::post_mortem_claim, "2", Right::write_post_mortem, 2),
    row(action::post_mortem_download, "2", Right::see, 2, shows, "Slow checkout"),
    row(action::post_mortem_publish, "2", Right::publish_post_mortem, 2, shows, "pm.publish.anyway"),
    row(action::post_mortem_publish_anyway, "2", Right::publish_post_mortem, 2),
    row(action::post_mortem_later, "2", Right::write_post_mortem, 2),
    row(action::post_mortem_help, "2", Right::write_post_mortem, 2, opens, "pm.help"),
    row(action::post_mortem_times, "2", Right::write_post_mortem, 2, opens, "pm.times"),
    row(action::action_add, "1", Right::take_part, 1, opens, "act.add"),
    row(action::action_done, "1.a1", Right::take_part),
    row(action::action_undo, "2.a1", Right::take_part, 2),
    row(action::action_move, "1.a1", Right::take_part, 1, opens, "act.add"),
    row(action::actions_page, "0.open", Right::see, 1, shows, "Raise the pool"),
    of_public(row(action::public_open, "1", Right::publish, 1, opens, "sp.entry")),
    of_public(row(action::public_correct, "1.1.1", Right::publish, 1, opens, "sp.entry")),
    row(action::timeline_add, "1.1", Right::take_part, 1, opens, "tl.entry"),
    row(action::timeline_edit, "1.1.{note}", Right::take_part, 1, opens, "tl.entry"),
    row(action::timeline_remove, "1.1.{note}", Right::take_part, 1, changes, "", leads),
    row(action::timeline_copy, "1.1", Right::see, 1, shows, "declares SEV 3"),
    row(action::timeline_page, "1.1.0", Right::see, 1, shows, "Timeline of INC-1"),
    row(action::list_page, "0.", Right::see, 1, shows, "INC-1 SEV 3"),
    row(action::runbook_post, "3.1.api-down", Right::drive, 3),
    row(action::runbook_remind, "3.1", Right::take_part, 3),
    row(action::step_done, "1.1.1.1", Right::drive),
    row(action::step_not, "1.1.1.2", Right::drive),
    row(action::step_escalate, "1.1.1", Right::drive, 1, opens, "Nobody is left"),
    row(action::step_not_yet, "1.1.1", Right::drive),
    row(action::home_post_mortem, "2", Right::write_post_mortem, 2, opens, "pm.edit"),
    row(action::home_action, "1.a1", Right::take_part),
    row(action::home_watch, "1", Right::see),
    row(action::shift_hand, "1.1.U000LEE", Right::drive),
    row(action::report_behind, "2025-01.all", Right::see, 1, shows, api_down),
};

const std::vector<Row> of_the_house{
    of_public(row(action::public_withdraw, "{maintenance}", Right::publish, 0)),
    row(action::declare_open, "", Right::declare, 0, opens, "inc.declare"),
    row(action::on_call, "", Right::see, 0, shows, "until"),
    row(action::all_commands, "", Right::see, 0, shows, "declare"),
    row(action::drill, "", Right::page, 0, opens, "inc.declare"),
    row(action::cover_accept, "1", Right::see, 0, changes, "", is_kim),
    row(action::cover_decline, "1", Right::see, 0, changes, "", is_kim),
    row(action::cover_end, "1", Right::see, 0, changes, "", of_the_cover),
    row(action::cover_find, "", Right::change_rota, 0, opens, "shift.cover"),
    row(action::home_override, "", Right::change_rota, 0, opens, "shift.cover"),
    row(action::shift_ready, "{shift}", Right::see, 0, changes, "", is_dana),
    row(action::shift_decline, "{shift}", Right::see, 0, changes, "", is_dana),
    row(action::shift_handover, "{shift}", Right::see, 0, opens, "shift.handover", is_dana),
    row(action::shift_nothing, "{shift}", Right::see, 0, changes, "", is_dana),
    row(action::shift_test_page, "", Right::change_rota, 0, changes, "", is_configured),
    row(action::home_test_page, "", Right::change_rota, 0, changes, "", is_configured),
    row(action::test_confirm, "1", Right::see, 0, changes, "", is_dana),
    row(action::home_contacts, "", Right::see, 0, opens, "me.contacts", is_configured),
    row(action::checklist_ask, "lee", Right::change_rota, 0),
    row(std::string(action::checklist_tick) + "runbooks_tested", "runbooks_tested", Right::change_rota, 0),
    row(action::report_share, "2025-01", Right::declare, 0),
    row(action::report_edit, "2025-01", Right::see, 0, opens, "rep.edit", manages),
    row(action::report_previous, "2024-12", Right::see, 0, shows, "December 2024"),
    // Links, and what only puts a message away.
    does_nothing(action::thread),
    does_nothing(action::ticket),
    does_nothing(action::web_open),
    does_nothing(action::public_view),
    does_nothing(action::report_open),
    does_nothing(action::report_csv),
    does_nothing(action::home_thread),
    does_nothing(action::dismiss),
    does_nothing(action::reminder_keep),
    does_nothing(action::shift_keep),
    // The answers to questions that nobody was asked.
    does_nothing(action::pick, "1.none"),
    does_nothing(action::pick_select, "1.none"),
    does_nothing(action::resolve_confirm, "1.none"),
    does_nothing(action::severity_confirm, "1.none"),
    does_nothing(action::escalate_confirm, "1.none"),
    does_nothing(action::declare_anyway, "none"),
    does_nothing(action::join_post, "none"),
    does_nothing(action::run_verb, "none"),
    does_nothing(action::declare_text, "none"),
    does_nothing(action::page_alone, "none"),
};

std::string pressed(Doors& house, const Row& row, const SlackUser& who) {
    return house.presses(who, row.name, house.filled_in(row.act));
}

}  // namespace

TEST_CASE("every button has a row") {
    std::set<std::string_view> without(action::all.begin(), action::all.end());
    for (const auto* rows : {&of_incidents, &of_the_house}) {
        for (const auto& row : *rows)
            std::erase_if(without, [&](std::string_view id) {
                return row.name == id || (id.ends_with('.') && row.name.starts_with(id));
            });
    }
    for (const auto id : without) CHECK_MESSAGE(false, id);
}

TEST_CASE("a button of an incident does what the rights give whoever presses it") {
    Doors::try_all(of_incidents, Circle::everybody, Answers::pressed, pressed);
}

TEST_CASE("a button of a private incident does and tells nothing outside of it") {
    Doors::try_all(of_incidents, Circle::few, Answers::pressed, pressed);
}

TEST_CASE("a button of a shift, a cover, a report does what the rights give whoever presses it") {
    Doors::try_all(of_the_house, Circle::everybody, Answers::pressed, pressed);
}
