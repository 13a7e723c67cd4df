#include "bot/engine/alerts.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/base/log_scope.h"
#include "bot/base/text.h"
#include "bot/engine/alert_answers.h"
#include "bot/engine/alert_story.h"
#include "bot/engine/deployments.h"
#include "bot/engine/json_answer.h"
#include "bot/engine/poison.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t most_waiting = 1000;  // judged at once
constexpr int forgotten_at_once = 500;
constexpr Duration told_anew_after = 15min;
constexpr std::size_t longest_key = 512;  // bytes
constexpr std::size_t title_units = 300;
constexpr std::size_t description_units = 3000;
constexpr std::size_t most_labels = 64;
constexpr std::size_t label_name_units = 200;
constexpr std::size_t label_value_units = 1000;
constexpr std::size_t longest_address = 2000;  // bytes

std::string clean(const std::string& text, std::size_t units) {
    return cut(clean_utf8(text), units);
}

std::string address(const std::string& text) {
    return text.size() > longest_address ? "" : clean_utf8(text);
}

// As much of it as is kept, whoever wrote it.
Alert bounded(Alert alert) {
    if (alert.key.size() > longest_key) alert.key = sha256_hex(alert.key);
    alert.key = clean_utf8(alert.key);
    alert.title = clean(alert.title, title_units);
    alert.description = clean(alert.description, description_units);
    alert.link = address(alert.link);
    alert.runbook = address(alert.runbook);
    std::map<std::string, std::string> labels;
    for (const auto& [name, value] : alert.labels) {
        if (labels.size() == most_labels) break;
        labels.emplace(clean(name, label_name_units), clean(value, label_value_units));
    }
    alert.labels = std::move(labels);
    if (auto& monitor = alert.uptime_monitor) {
        monitor->name = clean(monitor->name, title_units);
        monitor->url = address(monitor->url);
        monitor->status = clean(monitor->status, label_name_units);
    }
    return alert;
}

std::string timer_key(const AlertRecord& record) {
    return fmt::format("alert/{}", record.id.value());
}

std::string alike(Workbench& bench, const AlertRecord& record) {
    return group_of(record.alert, bench.settings().alerts.group_by);
}

struct Judge {
    Workbench& bench;
    AlertRecord& record;

    Time now() const { return bench.now(); }
    Ruling ruling() const { return ruling_on(record.alert, bench.state(), now()); }
    void look_again(Time at) const { bench.tx().set_timer({timer_key(record), at, "alert", "", 0}); }
    void save() const { bench.tx().save(record, alike(bench, record)); }
    void save_after(const AlertRecord& before) const {
        save();
        const bool changed = before.incident != record.incident || before.firing() != record.firing();
        if (changed && record.incident.value() != 0) count_alerts(bench, record);
    }
    std::optional<Incident> its_incident() const { return bench.tx().incident(record.incident); }

    // `before`: as it was until now.
    void began(const AlertRecord& before) const {
        const auto found = ruling();
        bench.tx().count_firing(found.rule);
        if (const auto incident = its_incident()) {
            if (takes_alert(*incident, found.severity, now())) {
                fire_again(bench, record, *incident, before.quiet_since);
                return repeated();
            }
            // It has fired all along, from before the end: whoever ended the incident knew of it.
            if (before.firing() && incident->ended && record.alert.started <= *incident->ended) return;
        }
        record.incident = {};
        record.holds_since.reset();
        fires(found);
    }

    void repeated() const {
        const auto found = ruling();
        const auto incident = its_incident();
        if (incident && is_told_anew(*incident)) {
            bench.tx().count_firing(found.rule);
            record.incident = {};
        }
        if (record.incident.value() == 0) return fires(found);
        record.auto_resolve = found.auto_resolve;
        if (incident && !silenced_until(record.alert, found.severity, bench.state(), bench.tx()))
            raise(bench, record, *incident, found);
    }

    // A source that never says when an alert began, and perhaps never that it is over, tells of another time
    // when its incident has been over for a while.
    bool is_told_anew(const Incident& incident) const {
        return !record.alert.started_is_said && !is_open(incident.state) && incident.ended &&
               now() - *incident.ended >= told_anew_after;
    }

    // It fires and is part of no incident.
    void fires(const Ruling& found) const {
        bench.tx().cancel_timer(timer_key(record));
        const auto silent = silenced_until(record.alert, found.severity, bench.state(), bench.tx());
        if (silent) {
            record.holds_since.reset();
            return look_again(*silent);
        }
        const auto open = bench.tx().incident(bench.tx().newest_incident_alike(alike(bench, record)));
        const bool joins = open && takes_alert(*open, found.severity, now());
        if (has_to_wait(found, joins)) return;
        if (joins) {
            join_incident(bench, record, *open, found);
        } else {
            open_incident(bench, record, found);
        }
    }

    // What flaps opens nothing before it has fired without a break for a while.
    bool has_to_wait(const Ruling& found, bool joins) const {
        if (!record.holds_since || record.rule != found.rule) record.holds_since = now();
        record.rule = found.rule;
        record.auto_resolve = found.auto_resolve;
        const auto steady = !joins && is_flapping(record, now()) ? steady_time : Duration{};
        const auto due = *record.holds_since + std::max(found.held_for, steady);
        if (due <= now()) {
            record.holds_since.reset();
            return false;
        }
        look_again(due);
        return true;
    }

