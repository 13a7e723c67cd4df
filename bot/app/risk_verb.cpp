#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

#include "bot/app/risk_table.h"
#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/base/log.h"
#include "bot/base/text.h"

namespace tocsin::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr int most_days = 1'000'000;
constexpr Duration longest_span = 366 * 24h;

int complain(int code, const std::string& sentence) {
    fmt::print(stderr, "{}\n", sentence);
    return code;
}

// 80% or 0.8.
std::optional<double> read_share(std::string_view text) {
    const bool percent = text.ends_with('%');
    if (percent) text.remove_suffix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (percent) value /= 100;
    return value >= 0 && value <= 1 ? std::optional{value} : std::nullopt;
}

std::expected<Assumptions, std::string> read_assumptions(const SimulateOptions& options) {
    Assumptions assumed;
    assumed.from = std::chrono::floor<std::chrono::days>(SystemClock{}.now());
    const std::initializer_list<std::tuple<std::string_view, std::string, double*>> shares{
        {"--answers", options.answers, &assumed.answers},
        {"--away", options.away, &assumed.away},
        {"--dead-phone", options.dead_phone, &assumed.dead_phone},
        {"--trouble", options.trouble, &assumed.trouble}};
    for (const auto& [name, text, into] : shares) {
        if (text.empty()) continue;
        const auto share = read_share(text);
        if (!share) return std::unexpected(fmt::format("{} is \"{}\". Write it like 80%.", name, text));
        *into = *share;
    }
    const std::initializer_list<std::pair<std::string, Duration*>> durations{
        {options.answer_after, &assumed.answer_after}, {options.span, &assumed.span}};
    for (const auto& [text, into] : durations) {
        if (text.empty()) continue;
        const auto duration = parse_duration(text);
        if (!duration) return std::unexpected(duration.error().message);
        *into = *duration;
    }
    if (assumed.answer_after < 1s || assumed.span < 1h || assumed.span > longest_span)
        return std::unexpected("--answer-after is a second at least, --span between an hour and a year.");
    if (!options.from.empty()) {
        const auto from = parse_rfc3339(options.from);
        if (!from) return std::unexpected(from.error().message);
        assumed.from = *from;
    }
    return assumed;
}

double share_of(int part, int all) {
    return all == 0 ? 0 : static_cast<double>(part) / all;
}
std::string percent(int part, int all) {
    return all == 0 ? "-" : fmt::format("{:.1f}%", 100 * share_of(part, all));
}
std::string clock_words(std::optional<Duration> duration) {
    if (!duration) return "-";
    const auto seconds = std::chrono::round<std::chrono::seconds>(*duration).count();
    return seconds < 3600 ? fmt::format("{}:{:02}", seconds / 60, seconds % 60)
                          : fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}
Json seconds(std::optional<Duration> duration) {
    if (!duration) return nullptr;
    return std::chrono::duration<double>(*duration).count();
}

std::string policy_words(const std::string& policy) {
    return policy.empty() ? "no policy" : policy;
}

void print_rows(std::string_view title, const std::vector<std::pair<std::string, const RiskRow*>>& rows) {
    fmt::print("{:<22}{:>9}  {:>7}{:>8}{:>8}{:>8}  {:>9}{:>9}  {:>9}{:>9}  {:>9}{:>12}\n", title, "incidents",
               "5 min", "10 min", "15 min", "30 min", "page p50", "p95", "ack p50", "p95", "exhausted",
               "unreachable");
    for (const auto& [name, row] : rows) {
        fmt::print(
            "{:<22}{:>9}  {:>7}{:>8}{:>8}{:>8}  {:>9}{:>9}  {:>9}{:>9}  {:>9}{:>12}\n", name, row->incidents,
            percent(row->within[0], row->incidents), percent(row->within[1], row->incidents),
            percent(row->within[2], row->incidents), percent(row->within[3], row->incidents),
            clock_words(percentile(row->first_page, 0.5)), clock_words(percentile(row->first_page, 0.95)),
            clock_words(percentile(row->acknowledged, 0.5)), clock_words(percentile(row->acknowledged, 0.95)),
            percent(row->exhausted, row->incidents), percent(row->unreachable, row->incidents));
    }
}

std::vector<std::string> assumption_words(const Assumptions& assumed, const SimulateOptions& options) {
    return {
        fmt::format("{} days with seeds from {}: an incident at any time from {} on, over {}, now and then a "
                    "second one; each severity that pages is as likely, each service too",
                    options.seeds, options.seed, format_rfc3339(assumed.from), format_duration(assumed.span)),
        "a severity of business hours comes within them: what it waits for is not counted",
        fmt::format(
            "of the people whom a page reaches {:.0f}% acknowledge (--answers), half of them within {} "
            "(--answer-after), a tenth after more than twice that; the others do not that day",
            100 * assumed.answers, clock_words(assumed.answer_after)),
        fmt::format(
            "from {}:00 to {:02}:00 where they live people sleep: mail, Slack and webhooks wake nobody",
            sleeps_from, sleeps_to),
        fmt::format("on {:.1f}% of the days somebody is away (--away), on {:.1f}% their phone is dead "
                    "(--dead-phone)",
                    100 * assumed.away, 100 * assumed.dead_phone),
        fmt::format(
            "on {:.1f}% of the days each: a provider or Slack in trouble for 5 to 60 minutes, a crash, a "
            "store that fails, a clock that jumps (--trouble)",
            100 * assumed.trouble)};
}

