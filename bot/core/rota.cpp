#include "bot/core/rota.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/core/windows.h"

namespace tocsin {
namespace {

constexpr Duration look_on = std::chrono::days{2 * 366};  // past two changes of every clock
constexpr Duration longest_whole_shift = std::chrono::days{40};
constexpr int cycles_to_look_through = 7;  // turns and weekdays come together again

bool is_active(const Override& exception, Time at) {
    return exception.start <= at && at < exception.end;
}

// The people on call while the rules are applied one after the other.
class Duty {
  public:
    bool empty() const { return people_.empty(); }
    void clear() { people_.clear(); }
    void add(const PersonId& person, const Reason& reason) {
        auto place = std::ranges::lower_bound(people_, person, {}, &OnDuty::person);
        if (place == people_.end() || place->person != person) place = people_.insert(place, {person, {}});
        place->because.push_back(reason);
    }
    void add(const std::vector<PersonId>& people, const Reason& reason) {
        for (const auto& person : people) add(person, reason);
    }
    bool remove(const PersonId& person) {
        const auto place = std::ranges::find(people_, person, &OnDuty::person);
        if (place == people_.end()) return false;
        people_.erase(place);
        return true;
    }
    std::vector<OnDuty> people() && { return std::move(people_); }

  private:
    std::vector<OnDuty> people_;  // by person
};

void apply_overrides(Duty& duty, const std::vector<Override>& overrides, Time at) {
    using Kind = Override::Kind;
    const auto each = [&](Kind kind, auto apply) {
        for (std::size_t i = 0; i < overrides.size(); ++i) {
            const auto& exception = overrides[i];
            if (exception.kind != kind || !is_active(exception, at)) continue;
            apply(exception, Reason{Reason::Kind::override_, i, 0, exception.start});
        }
    };
    each(Kind::remove, [&](const Override& exception, const Reason&) { duty.remove(exception.replaced); });
    each(Kind::replace, [&](const Override& exception, const Reason& reason) {
        if (duty.remove(exception.replaced)) duty.add(exception.members, reason);
    });
    each(Kind::add,
         [&](const Override& exception, const Reason& reason) { duty.add(exception.members, reason); });
    std::optional<int> highest;
    each(Kind::override_all, [&](const Override& exception, const Reason&) {
        highest = std::max(highest.value_or(exception.priority), exception.priority);
    });
    if (!highest) return;
    duty.clear();
    each(Kind::override_all, [&](const Override& exception, const Reason& reason) {
        if (exception.priority == *highest) duty.add(exception.members, reason);
    });
}

bool all_turns_alike(const Layer& layer) {
    return std::ranges::all_of(layer.members, [&](const auto& people) { return people == layer.members[0]; });
}

Duration unit_of(Layer::Rotation rotation) {
    switch (rotation) {
        case Layer::Rotation::hourly:
            return std::chrono::hours{1};
        case Layer::Rotation::daily:
            return std::chrono::days{1};
        case Layer::Rotation::weekly:
            return std::chrono::weeks{1};
        case Layer::Rotation::monthly:
            return std::chrono::days{31};
        case Layer::Rotation::none:
            return Duration{};
    }
    return Duration{};
}

}  // namespace

Rota::Rota(Schedule schedule) : schedule_(std::move(schedule)), zone_(Zone::load_or_utc(schedule_.timezone)) {
    for (std::size_t i = 0; i < schedule_.layers.size(); ++i) {
        const auto& layer = schedule_.layers[i];
        if (layer.members.empty()) continue;
        layers_.push_back({i, Turns(layer, zone_), zone_.first(layer.start),
                           layer.end ? zone_.first(*layer.end) : never, all_turns_alike(layer)});
    }
    std::ranges::sort(layers_, {}, [this](const PlacedLayer& placed) {
        return std::pair(-layer_of(placed).priority, placed.index);
    });
}

Rota::LayerAnswer Rota::answer(const PlacedLayer& placed, Time at) const {
    if (at < placed.start || at >= placed.end) return {};
    const auto turn = placed.turns.at(at);
    if (!turn) return {};
    const auto& layer = layer_of(placed);
    if (layer.shift_length && at - turn->shift_from >= *layer.shift_length) return {};
    if (!is_inside(layer.restrictions, zone_, at)) return {};
    const auto entries = static_cast<std::int64_t>(layer.members.size());
    const bool single_turn = layer.rotation == Layer::Rotation::none;
    return {&layer.members[static_cast<std::size_t>(single_turn ? 0 : turn->number % entries)], *turn};
}

std::vector<OnDuty> Rota::on_duty_at(Time at) const {
    Duty duty;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const auto& placed = layers_[i];
        const bool lower = i > 0 && layer_of(placed).priority < layer_of(layers_[i - 1]).priority;
        if (lower && !duty.empty()) break;
        const auto found = answer(placed, at);
        if (found.people == nullptr) continue;
        duty.add(*found.people, {Reason::Kind::layer, placed.index, found.turn.number, found.turn.start});
    }
    apply_overrides(duty, schedule_.overrides, at);
    return std::move(duty).people();
}

