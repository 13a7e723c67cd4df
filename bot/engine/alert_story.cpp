#include "bot/engine/alert_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "commands/declare.h"
#include "templates/alert_messages.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t read_at_once = 500;  // alerts of one incident
constexpr Duration ticket_is_young = 7 * 24h;
constexpr Duration count_edit_pause = 10s;  // between two edits of it
constexpr std::string_view count_name = "alerts";

Actor source_of(const AlertRecord& record) {
    return {{}, record.alert.source, {}};
}

Via via_of(const AlertRecord& record) {
    return record.alert.source.empty() ? Via::timer : Via::api;
}

// What people see, as far as the source says it.
std::string impact_of(const Alert& alert, const std::string& title) {
    const auto heading = alert.title == title ? std::string() : alert.title;
    if (heading.empty() || alert.description.empty()) return heading + alert.description;
    return heading + "\n" + alert.description;
}

ServiceId service_of(const Alert& alert, const Ruling& ruling, const Rules& rules) {
    const auto label = alert.labels.find("service");
    if (label == alert.labels.end()) return ruling.service;
    return commands::service_named(label->second, rules).value_or(ruling.service);
}

std::string again_name(const AlertRecord& record) {
    return fmt::format("alert/{}", record.id.value());
}
std::string quiet_name(const AlertRecord& record) {
    return fmt::format("quiet/{}", record.id.value());
}

// In a storm what people say to each other goes first.
void post(Workbench& bench, const Incident& incident, slack::Message message, std::string name,
          storage::Priority priority = storage::Priority::cosmetic) {
    bench.send(outgoing::PostInRoom{incident.number, std::move(message), false, std::move(name)}, priority);
}

void edit(Workbench& bench, const Incident& incident, slack::Message message, std::string name) {
    bench.send(outgoing::EditInRoom{incident.number, std::move(name), std::move(message)},
               storage::Priority::cosmetic);
}

void show_firing(Workbench& bench, AlertRecord& record, const Incident& incident, bool flaps) {
    auto message = templates::alert_fired_message(record.alert, record.fired_there, flaps, record.fired_there,
                                                  bench.render());
    if (record.shown) {
        edit(bench, incident, std::move(message), again_name(record));
    } else {
        post(bench, incident, std::move(message), again_name(record));
    }
    record.shown = true;
}

// Once it flaps it is counted in its message, and no more in the timeline.
bool is_worth_an_entry(const AlertRecord& record, Time now) {
    return begun_lately(record, now) <= flaps_from;
}

bool takes_words(tocsin::State state) {
    return is_open(state) || state == tocsin::State::ticket;
}

bool all_resolve_by_themselves(Workbench& bench, IncidentNumber incident) {
    AlertId last{};
    for (;;) {
        const auto some = bench.tx().alerts_of(incident, last, read_at_once);
        if (!std::ranges::all_of(some, &AlertRecord::auto_resolve)) return false;
        if (some.size() < read_at_once) return true;
        last = some.back().id;
    }
}

}  // namespace

bool takes_alert(const Incident& incident, Severity severity, Time now) {
    const bool young_ticket =
        incident.state == tocsin::State::ticket && now - incident.declared < ticket_is_young;
    return is_open(incident.state) || (young_ticket && !more_severe(severity, incident.severity));
}

void open_incident(Workbench& bench, AlertRecord& record, const Ruling& ruling) {
    const auto& alert = record.alert;
    commands::Declaration declaration;
    declaration.severity = ruling.severity;
    declaration.title = ruling.title;
    declaration.impact = impact_of(alert, ruling.title);
    declaration.service = service_of(alert, ruling, bench.rules());
    declaration.started = std::min(alert.started, bench.now());
    commands::fit_title(declaration);
    declaration.impact = cut(declaration.impact, commands::longest_impact);
    auto declared = commands::fact_of(declaration, bench.rules(), bench.now());
    declared.source = detector_of(alert);
    declared.rule = ruling.rule;
    const auto incident = bench.declare(declared, source_of(record), via_of(record));
    record.incident = incident.number;
    record.fired_there = 1;
    record.counted = record.shown = record.shown_quiet = false;
    post(bench, incident, templates::alert_facts_message(alert, ruling.remark, bench.render()), "");
}

