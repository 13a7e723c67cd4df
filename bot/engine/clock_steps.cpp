#include "bot/engine/clock_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "bot/base/log.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/shifts.h"
#include "bot/engine/timers.h"
#include "bot/engine/token_watch.h"
#include "bot/engine/watchdog.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

using namespace std::chrono;

constexpr Duration least_step = 1s;
// This program is younger, and no store of it is older. A clock that lost its battery says 1970, or when its
// board was made: the day of the build would tell no more of them, and another one in each build.
constexpr Time first_true{sys_days{2025y / January / 1}};
constexpr Time last_true{sys_days{2045y / January / 1}};
constexpr Duration long_unused = 30 * 24h;
constexpr Duration deletions_wait_for = 7 * 24h;
constexpr int most_moved_at_once = 200;

constexpr std::string_view mark_note = "clock/mark";
constexpr std::string_view done_note = "clock/done_until";
constexpr std::string_view seen_note = "clock/seen";
constexpr std::string_view doubt_note = "clock/doubted_until";

// What is due after a while, and not at a time of day. Those of incidents follow from their timelines.
constexpr std::array<std::string_view, 14> kinds{"alarm",     "ask",     "probe",    "mailing",  "copy",
                                                 "retention", "prune",   "groups",   "watchdog", "values",
                                                 "silences",  "tickets", "balances", token_timer};

bool is_far_ahead(Time now) {
    return now >= last_true;
}

struct Span {
    Time from, before;
    bool has(Time at) const { return at >= from && at < before; }
};

// What moves with a step: what was due before the clock was wrong is right by a clock that is right.
Span moved_by(Time was, Duration by) {
    if (by > Duration{0} && was < first_true) return {Time{}, first_true};
    if (by < Duration{0} && is_far_ahead(was)) return {last_true, Time::max()};
    return {Time{}, Time::max()};
}

Duration step_between(const ClockReading& last, const ClockReading& now) {
    return (now.wall - last.wall) - (now.measured - last.measured);
}

// Of a store on a server nothing is known but its clock: a step of that, and a pause of this machine that its
// own clocks know nothing of, look alike.
std::optional<ClockReading> hands_of(storage::Tx& tx) {
    return tx.is_shared() ? std::nullopt : tx.hands();
}

void keep_mark(storage::Tx& tx, const ClockReading& hands) {
    tx.set_note(mark_note, fmt::format("{} {} {}", hands.wall.time_since_epoch().count(),
                                       hands.measured.count(), hands.boot));
}

std::optional<ClockReading> mark_of(storage::Tx& tx, std::string_view boot) {
    const auto note = tx.note(mark_note);
    if (!note) return std::nullopt;
    std::istringstream words(*note);
    Duration::rep wall = 0, measured = 0;
    std::string of;
    if (!(words >> wall >> measured) || !std::getline(words >> std::ws, of) || of != boot)
        return std::nullopt;
    return ClockReading{Time(Duration(wall)), Duration(measured), boot};
}

void move(Time& at, Duration by) {
    if (at != Time{}) at += by;
}
void move(std::optional<Time>& at, Duration by) {
    if (at) *at += by;
}
void move_all(auto& times, Duration by) {
    for (auto& [key, at] : times) move(at, by);
}

bool moves(const Incident& incident, Duration by) {
    auto moved = apply(incident, {incident.number, incident.revision, {}, {}, {}, event::ClockStepped{by}});
    return moved != incident;
}

// Those of an incident that waits for something then.
void move_incidents(Workbench& bench, Duration by, const Span& span) {
    for (int offset = 0;; offset += most_moved_at_once) {
        const auto open = bench.tx().incidents(storage::ListFilter::open, most_moved_at_once, offset);
        for (const auto& incident : open) {
            const auto wishes = timers_of(incident, bench.rules());
            const bool waits =
                std::ranges::any_of(wishes, [&](const TimerWish& wish) { return span.has(wish.due); });
            if (waits && moves(incident, by)) bench.clock_stepped(incident, by);
        }
        if (open.empty()) return;
    }
}

void move_timers(storage::Tx& tx, Duration by, const Span& span) {
    tx.clock_stepped(by, kinds, span.from, span.before);
    for (const auto* prefix : {"test/", "later/"}) {
        for (auto& timer : tx.timers_with_prefix(prefix)) {
            if (!span.has(timer.due)) continue;
            timer.due += by;
            tx.set_timer(timer);
        }
    }
}

// A condition that has to hold for a while; a silence ends at a time of day.
void move_alerts(Workbench& bench, Duration by, const Span& span) {
    auto& tx = bench.tx();
    for (auto& timer : tx.timers_with_prefix("alert/")) {
        auto record = tx.alert(AlertId{number_in(timer)});
        if (!record || !record->holds_since || !span.has(timer.due)) continue;
        *record->holds_since += by;
        timer.due += by;
        tx.save(*record, group_of(record->alert, bench.settings().alerts.group_by));
        tx.set_timer(timer);
    }
}

