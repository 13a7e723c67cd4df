#include "bot/engine/plan_anew.h"

#include "bot/engine/alert_values.h"
#include "bot/engine/alerts.h"
#include "bot/engine/groups.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/probes.h"
#include "bot/engine/removals.h"
#include "bot/engine/shifts.h"
#include "bot/engine/silences.h"
#include "bot/engine/timers.h"
#include "bot/engine/watchdog.h"

namespace tocsin::engine {
namespace {

constexpr int most_open = 1000;

}  // namespace

void plan_anew(Workbench& bench) {
    auto& state = bench.state();
    auto& tx = bench.tx();
    for (const auto& incident : tx.incidents(storage::ListFilter::open, most_open)) {
        for (const auto& wish : timers_of(incident, bench.rules())) tx.set_timer(incident_timer(wish));
    }
    find_stopped(bench);
    for (const auto& [id, person] : bench.rules().people) bench.look_up_user(person.slack);
    ask_for_groups(bench);
    plan_shifts(bench);
    plan_report(bench);
    set_watchdog_timer(state, tx);
    set_values_timer(state, tx);
    set_probe_timers(state, tx);
    set_silences_timer(state, tx);
    end_values(bench);
    end_probes(bench);
    judge_waiting_alerts(bench);
}

}  // namespace tocsin::engine
