#include "bot/app/report_data.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/base/foreign_json.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

constexpr int deepest = 64;

// Notes the first thing that is wrong.
class Reader {
  public:
    ReportData read(const json& body) {
        ReportData data;
        if (const auto& zone = member(body, "timezone"); !zone.is_null())
            data.timezone = text(zone, "timezone");
        if (!Zone::load(data.timezone))
            note("timezone", fmt::format("there is no zone \"{}\"", data.timezone));
        const auto& incidents = member(body, "incidents");
        if (!incidents.is_array()) note("incidents", "a list is needed");
        for (std::size_t i = 0; i < incidents.size() && incidents.is_array(); ++i)
            data.incidents.push_back(incident(incidents[i], fmt::format("incidents[{}]", i)));
        if (const auto& alerts = member(body, "alerts"); !alerts.is_null()) {
            data.alerts.total = count(alerts, "total", "alerts");
            data.alerts.false_alarms = count(alerts, "false_alarms", "alerts");
            if (data.alerts.false_alarms > data.alerts.total)
                note("alerts.false_alarms", "there are more of them than alerts");
        }
        return data;
    }
    const std::string& wrong() const { return wrong_; }

  private:
    void note(const std::string& where, std::string_view what) {
        if (wrong_.empty()) wrong_ = fmt::format("{}: {}.", where, what);
    }
    std::string text(const json& value, const std::string& where) {
        if (value.is_string()) return value.get<std::string>();
        note(where, "a text is needed");
        return {};
    }
    std::optional<Time> instant(const json& object, std::string_view name, const std::string& where) {
        const auto& value = member(object, name);
        if (value.is_null()) return std::nullopt;
        const auto place = fmt::format("{}.{}", where, name);
        const auto at = parse_rfc3339(text(value, place));
        if (at) return *at;
        note(place, "an instant is needed, as in 2025-01-21T14:32:00Z");
        return std::nullopt;
    }
    bool flag(const json& object, std::string_view name, const std::string& where) {
        const auto& value = member(object, name);
        if (value.is_boolean() || value.is_null()) return value.is_boolean() && value.get<bool>();
        note(fmt::format("{}.{}", where, name), "true or false is needed");
        return false;
    }
    std::int64_t count(const json& object, std::string_view name, const std::string& where) {
        const auto& value = member(object, name);
        if (value.is_null()) return 0;
        if (value.is_number_integer() && (value.is_number_unsigned() || value.get<std::int64_t>() >= 0))
            return value.get<std::int64_t>();
        note(fmt::format("{}.{}", where, name), "a whole number from 0 is needed");
        return 0;
    }
    MeasuredIncident incident(const json& object, const std::string& where) {
        MeasuredIncident read;
        if (!object.is_object()) return note(where, "an object is needed"), read;
        const auto severity = parse_severity(text(member(object, "severity"), where + ".severity"));
        if (!severity) note(where + ".severity", "sev1 to sev4 is needed");
        read.severity = severity.value_or(Severity::sev4);
        read.number = IncidentNumber{count(object, "number", where)};
        read.started = instant(object, "started", where);
        read.detected = instant(object, "detected", where);
        read.acknowledged = instant(object, "acked", where);
        read.resolved = instant(object, "resolved", where);
        const bool merged = text_of(object, "state") == "merged";
        const bool duplicate = flag(object, "duplicate", where) || merged;
        const bool false_alarm = flag(object, "false_alarm", where);
        const bool drill = flag(object, "drill", where);
        if (duplicate) read.verdict = PageVerdict::duplicate;
        if (false_alarm) read.verdict = PageVerdict::false_alarm;
        read.counts = !duplicate && !false_alarm && !drill;
        read.updates_due = static_cast<int>(count(object, "updates_due", where));
        read.updates_on_time = static_cast<int>(count(object, "updates_on_time", where));
        return read;
    }

    std::string wrong_;
};

}  // namespace

Expected<ReportData> read_report_data(std::string_view text) {
    const auto body = parse_foreign(text, deepest);
    if (!body.is_object()) return fail(ErrorKind::invalid, "This is no JSON object in UTF-8.");
    Reader reader;
    auto data = reader.read(body);
    if (!reader.wrong().empty()) return fail(ErrorKind::invalid, reader.wrong());
    return data;
}

}  // namespace tocsin::app
