// Files of other products as they are read in tests, and the configuration that comes of them.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "bot/config/load.h"
#include "bot/config/write_schedule.h"
#include "bot/imports/products.h"
#include "tests/core/schedules.h"

namespace tocsin::imports::testing {

using tocsin::testing::at;

inline std::string sample(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(std::string(TOCSIN_SOURCE_DIR) + "/tests/imports/samples/" + name).rdbuf();
    REQUIRE(!text.str().empty());
    return text.str();
}

inline Request request(Product product, std::vector<std::string> texts) {
    return {.product = product,
            .texts = std::move(texts),
            .wanted = {},
            .known = {},
            .wanted_span = {at("2026-09-28T04:00:00Z"), at("2027-06-01T00:00:00Z")}};
}

inline Expected<Imported> read(Product product, std::vector<std::string> texts) {
    return import_schedules(request(product, std::move(texts)));
}

inline std::string error_of(Product product, std::vector<std::string> texts) {
    const auto imported = read(product, std::move(texts));
    return imported ? "" : imported.error().message;
}

inline bool tells_of(const Imported& imported, std::string_view words) {
    for (const auto& each : imported.departures) {
        if ((each.where + ": " + each.what + "; " + each.instead).contains(words)) return true;
    }
    return false;
}

// Everything their final schedule covers.
inline Comparison whole(const ImportedSchedule& each) {
    REQUIRE(each.rendered.has_value());
    return compare(each.rendered->spans, Rota(each.schedule), each.rendered->from, each.rendered->to);
}

// The written configuration is one, and is the same schedules.
inline void check_reads_back(const Imported& imported) {
    std::vector<Schedule> schedules;
    for (const auto& each : imported.schedules) schedules.push_back(each.schedule);
    const auto text = config::to_yaml(imported.people, schedules);
    const auto leaks = [](const std::string& name) {
        return name.starts_with("SLACK_") ? std::nullopt : std::optional<std::string>("leaked");
    };
    const auto loaded = config::load_text(text, "tocsin.yaml", leaks, {});
    std::string findings;
    for (const auto& line : config::to_lines(loaded.findings)) findings += line + "\n";
    CAPTURE(text);
    CAPTURE(findings);
    REQUIRE(loaded.ok());
    for (const auto& schedule : schedules)
        CHECK(loaded.configuration.rules.schedules.at(schedule.id) == schedule);
    for (const auto& person : imported.people) {
        auto expected = person;
        if (expected.timezone.empty()) expected.timezone = "UTC";
        CHECK(loaded.configuration.rules.people.at(person.id) == expected);
    }
}

}  // namespace tocsin::imports::testing
