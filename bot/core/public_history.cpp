#include "bot/core/public_history.h"

#include <algorithm>
#include <set>

namespace tocsin {
namespace {

using std::chrono::days;

Time midnight(Time at) {
    return std::chrono::floor<days>(at);
}

// Every instant at which a notice may say something else of a component.
std::set<Time> turns_of(std::span<const PublicNotice> notices, Time from, Time until) {
    std::set<Time> turns{from};
    const auto add = [&](Time at) {
        if (at > from && at < until) turns.insert(at);
    };
    for (const auto& notice : notices) {
        for (const auto& entry : notice.entries) add(entry.at);
        if (!is_maintenance(notice)) continue;
        add(*notice.scheduled_for);
        add(*notice.scheduled_until);
    }
    for (auto day = midnight(from); day < until; day += days{1}) add(day);
    return turns;
}

bool counts_as_down(ComponentState state) {
    return state == ComponentState::partial_outage || state == ComponentState::major_outage;
}

std::vector<PublicNotice> about(const std::string& component, std::span<const PublicNotice> notices) {
    std::vector<PublicNotice> found;
    for (const auto& notice : notices) {
        const bool names_it = std::ranges::any_of(
            notice.entries, [&](const PublicEntry& entry) { return entry.components.contains(component); });
        if (names_it) found.push_back(notice);
    }
    return found;
}

}  // namespace

ComponentState state_of(const std::string& component, std::span<const PublicNotice> notices, Time at) {
    auto worst = ComponentState::operational;
    for (const auto& notice : notices) {
        const auto states = components_at(notice, at);
        const auto found = states.find(component);
        if (found != states.end()) worst = std::max(worst, found->second);
    }
    return worst;
}

std::vector<ComponentDay> days_of(const std::string& component, std::span<const PublicNotice> notices,
                                  Time now) {
    const auto first = midnight(now) - days{bar_days - 1};
    std::vector<ComponentDay> bar;
    for (int i = 0; i < bar_days; ++i) bar.push_back({first + days{i}, ComponentState::operational, {}});
    const auto said = about(component, notices);
    if (said.empty()) return bar;
    const auto turns = turns_of(said, first, now);
    for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
        const auto next = std::next(turn);
        const auto until = next == turns.end() ? now : *next;
        const auto state = state_of(component, said, *turn);
        auto& day = bar[static_cast<std::size_t>((midnight(*turn) - first) / days{1})];
        day.worst = std::max(day.worst, state);
        if (counts_as_down(state)) day.down += until - *turn;
    }
    // What began this very moment is seen too.
    bar.back().worst = std::max(bar.back().worst, state_of(component, said, now));
    return bar;
}

double uptime_percent(const std::vector<ComponentDay>& bar, Time now) {
    if (bar.empty() || now <= bar.front().day) return 100;
    Duration down{};
    for (const auto& day : bar) down += day.down;
    const std::chrono::duration<double> all = now - bar.front().day;
    return 100 * (1 - std::chrono::duration<double>(down) / all);
}

Time next_turn(std::span<const PublicNotice> notices, Time now) {
    Time next = midnight(now) + days{1};
    for (const auto& notice : notices) {
        if (!is_maintenance(notice) || is_over(notice, now)) continue;
        for (const auto at : {*notice.scheduled_for, *notice.scheduled_until})
            if (at > now) next = std::min(next, at);
    }
    return next;
}

}  // namespace tocsin