std::vector<PersonId> Rota::on_call_at(Time at) const {
    std::vector<PersonId> people;
    for (auto& duty : on_duty_at(at)) people.push_back(std::move(duty.person));
    return people;
}

Time Rota::next_edge(const PlacedLayer& placed, Time at, Edges edges) const {
    if (at < placed.start) return placed.start;
    if (at >= placed.end) return never;
    const auto& layer = layer_of(placed);
    auto next = placed.end;
    if (!layer.restrictions.empty()) next = std::min(next, tocsin::next_edge(layer.restrictions, zone_, at));
    const auto turn = placed.turns.at(at);
    if (!turn) return std::min(next, zone_.first(layer.anchor.value_or(layer.start)));
    if (!placed.turns_alike || edges == Edges::of_turns) next = std::min(next, turn->end);
    if (layer.shift_length) {
        next = std::min(next, turn->next_shift);
        const auto shift_end = turn->shift_from + *layer.shift_length;
        if (shift_end > at) next = std::min(next, shift_end);
    }
    return next;
}

Time Rota::next_edge(Time at, Edges edges) const {
    auto next = never;
    for (const auto& placed : layers_) next = std::min(next, next_edge(placed, at, edges));
    for (const auto& exception : schedule_.overrides) {
        for (const auto edge : {exception.start, exception.end}) {
            if (edge > at) next = std::min(next, edge);
        }
    }
    return next;
}

Time Rota::last_single_instant() const {
    auto last = Time::min();
    for (const auto& placed : layers_) {
        const auto& layer = layer_of(placed);
        last = std::max({last, placed.start, zone_.first(layer.anchor.value_or(layer.start))});
        if (placed.end != never) last = std::max(last, placed.end);
    }
    for (const auto& exception : schedule_.overrides) last = std::max({last, exception.start, exception.end});
    return last;
}

Duration Rota::longest_cycle() const {
    Duration longest{};
    for (const auto& layer : schedule_.layers) {
        const auto turns = layer.every * static_cast<std::int64_t>(layer.members.size());
        longest = std::max(longest, unit_of(layer.rotation) * turns);
    }
    return longest;
}

std::optional<Time> Rota::until(Time at) const {
    const auto now = on_call_at(at);
    const auto horizon =
        std::max(at, last_single_instant()) + cycles_to_look_through * longest_cycle() + look_on;
    for (auto next = next_edge(at, Edges::of_people); next <= horizon;
         next = next_edge(next, Edges::of_people)) {
        if (on_call_at(next) != now) return next;
    }
    return std::nullopt;
}

Coverage Rota::coverage(Time from, Time to) const {
    Coverage coverage;
    std::vector<Shift> open;
    std::optional<Time> gap;
    const auto close = [&](Time at, const std::vector<OnDuty>& duty) {
        std::erase_if(open, [&](Shift& shift) {
            const auto same = std::ranges::find(duty, shift.person, &OnDuty::person);
            if (same != duty.end() && same->because == shift.because) return false;
            shift.end = at;
            coverage.shifts.push_back(std::move(shift));
            return true;
        });
    };
    for (auto at = from; at < to; at = next_edge(at, Edges::of_turns)) {
        auto duty = on_duty_at(at);
        close(at, duty);
        if (gap && !duty.empty()) {
            coverage.gaps.push_back({*gap, at});
            gap.reset();
        } else if (!gap && duty.empty()) {
            gap = at;
        }
        for (auto& person : duty) {
            if (std::ranges::find(open, person.person, &Shift::person) != open.end()) continue;
            open.push_back({std::move(person.person), at, at, std::move(person.because)});
        }
    }
    close(to, {});
    if (gap) coverage.gaps.push_back({*gap, to});
    std::ranges::sort(coverage.shifts, {},
                      [](const Shift& shift) { return std::pair(shift.start, shift.person); });
    return coverage;
}

std::vector<Shift> Rota::whole_shifts(Time from, Time to) const {
    const auto begin = from - longest_whole_shift;
    auto shifts = coverage(begin, to + longest_whole_shift).shifts;
    std::erase_if(shifts, [&](const Shift& shift) { return shift.end <= from || shift.start >= to; });
    for (auto& shift : shifts) {
        if (shift.start == begin) shift.start = std::ranges::max(shift.because, {}, &Reason::since).since;
    }
    return shifts;
}

std::string Rota::words(const Reason& reason) const {
    if (reason.kind == Reason::Kind::override_) {
        const auto& exception = schedule_.overrides.at(reason.index);
        const auto made = exception.by.empty() ? "override" : "override by " + exception.by;
        switch (exception.kind) {
            case Override::Kind::remove:
            case Override::Kind::override_all:
                return made;
            case Override::Kind::replace:
                return fmt::format("{}: replaces {}", made, exception.replaced.str());
            case Override::Kind::add:
                return made + ": added";
        }
    }
    const auto& layer = schedule_.layers.at(reason.index);
    return fmt::format("layer {}, turn {}", layer.name.empty() ? key_of(layer.rotation) : layer.name,
                       reason.turn);
}

}  // namespace tocsin