void take_step(State& state, storage::Tx& tx, const ClockReading& last, Duration by) {
    const auto was = tx.now() - by;
    log::warn("the clock was set; what is due after a while is due that much later or earlier by it",
              {{"from", format_rfc3339(was)}, {"to", format_rfc3339(tx.now())}});
    const auto span = moved_by(last.wall, by);
    Workbench bench(state, tx);
    move_memory(state, by);
    state.hands.stepped += by;
    move_timers(tx, by, span);
    move_alerts(bench, by, span);
    move_incidents(bench, by, span);
    if (by < Duration{0} && was > done_until(tx) && !is_far_ahead(was))
        tx.set_note(done_note, format_rfc3339(was));
    keep_mark(tx, *tx.hands());
}

void judge(State& state, storage::Tx& tx) {
    const bool is_absurd = tx.now() < first_true || is_far_ahead(tx.now());
    if (std::exchange(state.hands.is_absurd, is_absurd) == is_absurd) return;
    Workbench bench(state, tx);
    if (!is_absurd) {
        log::info("the clock can be true again", {{"now", format_rfc3339(tx.now())}});
        plan_shifts(bench);
        return plan_report(bench);
    }
    log::error("the clock cannot be true: new alerts page at once, what was due waits until it is set",
               {{"now", format_rfc3339(tx.now())}});
    tell_admins_surely(bench, templates::absurd_clock_text(tx.now()));
}

std::optional<Time> time_in(storage::Tx& tx, std::string_view note) {
    const auto text = tx.note(note);
    const auto at = text ? parse_rfc3339(*text) : fail(ErrorKind::not_found, "");
    return at ? std::optional(*at) : std::nullopt;
}

}  // namespace

void remember_clock(State& state, storage::Tx& tx) {
    const auto hands = hands_of(tx);
    if (hands) state.hands.last = mark_of(tx, hands->boot);
    follow_clock(state, tx);
    if (hands) keep_mark(tx, *hands);
}

void follow_clock(State& state, storage::Tx& tx) {
    if (const auto hands = hands_of(tx)) {
        const auto last = std::exchange(state.hands.last, hands);
        const auto by = last ? step_between(*last, *hands) : Duration{};
        if (by >= least_step || by <= -least_step) take_step(state, tx, *last, by);
    }
    judge(state, tx);
}

void move_memory(State& state, Duration by) {
    move(state.watching.heard, by);
    move(state.sharing.foreign_rows_until, by);
    move(state.stood, by);
    move_all(state.troubles, by);
    for (auto& waiting : state.waiting) move(waiting.until, by);
    for (auto& [name, mirror] : state.mirrors) move(mirror.read, by);
    auto& watching = state.watching;
    for (auto* at : {&watching.without_sockets, &watching.echo_sent, &watching.away_since}) move(*at, by);
    for (auto* at : {&watching.missed, &watching.beat, &watching.reconnect}) move(*at, by);
    for (auto* times : {&state.paused, &state.replies_until}) move_all(*times, by);
    move_all(state.homes, by);
    move_all(state.left, by);
    for (auto& [number, card] : state.cards) move(card.last_edit, by);
    for (auto& [channel, bucket] : state.paces) move(bucket.filled, by);
    for (auto& [name, probe] : state.probes) move(probe.looking_since, by);
    for (auto& [name, value] : state.reading.values) move(value.second, by);
    move(state.reading.failing_since, by);
    for (auto& [person, times] : state.asked_back) {
        for (auto& at : times) move(at, by);
    }
}

Time fires_from(Time now) {
    return is_far_ahead(now) ? last_true : Time{};
}

bool deletions_wait(Workbench& bench) {
    if (bench.state().hands.is_absurd) return true;
    auto& tx = bench.tx();
    const auto now = tx.now();
    const auto seen = time_in(tx, seen_note);
    tx.set_note(seen_note, format_rfc3339(now));
    auto until = time_in(tx, doubt_note);
    if (seen && now - *seen > long_unused) {
        until = now + deletions_wait_for;
        tx.set_note(doubt_note, format_rfc3339(*until));
        log::warn(
            "the store was not worked on for long, or the clock is wrong: nothing is deleted for a week",
            {{"last", format_rfc3339(*seen)}, {"until", format_rfc3339(*until)}});
        tell_admins(bench, templates::deletions_wait_text(*seen, now, *until), false);
    }
    if (!until) return false;
    // Earlier than when it began: the clock was set right.
    if (now < *until && now >= *until - deletions_wait_for) return true;
    tx.forget_note(doubt_note);
    return false;
}

Time done_until(storage::Tx& tx) {
    return time_in(tx, done_note).value_or(Time{});
}

}  // namespace tocsin::engine
