#include "bot/imports/products.h"

#include <array>

#include "bot/imports/grafana_oncall.h"
#include "bot/imports/ical.h"
#include "bot/imports/opsgenie.h"
#include "bot/imports/pagerduty.h"

namespace tocsin::imports {
namespace {

constexpr int deepest_nesting = 32;
constexpr std::array products{Product::pagerduty, Product::opsgenie, Product::grafana_oncall, Product::ical};

using Schedules = Expected<std::vector<ImportedSchedule>>;

Expected<std::vector<nlohmann::json>> documents_in(const std::vector<std::string>& texts) {
    std::vector<nlohmann::json> documents;
    for (const auto& text : texts) {
        auto document = parse_foreign(text, deepest_nesting);
        if (document.is_discarded()) {
            return std::unexpected(unreadable("the file", "it is no JSON, or was cut."));
        }
        documents.push_back(std::move(document));
    }
    return documents;
}

Schedules read_json(Product product, const std::vector<std::string>& texts, const Reading& reading) {
    const auto documents = documents_in(texts);
    if (!documents) return std::unexpected(documents.error());
    if (product == Product::pagerduty) return read_pagerduty(*documents, reading);
    return product == Product::opsgenie ? read_opsgenie(*documents, reading)
                                        : read_grafana_oncall(*documents, reading);
}

Schedules read_calendars(const Request& request, const Reading& reading) {
    std::vector<ImportedSchedule> all;
    for (const auto& text : request.texts) {
        auto schedules = read_ical(text, request.wanted_span, reading);
        if (!schedules) return schedules;
        for (auto& each : *schedules) all.push_back(std::move(each));
    }
    return all;
}

}  // namespace

std::string_view key_of(Product product) {
    switch (product) {
        case Product::pagerduty:
            return "pagerduty";
        case Product::opsgenie:
            return "opsgenie";
        case Product::grafana_oncall:
            return "grafana-oncall";
        case Product::ical:
            return "ical";
    }
    return "ical";
}

std::optional<Product> parse_product(std::string_view key) {
    for (const auto product : products) {
        if (key_of(product) == key) return product;
    }
    return std::nullopt;
}

std::vector<std::string> product_keys() {
    std::vector<std::string> keys;
    for (const auto product : products) keys.emplace_back(key_of(product));
    return keys;
}

Expected<Imported> import_schedules(const Request& request) {
    Imported imported;
    PeopleBook people(request.wanted, request.known, imported.departures);
    const Reading reading{people, imported.departures};
    auto schedules = request.product == Product::ical ? read_calendars(request, reading)
                                                      : read_json(request.product, request.texts, reading);
    if (!schedules) return std::unexpected(schedules.error());
    imported.schedules = *std::move(schedules);
    make_keys_unique(imported.schedules, reading);
    imported.people = people.newcomers();
    return imported;
}

}  // namespace tocsin::imports
