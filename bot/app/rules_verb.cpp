#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/alerts/readers.h"
#include "bot/app/rule_trial.h"
#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace tocsin::app {
namespace {

// What went wrong, and the exit code for it.
struct Stop {
    int code;
    std::string message;
};

template <class T>
using Or = std::expected<T, Stop>;

std::unexpected<Stop> stop(int code, std::string message) {
    return std::unexpected(Stop{code, std::move(message)});
}

struct Sender {
    std::string name;
    std::string kind;
    AlertFields fields;
};

Or<Sender> sender_of(const RulesTestOptions& options, const config::Alerts& alerts) {
    if (!options.source.empty() && !options.kind.empty())
        return stop(wrong_usage, "Name --source or --kind, not both: a source has its kind.");
    std::vector<std::string> names;
    for (const auto& [name, source] : alerts.sources) names.push_back(name);
    const std::string name = options.source.empty() && names.size() == 1 ? names.front() : options.source;
    if (!options.kind.empty()) {
        const std::vector<std::string> kinds(alerts::kinds().begin(), alerts::kinds().end());
        if (std::ranges::find(kinds, options.kind) != kinds.end())
            return Sender{options.kind, options.kind, {}};
        return stop(wrong_usage, fmt::format("There is no kind \"{}\": {}.", options.kind,
                                             choose_from(options.kind, kinds, join(kinds, ", "))));
    }
    if (name.empty()) {
        return stop(wrong_usage,
                    fmt::format("Say who sends it: --source {}, or --kind, as in --kind alertmanager.",
                                names.empty() ? "NAME" : join(names, ", or --source ")));
    }
    const auto found = alerts.sources.find(name);
    if (found != alerts.sources.end()) return Sender{name, found->second.kind, found->second.fields};
    return stop(wrong_usage, fmt::format("alerts.sources has no \"{}\": {}.", name,
                                         choose_from(name, names, "name --kind")));
}

Or<alerts::Values> values_of(const RulesTestOptions& options, const config::Alerts& alerts) {
    std::vector<std::string> names;
    for (const auto& [name, expression] : alerts.values) names.push_back(name);
    alerts::Values values;
    for (const std::string& text : options.values) {
        const auto equals = std::min(text.find('='), text.size());
        const std::string name = text.substr(0, equals);
        const std::string_view number = std::string_view(text).substr(std::min(equals + 1, text.size()));
        double value = 0;
        const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), value);
        if (failed != std::errc() || end != number.data() + number.size() || std::isnan(value))
            return stop(wrong_usage, fmt::format("\"{}\" is no value: write it as in error_rate=0.2.", text));
        if (!alerts.values.contains(name)) {
            return stop(wrong_usage, fmt::format("alerts.values has no \"{}\": {}.", name,
                                                 choose_from(name, names, "add it there")));
        }
        values[name] = value;
    }
    return values;
}

Or<std::string> text_in(const std::string& file) {
    std::ifstream named;
    if (file != "-") {
        named.open(file, std::ios::binary);
        if (!named) return stop(failed, fmt::format("{} cannot be read. Nothing was tested.", file));
    }
    std::istream& stream = file == "-" ? std::cin : named;
    std::string text(alerts::largest_body + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

Or<int> test(const RulesTestOptions& options, const config::Alerts& alerts, bool prints_json) {
    const auto sender = sender_of(options, alerts);
    if (!sender) return std::unexpected(sender.error());
    const auto values = values_of(options, alerts);
    if (!values) return std::unexpected(values.error());
    auto body = text_in(options.alert);
    if (!body) return std::unexpected(body.error());
    const alerts::Payload payload{"application/json", {}, "", std::move(*body)};
    const auto read =
        alerts::read_alerts(sender->kind, sender->name, payload, SystemClock().now(), sender->fields);
    if (!read) return stop(failed, fmt::format("Read as {}: {}", sender->kind, read.error().message));
    auto results = nlohmann::json::array();
    const auto tell = [&](const Alert* alert) {
        const RuleTrial trial(alerts.rules, {alert, &*values});
        if (prints_json)
            results.push_back(trial.as_json());
        else
            fmt::print("{}", trial.words());
    };
    for (const Alert& alert : *read) tell(&alert);
    if (read->empty() && !prints_json)
        fmt::print("The payload is understood, and there is nothing to tell.\n");
    if (!values->empty()) tell(nullptr);
    if (prints_json) fmt::print("{}\n", results.dump());
    return int{done};
}

}  // namespace

int rules_test(const Common& common, const RulesTestOptions& options) {
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto ended = test(options, found->configuration.alerts, common.json);
    if (ended) return *ended;
    fmt::print(stderr, "{}\n", ended.error().message);
    return ended.error().code;
}

}  // namespace tocsin::app
