#include "storage/alert_json.h"

#include "storage/json_fields.h"
#include "storage/redacted_values.h"

namespace tocsin::storage {

void fields(auto& a, Is<UptimeMonitor> auto& v) {
    a("name", v.name);
    a("url", v.url);
    a("status", v.status);
}

void fields(auto& a, Is<Alert> auto& v) {
    a("source", v.source);
    a("key", v.key);
    a("status", v.status);
    a("title", v.title);
    a("description", v.description);
    a("severity", v.severity);
    a("labels", v.labels);
    a("uptime_monitor", v.uptime_monitor);
    a("started", v.started);
    a("started_is_said", v.started_is_said);
    a("ended", v.ended);
    a("link", v.link);
    a("runbook", v.runbook);
}

void fields(auto& a, Is<AlertRecord> auto& v) {
    a("alert", v.alert);
    a("first", v.first);
    a("last", v.last);
    a("told", v.told);
    a("fired", v.fired);
    a("began", v.began);
    a("quiet_since", v.quiet_since);
    a("rule", v.rule);
    a("holds_since", v.holds_since);
    a("auto_resolve", v.auto_resolve);
    a("fired_there", v.fired_there);
    a("counted", v.counted);
    a("shown", v.shown);
    a("shown_quiet", v.shown_quiet);
}

void fields(auto& a, Is<Silence> auto& v) {
    a("matcher", v.matcher);
    a("from", v.from);
    a("until", v.until);
    a("by", v.by);
    a("why", v.why);
    a("confirmed_by", v.confirmed_by);
    a("lifted", v.lifted);
}

namespace {

template <class Value>
std::string written(const Value& value) {
    std::string text;
    {
        JsonWriter object(text);
        fields(object, value);
    }
    return text;
}

template <class Value>
Value read_value(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    JsonReader object(json);
    Value value;
    fields(object, value);
    return value;
}

}  // namespace

std::string alert_record_to_json(const AlertRecord& record) {
    return written(record);
}

AlertRecord alert_record_from_json(std::string_view text) {
    return read_value<AlertRecord>(text);
}

std::string silence_to_json(const Silence& silence) {
    return written(silence);
}

Silence silence_from_json(std::string_view text) {
    return read_value<Silence>(text);
}

bool redact_silence(std::string& value, Redaction& rule) {
    return redact_stored<Silence>(value, rule);
}

// Its source's own key stays: the next report of the same alert finds it by that.
bool redact_alert(std::string& value, Redaction& rule) {
    auto record = alert_record_from_json(value);
    const auto source = record.alert.source, key = record.alert.key;
    Redactor redactor(rule);
    fields(redactor, record);
    if (!redactor.changed()) return false;
    record.alert.source = source;
    record.alert.key = key;
    value = alert_record_to_json(record);
    return true;
}

}  // namespace tocsin::storage
