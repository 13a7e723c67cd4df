#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/base/text.h"
#include "bot/core/rota.h"
#include "templates/calendar.h"

namespace tocsin::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto calendar_span = std::chrono::days{90};

Json names(const std::vector<PersonId>& people) {
    auto list = Json::array();
    for (const auto& person : people) list.push_back(person.str());
    return list;
}

std::string words(const std::vector<PersonId>& people) {
    std::vector<std::string> list;
    for (const auto& person : people) list.push_back(person.str());
    return list.empty() ? "nobody" : join(list, ", ");
}

Json instant_or_null(const std::optional<Time>& at) {
    return at ? Json(format_rfc3339(*at)) : Json();
}

std::string reason_with_start(const Rota& rota, const Reason& reason) {
    return fmt::format("{} since {}", rota.words(reason), format_rfc3339(reason.since));
}

// What one call of the verb needs: the schedules asked for, in the order of the configuration.
struct Asked {
    std::vector<Rota> rotas;
    Rules rules;
    bool json = false;

    void answer(Time at) const {
        for (const auto& rota : rotas) {
            const auto people = rota.on_call_at(at);
            const auto until = rota.until(at);
            const auto& id = rota.schedule().id.str();
            if (json) {
                const Json line{{"schedule", id},
                                {"at", format_rfc3339(at)},
                                {"on_call", names(people)},
                                {"until", instant_or_null(until)}};
                fmt::print("{}\n", line.dump());
            } else {
                fmt::print("{}  {}  {}{}\n", format_rfc3339(at), id, words(people),
                           until ? " until " + format_rfc3339(*until) : "");
            }
        }
    }

    void coverage(Time from, Time to) const {
        for (const auto& rota : rotas) {
            const auto coverage = rota.coverage(from, to);
            json ? print_json(rota, coverage) : print_text(rota, coverage);
        }
    }

    void calendar(Time from, Time to, Time now) const {
        std::vector<templates::CalendarPart> parts;
        for (const auto& rota : rotas) parts.push_back({rota, rota.whole_shifts(from, to)});
        fmt::print("{}", templates::calendar(parts, rules, now));
    }

    void why(const PersonId& person, Time at) const {
        for (const auto& rota : rotas) {
            const auto duty = rota.on_duty_at(at);
            const auto found = std::ranges::find(duty, person, &OnDuty::person);
            std::vector<std::string> because;
            if (found != duty.end()) {
                for (const auto& reason : found->because) because.push_back(reason_with_start(rota, reason));
            } else {
                for (const auto& other : duty) {
                    because.push_back(fmt::format("{} is on call: {}", other.person.str(),
                                                  reason_with_start(rota, other.because.front())));
                }
                if (duty.empty()) because.emplace_back("nobody is on call");
            }
            const auto& id = rota.schedule().id.str();
            if (json) {
                const Json line{{"person", person.str()},
                                {"at", format_rfc3339(at)},
                                {"on_call", found != duty.end()},
                                {"because", because},
                                {"schedule", id}};
                fmt::print("{}\n", line.dump());
            } else {
                fmt::print("{}  {} is {}on call in {}: {}\n", format_rfc3339(at), person.str(),
                           found != duty.end() ? "" : "not ", id, join(because, "; "));
            }
        }
    }

