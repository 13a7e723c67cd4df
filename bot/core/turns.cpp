#include "bot/core/turns.h"

#include <algorithm>

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::weeks;

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

minutes unit_of(Layer::Rotation rotation) {
    switch (rotation) {
        case Layer::Rotation::hourly:
            return hours{1};
        case Layer::Rotation::daily:
            return days{1};
        case Layer::Rotation::weekly:
            return weeks{1};
        case Layer::Rotation::monthly:
        case Layer::Rotation::none:
            return minutes{0};  // of no fixed length
    }
    return minutes{0};
}

// A day that the month does not have is its last one.
WallTime plus_months(WallTime wall, std::int64_t months) {
    const auto day = std::chrono::floor<days>(wall);
    const std::chrono::year_month_day date(day);
    const auto month = date.year() / date.month() + std::chrono::months{months};
    const auto last = std::chrono::year_month_day_last(month / std::chrono::last).day();
    return WallDay(month / std::min(date.day(), last)) + (wall - day);
}

std::int64_t months_between(WallSeconds from, WallSeconds to) {
    const std::chrono::year_month_day a(std::chrono::floor<days>(from));
    const std::chrono::year_month_day b(std::chrono::floor<days>(to));
    return (b.year() / b.month() - a.year() / a.month()).count();
}

}  // namespace

Turns::Turns(const Layer& layer, Zone zone)
    : zone_(std::move(zone)),
      rotation_(layer.rotation),
      every_(std::max(layer.every, 1)),
      anchor_(layer.anchor.value_or(layer.start)),
      by_active_days_(layer.advance_active_days && layer.rotation == Layer::Rotation::daily &&
                      !layer.active_days.empty()) {
    if (by_active_days_) {
        const auto is_active = [&](WallDay day) {
            return std::ranges::find(layer.active_days, iso_weekday(day)) != layer.active_days.end();
        };
        first_active_ = std::chrono::floor<days>(anchor_);
        while (!is_active(first_active_)) first_active_ += days{1};
        for (int offset = 0; offset < 7; ++offset) {
            if (is_active(first_active_ + days{offset})) active_offsets_.push_back(offset);
        }
    }
    find_empty_slots();
}

WallTime Turns::wall_start(std::int64_t slot) const {
    if (slot == 0) return anchor_;
    if (by_active_days_) {
        return active_day(slot * every_) + (anchor_ - std::chrono::floor<days>(anchor_));
    }
    if (rotation_ == Layer::Rotation::monthly) return plus_months(anchor_, slot * every_);
    return anchor_ + slot * every_ * unit_of(rotation_);
}

WallDay Turns::active_day(std::int64_t index) const {
    const auto in_week = static_cast<std::int64_t>(active_offsets_.size());
    return first_active_ + weeks{index / in_week} +
           days{active_offsets_[static_cast<std::size_t>(index % in_week)]};
}

// The index of the last active day on or before `day`; -1 before the first one.
std::int64_t Turns::active_days_until(WallDay day) const {
    const std::int64_t since = (day - first_active_).count();
    if (since < 0) return -1;
    const auto offset = static_cast<int>(since % 7);
    const auto in_week = static_cast<std::int64_t>(active_offsets_.size());
    return since / 7 * in_week +
           (std::ranges::upper_bound(active_offsets_, offset) - active_offsets_.begin()) - 1;
}

std::int64_t Turns::guess(WallSeconds wall) const {
    if (rotation_ == Layer::Rotation::none || wall < anchor_) return 0;
    if (by_active_days_) {
        return std::max(active_days_until(std::chrono::floor<days>(wall)), std::int64_t{0}) / every_;
    }
    if (rotation_ == Layer::Rotation::monthly) return months_between(anchor_, wall) / every_;
    return floor_divide((wall - anchor_).count(), std::chrono::seconds(every_ * unit_of(rotation_)).count());
}

// Only turns shorter than the longest jump of a clock can fall into one: a day, where a zone changed sides of
// the date line.
void Turns::find_empty_slots() {
    if (rotation_ != Layer::Rotation::hourly && rotation_ != Layer::Rotation::daily) return;
    auto after = zone_.first(anchor_) - 1us;
    while (const auto jump = zone_.next_jump(after)) {
        after = jump->at;
        auto slot = guess(jump->from);
        while (wall_start(slot) < jump->from) ++slot;
        for (; wall_start(slot + 1) <= jump->to; ++slot) empty_slots_.push_back(slot);
    }
}

// The people of an empty turn lose none: the turn in its place is theirs.
std::int64_t Turns::number_of(std::int64_t slot) const {
    return slot - (std::ranges::lower_bound(empty_slots_, slot) - empty_slots_.begin());
}

std::optional<Turn> Turns::at(Time at) const {
    const auto wall = zone_.wall(at);
    if (rotation_ == Layer::Rotation::none) {
        const auto start = start_of(0);
        return start <= at ? std::optional{Turn{0, start, never, start, never}} : std::nullopt;
    }
    auto slot = guess(wall);
    auto start = start_of(slot);
    while (start > at) {
        if (slot == 0) return std::nullopt;
        start = start_of(--slot);
    }
    auto end = start_of(slot + 1);
    while (end <= at) {
        ++slot;
        start = end;
        end = start_of(slot + 1);
    }
    Turn turn{number_of(slot), start, end, start, end};
    if (by_active_days_) shift_of(turn, at, wall);
    return turn;
}

// Every active day of a turn starts a new shift at the handoff time.
void Turns::shift_of(Turn& turn, Time at, WallSeconds wall) const {
    const auto clock = anchor_ - std::chrono::floor<days>(anchor_);
    const auto shift_start = [&](std::int64_t index) { return zone_.first(active_day(index) + clock); };
    auto index = std::max(active_days_until(std::chrono::floor<days>(wall)), std::int64_t{0});
    while (index > 0 && shift_start(index) > at) --index;
    while (shift_start(index + 1) <= at) ++index;
    const auto from = shift_start(index);
    const auto next = from > at ? from : shift_start(index + 1);
    if (from <= at) turn.shift_from = std::max(turn.start, from);
    turn.next_shift = std::min(turn.end, next);
}

}  // namespace tocsin
