#include "bot/engine/timers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "bot/base/log.h"
#include "bot/engine/accounts.h"
#include "bot/engine/ad_hoc_pages.h"
#include "bot/engine/alarms.h"
#include "bot/engine/alert_values.h"
#include "bot/engine/alerts.h"
#include "bot/engine/asking.h"
#include "bot/engine/balances.h"
#include "bot/engine/clock_steps.h"
#include "bot/engine/groups.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/overrides.h"
#include "bot/engine/own_rules.h"
#include "bot/engine/poison.h"
#include "bot/engine/post_mortem_copies.h"
#include "bot/engine/probes.h"
#include "bot/engine/replicas.h"
#include "bot/engine/retention.h"
#include "bot/engine/shifts.h"
#include "bot/engine/silences.h"
#include "bot/engine/status_page.h"
#include "bot/engine/subscribers.h"
#include "bot/engine/ticket_watch.h"
#include "bot/engine/token_watch.h"
#include "bot/engine/tracing.h"
#include "bot/engine/watchdog.h"
#include "templates/paging_words.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration remember_inputs = 24h;  // Slack repeats for minutes; a day covers replays after an outage
constexpr Duration prune_every = 10min;
constexpr int prune_at_once = 1000;
constexpr Duration pause_after_failure = 10s;

std::optional<CommandBody> command_named(const std::string& name) {
    if (name == "remind") return command::Remind{};
    if (name == "joins") return command::AnnounceJoins{};
    if (name == "age") return command::CheckAge{};
    if (name == "escalate") return command::FireLevel{};
    if (name == "again") return command::PageAgain{};
    if (name == "target") return command::CheckTarget{};
    if (name == "limit") return command::CheckLimits{};
    if (name == "action") return command::TellDueActions{};
    if (name == "post_mortem") return command::RemindOfPostMortem{};
    return std::nullopt;
}

void fire_incident_timer(Workbench& bench, const storage::Timer& timer) {
    const auto slash = timer.key.find('/');
    const auto body = command_named(timer.key.substr(0, slash));
    const auto incident = bench.tx().incident(IncidentNumber{number_in(timer)});
    bench.tx().cancel_timer(timer.key);
    if (!incident || !body) return;
    // Nothing to do any more is no error: the timer was set before something else happened.
    const auto after = bench.act(*incident, {Actor{}, Via::timer, *body});
    if (after && *after == *incident) {
        for (const auto& wish : timers_of(*incident, bench.rules()))
            bench.tx().set_timer(incident_timer(wish));
    }
}

Suspicion suspicion_of(const std::string& item, const storage::Timer& timer) {
    Suspicion what{item};
    if (timer.kind == "incident") what.incident = fmt::format("INC-{}", number_in(timer));
    return what;
}

// Nobody is paged by it any more for a while: somebody has to know who can.
void alarm_for(Workbench& bench, const storage::Timer& timer) {
    if (!timer.key.starts_with("escalate/") && !timer.key.starts_with("again/")) return;
    const auto incident = bench.tx().incident(IncidentNumber{number_in(timer)});
    if (!incident || !is_open(incident->state)) return;
    raise_alarm(bench, *incident,
                templates::paging_stuck(*incident, bench.now() + WorkMark::put_away_for, bench.render()),
                "its timer cannot be carried out");
}

std::string failing_note(std::string_view timer) {
    return fmt::format("failing/{}", timer);
}

// It is tried once an hour from now on, and who looks after the bot hears that once.
void put_off_failing(State& state, storage::Tx& tx, storage::Timer timer) {
    state.measure(Metric::timers_quarantined);
    log::error("a timer failed five times and is tried once an hour; nothing else is affected",
               {{"timer", timer.key}});
    timer.due = tx.now() + WorkMark::put_away_for;
    timer.failures = failures_when_put_off;
    tx.set_timer(timer);
    const auto note = failing_note(timer.key);
    if (tx.note(note)) return;
    tx.set_note(note, format_rfc3339(tx.now()));
    const auto item = item_of(timer);
    tell_of_trouble(state, tx, item, templates::failing_text(item),
                    [&](Workbench& bench) { alarm_for(bench, timer); });
}

void read_groups(Workbench& bench) {
    ask_for_groups(bench);
    ask_for_accounts(bench);
    bench.tx().set_timer({"groups", bench.now() + groups_read_every, "groups", "", 0});
}

void fire_duty_timer(Workbench& bench, const storage::Timer& timer) {
    if (timer.key.starts_with("cover/")) return fire_cover_timer(bench, timer);
    if (timer.key.starts_with("test/")) return fire_ad_hoc_timer(bench, timer);
    if (timer.key.starts_with("later/")) return fire_later(bench, timer);
    fire_shift_timer(bench, timer);
}