    void ended() const {
        bench.tx().cancel_timer(timer_key(record));
        record.holds_since.reset();
        save();  // its incident's alerts are counted
        const auto incident = its_incident();
        if (!incident) return;
        if (is_open(incident->state) || incident->state == tocsin::State::ticket)
            fall_quiet(bench, record, *incident);
        quiet_for_good();
    }

    void quiet_for_good() const {
        const auto incident = its_incident();
        if (!incident) return;
        const auto steady = record.quiet_since.value_or(now()) + steady_time;
        if (record.auto_resolve && is_flapping(record, now()) && steady > now()) return look_again(steady);
        resolve_if_quiet(bench, record, *incident);
    }
};

void judge_when_due(const Judge& judge) {
    const auto before = judge.record;
    judge.bench.tx().cancel_timer(timer_key(judge.record));
    if (judge.record.firing()) {
        judge.repeated();
    } else {
        judge.quiet_for_good();
    }
    judge.save_after(before);
}

channels::HttpAnswer one_failed(bool others_taken) {
    return json_refusal({ErrorKind::internal, std::string("An alert could not be taken; the log says why. ") +
                                                  (others_taken ? "The rest of what was sent is taken."
                                                                : "Nothing was changed.")});
}

}  // namespace

AlertId take_alert(Workbench& bench, Alert alert) {
    alert = bounded(std::move(alert));
    auto record = bench.tx().alert(alert.source, alert.key).value_or(AlertRecord{});
    const auto before = record;
    const auto telling = take_telling(record, alert, bench.now());
    const Judge judge{bench, record};
    if (record.id.value() == 0) judge.save();  // what follows names it
    const log::Scope scope({{"alert", static_cast<long long>(record.id.value())}, {"source", alert.source}});
    switch (telling) {
        case Telling::began:
            judge.began(before);
            break;
        case Telling::repeated:
            if (record.firing()) judge.repeated();
            break;
        case Telling::ended:
            judge.ended();
            break;
        case Telling::late:
            break;
    }
    judge.save_after(before);
    if (telling == Telling::began || telling == Telling::ended) {
        log::info(telling == Telling::began ? "an alert fires" : "an alert is quiet",
                  {{"rule", record.rule}, {"incident", static_cast<long long>(record.incident.value())}});
    }
    return record.id;
}

void end_alerts(Workbench& bench, std::string_view source,
                const std::function<bool(const std::string& key)>& still_made) {
    for (const auto& record : bench.tx().alerts_firing(source, most_waiting)) {
        if (still_made(record.alert.key)) continue;
        auto alert = record.alert;
        alert.status = Alert::Status::resolved;
        alert.ended = bench.now();
        take_alert(bench, std::move(alert));
    }
}

channels::HttpAnswer take_alerts(Workbench& bench, const AlertsCame& came, WorkMark& mark) {
    int refused = 0, failed = 0;
    const auto do_one = [&](const std::string& item, const std::function<void()>& work) {
        try {
            bench.state().savepoint(bench.tx(), [&] {
                if (!do_marked(bench.state(), bench.tx(), mark, item, work)) ++refused;
            });
        } catch (const storage::StoreError&) {
            throw;
        } catch (const std::exception& error) {
            ++failed;
            bench.state().measure(Metric::engine_failures, {"alert"});
            log::error("an alert failed and changed nothing; those beside it are taken",
                       {{"error", error.what()}});
        }
    };
    // First: what went well may resolve the incident that it belongs to.
    if (came.deployment) do_one(item_of(*came.deployment), [&] { take_deployment(bench, *came.deployment); });
    std::vector<AlertId> ids;
    for (const auto& alert : came.alerts) {
        auto own = alert;
        own.source = came.source;
        do_one(item_of(own), [&] { ids.push_back(take_alert(bench, own)); });
    }
    if (!came.confirm_url.empty()) {
        bench.state().going_out.emplace_back(
            CallOutside{came.confirm_url, "the subscription of an SNS topic could not be confirmed"});
    }
    if (refused > 0) return poison_refused(!ids.empty());
    if (failed > 0) return one_failed(!ids.empty());
    return answer_to(came, ids);
}

void fire_alert_timer(Workbench& bench, const storage::Timer& timer) {
    auto record = bench.tx().alert(AlertId{number_in(timer)});
    if (!record) return bench.tx().cancel_timer(timer.key);
    judge_when_due({bench, *record});
}

void judge_waiting_alerts(Workbench& bench) {
    AlertId last{};
    for (;;) {
        auto waiting = bench.tx().alerts_waiting(last, most_waiting);
        for (auto& record : waiting) judge_when_due({bench, record});
        if (waiting.size() < most_waiting) return;
        last = waiting.back().id;
    }
}

bool forget_old_alerts(Workbench& bench) {
    const auto& keep = bench.settings().alerts.keep_quiet;
    if (!keep) return true;
    const auto before = bench.now() - *keep;
    bench.tx().forget_silences_before(before);
    bench.tx().forget_deployments_before(before);
    return bench.tx().forget_alerts_before(before, forgotten_at_once) < forgotten_at_once;
}

}  // namespace tocsin::engine