void join_incident(Workbench& bench, AlertRecord& record, const Incident& incident, const Ruling& ruling) {
    record.incident = incident.number;
    record.fired_there = 1;
    record.shown = record.shown_quiet = false;
    record.counted = bench.tx().alert_count(incident.number).all >= alerts_told_singly;
    if (record.counted) return raise(bench, record, incident, ruling);
    const auto after =
        bench.act(incident, {source_of(record), via_of(record),
                             command::CountAlert{{record.id.value(), name_of(record.alert), 1, false}}});
    show_firing(bench, record, incident, false);
    raise(bench, record, after.value_or(incident), ruling);
}

void fire_again(Workbench& bench, AlertRecord& record, const Incident& incident,
                std::optional<Time> quiet_since) {
    record.incident = incident.number;
    ++record.fired_there;
    const bool flaps = is_flapping(record, bench.now());
    if (!record.counted && is_worth_an_entry(record, bench.now())) {
        const event::AlertFired fired{record.id.value(), name_of(record.alert), record.fired_there, flaps};
        static_cast<void>(
            bench.act(incident, {source_of(record), via_of(record), command::CountAlert{fired}}));
    }
    if (!record.counted) show_firing(bench, record, incident, flaps);
    if (record.shown_quiet && quiet_since) {
        edit(bench, incident,
             templates::alert_was_quiet_message(record.alert, *quiet_since, bench.now(), record.fired_there,
                                                bench.render()),
             quiet_name(record));
    }
}

void raise(Workbench& bench, const AlertRecord& record, const Incident& incident, const Ruling& ruling) {
    if (!is_open(incident.state) || !more_severe(ruling.severity, incident.severity)) return;
    const command::ChangeSeverity change{ruling.severity, "alert " + name_of(record.alert)};
    static_cast<void>(bench.act(incident, {source_of(record), via_of(record), change}));
}

void fall_quiet(Workbench& bench, AlertRecord& record, const Incident& incident) {
    const auto since = record.quiet_since.value_or(bench.now());
    const int firing = bench.tx().alert_count(record.incident).firing;
    if (record.counted && firing > 0) return;
    const bool worth_telling = is_worth_an_entry(record, bench.now());
    auto after = incident;
    if (worth_telling) {
        const event::AlertQuiet quiet{record.id.value(), name_of(record.alert), since, firing};
        after = bench.act(incident, {source_of(record), via_of(record), command::QuietAlert{quiet}})
                    .value_or(incident);
    }
    auto message = templates::alert_quiet_message(after, record.alert, since, firing, record.fired_there + 1,
                                                  bench.render());
    if (worth_telling || !record.shown_quiet) {
        post(bench, incident, std::move(message), quiet_name(record),
             firing == 0 ? storage::Priority::update : storage::Priority::cosmetic);
    } else {
        edit(bench, incident, std::move(message), quiet_name(record));
    }
    record.shown_quiet = true;
}

void count_alerts(Workbench& bench, const AlertRecord& record) {
    const auto key = fmt::format("alerts_counted/{}", record.incident.value());
    const auto edits = bench.tx().note(key);
    if (!record.counted && !edits) return;
    const auto incident = bench.tx().incident(record.incident);
    // Once it stands it stays true, also when the last of them has just ended the incident.
    if (!incident || (!edits && !takes_words(incident->state))) return;
    int revision = 0;
    if (edits) std::from_chars(edits->data(), edits->data() + edits->size(), revision);
    ++revision;
    bench.tx().set_note(key, std::to_string(revision));
    auto message = templates::alert_count_message(bench.tx().alert_count(record.incident), record.alert,
                                                  revision, bench.render());
    if (!edits) return post(bench, *incident, std::move(message), std::string(count_name));
    bench.send(outgoing::EditInRoom{record.incident, std::string(count_name), std::move(message)},
               storage::Priority::cosmetic, std::nullopt, count_edit_pause);
}

void resolve_if_quiet(Workbench& bench, const AlertRecord& record, const Incident& incident) {
    if (!is_open(incident.state) || !record.auto_resolve) return;
    if (bench.tx().alert_count(record.incident).firing > 0) return;
    if (!all_resolve_by_themselves(bench, record.incident)) return;
    const auto since = record.quiet_since.value_or(bench.now());
    command::Resolve resolve;
    resolve.mitigation = fmt::format("All its alerts are quiet since {}.", clock_utc(since, bench.now()));
    resolve.restored = std::clamp(since, std::min(incident.started, bench.now()), bench.now());
    static_cast<void>(bench.act(incident, {source_of(record), via_of(record), resolve}));
}

}  // namespace tocsin::engine
