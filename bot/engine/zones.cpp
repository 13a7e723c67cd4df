#include "bot/engine/zones.h"

#include <set>

#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/engine/plan_anew.h"
#include "bot/engine/shifts.h"
#include "bot/engine/watchdog.h"
#include "templates/shift_messages.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration look_every = 10min;
constexpr Duration compared_ahead = std::chrono::days{14};

std::vector<DutySpan> spans_of(const Rota& rota, Time from) {
    std::vector<DutySpan> spans;
    for (const auto& shift : rota.coverage(from, from + compared_ahead).shifts)
        spans.push_back({shift.person, shift.start, shift.end});
    return spans;
}

std::map<ScheduleId, std::vector<DutySpan>> who_is_on_call(const State& state, Time from) {
    std::map<ScheduleId, std::vector<DutySpan>> all;
    for (const auto& [id, schedule] : state.settings.rules.schedules) {
        if (const auto* rota = state.on_call.rota(id)) all[id] = spans_of(*rota, from);
    }
    return all;
}

std::vector<templates::ComingChange> differences(const State& state, Time from) {
    std::vector<templates::ComingChange> found;
    for (const auto& [id, spans] : state.zones.before) {
        const auto* rota = state.on_call.rota(id);
        if (rota == nullptr) continue;
        for (auto& one : compare(spans, *rota, from, from + compared_ahead).differences)
            found.push_back({id, std::move(one)});
    }
    return found;
}

// Replicas whose machines were given the same data tell it once.
bool was_told(storage::Tx& tx, const std::vector<Zone::Change>& changes) {
    bool told = true;
    for (const auto& change : changes) {
        const auto note = "zone/" + change.name;
        if (tx.note(note) == change.digest) continue;
        tx.set_note(note, change.digest);
        told = false;
    }
    return told;
}

std::string names_of(const std::vector<Zone::Change>& changes) {
    std::set<std::string> names;
    for (const auto& change : changes) names.insert(change.name);
    return join({names.begin(), names.end()}, ", ");
}

void take_new_data(Workbench& bench, const std::vector<Zone::Change>& changes) {
    log::info("time zone data was updated", {{"zones", names_of(changes)}});
    bench.state().load_overrides(bench.tx());
    plan_anew(bench);
    const auto different = differences(bench.state(), bench.now());
    if (different.empty() || was_told(bench.tx(), changes)) return;
    tell_who_plans(bench, templates::zones_changed(names_of(changes), different, bench.render()));
}

void tell_of_lost_data(Workbench& bench, const std::vector<Zone::Change>& lost) {
    const auto names = names_of(lost);
    log::error("time zone data cannot be read any more; what was read before goes on to count",
               {{"zones", names}});
    const auto text = templates::zones_lost_text(names, bench.settings().instance);
    tell_admins(bench, text, false);
    tell_admins_in_slack(bench, text);
}

void take_changes(Workbench& bench, const std::vector<Zone::Change>& changes) {
    std::vector<Zone::Change> updated, lost;
    for (const auto& change : changes) (change.digest.empty() ? lost : updated).push_back(change);
    if (!lost.empty()) tell_of_lost_data(bench, lost);
    if (!updated.empty()) take_new_data(bench, updated);
}

}  // namespace

void follow_zones(State& state, storage::Tx& tx) {
    auto& zones = state.zones;
    if (zones.looked <= tx.now() && tx.now() < zones.looked + look_every) return;
    zones.looked = tx.now();
    Zone::look_again();
    const auto changes = Zone::changes(zones.taken);
    if (changes.empty()) return;
    zones.taken += changes.size();
    if (zones.before.empty()) zones.before = who_is_on_call(state, tx.now());
    try {
        state.savepoint(tx, [&] {
            Workbench bench(state, tx);
            take_changes(bench, changes);
        });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        log::error("what new time zone data changes is planned at the next reload or start",
                   {{"error", error.what()}});
    }
}

}  // namespace tocsin::engine