void prune(Workbench& bench) {
    auto& tx = bench.tx();
    if (deletions_wait(bench)) return tx.set_timer({"prune", tx.now() + prune_every, "prune", "", 0});
    const bool no_old_input =
        tx.forget_inputs_before(tx.now() - remember_inputs, prune_at_once) < prune_at_once;
    const bool no_old_alert = forget_old_alerts(bench);
    tx.forget_web_sessions_that_ended();
    forget_old_subscribers(tx);
    const auto pause = no_old_input && no_old_alert ? prune_every : Duration{1s};
    tx.set_timer({"prune", tx.now() + pause, "prune", "", 0});
}

struct Standing {  // timer of which there is one, its key is its kind
    std::string_view kind;
    Duration after;  // the start
};
constexpr std::array standing{
    Standing{"prune", prune_every},
    Standing{"groups", groups_read_every},
    Standing{"tickets", tickets_asked_every},
    Standing{"balances", balances_asked_first},
};

struct Handler {
    std::string_view kind;
    void (*fire)(Workbench&, const storage::Timer&);
};

template <void (*fire)(Workbench&)>
void whatever_it_says(Workbench& bench, const storage::Timer&) {
    fire(bench);
}

constexpr std::array handlers{
    Handler{"incident", fire_incident_timer},
    Handler{"duty", fire_duty_timer},
    Handler{"ask", fire_asking},
    Handler{"alert", fire_alert_timer},
    Handler{"alarm", fire_alarm_timer},
    Handler{"probe", fire_probe_timer},
    Handler{"mailing", fire_mailing_timer},
    Handler{"copy", fire_copy_timer},
    Handler{"retention", fire_retention},
    Handler{"prune", whatever_it_says<prune>},
    Handler{"groups", whatever_it_says<read_groups>},
    Handler{"watchdog", whatever_it_says<fire_watchdog>},
    Handler{"silences", whatever_it_says<fire_silences_timer>},
    Handler{"status_page", whatever_it_says<fire_status_page_timer>},
    Handler{"values", whatever_it_says<fire_values_timer>},
    Handler{"report", whatever_it_says<fire_report_timer>},
    Handler{"tickets", whatever_it_says<fire_tickets_timer>},
    Handler{token_timer, whatever_it_says<fire_token_timer>},
    Handler{"balances", whatever_it_says<fire_balances_timer>},
};

}  // namespace

storage::Timer incident_timer(const TimerWish& wish) {
    return {wish.key, wish.due, "incident", "", 0};
}

void set_standing_timers(const State& state, storage::Tx& tx) {
    const bool is_alone = company_of(state, tx).empty();
    for (const auto& [kind, after] : standing) {
        // One that is set is not put off by each that starts beside others.
        if (!is_alone && !tx.timers_with_prefix(kind).empty()) continue;
        tx.set_timer({std::string(kind), tx.now() + after, std::string(kind), "", 0});
    }
}

std::optional<storage::Timer> timer_to_fire(const State& state, storage::Tx& tx) {
    return tx.next_timer(state.sharing.foreign_kinds, fires_from(tx.now()));
}

bool fire_one_timer(State& state, storage::Tx& tx, WorkMark& mark) {
    const auto timer = tx.take_due_timer(state.sharing.foreign_kinds, fires_from(tx.now()));
    if (!timer) return false;
    const auto handler = std::ranges::find(handlers, timer->kind, &Handler::kind);
    if (handler == handlers.end()) {
        if (has_newer_company(state, tx)) {
            state.sharing.foreign_kinds.insert(timer->kind);
        } else {
            log::error("dropped a timer that this version does not know",
                       {{"timer", timer->key}, {"kind", timer->kind}});
            tx.cancel_timer(timer->key);
        }
        return true;
    }
    const auto late = tx.now() - timer->due;
    state.measure(Metric::timer_lateness, {}, std::chrono::duration<double>(late).count());
    const auto scope = timer_scope(timer->key);
    const auto item = item_of(*timer);
    if (is_put_away(state, tx, mark, suspicion_of(item, *timer),
                    [&](Workbench& bench) { alarm_for(bench, *timer); })) {
        state.measure(Metric::timers_quarantined);
        auto later = *timer;
        later.due = tx.now() + WorkMark::put_away_for;
        tx.set_timer(later);
        return true;
    }
    try {
        state.savepoint(tx, [&] {
            const InHand in_hand(mark, item);
            Workbench bench(state, tx);
            handler->fire(bench, *timer);
        });
    } catch (const storage::StoreError&) {
        throw;  // the database itself is in trouble: the whole transaction goes
    } catch (const std::exception& error) {
        state.measure(Metric::engine_failures, {"timer"});
        log::error("a timer failed", {{"timer", timer->key}, {"error", error.what()}});
        if (tx.timer_failed(timer->key, pause_after_failure)) put_off_failing(state, tx, *timer);
        return true;
    }
    tx.forget_note(failing_note(timer->key));  // should it fail again, that is news
    return true;
}

}  // namespace tocsin::engine