  private:
    static std::string why_of(const Rota& rota, const Shift& shift) {
        std::vector<std::string> reasons;
        for (const auto& reason : shift.because) reasons.push_back(rota.words(reason));
        return join(reasons, "; ");
    }
    static void print_json(const Rota& rota, const Coverage& coverage) {
        Json line{{"schedule", rota.schedule().id.str()}, {"shifts", Json::array()}, {"gaps", Json::array()}};
        for (const auto& shift : coverage.shifts) {
            line["shifts"].push_back({{"person", shift.person.str()},
                                      {"start", format_rfc3339(shift.start)},
                                      {"end", format_rfc3339(shift.end)},
                                      {"why", why_of(rota, shift)}});
        }
        for (const auto& gap : coverage.gaps)
            line["gaps"].push_back({{"start", format_rfc3339(gap.start)}, {"end", format_rfc3339(gap.end)}});
        fmt::print("{}\n", line.dump());
    }
    static void print_text(const Rota& rota, const Coverage& coverage) {
        const auto& id = rota.schedule().id.str();
        for (const auto& shift : coverage.shifts) {
            fmt::print("{}  {}  {}  {}  ({})\n", format_rfc3339(shift.start), format_rfc3339(shift.end), id,
                       shift.person.str(), why_of(rota, shift));
        }
        for (const auto& gap : coverage.gaps) {
            fmt::print("{}  {}  {}  nobody\n", format_rfc3339(gap.start), format_rfc3339(gap.end), id);
        }
    }
};

int complain(int code, const std::string& sentence) {
    fmt::print(stderr, "{}\n", sentence);
    return code;
}

std::expected<Asked, int> prepare(const Common& common, const OnCallOptions& options) {
    auto found = find_configuration(common, {});
    if (!found) return std::unexpected(found.error());
    auto& rules = found->configuration.rules;
    Asked asked{{}, {}, common.json};
    for (const auto& id : found->configuration.schedule_order) {
        if (!options.schedule || *options.schedule == id.str())
            asked.rotas.emplace_back(rules.schedules.at(id));
    }
    if (options.schedule && asked.rotas.empty()) {
        std::vector<std::string> known;
        for (const auto& id : found->configuration.schedule_order) known.push_back(id.str());
        return std::unexpected(
            complain(wrong_usage, fmt::format("There is no schedule {}. There {}.", *options.schedule,
                                              known.empty() ? "is none" : "are " + join_and(known))));
    }
    if (options.why && !rules.people.contains(PersonId(*options.why))) {
        return std::unexpected(
            complain(wrong_usage, fmt::format("There is nobody called {} under people.", *options.why)));
    }
    asked.rules = std::move(rules);
    return asked;
}

// Answers line for line; a line that is no instant is complained about and does not stop the rest.
int answer_lines(const Asked& asked) {
    int code = done;
    for (std::string line; std::getline(std::cin, line);) {
        const auto text = trim(line);
        if (text.empty()) continue;
        if (const auto at = parse_rfc3339(text)) {
            asked.answer(*at);
        } else {
            code = complain(failed, at.error().message);
        }
    }
    return code;
}

}  // namespace

int oncall(const Common& common, const OnCallOptions& options) {
    const auto now = SystemClock().now();
    std::vector<Time> instants;
    std::optional<Time> from, to;
    for (const auto& text : options.at) {
        if (text == "-") continue;
        const auto at = parse_rfc3339(text);
        if (!at) return complain(wrong_usage, at.error().message);
        instants.push_back(*at);
    }
    for (const auto& [text, at] : {std::pair(options.from, &from), std::pair(options.to, &to)}) {
        if (!text) continue;
        const auto parsed = parse_rfc3339(*text);
        if (!parsed) return complain(wrong_usage, parsed.error().message);
        *at = *parsed;
    }
    if (from.has_value() != to.has_value()) return complain(wrong_usage, "--from and --to belong together.");
    if (from && *to <= *from) return complain(wrong_usage, "--to has to be after --from.");

    const auto asked = prepare(common, options);
    if (!asked) return asked.error();
    if (options.ical) {
        asked->calendar(from.value_or(now), to.value_or(now + calendar_span), now);
        return done;
    }
    if (from) {
        asked->coverage(*from, *to);
        return done;
    }
    const bool from_input = std::ranges::find(options.at, "-") != options.at.end();
    if (instants.empty() && !from_input) instants.push_back(std::chrono::floor<std::chrono::seconds>(now));
    for (const auto at : instants) {
        options.why ? asked->why(PersonId(*options.why), at) : asked->answer(at);
    }
    return from_input ? answer_lines(*asked) : done;
}

}  // namespace tocsin::app
