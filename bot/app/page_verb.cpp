#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/app/api_client.h"
#include "bot/app/settings.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/core/ad_hoc_page.h"

namespace tocsin::app {
namespace {

using nlohmann::json;
using State = AdHocDelivery::State;

constexpr auto look_again = std::chrono::milliseconds{500};
constexpr auto patience = std::chrono::minutes{2};
constexpr std::array personal_means{Means::phone, Means::sms,  Means::slack,
                                    Means::email, Means::ntfy, Means::pushover};

bool any_is(const json& page, AdHocDelivery::State state) {
    return std::ranges::any_of(member(page, "deliveries"),
                               [&](const json& one) { return text_of(one, "state") == key_of(state); });
}

void print_page(const json& page) {
    for (const auto& one : member(page, "deliveries")) {
        const auto detail = text_of(one, "detail");
        fmt::print("{:<9} {}{}\n", text_of(one, "means"), text_of(one, "state"),
                   detail.empty() ? "" : ": " + detail);
    }
}

// What the configuration says of the means that no page went by.
void print_left_out(const json& page, const config::Configuration& configuration, const Person& person) {
    const auto& deliveries = member(page, "deliveries");
    for (const auto means : personal_means) {
        if (std::ranges::any_of(deliveries,
                                [&](const json& one) { return text_of(one, "means") == key_of(means); }))
            continue;
        const bool provided = means == Means::slack || configuration.paging.order.contains(means);
        fmt::print("{:<9} left out: {}\n", key_of(means),
                   !has_address(person, means) ? "the configuration names no address"
                   : !provided                 ? "no provider of paging carries it"
                                               : "refused for good, by the person or by the provider");
    }
}

}  // namespace

int page_test(const Common& common, const PageTestOptions& options) {
    auto api = ApiClient::find(common, options.url, Scope::act, WithoutBot::fails);
    if (!api) return api.error();
    const auto sent = api->post(fmt::format("/api/v1/people/{}/test-page", options.person), json::object());
    if (!sent) return api_failed(sent.error());
    if (!sent->good()) return api_refused(*sent);
    auto body = sent->json();
    const auto path = fmt::format("/api/v1/test-pages/{}", int_of(member(body, "test_page"), "id"));
    const auto until = std::chrono::steady_clock::now() + patience;
    while (any_is(member(body, "test_page"), State::waiting) && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(look_again);
        const auto state = api->get(path);
        if (!state) return api_failed(state.error());
        if (!state->good()) return api_refused(*state);
        body = state->json();
    }
    const auto& page = member(body, "test_page");
    if (common.json) {
        fmt::print("{}\n", body.dump(-1, ' ', false, json::error_handler_t::replace));
    } else {
        print_page(page);
    }
    if (options.explain && !common.json) {
        const auto found = find_configuration(common, {});
        if (!found) return found.error();
        const auto person = found->configuration.rules.people.find(PersonId{options.person});
        if (person != found->configuration.rules.people.end())
            print_left_out(page, found->configuration, person->second);
    }
    return any_is(page, State::waiting) || any_is(page, State::failed) ? failed : done;
}

}  // namespace tocsin::app
