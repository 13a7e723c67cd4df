#include "bot/core/zone.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <utility>

#include "bot/base/digest.h"

namespace tocsin {
namespace {

constexpr std::string_view built_in = "UTC";  // needs no file
constexpr int last_year_of_jumps = 2400;      // Abseil's list of them ends a little later

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

// What was read of the system's data, each zone once until its file is another one.
class Zone::Shelf {
  public:
    static Shelf& of_this_process() {
        static Shelf shelf;
        return shelf;
    }

    std::shared_ptr<const Data> find(std::string_view name) {
        const std::lock_guard lock(mutex_);
        const auto before = known_.find(name);
        if (before != known_.end() && before->second.data) return before->second.data;
        auto file = content(name);
        if (file.empty() && name != built_in) return nullptr;
        auto& known = before != known_.end() ? before->second : known_[std::string(name)];
        if (known.readings == 0 || known.file != file) {
            known.file = std::move(file);
            read_into(known, std::string(name));
        }
        return known.data;
    }

    void look_again() {
        const std::lock_guard lock(mutex_);
        for (auto& [name, known] : known_) {
            auto now = content(name);
            if (!known.data || now == known.file) continue;
            known.file = std::move(now);
            const bool is_read = !known.file.empty() && read_into(known, name);
            changes_.push_back({name, is_read ? sha256_hex(known.file) : ""});
        }
    }

    std::vector<Change> changes(std::size_t without) {
        const std::lock_guard lock(mutex_);
        const auto first = std::min(without, changes_.size());
        return {changes_.begin() + static_cast<std::ptrdiff_t>(first), changes_.end()};
    }

  private:
    struct Known {
        std::string file;                    // as it was when it was looked at last; empty: there is none
        std::shared_ptr<const Data> data{};  // none: it could not be read yet
        int readings = 0;
    };

    // Abseil reads each name once and for all: for each reading the file has another one.
    static bool read_into(Known& known, const std::string& name) {
        std::string path;
        for (int i = 0; i < known.readings; ++i) path += "./";
        ++known.readings;
        absl::TimeZone zone;
        if (!absl::LoadTimeZone(path + name, &zone)) return false;
        known.data = std::make_shared<const Data>(Data{zone});
        return true;
    }
    // Where Abseil looks for it.
    static std::string content(std::string_view name) {
        const char* chosen = std::getenv("TZDIR");
        const std::filesystem::path folder(chosen == nullptr || *chosen == '\0' ? "/usr/share/zoneinfo"
                                                                                : chosen);
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(folder / name, ignored)) return "";
        std::ifstream in(folder / name, std::ios::binary);
        std::string text;
        for (char piece[4096]; in.read(piece, sizeof piece), in.gcount() > 0;)
            text.append(piece, static_cast<std::size_t>(in.gcount()));
        return in.bad() ? "" : text;  // a disk that fails reads as a file that is gone
    }

    std::mutex mutex_;
    std::map<std::string, Known, std::less<>> known_;
    std::vector<Change> changes_;
};

std::optional<Zone> Zone::load(std::string_view name) {
    auto data = Shelf::of_this_process().find(name);
    if (!data) return std::nullopt;
    return Zone(std::move(data));
}

void Zone::look_again() {
    Shelf::of_this_process().look_again();
}

std::vector<Zone::Change> Zone::changes(std::size_t without) {
    return Shelf::of_this_process().changes(without);
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
