#include "bot/engine/shifts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "bot/base/text.h"
#include "bot/engine/asking.h"
#include "bot/engine/clock_steps.h"
#include "bot/engine/shift_facts.h"
#include "bot/engine/texts.h"
#include "templates/duty_words.h"
#include "templates/shift_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration horizon = std::chrono::days{9};  // of what is planned; the plan is made anew every day
constexpr Duration plan_every = 24h;
constexpr Duration looked_back = 24h;  // what fell due while nobody ran is still sent within a day
constexpr Duration gaps_ahead = std::chrono::days{14};
constexpr Duration replies_come_within = 2h;  // to the start by text; then Slack asks again
constexpr std::string_view prefix = "shift/";
constexpr std::string_view plan_key = "rota/plan";

std::string timer_key(const ScheduleId& schedule, const ShiftWish& wish) {
    return fmt::format("{}{}/{}", prefix, templates::shift_value(schedule, wish.shift), key_of(wish.moment));
}
std::string line_key(Time at) {
    return fmt::format("{}line/{}", prefix, unix_seconds(at));
}

bool was_told(Workbench& bench, const ScheduleId& schedule, const ShiftWish& wish) {
    const auto told = bench.tx().shift({schedule, wish.shift.person, wish.shift.start}).told;
    return std::ranges::find(told, key_of(wish.moment)) != told.end();
}

// Everything that is to be said, by timer. Whatever lies before now was planned earlier, or is not said.
std::map<std::string, storage::Timer> wanted_timers(Workbench& bench) {
    std::map<std::string, storage::Timer> wanted;
    const auto now = bench.now();
    const auto add = [&](std::string key, Time due) { wanted[key] = {key, due, "duty", "", 0}; };
    for (const auto& [id, schedule] : bench.rules().schedules) {
        const auto* rota = bench.on_call().rota(id);
        if (rota == nullptr) continue;
        for (const auto& wish : shift_wishes(*rota, now - looked_back, now + horizon)) {
            if (!bench.rules().people.contains(wish.shift.person) || was_told(bench, id, wish)) continue;
            add(timer_key(id, wish), wish.due);
            if (wish.moment == ShiftMoment::start && is_texted(wish.shift)) add(line_key(wish.due), wish.due);
        }
    }
    return wanted;
}

// One report for what is new; a gap is told once.
void report_gaps(Workbench& bench) {
    std::vector<templates::ComingGap> found;
    for (const auto& [id, schedule] : bench.rules().schedules) {
        const auto* rota = bench.on_call().rota(id);
        if (rota == nullptr) continue;
        for (const auto& gap : unusual_gaps(*rota, bench.now(), bench.now() + gaps_ahead)) {
            const auto key = fmt::format("gap/{}", id.str());
            const auto told_until = parse_rfc3339(bench.tx().note(key).value_or(""));
            if (told_until && gap.start <= *told_until) continue;
            bench.tx().set_note(key, format_rfc3339(gap.start));
            found.push_back({id, gap});
        }
    }
    if (found.empty()) return;
    tell_who_plans(bench, templates::gap_report(found, bench.render()));
}

struct Due {  // what a timer's key says
    ScheduleId schedule;
    DutyShift shift;
    ShiftMoment moment{};
};
std::optional<Due> due_of(std::string_view key) {
    key.remove_prefix(std::min(key.size(), prefix.size()));
    const auto slash = key.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto name = templates::parse_shift_value(key.substr(0, slash));
    const auto moment = parse_shift_moment(key.substr(slash + 1));
    if (!name || !moment) return std::nullopt;
    return Due{std::move(name->schedule), name->shift, *moment};
}

// The lead stays who it is; whoever goes is asked.
void ask_who_leads(Workbench& bench, const templates::ShiftFacts& facts, const Person& person) {
    std::optional<Actor> next;
    if (!facts.after.empty()) {
        const auto found = bench.rules().people.find(facts.after.front());
        if (found != bench.rules().people.end()) next = actor_of(found->second);
    }
    constexpr int most_asked = 20;
    const auto clock =
        templates::clock_local(facts.shift.end, templates::zone_of(facts.schedule, bench.rules()));
    for (const auto& incident : bench.tx().incidents(storage::ListFilter::open, most_asked)) {
        if (is_same(incident.lead, actor_of(person)))
            bench.tell(person.slack, templates::who_leads_on(incident, next, clock, bench.render()));
    }
}

void text_start(Workbench& bench, const Person& person, const templates::ShiftFacts& facts) {
    send_text(bench, person.id, templates::shift_start_text(facts, bench.render()), "");
    for (const auto& channel : bench.settings().channels.providers_for(Means::sms))
        listen_for_replies(bench, *channel, replies_come_within);
}