Json as_json(const RiskRow& row) {
    Json within;
    for (std::size_t i = 0; i < risk_marks.size(); ++i)
        within[fmt::format("{}m", std::chrono::floor<std::chrono::minutes>(risk_marks[i]).count())] =
            share_of(row.within[i], row.incidents);
    return {{"incidents", row.incidents},
            {"acknowledged_within", std::move(within)},
            {"first_page_s",
             {{"p50", seconds(percentile(row.first_page, 0.5))},
              {"p95", seconds(percentile(row.first_page, 0.95))}}},
            {"acknowledged_s",
             {{"p50", seconds(percentile(row.acknowledged, 0.5))},
              {"p95", seconds(percentile(row.acknowledged, 0.95))}}},
            {"exhausted", share_of(row.exhausted, row.incidents)},
            {"unreachable", share_of(row.unreachable, row.incidents)}};
}

Json as_json(const RiskTable& table, const Assumptions& assumed, const SimulateOptions& options) {
    Json out{
        {"days", table.days}, {"seed", options.seed}, {"assumptions", assumption_words(assumed, options)}};
    auto& severities = out["severities"] = Json::object();
    for (const auto& [severity, row] : table.severities) severities[key_of(severity)] = as_json(row);
    auto& policies = out["policies"] = Json::object();
    for (const auto& [policy, row] : table.policies) policies[policy] = as_json(row);
    auto& levels = out["levels"] = Json::array();
    for (const auto& [level, risk] : table.levels)
        levels.push_back({{"policy", level.first},
                          {"level", level.second},
                          {"fired", risk.fired},
                          {"passed_on", risk.passed_on}});
    auto& people = out["people"] = Json::array();
    for (const auto& [person, risk] : table.people)
        people.push_back({{"person", person.str()},
                          {"paged", risk.paged},
                          {"passed_on", risk.passed_on},
                          {"pages_a_day", share_of(risk.pages, table.days)},
                          {"pages_a_night", share_of(risk.pages_at_night, table.days)}});
    const auto level = weakest_level(table);
    const auto person = weakest_person(table);
    out["weakest"] = {{"policy", level ? Json(level->first) : Json()},
                      {"level", level ? Json(level->second) : Json()},
                      {"person", person ? Json(person->str()) : Json()}};
    return out;
}

void print_text(const RiskTable& table, const Assumptions& assumed, const SimulateOptions& options) {
    std::vector<std::pair<std::string, const RiskRow*>> rows;
    for (const auto& [severity, row] : table.severities) rows.emplace_back(key_of(severity), &row);
    print_rows("acknowledged within", rows);
    rows.clear();
    for (const auto& [policy, row] : table.policies) rows.emplace_back(policy_words(policy), &row);
    fmt::print("\n");
    print_rows("by policy", rows);
    fmt::print("\n{:<22}{:>9}  {:>10}\n", "level", "fired", "passed on");
    for (const auto& [level, risk] : table.levels)
        fmt::print("{:<22}{:>9}  {:>10}\n", fmt::format("{} {}", policy_words(level.first), level.second),
                   risk.fired, percent(risk.passed_on, risk.fired));
    fmt::print("\n{:<22}{:>9}  {:>10}{:>13}{:>15}\n", "person", "paged", "passed on", "pages a day",
               "pages a night");
    for (const auto& [person, risk] : table.people)
        fmt::print("{:<22}{:>9}  {:>10}{:>13.2f}{:>15.2f}\n", person.str(), risk.paged,
                   percent(risk.passed_on, risk.paged), share_of(risk.pages, table.days),
                   share_of(risk.pages_at_night, table.days));
    fmt::print("\n");
    if (const auto level = weakest_level(table)) {
        const auto& risk = table.levels.at(*level);
        fmt::print("weakest level: {} of {}, {} of its pages are passed on\n", level->second,
                   policy_words(level->first), percent(risk.passed_on, risk.fired));
    }
    if (const auto person = weakest_person(table)) {
        const auto& risk = table.people.at(*person);
        fmt::print("weakest person: {}, {} of the levels that name them are passed on\n", person->str(),
                   percent(risk.passed_on, risk.paged));
    }
    fmt::print("\nassumed:\n");
    for (const auto& words : assumption_words(assumed, options)) fmt::print("  {}\n", words);
}

}  // namespace

int simulate_days(const Common& common, const SimulateOptions& options) {
    if (options.seeds > most_days) return complain(wrong_usage, "--seeds is a million at most.");
    const auto assumed = read_assumptions(options);
    if (!assumed) return complain(wrong_usage, assumed.error());
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto& configuration = found->configuration;
    if (options.print_scenario) {
        const auto scenario = random_day(configuration, *assumed, options.seed);
        fmt::print("{}", config::write_scenario(scenario, fmt::format("seed {}", options.seed)));
        return done;
    }
    log::configure(log::Level::off, log::Format::automatic);  // what happens is the answer
    RiskTable table;
    const auto began = std::chrono::steady_clock::now();
    const auto bad = play_days(configuration, *assumed, options.seed, options.seeds, table);
    if (!bad) return complain(failed, bad.error().message);
    if (const auto& day = *bad) {
        for (const auto& violation : day->violations)
            fmt::print(stderr, "seed {}: {}\n", day->seed, violation);
        fmt::print(
            stderr,
            "This is a bug of Tocsin, not of the rota. The scenario is on standard output: keep it, and play "
            "it again with tocsin simulate --scenario.\n");
        fmt::print("{}", config::write_scenario(day->scenario, fmt::format("seed {}", day->seed)));
        return failed;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (common.json) {
        fmt::print("{}\n", as_json(table, *assumed, options).dump());
    } else {
        print_text(table, *assumed, options);
        fmt::print(stderr, "{} days in {:.1f} s, {:.0f} a second\n", table.days, took.count(),
                   table.days / took.count());
    }
    return done;
}

}  // namespace tocsin::app
