// A house with a status page that people publish on, at 14:32 UTC: Kim has the role comms.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/public_notice.h"
#include "tests/engine/house.h"

namespace tocsin::engine::testing {

inline Settings with_a_page() {
    auto settings = with_two_schedules(example_settings());
    settings.public_url = "https://status.example.com";
    auto& rules = settings.rules;
    rules.status_page = StatusPageRules{"Your App", {"API", "Web app", "Payments"}, {"db-1"}};
    rules.services[ServiceId{"api"}] = {ServiceId{"api"}, "API", TeamId{"platform"}, "", "API"};
    Person person;
    person.id = PersonId("kim");
    person.name = "Kim";
    person.slack = UserId(kim);
    rules.people[person.id] = person;
    rules.comms = {{Target::Kind::person, "kim"}};
    return settings;
}

struct Published : House {
    explicit Published(Settings settings = with_a_page()) : House(std::move(settings)) {}

    std::string page(std::string_view path = "/status") const {
        REQUIRE(site != nullptr);
        const auto found = site->documents.find(path);
        REQUIRE(found != site->documents.end());
        return found->second.body;
    }
    json form_of(const std::string& who) {
        const auto open = slack.workspace().views.stack_of(who);
        REQUIRE_FALSE(open.empty());
        return open.back()->body;
    }
    bool form_is_open(const std::string& who) { return !slack.workspace().views.stack_of(who).empty(); }
    static json chosen(std::string_view value) {
        return {{"type", "static_select"}, {"selected_option", {{"value", value}}}};
    }
    static json typed(std::string_view text) { return {{"type", "plain_text_input"}, {"value", text}}; }
    json submits(const std::string& who, json values) {
        const auto open = slack.workspace().views.stack_of(who);
        REQUIRE_FALSE(open.empty());
        return acts(
            {{"as", who}, {"do", "submit"}, {"view_id", open.back()->id}, {"values", std::move(values)}});
    }
    static json entry(std::string_view heading, std::string_view text, std::string_view api,
                      std::string_view title = "API errors and slow response times") {
        return {{"sp.heading", {{"heading", chosen(heading)}}},
                {"sp.title", {{"title", typed(title)}}},
                {"sp.text." + std::string(heading), {{"text", typed(text)}}},
                {"sp.component.0", {{"state", chosen(api)}}}};
    }
    // The form opens with the heading of the incident's state.
    void publishes_identified(std::string_view text, std::string_view api) {
        types(dana, "status 1 identified");
        publishes(kim, "identified", text, api);
    }
    void publishes(const std::string& who, std::string_view heading, std::string_view text,
                   std::string_view api, int number = 1) {
        types(who, fmt::format("statuspage {}", number));
        // Choosing a heading shows its own form.
        submits(who, entry(heading, text, api));
    }
    void publishes_and_settles(std::string_view heading, std::string_view text, std::string_view api) {
        if (heading == "identified") {
            publishes_identified(text, api);
        } else {
            publishes(kim, heading, text, api);
        }
        settle();
    }
    void announces_upgrade() {  // in two hours, for one
        types(kim, "announce");
        const auto begins = unix_seconds(clock.now() + 2h);
        const auto date = [](std::int64_t at) {
            return json{{"type", "datetimepicker"}, {"selected_date_time", at}};
        };
        submits(kim, {{"sp.heading", {{"heading", chosen("maintenance")}}},
                      {"sp.title", {{"title", typed("Upgrade")}}},
                      {"sp.text.maintenance", {{"text", typed("Short breaks.")}}},
                      {"sp.from", {{"from", date(begins)}}},
                      {"sp.until", {{"until", date(begins + 3600)}}},
                      {"sp.component.0", {{"state", chosen("maintenance")}}}});
    }
    std::vector<sandbox::Message> in_thread() { return thread(card(1).ts); }
    bool thread_says(std::string_view words) { return times_said(words) > 0; }
    long times_said(std::string_view words) {
        const auto all = in_thread();
        return std::ranges::count_if(all, [&](const auto& one) { return has(everything(one), words); });
    }
    sandbox::Message last_with(std::string_view action_id) {
        auto all = in_thread();
        const auto found = std::find_if(all.rbegin(), all.rend(), [&](const auto& one) {
            return has(one.blocks.dump(), fmt::format("\"{}\"", action_id));
        });
        REQUIRE_MESSAGE(found != all.rend(), "nothing offers ", action_id);
        return *found;
    }
};

}  // namespace tocsin::engine::testing
