#include "bot/app/random_nights.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <random>

#include "bot/core/local_time.h"

namespace tocsin::app {

using config::Scenario;
using config::scenario::Conduct;
namespace scenario = config::scenario;

namespace {

constexpr double spread = 0.6;  // of the logarithm of how long somebody takes: every tenth 2.2 times as long
constexpr double second_incident = 0.15;
constexpr int most_incidents = 6;  // that people declare in a night

// The same numbers everywhere, which the library's distributions do not promise.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    int pick(int below) {
        return static_cast<int>(random_() % static_cast<std::uint64_t>(std::max(below, 1)));
    }
    double share() { return static_cast<double>(random_() >> 11) * 0x1.0p-53; }
    bool happens(double chance) { return share() < chance; }
    Duration within(Duration longest) {
        return std::chrono::seconds(
            pick(static_cast<int>(std::chrono::floor<std::chrono::seconds>(longest).count())));
    }
    // Around `middle`, never negative, some much longer.
    Duration about(Duration middle) {
        const double normal =
            std::sqrt(-2 * std::log(1 - share())) * std::cos(2 * std::numbers::pi * share());
        const double seconds = std::chrono::duration<double>(middle).count() * std::exp(spread * normal);
        return std::chrono::seconds(std::clamp<long long>(std::llround(seconds), 1, 24 * 3600));
    }
    const auto& one_of(const auto& list) {
        return list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
    }

  private:
    std::mt19937_64 random_;
};

template <typename Map>
auto keys_of(const Map& map) {
    std::vector<typename Map::key_type> keys;
    for (const auto& [key, value] : map) keys.push_back(key);
    return keys;
}

std::vector<Severity> severities_that_page(const Rules& rules) {
    std::vector<Severity> found;
    for (const auto& [severity, rule] : rules.severities) {
        if (!rule.page.to.empty() && rule.ticket.empty()) found.push_back(severity);
    }
    return found;
}

bool is_asleep(const Rules& rules, const PersonId& person, Time at) {
    const auto clock = local_words(at, rules.timezone_of(person)).clock;
    int hour = 12;
    std::from_chars(clock.data(), clock.data() + std::min<std::size_t>(clock.size(), 2), hour);
    return hour >= sleeps_from || hour < sleeps_to;
}

constexpr std::array wakes{Means::phone,    Means::sms,       Means::ntfy,
                           Means::pushover, Means::pagerduty, Means::betterstack};

struct DayMaker {
    const config::Configuration& configuration;
    const Assumptions& assumptions;
    Dice dice;
    Scenario made{};

    void add(Duration after, config::Happening what) {
        auto& events = made.events;
        events.insert(std::ranges::upper_bound(events, after, {}, &config::ScenarioEvent::after),
                      {after, std::move(what), 0});
    }

    void person(const PersonId& who) {
        scenario::Person habit{who, std::nullopt, std::nullopt};
        const bool away = dice.happens(assumptions.away);
        const bool dead = dice.happens(assumptions.dead_phone);
        const bool answers = dice.happens(assumptions.answers);
        const auto after = dice.about(assumptions.answer_after);
        if (answers && !away) habit.answers_after = after;
        std::vector<Means> hears;
        const bool asleep = is_asleep(configuration.rules, who, made.start);
        for (const auto means : all_means) {
            const bool wakes_them = std::ranges::find(wakes, means) != wakes.end();
            if (asleep && !wakes_them) continue;
            if (dead && wakes_them) continue;
            hears.push_back(means);
        }
        if (hears.size() < all_means.size()) habit.hears = std::move(hears);
        add({}, std::move(habit));
    }

    void troubles() {
        if (dice.happens(assumptions.trouble)) {
            auto providers = config::simulated_providers(configuration);
            providers.emplace_back("slack");
            constexpr std::array ways{Conduct::fails, Conduct::hangs, Conduct::silent, Conduct::undelivered};
            const auto name = dice.one_of(providers);
            const auto does = dice.one_of(ways);
            add({}, scenario::Provider{name, does, 5min + dice.within(55min)});
        }
        if (dice.happens(assumptions.trouble)) {
            const auto after = dice.within(20min);
            add(after, scenario::Crash{5s + dice.within(2min), dice.pick(2) == 0});
        }
        if (dice.happens(assumptions.trouble))
            add(dice.within(20min), scenario::StoreFails{5s + dice.within(1min)});
        if (dice.happens(assumptions.trouble)) {
            const auto by = 1s + dice.within(2min);
            add(dice.within(20min), scenario::ClockJumps{dice.pick(2) == 0 ? by : -by});
        }
    }

