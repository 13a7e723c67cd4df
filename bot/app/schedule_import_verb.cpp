#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/base/text.h"
#include "bot/config/document.h"
#include "bot/config/values.h"
#include "bot/config/write_schedule.h"
#include "bot/core/local_time.h"
#include "bot/imports/products.h"

namespace tocsin::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_differences_told = 10;
constexpr auto written_out = std::chrono::days{400};  // of a calendar's shifts

std::unexpected<int> complain(int code, const std::string& sentence) {
    fmt::print(stderr, "{}\n", sentence);
    return std::unexpected(code);
}

std::expected<std::string, int> text_of_file(const std::string& name, std::size_t most) {
    std::ifstream file;
    if (name != "-") {
        file.open(name, std::ios::binary);
        if (!file) return complain(failed, fmt::format("{} cannot be read. Nothing was imported.", name));
    }
    std::istream& in = name == "-" ? std::cin : file;
    std::string text(most + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > most) {
        return complain(
            failed, fmt::format("{} is larger than {} MiB. Nothing was imported.", name, most / 1024 / 1024));
    }
    return text;
}

// Lines of "their ID, address or name: our key".
std::expected<std::map<std::string, PersonId>, int> read_people(const std::string& file) {
    std::map<std::string, PersonId> people;
    if (file.empty()) return people;
    const auto text = text_of_file(file, imports::largest_text);
    if (!text) return std::unexpected(text.error());
    std::vector<config::Finding> findings;
    const auto document = config::read_document(*text, findings);
    if (!findings.empty()) return complain(failed, fmt::format("{}: {}", file, config::to_line(findings[0])));
    for (const auto& entry : document.children) {
        if (!document.is_map() || !entry.is_scalar() || !config::is_name(entry.text)) {
            return complain(failed,
                            fmt::format("{}:{}: a line here is like U123: dana, with a key of people. "
                                        "Nothing was imported.",
                                        file, entry.at.line));
        }
        people.emplace(entry.key, PersonId(entry.text));
    }
    return people;
}

// All that one call of the verb goes by.
struct Asked {
    imports::Request request;
    std::optional<Schedule> ours;  // of the configuration
    std::optional<Time> since;
    int days = 0;
    bool json = false;
};

std::expected<Asked, int> prepare(const Common& common, const ImportOptions& options) {
    Asked asked;
    asked.days = options.days;
    asked.json = common.json;
    const auto product = imports::parse_product(options.product);
    if (!product) {
        return complain(wrong_usage, fmt::format("--from {} is not known. There are {}.", options.product,
                                                 join_and(imports::product_keys())));
    }
    asked.request.product = *product;
    auto from = std::chrono::floor<std::chrono::minutes>(SystemClock().now());
    if (options.since) {
        const auto since = parse_rfc3339(*options.since);
        if (!since) return complain(wrong_usage, since.error().message);
        asked.since = *since;
        from = std::chrono::floor<std::chrono::minutes>(*since);
    }
    asked.request.wanted_span = {from,
                                 from + std::max<Duration>(written_out, std::chrono::days{options.days + 1})};
    for (const auto& file : options.files) {
        auto text = text_of_file(file, imports::largest_text);
        if (!text) return std::unexpected(text.error());
        asked.request.texts.push_back(*std::move(text));
    }
    auto people = read_people(options.people);
    if (!people) return std::unexpected(people.error());
    asked.request.wanted = *std::move(people);
    if (common.config.empty() && !options.schedule) return asked;
    auto found = find_configuration(common, {});
    if (!found) return std::unexpected(found.error());
    asked.request.known = found->configuration.rules.people;
    if (!options.schedule) return asked;
    const auto& schedules = found->configuration.rules.schedules;
    const auto schedule = schedules.find(ScheduleId(*options.schedule));
    if (schedule == schedules.end())
        return complain(wrong_usage, fmt::format("There is no schedule {}.", *options.schedule));
    asked.ours = schedule->second;
    return asked;
}

// Of what both sides know: the span that their answer covers, at most the days asked for.
std::optional<Comparison> compared(const imports::ImportedSchedule& imported, const Asked& asked) {
    if (!imported.rendered) return std::nullopt;
    const Rota rota(asked.ours.value_or(imported.schedule));
    const auto from = std::max(asked.since.value_or(imported.rendered->from), imported.rendered->from);
    const auto wanted = rota.zone().first(rota.zone().wall(from) + std::chrono::days{asked.days});
    const auto to = std::min(wanted, imported.rendered->to);
    if (to <= from) return std::nullopt;
    return compare(imported.rendered->spans, rota, from, to);
}

std::string words(const std::vector<PersonId>& people) {
    std::vector<std::string> list;
    for (const auto& person : people) list.push_back(person.str());
    return list.empty() ? "nobody" : join(list, ", ");
}

Json names(const std::vector<PersonId>& people) {
    auto list = Json::array();
    for (const auto& person : people) list.push_back(person.str());
    return list;
}

Json as_json(const Comparison& comparison) {
    auto differences = Json::array();
    for (const auto& each : comparison.differences) {
        differences.push_back({{"from", format_rfc3339(each.from)},
                               {"to", format_rfc3339(each.to)},
                               {"there", names(each.there)},
                               {"here", names(each.here)}});
    }
    return {{"from", format_rfc3339(comparison.from)},
            {"to", format_rfc3339(comparison.to)},
            {"days", comparison.days},
            {"different_days", comparison.different_days},
            {"differences", differences}};
}