void say(Workbench& bench, const Due& due, const Person& person) {
    const auto facts = shift_facts(bench, due.schedule, due.shift);
    const auto& context = bench.render();
    switch (due.moment) {
        case ShiftMoment::soon:
            return bench.tell(person.slack, templates::shift_soon(facts, context));
        case ShiftMoment::start:
            if (is_texted(due.shift)) text_start(bench, person, facts);
            return bench.tell(person.slack, templates::shift_start(facts, context));
        case ShiftMoment::unready:
            if (is_ready(bench, due.schedule, due.shift)) return;
            return bench.tell(person.slack, templates::shift_unready(facts, context));
        case ShiftMoment::silent:
            if (is_ready(bench, due.schedule, due.shift)) return;
            return bench.tell(facts.manager, templates::shift_silent(facts, context));
        case ShiftMoment::ending: {
            const auto note = bench.tx().last_handoff(due.schedule, due.shift.start);
            if (note && note->by.person == person.id && note->at > bench.now() - short_shift) return;
            return bench.tell(person.slack, templates::shift_ending(facts, context));
        }
        case ShiftMoment::end:
            bench.tell(person.slack,
                       templates::shift_end(facts, paged_in(bench, person, due.shift.start, due.shift.end),
                                            context));
            return ask_who_leads(bench, facts, person);
    }
}

// Everybody who is on call for the default team now, primary first.
void post_line(Workbench& bench) {
    std::vector<templates::OnCallNow> schedules;
    const auto* team = bench.rules().team_of({});
    const auto add = [&](const ScheduleId& id) {
        const auto* rota = bench.on_call().rota(id);
        if (rota == nullptr) return;
        schedules.push_back({rota->on_call_at(bench.now()), role_of(id, bench.rules()),
                             rota->until(bench.now()), rota->schedule().timezone});
    };
    if (team != nullptr) {
        for (const auto& target : {team->primary, team->backup}) {
            if (target.kind == Target::Kind::schedule) add(ScheduleId(target.id));
        }
    }
    if (schedules.empty()) {
        for (const auto& entry : bench.rules().schedules) add(entry.first);
    }
    if (schedules.empty()) return;
    bench.send(
        outgoing::Post{
            bench.state().incidents_channel(), {}, templates::on_call_line(schedules, bench.render())},
        storage::Priority::update);
}

}  // namespace

void tell_who_plans(Workbench& bench, const slack::Message& message) {
    auto readers = bench.rules().managers;
    if (readers.empty()) readers = bench.rules().admins;
    std::set<UserId> told;
    const auto tell = [&](const UserId& user) {
        if (!user.empty() && told.insert(user).second)
            bench.send(outgoing::Post{user.str(), {}, message}, storage::Priority::update);
    };
    for (const auto& reader : readers) {
        const auto person = bench.rules().people.find(PersonId(reader.id));
        if (reader.kind == Target::Kind::person && person != bench.rules().people.end())
            tell(person->second.slack);
    }
    tell(bench.rules().manager_of({}));
    if (told.empty())
        bench.send(outgoing::Post{bench.state().incidents_channel(), {}, message}, storage::Priority::update);
}

void plan_shifts(Workbench& bench) {
    // By a clock that cannot be true: what is planned stays so, and is looked at when it is set.
    if (bench.state().hands.is_absurd) return;
    auto& tx = bench.tx();
    const auto wanted = wanted_timers(bench);
    std::set<std::string> planned;
    for (const auto& timer : tx.timers_with_prefix(prefix)) {
        planned.insert(timer.key);
        if (!wanted.contains(timer.key)) tx.cancel_timer(timer.key);
    }
    const auto done = std::max(bench.now(), done_until(tx));
    for (const auto& [key, timer] : wanted) {
        // What ends in this instant was taken over just now, and whoever it was has been told.
        const bool is_to_come =
            timer.due > done || (timer.due == done && key.ends_with(key_of(ShiftMoment::start)));
        if (is_to_come && !planned.contains(key)) tx.set_timer(timer);
    }
    report_gaps(bench);
    tx.set_timer({std::string(plan_key), bench.now() + plan_every, "duty", "", 0});
}

void fire_shift_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    if (timer.key == plan_key) return plan_shifts(bench);
    if (timer.key.starts_with(fmt::format("{}line/", prefix))) return post_line(bench);
    const auto due = due_of(timer.key);
    if (!due) return;
    const auto person = bench.rules().people.find(due->shift.person);
    auto record = bench.tx().shift({due->schedule, due->shift.person, due->shift.start});
    const auto word = std::string(key_of(due->moment));
    if (person == bench.rules().people.end() || std::ranges::find(record.told, word) != record.told.end())
        return;
    record.told.push_back(word);
    bench.tx().save(record);
    if (due->moment == ShiftMoment::start) bench.refresh_homes();
    say(bench, *due, person->second);
}

}  // namespace tocsin::engine
