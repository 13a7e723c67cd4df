#include "bot/core/alert_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::size_t most_begun = 8;
constexpr std::size_t name_units = 100;
constexpr Duration late_within = 15min;  // after the end; later whoever says that it fires is believed

void begin(AlertRecord& record, Time now) {
    ++record.fired;
    record.quiet_since.reset();
    record.began.push_back(now);
    if (record.began.size() > most_begun) record.began.erase(record.began.begin());
}

// The same time told again may say more than before; when it began stays.
void refresh(Alert& known, const Alert& told) {
    const auto started = known.started;
    known = told;
    known.started = started;
}

Telling take_firing(AlertRecord& record, const Alert& alert, bool known, Time now) {
    // Who does not say when it began may only be telling it again.
    const bool newer =
        !known || (alert.started_is_said ? alert.started > record.alert.started : !record.firing());
    if (!newer && !record.firing() && now - record.quiet_since.value_or(record.first) < late_within)
        return Telling::late;
    if (!newer && record.firing()) {
        refresh(record.alert, alert);
        return Telling::repeated;
    }
    record.alert = alert;
    begin(record, now);
    return Telling::began;
}

Telling take_resolved(AlertRecord& record, const Alert& alert, bool known, Time now) {
    const bool fired = record.firing();
    if (known && alert.ended && *alert.ended < record.alert.started) return Telling::late;
    if (!known) {
        record.alert = alert;
    } else {  // many sources name only the key by now: what it was about stays
        record.alert.status = alert.status;
        record.alert.ended = alert.ended;
    }
    if (!fired) return Telling::repeated;
    record.quiet_since = std::min(alert.ended.value_or(now), now);
    return Telling::ended;
}

}  // namespace

Telling take_telling(AlertRecord& record, const Alert& alert, Time now) {
    const bool known = record.told > 0;
    if (!known) record.first = now;
    record.last = now;
    ++record.told;
    return alert.status == Alert::Status::firing ? take_firing(record, alert, known, now)
                                                 : take_resolved(record, alert, known, now);
}

int begun_lately(const AlertRecord& record, Time now) {
    return static_cast<int>(
        std::ranges::count_if(record.began, [&](Time at) { return now - at < flap_window; }));
}

bool is_flapping(const AlertRecord& record, Time now) {
    return begun_lately(record, now) >= flaps_from;
}

std::string name_of(const Alert& alert) {
    const auto& name = alert.uptime_monitor && !alert.uptime_monitor->name.empty()
                           ? alert.uptime_monitor->name
                           : alert.title;
    return cut(first_line(name), name_units);
}

std::string detector_of(const Alert& alert) {
    if (alert.uptime_monitor) return "uptime monitor " + name_of(alert);
    if (alert.source.empty()) return "rule " + name_of(alert);
    return fmt::format("{} alert {}", alert.source, name_of(alert));
}

std::string group_of(const Alert& alert, const std::vector<std::string>& labels) {
    std::string group;
    bool any = false;
    for (const auto& name : labels) {
        const auto found = alert.labels.find(name);
        any |= found != alert.labels.end();
        const auto& value = found == alert.labels.end() ? "" : found->second;
        group += fmt::format("{}={}:{}\n", name, value.size(), value);
    }
    if (!any) group = fmt::format("{}:{}\n{}", alert.source.size(), alert.source, alert.key);
    return sha256_hex(group);
}

}  // namespace tocsin
