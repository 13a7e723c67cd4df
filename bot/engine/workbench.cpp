#include "bot/engine/workbench.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/digest.h"
#include "bot/engine/accounts.h"
#include "bot/engine/ad_hoc_pages.h"
#include "bot/engine/alert_rules.h"
#include "bot/engine/contact_codes.h"
#include "bot/engine/deployments.h"
#include "bot/engine/lanes.h"
#include "bot/engine/measuring.h"
#include "bot/engine/overrides.h"
#include "bot/engine/removals.h"
#include "bot/engine/sign_in.h"
#include "bot/engine/silences.h"
#include "bot/engine/status_page.h"
#include "bot/engine/telling.h"
#include "bot/engine/timers.h"
#include "bot/engine/tracing.h"
#include "commands/lead_words.h"
#include "commands/runbooks.h"
#include "templates/paging_words.h"

namespace tocsin::engine {
namespace {

constexpr Duration answer_time = 10min;    // how long a draft waits for its answer
constexpr Duration card_edit_pause = 3s;   // between two edits of one card
constexpr Duration home_stays_fresh = 1h;  // for people who opened it
constexpr std::size_t draft_name_bytes = 8;

templates::BlockForm form_of(const State& state) {
    return state.workspace.classic_only ? templates::BlockForm::classic : state.settings.blocks;
}

// Of pages that wait, where every provider has failed for a while.
std::vector<Means> failing_means(const State& state, const Incident& incident, Time now) {
    std::vector<Means> failing;
    for (const auto& page : incident.paging.pages) {
        const auto& providers = state.settings.channels.providers_for(page.means);
        const auto fails = [&](const auto& channel) {
            const auto since = state.troubles.find(route_of(*channel, page.means));
            return since != state.troubles.end() && now - since->second >= trouble_is_told_after;
        };
        if (page.state != PageState::queued || providers.empty() || !std::ranges::all_of(providers, fails))
            continue;
        if (std::ranges::find(failing, page.means) == failing.end()) failing.push_back(page.means);
    }
    return failing;
}

}  // namespace

std::int64_t number_in(const storage::Timer& timer) {
    std::int64_t number = 0;
    const auto digits = std::string_view(timer.key).substr(timer.key.find('/') + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

Workbench::Workbench(State& state, storage::Tx& tx)
    : state_(state),
      tx_(tx),
      render_{state.catalog,
              state,
              state.settings.rules,
              tx.now(),
              {state.settings.internal_url, state.settings.public_url, "#" + state.settings.channel, {}, {}},
              state.settings.emoji,
              {.paging = state.settings.rules.knows_somebody()},
              form_of(state)} {
    render_.can.on_call = true;
    render_.can.drills = true;
    render_.can.runbooks = true;
    render_.can.status_page = state.settings.rules.status_page.has_value();
    render_.can.actions = true;
    render_.can.post_mortem_editor = true;
    render_.links.incident = [this](IncidentNumber number) {
        const auto incident = tx_.incident(number);
        if (!incident) return templates::IncidentRef{fmt::format("INC-{}", number.value()), "", ""};
        return templates::IncidentRef{name_of(*incident), incident->title, thread_url(number)};
    };
    render_.links.room = [this](IncidentNumber number) {
        const auto room = tx_.message(number, "room");
        return room ? room->channel : ChannelId{};
    };
}

bool Workbench::knows(const UserId& id) {
    if (!state_.knows(id)) {
        if (const auto stored = tx_.user(id)) state_.learn(*stored);
    }
    return state_.knows(id);
}

SlackUser Workbench::user(const UserId& id) {
    look_up_user(id);  // somebody who is only mentioned has a name the next time
    return state_.user(id);
}

void Workbench::look_up_user(const UserId& id) {
    if (id.empty() || knows(id) || !state_.asked.insert(id).second) return;
    send(outgoing::Call{std::string(account_method), JsonText::object({{"user", id.str()}})},
         storage::Priority::answer);
}

Expected<Incident> Workbench::act(const Incident& incident, const IncidentCommand& command) {
    const bool needs_timeline = std::holds_alternative<command::EditEntry>(command.body) ||
                                std::holds_alternative<command::RemoveEntry>(command.body) ||
                                std::holds_alternative<command::PinMessage>(command.body) ||
                                std::holds_alternative<command::UnpinMessage>(command.body);
    const auto timeline = needs_timeline ? tx_.timeline(incident.number) : std::vector<Event>{};
    auto events = decide(incident, {rules(), state_.on_call, timeline}, command, now());
    measure_command(state_, command.by, command.via, events.has_value());
    if (!events) return std::unexpected(events.error());
    return fire_levels(record(incident, *events, command.by, command.via));
}

void Workbench::clock_stepped(const Incident& incident, Duration by) {
    record(incident, {event::ClockStepped{by}}, Actor{}, Via::timer);
}

// A level that is due by now fires in the same breath: who asked for it is told whom it pages.
Incident Workbench::fire_levels(Incident incident) {
    while (is_unanswered(incident.state) && incident.paging.next_due && *incident.paging.next_due <= now()) {
        const auto events = decide(incident, {rules(), state_.on_call, {}},
                                   {Actor{}, Via::timer, command::FireLevel{}}, now());
        if (!events || events->empty()) break;
        incident = record(incident, *events, Actor{}, Via::timer);
    }
    return incident;
}

templates::IncidentFacts Workbench::facts(const Incident& incident) {
    templates::IncidentFacts facts;
    facts.paging = templates::paging_facts(incident, state_.on_call, rules(), now());
    if (facts.paging) facts.paging->failing = failing_means(state_, incident, now());
    if (const auto* runbook = commands::runbook_for(incident, *this))
        facts.runbook = templates::RunbookLink{runbook->title, ""};
    if (incident.ticket) facts.ticket_url = incident.ticket->url;
    if (is_open(incident.state)) facts.deployments = deployments_beside(*this, incident);
    return facts;
}

Incident Workbench::declare(const event::Declared& declared, const Actor& by, Via via) {
    Incident blank;
    blank.number = tx_.next_incident_number();
    measure_command(state_, by, via, true);
    const auto incident = fire_levels(record(
        blank, opening(blank.number, declared, {rules(), state_.on_call, {}}, by, via, now()), by, via));
    if (incident.own_channel) open_room(incident);
    if (!declared.source_message_link.empty()) tell_source_message(*this, incident);
    tell_deployments(*this, incident);
    return incident;
}

Incident Workbench::record(const Incident& before, const std::vector<EventBody>& bodies, const Actor& by,
                           Via via) {
    if (bodies.empty()) return before;
    std::vector<Event> events;
    std::vector<Incident> steps{before};
    for (const auto& body : bodies) {
        events.push_back({before.number, steps.back().revision + 1, now(), by, via, body});
        steps.push_back(apply(steps.back(), events.back()));
    }
    const auto& after = steps.back();
    tx_.save(after, events);
    if (!is_open(after.state) || after.last_update != before.last_update) {
        commands::forget_lead_words(after.number, tx_);
    }
    if (after.state == tocsin::State::merged) tx_.move_alerts(after.number, after.merged_into);
    show_card(before, after);  // first: the thread of a new incident hangs on its card
    for (std::size_t i = 0; i < events.size(); ++i) {
        measure(state_, steps[i], events[i], steps[i + 1]);
        log_event(steps[i], events[i]);
        engine::tell(*this, steps[i], events[i], steps[i + 1], after);
    }
    set_timers(before, after);
    if (after.own_channel) invite_newcomers(before, after);
    refresh_homes();
    return follow_publicly(*this, before, after);
}

void Workbench::set_timers(const Incident& before, const Incident& after) {
    const auto wanted = timers_of(after, rules());
    for (const auto& wish : timers_of(before, rules())) {
        if (std::ranges::find(wanted, wish.key, &TimerWish::key) == wanted.end()) tx_.cancel_timer(wish.key);
    }
    for (const auto& wish : wanted) tx_.set_timer(incident_timer(wish));
}

void Workbench::show_card(const Incident& before, const Incident& after) {
    if (before.revision == 0) {
        send(outgoing::PostCard{after.number}, storage::Priority::page);
        return;
    }
    send(outgoing::EditCard{after.number}, storage::Priority::cosmetic);
}

void Workbench::open_room(const Incident& incident) {
    send(outgoing::CreateRoom{incident.number, 1}, storage::Priority::page);
}

void Workbench::invite_newcomers(const Incident& before, const Incident& after) {
    const auto room = tx_.message(after.number, "room");
    if (!room) return;  // whoever takes part is invited when it is there
    std::set<UserId> people;
    for (const auto& who : after.participants) people.insert(who.user);
    for (const auto& who : before.participants) people.erase(who.user);
    invite(room->channel, people);
}

void Workbench::invite(const ChannelId& room, const std::set<UserId>& people) {
    std::string list;
    for (const auto& person : people) {
        if (!person.empty()) list += (list.empty() ? "" : ",") + person.str();
    }
    if (list.empty()) return;
    send(outgoing::Call{"conversations.invite",
                        JsonText::object({{"channel", room.str()}, {"users", list}, {"force", true}})},
         storage::Priority::page);
}

RotaChange Workbench::record(RotaChange change) {
    return record_change(*this, std::move(change));
}

std::vector<Silence> Workbench::silences() {
    return silences_now(state_, tx_);
}

Silence Workbench::record(Silence silence) {
    return record_silence(*this, std::move(silence));
}

void Workbench::refresh_homes() {
    for (const auto& [reader, opened] : state_.homes) {
        if (now() - opened < home_stays_fresh) publish_home(reader);
    }
}

Expected<Incident> Workbench::publish(const PublicSubject& subject, const PublicDraft& draft, const Actor& by,
                                      Via via) {
    return publish_entry(*this, subject, draft, by, via);
}

Expected<Incident> Workbench::correct(const PublicSubject& subject, int entry, const PublicText& text,
                                      const Actor& by, Via via) {
    return correct_public_entry(*this, subject, entry, text, by, via);
}

Expected<void> Workbench::announce(const MaintenanceDraft& maintenance, const Actor& by) {
    return publish_maintenance(*this, maintenance, by);
}

Expected<void> Workbench::withdraw(const NoticeId& maintenance, const Actor& by) {
    return withdraw_maintenance(*this, maintenance, by);
}

AdHocPage Workbench::test_page(const Person& person) {
    return start_test_page(*this, person);
}

AdHocPage Workbench::page_ad_hoc(const PageOrder& order, const Actor& by, const std::string& text) {
    return start_ad_hoc_page(*this, order, by, text);
}

AdHocPage Workbench::confirm(AdHocPage page, Means means) {
    return confirm_ad_hoc_page(*this, std::move(page), means);
}

void Workbench::record(const Contacts& contacts) {
    tx_.save(contacts);
    state_.take(contacts);
    if (contacts.phone && tx_.is_stopped(contacts.phone->address)) find_stopped(*this);
    refresh_homes();
}

Expected<void> Workbench::send_code(const Person& person, Means what, const std::string& address, Means by) {
    return engine::send_code(*this, person, what, address, by);
}

Expected<std::string> Workbench::sign_in_link(const SlackUser& user, std::string_view page) {
    return engine::sign_in_link(*this, user, page);
}

std::string Workbench::keep_draft(const UserId& user, const std::string& content) {
    const auto id = random_token(draft_name_bytes);
    tx_.keep_draft({id, user, content, now() + answer_time});
    return id;
}

std::string Workbench::thread_url(IncidentNumber number) {
    const auto card = tx_.message(number, "card");
    return card ? templates::permalink(state_.workspace.url, card->channel, card->ts) : "";
}

void Workbench::tell(const UserId& user, slack::Message message) {
    if (!user.empty()) send(outgoing::Post{user.str(), {}, std::move(message)}, storage::Priority::update);
}

void Workbench::publish_home(const UserId& user) {
    send(outgoing::PublishHome{user}, storage::Priority::cosmetic);
}

void Workbench::share_report(std::chrono::year_month month, int months) {
    outgoing::PostReport wish;
    wish.month = month;
    wish.months = months;
    wish.channel = state_.incidents_channel();
    send(std::move(wish), storage::Priority::update);
}

void Workbench::send(outgoing::Wish wish, storage::Priority priority, std::optional<Time> expires,
                     Duration pause) {
    if (auto* post = std::get_if<outgoing::PostInRoom>(&wish)) post->at = now();
    storage::OutboxRow row;
    row.lane = lane_of(wish, state_);
    row.priority = priority;
    row.payload = outgoing::write(wish);
    row.supersede = supersede_key(wish);
    row.not_before = now() + pause;
    row.expires = expires;
    if (const auto* edit = std::get_if<outgoing::EditCard>(&wish)) {
        const auto memory = state_.cards.find(edit->incident);
        if (memory != state_.cards.end())
            row.not_before = std::max(now(), memory->second.last_edit + card_edit_pause);
    }
    const auto id = tx_.send(row);
    state_.wishes.keep(id, std::move(row.payload), std::move(wish));
}

}  // namespace tocsin::engine
