#include "bot/base/text.h"
#include "bot/config/readers.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

Severity severity_of(const Section& section, Severity standard) {
    return parse_severity(section.text("severity")).value_or(standard);
}

Monitor read_monitor(const Section& section) {
    Monitor monitor;
    monitor.name = section.text("name");
    monitor.url = section.text("url");
    monitor.every = section.duration("every", monitor.every);
    monitor.timeout = section.duration("timeout", monitor.timeout);
    monitor.expected_status = section.integer("expect", monitor.expected_status);
    monitor.contains = section.text("contains");
    if (section.at("slower_than").exists()) monitor.slower_than = section.duration("slower_than", {});
    monitor.failures = section.integer("failures", monitor.failures);
    monitor.recoveries = section.integer("recoveries", monitor.recoveries);
    if (section.at("certificate").exists()) monitor.certificate = section.duration("certificate", {});
    monitor.service = ServiceId(section.text("service"));
    return monitor;
}

Heartbeat read_heartbeat(const Section& section) {
    const Heartbeat standard;
    return {section.text("name"), section.duration("every", standard.every),
            section.duration("grace", standard.grace), severity_of(section, standard.severity)};
}

AlertFields read_fields(const Section& section) {
    AlertFields fields;
    fields.each = section.text("each");
    fields.key = section.text("key");
    fields.title = section.text("title");
    fields.description = section.text("description");
    fields.status = section.text("status");
    fields.severity = section.text("severity");
    fields.started = section.text("started");
    fields.ended = section.text("ended");
    fields.link = section.text("link");
    fields.runbook = section.text("runbook");
    fields.monitor_name = section.text("monitor_name");
    fields.monitor_url = section.text("monitor_url");
    fields.firing = section.texts("firing");
    fields.resolved = section.texts("resolved");
    fields.ignored = section.texts("ignored");
    fields.all_labels = section.texts("all_labels");
    for (const Section& label : section.at("labels").children()) fields.labels[label.key()] = label.text();
    return fields;
}

AlertRule read_rule(const Section& section) {
    AlertRule rule;
    rule.name = section.text("name");
    if (const Section when = section.at("when"); when.exists()) {
        rule.when = when.text();
        rule.line = when.node()->at.line;
        rule.column = when.node()->at.column;
    }
    rule.held_for = section.duration("for", rule.held_for);
    rule.severity = severity_of(section, rule.severity);
    rule.service = ServiceId(section.text("service"));
    rule.auto_resolve = read_flag(section.text("auto_resolve")).value_or(false);
    return rule;
}

Silence read_silence(const Section& section) {
    Silence silence;
    for (const Section& label : section.at("match").children()) silence.matcher[label.key()] = label.text();
    silence.from = parse_rfc3339(section.text("from")).value_or(Time{});
    silence.until = parse_rfc3339(section.text("until")).value_or(Time{});
    silence.why = section.text("why");
    return silence;
}

}  // namespace

Alerts read_alerts(const Section& root) {
    const Section section = root.at("alerts");
    Alerts alerts;
    for (const Section& entry : section.at("sources").children()) {
        alerts.sources[entry.key()] = {entry.text("kind"), entry.secret("token"), entry.secret("old_token"),
                                       read_fields(entry.at("fields"))};
    }
    const Section prometheus = section.at("prometheus");
    alerts.prometheus = {prometheus.text("url"), prometheus.duration("every", alerts.prometheus.every)};
    for (const Section& entry : section.at("values").children()) alerts.values[entry.key()] = entry.text();
    for (const Section& entry : section.at("monitors").children())
        alerts.monitors.push_back(read_monitor(entry));
    for (const Section& entry : section.at("heartbeats").children()) {
        alerts.heartbeats.push_back(read_heartbeat(entry));
    }
    for (const Section& entry : section.at("rules").children()) alerts.rules.push_back(read_rule(entry));
    alerts.group_by = section.texts("group_by");
    for (const Section& entry : section.at("silences").children())
        alerts.silences.push_back(read_silence(entry));
    return alerts;
}

void locate_conditions(std::string_view text, std::vector<AlertRule>& rules) {
    const auto lines = lines_of(text);
    for (AlertRule& rule : rules) {
        const auto line = static_cast<std::size_t>(rule.line - 1);
        const auto from = static_cast<std::size_t>(rule.column - 1);
        if (rule.line < 1 || line >= lines.size() || from >= lines[line].size()) continue;
        const std::string_view rest = lines[line].substr(from);
        const bool quoted = rest.front() == '"' || rest.front() == '\'';
        if (!rest.substr(quoted ? 1 : 0).starts_with(rule.when)) continue;
        rule.column += quoted ? 1 : 0;
        rule.verbatim = true;
    }
}

std::map<std::string, Tracker> read_trackers(const Section& root) {
    std::map<std::string, Tracker> trackers;
    for (const Section& entry : root.at("trackers").children()) {
        trackers[entry.key()] = {entry.text("kind"), entry.text("repository"), entry.text("base_url"),
                                 entry.text("account"), entry.secret("token")};
    }
    return trackers;
}

PostMortems read_post_mortems(const Section& root) {
    const Section section = root.at("post_mortems"), to = section.at("export"), webhook = to.at("webhook");
    return {section.text("tickets"),
            section.path("folder"),
            {to.text("repository"), to.text("path"), to.text("branch"), webhook.text("url"),
             webhook.secret("secret"), webhook.secret("old_secret")}};
}

std::optional<StatusPage> read_status_page(const Section& root) {
    const Section section = root.at("status_page");
    if (!section.exists()) return std::nullopt;
    StatusPage page{section.text("name"),
                    section.texts("components"),
                    section.path("files"),
                    section.texts("internal_hosts"),
                    read_flag(section.text("subscribers")).value_or(false),
                    {}};
    for (const Section& entry : section.at("push").children()) {
        page.push.push_back(
            {entry.text("kind"), entry.text("page"), entry.text("base_url"), entry.secret("token")});
    }
    return page;
}

}  // namespace tocsin::config
