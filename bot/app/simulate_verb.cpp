#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/app/settings.h"
#include "bot/app/simulation.h"
#include "bot/app/verbs.h"
#include "bot/base/log.h"
#include "bot/base/text.h"

namespace tocsin::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t largest_scenario_bytes = 1024 * 1024;

int complain(int code, const std::string& sentence) {
    fmt::print(stderr, "{}\n", sentence);
    return code;
}

Json seconds(Duration duration) {
    if (duration.count() % 1'000'000 == 0) return duration.count() / 1'000'000;
    return static_cast<double>(duration.count()) / 1e6;
}

Json as_json(const SimulationResult& result, Time start) {
    const auto timed = [&](Time at) {
        return Json{{"at", format_rfc3339(at)}, {"after_s", seconds(at - start)}};
    };
    Json out{
        {"pages", Json::array()}, {"tickets", Json::array()}, {"alarms", Json::array()}, {"state", nullptr}};
    for (const auto& page : result.pages) {
        auto entry = timed(page.at);
        entry["level"] = page.level;
        entry["person"] = page.person;
        entry["via"] = Json::array();
        for (const auto means : page.via) entry["via"].push_back(key_of(means));
        out["pages"].push_back(std::move(entry));
    }
    for (const auto& ticket : result.tickets) {
        auto entry = timed(ticket.at);
        entry["tracker"] = ticket.tracker;
        out["tickets"].push_back(std::move(entry));
    }
    for (const auto& alarm : result.alarms) {
        auto entry = timed(alarm.at);
        entry["reason"] = key_of(alarm.reason);
        out["alarms"].push_back(std::move(entry));
    }
    if (result.state) out["state"] = key_of(*result.state);
    return out;
}

void print_text(const SimulationResult& result, Time start) {
    const auto when = [&](Time at) {
        const auto after = std::chrono::floor<std::chrono::seconds>(at - start);
        const auto words = after < 1min ? fmt::format("{} s", after.count()) : format_duration(after);
        return fmt::format("{}  +{}", format_rfc3339(at), words);
    };
    for (const auto& page : result.pages) {
        std::vector<std::string> via;
        for (const auto means : page.via) via.emplace_back(key_of(means));
        fmt::print("{}  level {}  {}  by {}\n", when(page.at), page.level, page.person, join(via, ", "));
    }
    for (const auto& ticket : result.tickets)
        fmt::print("{}  ticket in {}\n", when(ticket.at), ticket.tracker);
    for (const auto& alarm : result.alarms)
        fmt::print("{}  alarm: {}\n", when(alarm.at), key_of(alarm.reason));
    if (result.pages.empty()) fmt::print("nobody is paged\n");
    fmt::print("state: {}\n", result.state ? key_of(*result.state) : "no incident");
}

Expected<std::string> read_text(const std::string& name) {
    std::string text(largest_scenario_bytes + 1, '\0');
    std::ifstream file;
    if (name != "-") file.open(name, std::ios::binary);
    auto& in = name == "-" ? std::cin : static_cast<std::istream&>(file);
    if (!in) return fail(ErrorKind::not_found, fmt::format("The scenario {} cannot be read.", name));
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest_scenario_bytes)
        return fail(ErrorKind::invalid, fmt::format("The scenario {} is larger than 1 MiB.", name));
    return text;
}

std::expected<config::Scenario, int> from_file(const std::string& name,
                                               const config::Configuration& configuration) {
    const auto text = read_text(name);
    if (!text) return std::unexpected(complain(wrong_usage, text.error().message));
    auto read = config::read_scenario(*text, name == "-" ? "standard input" : name, configuration);
    for (const auto& line : config::to_lines(read.findings)) fmt::print(stderr, "{}\n", line);
    if (config::has_errors(read.findings)) return std::unexpected(int{wrong_usage});
    return std::move(read.scenario);
}

// `--severity sev1 --at T --ack 12m@dana`, put into words that the reader of scenarios checks.
std::expected<config::Scenario, int> from_options(const SimulateOptions& options,
                                                  const config::Configuration& configuration) {
    const auto start = parse_rfc3339(options.at);
    if (!start) return std::unexpected(complain(wrong_usage, start.error().message));
    const auto severity = parse_severity(options.severity);
    if (!severity) {
        return std::unexpected(complain(
            wrong_usage,
            fmt::format("\"{}\" is no severity. Write sev1, sev2, sev3 or sev4.", options.severity)));
    }
    config::Scenario scenario;
    scenario.start = *start;
    scenario.events.push_back({Duration{}, config::scenario::Declare{*severity, "Simulated incident",
                                                                     ServiceId(options.service), ""}});
    if (!options.service.empty() && !configuration.rules.services.contains(ServiceId(options.service)))
        return std::unexpected(
            complain(wrong_usage, fmt::format("There is no service {}.", options.service)));
    if (!options.acknowledge.empty()) {
        const auto acknowledgment = config::read_short_acknowledgment(options.acknowledge);
        if (!acknowledgment || !configuration.rules.people.contains(PersonId(acknowledgment->who))) {
            return std::unexpected(complain(
                wrong_usage, fmt::format("\"{}\" says not who acknowledges when. Write it like 12m@dana.",
                                         options.acknowledge)));
        }
        scenario.events.push_back(
            {acknowledgment->after, config::scenario::Acknowledge{PersonId(acknowledgment->who)}});
    }
    if (!options.until.empty()) {
        const auto until = parse_duration(options.until);
        if (!until) return std::unexpected(complain(wrong_usage, until.error().message));
        scenario.until = *until;
    }
    return scenario;
}

}  // namespace

int simulate(const Common& common, const SimulateOptions& options) {
    const auto ways = std::ranges::count(
        std::array{!options.scenario.empty(), !options.severity.empty(), options.seeds > 0}, true);
    if (ways != 1) {
        return complain(wrong_usage,
                        "Say what happens: --scenario FILE, or --severity and --at, or --seeds N.");
    }
    if (options.seeds > 0) return simulate_days(common, options);
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto scenario = options.scenario.empty() ? from_options(options, found->configuration)
                                                   : from_file(options.scenario, found->configuration);
    if (!scenario) return scenario.error();
    log::configure(log::Level::off, log::Format::automatic);  // what happens is the answer
    const auto result = simulate(found->configuration, *scenario);
    if (!result) return complain(failed, result.error().message);
    if (common.json) {
        fmt::print("{}\n", as_json(*result, scenario->start).dump());
    } else {
        print_text(*result, scenario->start);
    }
    for (const auto& violation : result->violations) fmt::print(stderr, "{}\n", violation);
    return result->violations.empty() ? done : failed;
}

}  // namespace tocsin::app