Json as_json(const std::vector<imports::Departure>& departures) {
    auto list = Json::array();
    for (const auto& each : departures)
        list.push_back({{"where", each.where}, {"what", each.what}, {"instead", each.instead}});
    return list;
}

void print_departures(const std::vector<imports::Departure>& departures) {
    for (const auto& each : departures)
        fmt::print(stderr, "{}: {}; {}.\n", each.where, each.what, each.instead);
}

std::string sentence(const Comparison& comparison) {
    return fmt::format("On {} of {} days a different person would be paged.", comparison.different_days,
                       comparison.days);
}

void print_comparison(const Schedule& schedule, const Comparison& comparison, int asked_days) {
    fmt::print("{}: {}\n", schedule.id.str(), sentence(comparison));
    if (comparison.days < asked_days) {
        fmt::print("Their final schedule says no more than {} to {}; the other days were not compared.\n",
                   format_rfc3339(comparison.from), format_rfc3339(comparison.to));
    }
    for (std::size_t i = 0; i < std::min(comparison.differences.size(), most_differences_told); ++i) {
        const auto& each = comparison.differences[i];
        fmt::print("  {} to {}: there {}, here {}\n", format_local(each.from, schedule.timezone),
                   format_local(each.to, schedule.timezone), words(each.there), words(each.here));
    }
    if (comparison.differences.size() > most_differences_told) {
        fmt::print("  and {} more; --json has all of them\n",
                   comparison.differences.size() - most_differences_told);
    }
}

// Somebody of theirs whom the configuration does not know differs from everybody in it.
std::vector<imports::Departure> strangers(const imports::Imported& imported, const Asked& asked) {
    std::vector<imports::Departure> found;
    if (!asked.ours) return found;
    for (const auto& person : imported.people) {
        found.push_back({"person " + person.id.str(),
                         fmt::format("{} is nobody of the configuration", person.name),
                         "each of their shifts counts as different; --people says who is who"});
    }
    return found;
}

int print_comparisons(const imports::Imported& imported, const Asked& asked) {
    auto departures = imported.departures;
    for (auto& stranger : strangers(imported, asked)) departures.push_back(std::move(stranger));
    int code = done;
    auto list = Json::array();
    for (const auto& each : imported.schedules) {
        const auto& schedule = asked.ours ? *asked.ours : each.schedule;
        const auto comparison = compared(each, asked);
        if (!comparison) {
            fmt::print(
                stderr,
                "{}: the files do not say who is on call there in that time. Nothing was compared. Export "
                "the final schedule too; docs/migrating.md says how.\n",
                each.schedule.name);
            code = failed;
            continue;
        }
        if (comparison->different_days > 0) code = failed;
        Json line{{"schedule", schedule.id.str()}};
        line.update(as_json(*comparison));
        list.push_back(std::move(line));
        if (!asked.json) print_comparison(schedule, *comparison, asked.days);
    }
    if (asked.json) {
        fmt::print("{}\n", Json{{"compared", list}, {"departures", as_json(departures)}}.dump());
    } else {
        print_departures(departures);
    }
    return code;
}

int print_configuration(const imports::Imported& imported, const Asked& asked) {
    std::vector<Schedule> schedules;
    for (const auto& each : imported.schedules) schedules.push_back(each.schedule);
    const auto yaml = config::to_yaml(imported.people, schedules);
    if (asked.json) {
        auto list = Json::array();
        for (const auto& each : imported.schedules) {
            const auto comparison = compared(each, asked);
            list.push_back({{"id", each.schedule.id.str()},
                            {"name", each.schedule.name},
                            {"timezone", each.schedule.timezone},
                            {"layers", each.schedule.layers.size()},
                            {"overrides", each.schedule.overrides.size()},
                            {"compared", comparison ? as_json(*comparison) : Json()}});
        }
        const Json out{{"yaml", yaml}, {"schedules", list}, {"departures", as_json(imported.departures)}};
        fmt::print("{}\n", out.dump());
        return done;
    }
    fmt::print("{}", yaml);
    if (yaml.size() > config::largest_file_bytes)
        fmt::print(stderr,
                   "This is larger than the 1 MiB that a configuration may have. Import less at a time.\n");
    print_departures(imported.departures);
    for (const auto& each : imported.schedules) {
        const auto comparison = compared(each, asked);
        if (comparison) fmt::print(stderr, "{}: {}\n", each.schedule.id.str(), sentence(*comparison));
    }
    return done;
}

}  // namespace

int import_schedules(const Common& common, const ImportOptions& options) {
    const auto asked = prepare(common, options);
    if (!asked) return asked.error();
    const auto imported = imports::import_schedules(asked->request);
    if (!imported) {
        fmt::print(stderr, "{}\n", imported.error().message);
        return failed;
    }
    if (asked->ours && imported->schedules.size() != 1) {
        fmt::print(stderr, "The files have {} schedules. Compare one at a time with --schedule.\n",
                   imported->schedules.size());
        return wrong_usage;
    }
    return options.compare || asked->ours ? print_comparisons(*imported, *asked)
                                          : print_configuration(*imported, *asked);
}

}  // namespace tocsin::app
