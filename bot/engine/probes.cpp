#include "bot/engine/probes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/engine/alerts.h"
#include "bot/engine/json_answer.h"
#include "bot/engine/replicas.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view looks = "look/";
constexpr std::string_view beats = "beat/";
constexpr std::string_view kind = "probe";
constexpr Duration between_first_looks = 200ms;
constexpr Duration answer_is_lost_after = 5s;  // and the timeout

template <class Probe>
const Probe* named(const std::vector<Probe>& probes, std::string_view name) {
    const auto found = std::ranges::find(probes, name, &Probe::name);
    return found == probes.end() ? nullptr : &*found;
}

void set_look(storage::Tx& tx, const std::string& monitor, Time due) {
    tx.set_timer({fmt::format("{}{}", looks, monitor), due, std::string(kind), "", 0});
}

// Until when it may stay away. What it may is the configuration's: the timer keeps when it came last.
Time await(storage::Tx& tx, const Heartbeat& heartbeat, Time last, Time not_before) {
    const auto due = std::max(last + heartbeat.every + heartbeat.grace, not_before);
    tx.set_timer({fmt::format("{}{}", beats, heartbeat.name), due, std::string(kind),
                  fmt::format("{}", last.time_since_epoch().count()), 0});
    return due;
}

std::optional<Time> last_beat(const storage::Timer& timer) {
    Time::rep since_epoch = 0;
    const auto& text = timer.payload;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), since_epoch);
    return read.ec == std::errc{} ? std::optional(Time(Time::duration(since_epoch))) : std::nullopt;
}

std::string_view name_in(const storage::Timer& timer) {
    return std::string_view(timer.key).substr(looks.size());
}

template <class Probe>
void keep_only(storage::Tx& tx, std::string_view prefix, const std::vector<Probe>& probes) {
    for (const auto& timer : tx.timers_with_prefix(prefix)) {
        if (named(probes, name_in(timer)) == nullptr) tx.cancel_timer(timer.key);
    }
}

bool is_firing(Workbench& bench, std::string_view source, const std::string& key) {
    const auto record = bench.tx().alert(source, key);
    return record && record->firing();
}

void look(Workbench& bench, const Monitor& monitor) {
    set_look(bench.tx(), monitor.name, bench.now() + monitor.every);
    auto& probe = bench.state().probes[monitor.name];
    if (probe.looking_since && bench.now() - *probe.looking_since < monitor.timeout + answer_is_lost_after)
        return;
    probe.looking_since = bench.now();
    bench.state().going_out.emplace_back(
        LookAt{monitor.name, monitor.url, monitor.timeout, monitor.contains});
}

void check_certificate(Workbench& bench, const Monitor& monitor, Time until) {
    const bool told = is_firing(bench, monitor_source, certificate_key(monitor));
    const bool ends_soon = monitor.certificate && until - bench.now() < *monitor.certificate;
    if (ends_soon == told) return;
    const auto status = ends_soon ? Alert::Status::firing : Alert::Status::resolved;
    take_alert(bench, certificate_alert(monitor, status, until, bench.now()));
}

}  // namespace

void set_probe_timers(const State& state, storage::Tx& tx) {
    const auto& [monitors, heartbeats] = state.settings.probes;
    keep_only(tx, looks, monitors);
    keep_only(tx, beats, heartbeats);
    const bool alone = company_of(state, tx).empty();
    const auto looking = tx.timers_with_prefix(looks);
    Duration later{};
    for (const auto& monitor : monitors) {
        later += between_first_looks;
        const auto set = std::ranges::find(looking, std::string_view(monitor.name), name_in);
        if (alone || set == looking.end()) set_look(tx, monitor.name, tx.now() + later);
    }
    const auto running = tx.timers_with_prefix(beats);
    for (const auto& heartbeat : heartbeats) {
        const auto record = tx.alert(heartbeat_source, heartbeat.name);
        if (record && record->firing()) continue;
        const auto timer = std::ranges::find(running, std::string_view(heartbeat.name), name_in);
        const auto last = timer == running.end() ? std::nullopt : last_beat(*timer);
        // It may have come while nobody was here to take it.
        auto not_before = tx.now() + heartbeat.grace;
        if (!alone && timer != running.end()) not_before = std::min(not_before, timer->due);
        await(tx, heartbeat, last.value_or(tx.now()), not_before);
    }
}

void end_probes(Workbench& bench) {
    const auto& [monitors, heartbeats] = bench.settings().probes;
    end_alerts(bench, monitor_source, [&](const std::string& key) {
        return std::ranges::any_of(monitors, [&](const Monitor& monitor) {
            return key == monitor.name || (monitor.certificate && key == certificate_key(monitor));
        });
    });
    end_alerts(bench, heartbeat_source,
               [&](const std::string& key) { return named(heartbeats, key) != nullptr; });
}

void fire_probe_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    const auto& [monitors, heartbeats] = bench.settings().probes;
    if (timer.key.starts_with(looks)) {
        if (const auto* monitor = named(monitors, name_in(timer))) look(bench, *monitor);
    } else if (const auto* heartbeat = named(heartbeats, name_in(timer))) {
        take_alert(bench, alert_of(*heartbeat, Alert::Status::firing, bench.now()));
    }
}

void take_look(Workbench& bench, const LookedAt& looked) {
    auto& probe = bench.state().probes[looked.monitor];
    probe.looking_since.reset();
    const auto* monitor = named(bench.settings().probes.monitors, looked.monitor);
    if (monitor == nullptr) {
        bench.state().probes.erase(looked.monitor);
        return;
    }
    const auto fault = fault_of(*monitor, looked.look);
    const bool is_down = is_firing(bench, monitor_source, monitor->name);
    const auto change = take_look(probe.standing, *monitor, is_down, fault.empty());
    if (change != MonitorChange::none) {
        const auto status =
            change == MonitorChange::went_down ? Alert::Status::firing : Alert::Status::resolved;
        take_alert(bench, alert_of(*monitor, status, fault, bench.now()));
    }
    if (looked.look.certificate_until) check_certificate(bench, *monitor, *looked.look.certificate_until);
}

channels::HttpAnswer take_beat(Workbench& bench, const BeatCame& beat) {
    const auto* heartbeat = named(bench.settings().probes.heartbeats, beat.name);
    if (heartbeat == nullptr)
        return json_refusal({ErrorKind::not_found, "alerts.heartbeats has none of this name."});
    const auto due = await(bench.tx(), *heartbeat, bench.now(), bench.now());
    if (is_firing(bench, heartbeat_source, heartbeat->name))
        take_alert(bench, alert_of(*heartbeat, Alert::Status::resolved, bench.now()));
    return json_answer(200, {{"heartbeat", heartbeat->name}, {"expected_before", format_rfc3339(due)}});
}

}  // namespace tocsin::engine