    Scenario make() {
        const auto& rules = configuration.rules;
        const auto severities = severities_that_page(rules);
        const auto services = keys_of(rules.services);
        const auto severity = severities.empty() ? Severity::sev1 : dice.one_of(severities);
        made.start = assumptions.from + dice.within(assumptions.span);
        if (rules.of(severity).page.business_hours)
            made.start = next_business_time(rules.business_hours, made.start);
        made.until = 4h;
        for (const auto& [id, each] : rules.people) person(id);
        troubles();
        const auto service = [&] { return services.empty() ? ServiceId{} : dice.one_of(services); };
        add({}, scenario::Declare{severity, "Simulated incident", service(), ""});
        if (dice.happens(second_incident) && !severities.empty()) {
            const auto after = dice.within(1h);
            add(after, scenario::Declare{dice.one_of(severities), "Second incident", service(), ""});
        }
        return std::move(made);
    }
};

// Whatever may go wrong, all at once.
struct NightMaker {
    const config::Configuration& configuration;
    Dice dice;
    Scenario made{};
    std::vector<PersonId> people{};
    Duration now{};
    int declared = 0;
    bool jumped = false;  // the clock did; once is enough
    bool one_always_works = false;

    void add(config::Happening what, int incident = 0) {
        made.events.push_back({now, std::move(what), incident});
    }
    PersonId somebody() { return dice.one_of(people); }
    int some_incident() { return 1 + dice.pick(declared); }

    void declare() {
        if (declared == most_incidents) return;
        ++declared;
        const auto severity = dice.pick(2) == 0 ? Severity::sev1 : Severity::sev2;
        add(scenario::Declare{severity, fmt::format("Trouble number {}", declared), {}, ""});
    }
    void alert() {
        if (configuration.alerts.sources.empty()) return declare();
        const auto& [name, source] = *configuration.alerts.sources.begin();
        const int number = dice.pick(4);
        add(scenario::Alert{name, fmt::format(R"({{"title":"Alert number {}","key":"{}","status":"firing"}})",
                                              number, number)});
    }
    void habit() {
        scenario::Person habit{somebody(), std::nullopt, std::nullopt};
        if (dice.pick(3) == 0) habit.answers_after = dice.about(4min);
        if (dice.pick(3) == 0) habit.hears = {Means::phone};
        add(std::move(habit));
    }
    void conduct() {
        constexpr std::array all{Conduct::works,       Conduct::fails,   Conduct::hangs,
                                 Conduct::loses,       Conduct::late,    Conduct::silent,
                                 Conduct::undelivered, Conduct::rejects, Conduct::repeats};
        auto names = config::simulated_providers(configuration);
        if (one_always_works) {
            for (const auto& name : names) add(scenario::Provider{name, Conduct::works, {}});
        }
        names.emplace_back("slack");
        const auto name = dice.one_of(names);
        add(scenario::Provider{name, dice.one_of(all), {}});
    }

    void act() {
        switch (dice.pick(20)) {
            case 0:
            case 1:
                return declare();
            case 2:
                return alert();
            case 3:
                return add(scenario::Acknowledge{somebody()}, some_incident());
            case 4:
                return add(scenario::GiveBack{somebody()}, some_incident());
            case 5:
                return add(scenario::Escalate{somebody()}, some_incident());
            case 6:
                return add(scenario::Resolve{somebody()}, some_incident());
            case 7:
                return dice.pick(2) == 0 ? add(scenario::Reassign{somebody()}, some_incident())
                                         : add(scenario::ChangeSeverity{dice.pick(2) == 0 ? Severity::sev1
                                                                                          : Severity::sev2},
                                               some_incident());
            case 8:
            case 9:
                return habit();
            case 10:
            case 11:
                return conduct();
            case 12: {  // what comes next is what it dies of
                add(scenario::Crash{dice.within(1min), dice.pick(2) == 0});
                return declare();
            }
            case 13:
                return add(scenario::Outage{dice.within(15min)});
            case 14:
                return add(scenario::StoreFails{1s + dice.within(1min)});
            case 15: {
                if (std::exchange(jumped, true)) return;
                const auto by = 1s + dice.within(1h);
                return add(scenario::ClockJumps{dice.pick(2) == 0 ? by : -by});
            }
            default:
                now += dice.within(10min);
        }
    }

    Scenario make(Time start) {
        constexpr Duration chaos = 90min, peace = 75min;
        people = keys_of(configuration.rules.people);
        made.start = start;
        declare();
        while (now < chaos) act();
        add(scenario::Provider{"", Conduct::works, {}});
        made.until = now + peace;
        return std::move(made);
    }
};

}  // namespace

Scenario random_day(const config::Configuration& configuration, const Assumptions& assumptions,
                    std::uint64_t seed) {
    return DayMaker{configuration, assumptions, Dice(seed)}.make();
}

Scenario wild_night(const config::Configuration& configuration, Time start, std::uint64_t seed) {
    NightMaker maker{configuration, Dice(seed)};
    maker.one_always_works = seed % 2 == 0;
    return maker.make(start);
}

}  // namespace tocsin::app
