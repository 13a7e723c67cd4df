#include "tests/engine/doors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "bot/core/shift_plan.h"
#include "templates/forms.h"
#include "templates/shift_messages.h"
#include "tests/read_json.h"

namespace tocsin::engine::testing {
namespace {

SlackUser member(const std::string& name) {
    std::string id = "U000" + name;
    std::ranges::transform(id, id.begin(), [](unsigned char c) { return std::toupper(c); });
    return {UserId{id}, name, "UTC", false, false, false};
}

SlackUser marked(SlackUser user, bool SlackUser::* mark) {
    user.*mark = true;
    return user;
}

Actor actor(const SlackUser& user) {
    return {user.id, user.name};
}

void configure(Rules& rules, const std::string& id, const SlackUser& user) {
    Person person;
    person.id = PersonId{id};
    person.name = user.name;
    person.slack = user.id;
    rules.people[person.id] = person;
}

Settings house_of_many_roles() {
    auto settings = with_two_schedules(paging_settings());
    auto& rules = settings.rules;
    for (const auto* id : {"ada", "cora", "kim", "gia", "bea", "dee"}) configure(rules, id, named(id));
    for (const auto* id : {"ada", "gia", "bea", "dee"}) rules.admins.push_back({Target::Kind::person, id});
    rules.managers = {{Target::Kind::person, "sam"}};
    rules.comms = {{Target::Kind::person, "cora"}};
    rules.status_page = StatusPageRules{"Your App", {"API"}, {}};
    rules.services[ServiceId{"api"}] = {ServiceId{"api"}, "API", TeamId{"platform"}, "api-down", "API"};
    settings.internal_url = "https://tocsin.example.com";
    settings.setup.runbooks = {
        {"api-down", {"api-down", api_down, {}, {"Does it answer?", "What changed?"}, {{30min, "CTO"}}}}};
    return settings;
}

}  // namespace

const std::vector<Role>& roles() {
    static const std::vector<Role> all{
        {"ada", member("Ada")},    // admin
        {"sam", member("Sam")},    // manager
        {"dana", member("Dana")},  // on call
        {"cora", member("Cora")},  // speaks to the public
        {"lou", member("Lou")},    // leads
        {"jo", member("Jo")},      // takes part
        {"nia", member("Nia")},    // has the role comms
        {"kim", member("Kim")},    // configured, for nothing
        {"zoe", member("Zoe")},    // a full member, no more
        // Takes part, as a guest; and three admins whom Slack has as a guest, a bot and gone.
        {"gil", marked(member("Gil"), &SlackUser::guest)},
        {"gia", marked(member("Gia"), &SlackUser::guest)},
        {"bea", marked(member("Bea"), &SlackUser::bot)},
        {"dee", marked(member("Dee"), &SlackUser::deactivated)},
    };
    return all;
}

const SlackUser& named(std::string_view role) {
    return std::ranges::find(roles(), role, &Role::name)->user;
}

bool leads(const Incident& incident, const SlackUser& who, const Rules&) {
    return is_lead(incident, who.id);
}

bool is_paged(const Incident& incident, const SlackUser& who, const Rules&) {
    return std::ranges::any_of(incident.paging.pages,
                               [&](const Page& page) { return page.to.user == who.id; });
}

bool is_outside(const Incident& incident, const SlackUser& who, const Rules&) {
    return !is_participant(incident, who.id);
}

bool manages(const Incident&, const SlackUser& who, const Rules& rules) {
    return rules.is_manager(who.id) || rules.is_admin(who.id);
}

bool is_configured(const Incident&, const SlackUser& who, const Rules& rules) {
    return rules.person_of(who.id) != nullptr;
}

bool is_dana(const Incident&, const SlackUser& who, const Rules&) {
    return who.id == named("dana").id;
}

Row row(std::string name, Right right, std::int64_t about, Row::Effect effect, std::string shown,
        Whose* theirs) {
    Row made;
    made.name = std::move(name);
    made.right = right;
    made.about = about;
    made.effect = effect;
    made.shown = std::move(shown);
    made.theirs = theirs;
    return made;
}

Doors::Doors(Circle circle) : Pager(house_of_many_roles()) {
    build(circle);
}

void Doors::learns(const SlackUser& who) {
    slack::UserChanged changed{who.id, who.name, who.timezone, who.guest, who.bot, who.deactivated};
    sends(changed, {});
}

void Doors::given(std::int64_t number, const SlackUser& by, CommandBody command) {
    hand_in({CommandGiven{actor(by), Via::command_line, IncidentNumber{number}, std::move(command)}});
}

void Doors::declares(std::int64_t number, Severity severity, const std::string& title, Circle circle) {
    event::Declared declared;
    declared.title = title;
    declared.severity = severity;
    declared.service = ServiceId{"api"};
    declared.is_private = circle == Circle::few;
    declared.own_channel = declared.is_private;
    hand_in({DeclarationGiven{actor(member("Mia")), Via::command_line, declared}});
    for (const auto* role : {"jo", "gil"}) given(number, named(role), command::Join{});
    given(number, named("jo"), command::GiveRole{"comms", actor(named("nia"))});
    command::AddAction action;
    action.text = "Raise the pool";
    action.owner = actor(named("jo"));
    given(number, named("jo"), action);
}

std::vector<std::pair<slack::Field, std::string>> Doors::entry_of(std::string_view heading) const {
    namespace field = slack::field;
    const auto at = [&](Duration after) { return std::to_string(unix_seconds(clock.now() + after)); };
    const bool planned = heading == "maintenance";
    return {{field::public_heading, std::string(heading)},
            {field::public_title, "Errors and slow answers"},
            {planned ? slack::Field{"sp.text.maintenance", "text"}
                     : slack::Field{"sp.text.investigating", "text"},
             "We are looking at it."},
            {{"sp.component.0", "state"}, planned ? "maintenance" : "degraded"},
            {field::public_from, at(2h)},
            {field::public_until, at(3h)}};
}

void Doors::build(Circle circle) {
    const auto& lou = named("lou");
    within([&](storage::Tx& tx) {
        for (const auto& role : roles()) {
            tx.remember_user(role.user);
            tx.add_web_session(
                sha256_hex(session_of(role.user)),
                {{}, role.user.id, "Firefox", clock.now(), clock.now(), clock.now() + session_lasts});
        }
    });
    restart();  // reads who they are
    declares(1, Severity::sev3, api_down, circle);
    given(1, lou, command::Acknowledge{});
    const auto& runbook = settings().setup.runbooks.at("api-down");
    given(1, lou, command::PostRunbook{runbook.name, runbook.title, runbook.steps, runbook.limits});
    pass(61min);  // the update is due, and so is what the runbook says
    given(1, lou, command::AddNote{std::nullopt, "The pool is small."});
    declares(2, Severity::sev2, "Slow checkout", circle);
    given(2, lou, command::Acknowledge{});
    command::Resolve resolve;
    resolve.mitigation = "Restarted.";
    given(2, lou, resolve);
    given(2, lou, command::FinishAction{1});
    declares(3, Severity::sev1, "DB unreachable", circle);
    given(3, lou, command::Join{});
    given(1, lou, command::OfferLead{actor(named("kim")), ""});
    settle();
    says(named("dana"), "override <@U000KIM> to 18:00 UTC dentist");
    says(named("dana"), "test");
    if (circle == Circle::everybody) {
        submits(named("cora"), "sp.entry", key_of(1), entry_of("investigating"));
        submits(named("cora"), "sp.maintenance", "", entry_of("maintenance"));
    }
    pass(3min);  // what follows by itself has happened
}

bool Doors::may_do(const Row& row, const SlackUser& who, Answers answers) {
    const auto about = row.about == 0 ? std::optional<Incident>() : std::optional(incident(row.about));
    const auto* incident = about ? &*about : nullptr;
    const bool paged =
        incident != nullptr &&
        std::ranges::any_of(incident->paging.pages, [&](const Page& page) { return page.to.user == who.id; });
    if (row.own_page && paged && !who.bot && !who.deactivated) return true;
    if (row.theirs != nullptr && !row.theirs(about.value_or(Incident{}), who, settings().rules)) return false;
    switch (may(row.right, who, incident, settings().rules)) {
        case Verdict::yes:
            return true;
        case Verdict::ask_first:
            return row.confirmed || answers == Answers::confirmed;
        case Verdict::join_first:
            return row.effect == Row::Effect::opens ||
                   (answers != Answers::typed && is_open(incident->state));
        case Verdict::no:
            return false;
    }
    return false;
}

void Doors::try_all(const std::vector<Row>& rows, Circle circle, Answers answers, const Tries& tries) {
    constexpr int every_third = 3;
    const bool by_night = std::getenv("TOCSIN_NIGHTLY") != nullptr;
    int changes = 0;
    for (const auto& row : rows) {
        if (circle == Circle::few && !row.private_too) continue;
        Doors unchanged(circle);
        auto before = unchanged.kept();
        for (const auto& role : roles()) {
            const auto told = fmt::format("{}: {} {}", role.name, row.name, row.act);
            const bool allowed = unchanged.may_do(row, role.user, answers);
            if (allowed && row.effect == Row::Effect::changes) {
                if (++changes % every_third != 0 && !by_night) continue;
                Doors house(circle);
                const auto earlier = house.kept();
                const auto shown = tries(house, row, role.user);
                CHECK_MESSAGE(house.kept() != earlier, told << " is told " << shown);
                continue;
            }
            const auto shown = tries(unchanged, row, role.user);
            const bool shows = row.effect == Row::Effect::shows || row.effect == Row::Effect::opens;
            if (shows) CHECK_MESSAGE(has(shown, row.shown) == allowed, told << " is told " << shown);
            if (allowed && row.effect == Row::Effect::opens) before = unchanged.kept();  // that it is open
            CHECK_MESSAGE(unchanged.kept() == before, told << " is told " << shown);
        }
    }
}

std::string Doors::sends(slack::Payload payload, const SlackUser& who) {
    forget_calls();
    const auto before = acknowledged().size();
    slack::Envelope envelope;
    envelope.id = fmt::format("door-{}", ++sent_);
    envelope.input_key = envelope.id;
    envelope.accepts_response = true;
    envelope.payload = std::move(payload);
    hand_in({EnvelopeReceived{1, std::move(envelope)}});
    settle();
    std::string shown;
    for (auto i = before; i < acknowledged().size(); ++i) shown += acknowledged()[i];
    for (const auto* method : {"response_url", "views.open", "views.update", "chat.postEphemeral"})
        for (const auto& call : calls(method)) shown += call.arguments.dump();
    for (const auto& post : calls("chat.postMessage")) {
        if (post.arguments["channel"] == who.id.str()) {
            shown += post.arguments.dump();
        } else {
            ++told_;
        }
    }
    return shown;
}

std::string Doors::says(const SlackUser& who, const std::string& line) {
    return sends(slack::SlashCommand{"/incident",
                                     line,
                                     {who.id, who.name, ""},
                                     ChannelId{incidents},
                                     "trigger",
                                     "https://hooks.example.com/1"},
                 who);
}

std::string Doors::presses(const SlackUser& who, const std::string& action_id, const std::string& value) {
    slack::BlockActions press;
    press.user = {who.id, who.name, ""};
    press.actions = {{action_id, "block", "button", value, "1.1"}};
    press.channel = ChannelId{incidents};
    press.message_ts = MessageTs{"1.000001"};
    press.trigger_id = "trigger";
    press.response_url = "https://hooks.example.com/1";
    return sends(std::move(press), who);
}

std::string Doors::presses_in_form(const SlackUser& who, const std::string& callback_id,
                                   const std::string& action_id) {
    slack::BlockActions press;
    press.user = {who.id, who.name, ""};
    press.actions = {{action_id, "block", "button", "", "1.1"}};
    press.view = slack::ViewInfo{};
    press.view->id = "V1";
    press.view->type = "modal";
    press.view->callback_id = callback_id;
    press.trigger_id = "trigger";
    return sends(std::move(press), who);
}

std::string Doors::submits(const SlackUser& who, const std::string& callback_id, const std::string& metadata,
                           const std::vector<std::pair<slack::Field, std::string>>& entered) {
    slack::ViewSubmission submission;
    submission.user = {who.id, who.name, ""};
    submission.view.id = "V1";
    submission.view.type = "modal";
    submission.view.callback_id = callback_id;
    submission.view.private_metadata = metadata;
    for (const auto& [field, value] : entered)
        submission.view.values[std::string(field.block)][std::string(field.action)] = {{value}};
    submission.trigger_id = "trigger";
    return sends(std::move(submission), who);
}

std::string Doors::key_of(std::int64_t number, int entry) {
    templates::FormKey key;
    key.incident = IncidentNumber{number};
    key.revision = incident(number).revision;
    key.entry = entry;
    return templates::write_metadata(key);
}

std::string Doors::session_of(const SlackUser& who) {
    return sha256_hex(who.id.str());
}

std::string Doors::filled_in(std::string act) {
    const auto replace = [&](std::string_view name, const std::string& value) {
        const auto at = act.find(name);
        if (at != std::string::npos) act.replace(at, name.size(), value);
    };
    replace("{reminder}", std::to_string(incident(1).reminders.number));
    for (const auto& event : timeline(1))
        if (std::holds_alternative<event::NoteAdded>(event.body))
            replace("{note}", std::to_string(event.sequence));
    std::optional<PublicNotice> notice;
    within([&](storage::Tx& tx) {
        for (const auto& one : tx.public_notices(Time{}, 10))
            if (one.scheduled_for) notice = one;
    });
    if (notice) replace("{maintenance}", notice->id.str());
    const Rota rota(settings().rules.schedules.at(ScheduleId{"primary"}));
    for (const auto& shift : duty_shifts(rota, clock.now(), clock.now() + 1us))
        replace("{shift}", templates::shift_value(ScheduleId{"primary"}, shift));
    return act;
}

Doors::Kept Doors::kept() {
    Kept now;
    now.told = told_ + sent.size();
    within([&](storage::Tx& tx) {
        now.incidents = tx.incidents(storage::ListFilter::all, 100);
        for (const auto& incident : now.incidents) now.timelines.push_back(tx.timeline(incident.number));
        for (const auto state : {RotaChange::State::asked, RotaChange::State::agreed,
                                 RotaChange::State::declined, RotaChange::State::withdrawn})
            std::ranges::copy(tx.rota_changes(state), std::back_inserter(now.changes));
        now.silences = tx.silences(Time{}, 100);
        now.notices = tx.public_notices(Time{}, 100);
        now.contacts = tx.all_contacts();
        for (const auto& [id, person] : settings().rules.people) {
            now.pages.push_back(tx.newest_ad_hoc_page(id));
            for (const auto& [schedule, its] : settings().rules.schedules)
                now.ready.push_back(tx.last_ready(schedule, id));
        }
        for (const auto& [schedule, its] : settings().rules.schedules)
            now.handoffs.push_back(tx.last_handoff(schedule, Time{}));
        for (const auto* note : {"checklist/runbooks_tested", "report/action/2025-01"})
            now.notes.push_back(tx.note(note));
        for (const auto& role : roles()) {
            // Whoever is no full member loses them by looking.
            if (role.user.guest || role.user.bot || role.user.deactivated) continue;
            now.sessions.push_back(tx.web_sessions_of(role.user.id).size());
            now.sessions.push_back(static_cast<std::size_t>(tx.sign_ins_of(role.user.id, Time{})));
        }
    });
    return now;
}

}  // namespace tocsin::engine::testing
