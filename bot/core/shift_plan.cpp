#include "bot/core/shift_plan.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

constexpr std::array all_moments{ShiftMoment::soon,   ShiftMoment::start,  ShiftMoment::unready,
                                 ShiftMoment::silent, ShiftMoment::ending, ShiftMoment::end};
constexpr Duration ahead = 24h;
constexpr Duration unready_after = 2h;
constexpr Duration silent_after = 4h;
constexpr Duration handover_before = 2h;
constexpr auto week = std::chrono::weeks{1};

// In the order in which they happen; nothing where the shift has no such moment.
std::optional<Time> due_of(ShiftMoment moment, const DutyShift& shift) {
    const auto length = shift.end - shift.start;
    const bool is_short = length < short_shift;
    switch (moment) {
        case ShiftMoment::soon:
            return is_short ? std::nullopt : std::optional{shift.start - ahead};
        case ShiftMoment::start:
            return shift.start;
        case ShiftMoment::unready:
            return is_short ? std::nullopt : std::optional{shift.start + unready_after};
        case ShiftMoment::silent:
            return length <= silent_after ? std::nullopt : std::optional{shift.start + silent_after};
        case ShiftMoment::ending:
            return is_short ? std::nullopt : std::optional{shift.end - handover_before};
        case ShiftMoment::end:
            return is_short ? std::nullopt : std::optional{shift.end};
    }
    return std::nullopt;
}

}  // namespace

std::string_view key_of(ShiftMoment moment) {
    switch (moment) {
        case ShiftMoment::soon:
            return "soon";
        case ShiftMoment::start:
            return "start";
        case ShiftMoment::unready:
            return "unready";
        case ShiftMoment::silent:
            return "silent";
        case ShiftMoment::ending:
            return "ending";
        case ShiftMoment::end:
            return "end";
    }
    return "start";
}

std::optional<ShiftMoment> parse_shift_moment(std::string_view key) {
    const auto found =
        std::ranges::find_if(all_moments, [&](ShiftMoment moment) { return key_of(moment) == key; });
    return found == all_moments.end() ? std::nullopt : std::optional{*found};
}

std::vector<DutyShift> duty_shifts(const Rota& rota, Time from, Time to) {
    std::vector<DutyShift> merged;
    for (const auto& shift : rota.whole_shifts(from, to)) {
        const auto touching = std::ranges::find_if(merged, [&](const DutyShift& before) {
            return before.person == shift.person && before.end == shift.start;
        });
        if (touching != merged.end()) {
            touching->end = shift.end;
        } else {
            merged.push_back({shift.person, shift.start, shift.end});
        }
    }
    return merged;
}

std::vector<ShiftWish> shift_wishes(const Rota& rota, Time from, Time to) {
    const auto shifts = duty_shifts(rota, from - ahead, to + ahead);
    std::vector<ShiftWish> wishes;
    for (const auto& shift : shifts) {
        const bool fresh = std::ranges::none_of(shifts, [&](const DutyShift& other) {
            return other.person == shift.person && other.end < shift.start && other.end > shift.start - ahead;
        });
        for (const auto moment : all_moments) {
            const auto due = due_of(moment, shift);
            if (!due || *due < from || *due >= to) continue;
            if (moment == ShiftMoment::soon && !fresh) continue;
            wishes.push_back({shift, moment, *due});
        }
    }
    return wishes;
}

std::vector<Gap> unusual_gaps(const Rota& rota, Time from, Time to) {
    // Begins earlier, so that a gap that is there already at `from` is none that begins then.
    auto gaps = rota.coverage(from - 1us, to).gaps;
    std::erase_if(gaps, [&](const Gap& gap) {
        const auto middle = gap.start + (gap.end - gap.start) / 2;
        const bool every_week =
            rota.on_call_at(middle - week).empty() && rota.on_call_at(middle + week).empty();
        return gap.start < from || every_week;
    });
    return gaps;
}

}  // namespace tocsin
