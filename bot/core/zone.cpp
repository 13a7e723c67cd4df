#include "bot/core/zone.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

namespace tocsin {
namespace {

constexpr int last_year_of_jumps = 2400;  // Abseil's list of them ends a little later

Time from_absl(absl::Time at) {
    return Time{Duration{absl::ToUnixMicros(at)}};
}
absl::Time to_absl(Time at) {
    return absl::FromUnixMicros(at.time_since_epoch().count());
}
// Field by field: Abseil's own arithmetic over decades takes ten times as long.
WallSeconds from_civil(absl::CivilSecond wall) {
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(wall.year())},
                                           std::chrono::month{static_cast<unsigned>(wall.month())},
                                           std::chrono::day{static_cast<unsigned>(wall.day())}};
    return WallDay(date) + std::chrono::seconds{wall.hour() * 3600 + wall.minute() * 60 + wall.second()};
}
absl::CivilSecond to_civil(WallSeconds wall) {
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(wall - day);
    return absl::CivilSecond(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                             static_cast<unsigned>(date.day()), clock.hours().count(),
                             clock.minutes().count(), clock.seconds().count());
}

}  // namespace

struct Zone::Data {
    absl::TimeZone zone;
};

Zone::Zone() : Zone(std::make_shared<const Data>(Data{absl::UTCTimeZone()})) {}
Zone::Zone(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

std::optional<Zone> Zone::load(std::string_view name) {
    absl::TimeZone zone;
    if (name.empty() || !absl::LoadTimeZone(std::string(name), &zone)) return std::nullopt;
    return Zone(std::make_shared<const Data>(Data{zone}));
}

Zone Zone::load_or_utc(std::string_view name) {
    return load(name).value_or(Zone());
}

WallSeconds Zone::wall(Time at) const {
    return from_civil(absl::ToCivilSecond(to_absl(at), data_->zone));
}

Time Zone::first(WallSeconds wall) const {
    const auto info = data_->zone.At(to_civil(wall));
    return from_absl(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre);
}

Time Zone::last(WallSeconds wall) const {
    const auto info = data_->zone.At(to_civil(wall));
    return from_absl(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.post);
}

std::optional<Zone::Jump> Zone::next_jump(Time after) const {
    absl::TimeZone::CivilTransition change;
    for (auto at = to_absl(after); data_->zone.NextTransition(at, &change);) {
        if (change.to.year() > last_year_of_jumps) return std::nullopt;
        at = data_->zone.At(change.to).trans;
        if (change.to > change.from)
            return Jump{from_absl(at), from_civil(change.from), from_civil(change.to)};
    }
    return std::nullopt;
}

int iso_weekday(WallDay day) {
    return static_cast<int>(std::chrono::weekday(day).iso_encoding());
}

}  // namespace tocsin
