#include "templates/status_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/base/json_text.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t most_incidents = 50;
constexpr std::size_t id_digits = 12;

JsonText instant(Time at) {
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    const auto thousandths = std::chrono::floor<std::chrono::milliseconds>(at - second).count();
    auto text = format_rfc3339(second);
    text.pop_back();
    return fmt::format("{}.{:03}Z", text, thousandths);
}
JsonText instant(const std::optional<Time>& at) {
    return at ? instant(*at) : JsonText();
}

struct Overall {
    std::string_view indicator, description;
};
Overall overall_of(ComponentState worst) {
    switch (worst) {
        case ComponentState::operational:
            return {"none", "All Systems Operational"};
        case ComponentState::maintenance:
            return {"maintenance", "Service Under Maintenance"};
        case ComponentState::degraded:
            return {"minor", "Minor Service Outage"};
        case ComponentState::partial_outage:
            return {"major", "Partial System Outage"};
        case ComponentState::major_outage:
            return {"critical", "Major Service Outage"};
    }
    return {"none", ""};
}

std::string_view impact_of(const PublicNotice& notice) {
    return is_maintenance(notice) ? "maintenance" : overall_of(worst_of(notice)).indicator;
}

struct Writer {
    const StatusView& view;

    JsonText page() const {
        return JsonText::object({{"id", page_id(view)},
                                 {"name", view.name},
                                 {"url", status_url(view, "/status")},
                                 {"time_zone", "Etc/UTC"},
                                 {"updated_at", instant(updated(view))}});
    }
    JsonText status() const {
        const auto [indicator, description] = overall_of(worst_state(view));
        return JsonText::object({{"indicator", indicator}, {"description", description}});
    }

    // When what was published last said something else of it.
    Time changed(const std::string& name) const {
        for (const auto& notice : view.notices)
            for (const auto* entry : entries_shown(notice))
                if (entry->components.contains(name)) return entry->at;
        return updated(view);
    }
    JsonText component(std::size_t place, ComponentState state) const {
        const auto& name = view.components[place];
        return JsonText::object({{"id", component_id(name)},
                                 {"name", name},
                                 {"status", statuspage_word_of(state)},
                                 {"created_at", instant(changed(name))},
                                 {"updated_at", instant(changed(name))},
                                 {"position", static_cast<int>(place) + 1},
                                 {"description", JsonText()},
                                 {"showcase", true},
                                 {"start_date", JsonText()},
                                 {"group_id", JsonText()},
                                 {"page_id", page_id(view)},
                                 {"group", false},
                                 {"only_show_if_degraded", false}});
    }
    JsonText components() const {
        auto all = JsonText::array();
        for (std::size_t i = 0; i < view.components.size(); ++i)
            all.push_back(component(i, state_of(view.components[i], view.notices, view.now)));
        return all;
    }
    JsonText components_of(const PublicNotice& notice) const {
        auto all = JsonText::array();
        const auto states = components_at(notice, view.now);
        for (std::size_t i = 0; i < view.components.size(); ++i) {
            const auto found = states.find(view.components[i]);
            const bool touched = worst_at_all(notice, view.components[i]) != ComponentState::operational;
            if (found != states.end() && touched) all.push_back(component(i, found->second));
        }
        return all;
    }
    static ComponentState worst_at_all(const PublicNotice& notice, const std::string& name) {
        auto worst = ComponentState::operational;
        for (const auto& entry : notice.entries)
            if (const auto found = entry.components.find(name); found != entry.components.end())
                worst = std::max(worst, found->second);
        return worst;
    }

    static std::string_view status_of(const PublicNotice& notice, const PublicEntry& entry, Time now) {
        if (!is_maintenance(notice)) return key_of(entry.heading);
        if (is_over(notice, now)) return "completed";
        return is_under_way(notice, now) ? "in_progress" : "scheduled";
    }

    JsonText affected(const PublicNotice& notice, const PublicEntry& entry) const {
        auto all = JsonText::array();
        const auto before = entry.number == 1 ? ComponentStates{} : components_at(notice, entry.at - 1us);
        for (const auto& [name, state] : entry.components) {
            const auto old = before.find(name);
            const auto was = old == before.end() ? ComponentState::operational : old->second;
            const bool over = entry.heading == PublicHeading::resolved;
            const auto is = over ? ComponentState::operational : state;
            if (was == ComponentState::operational && is == ComponentState::operational) continue;
            all.push_back(JsonText::object({{"code", component_id(name)},
                                            {"name", name},
                                            {"old_status", statuspage_word_of(was)},
                                            {"new_status", statuspage_word_of(is)}}));
        }
        return all == JsonText::array() ? JsonText() : all;
    }
    JsonText updates(const PublicNotice& notice) const {
        auto all = JsonText::array();
        for (const auto* entry : entries_shown(notice)) {
            const auto id = sha256_hex(fmt::format("{}/{}", notice.id.str(), entry->number));
            all.push_back(JsonText::object({{"id", id.substr(0, id_digits)},
                                            {"status", status_of(notice, *entry, view.now)},
                                            {"body", entry->text.str() + corrected_words(*entry)},
                                            {"incident_id", notice.id.str()},
                                            {"created_at", instant(entry->at)},
                                            {"updated_at", instant(entry->corrected.value_or(entry->at))},
                                            {"display_at", instant(entry->at)},
                                            {"affected_components", affected(notice, *entry)},
                                            {"deliver_notifications", true},
                                            {"custom_tweet", JsonText()},
                                            {"tweet_id", JsonText()}}));
        }
        return all;
    }
    std::optional<Time> first(const PublicNotice& notice, PublicHeading heading) const {
        const auto found = std::ranges::find(notice.entries, heading, &PublicEntry::heading);
        return found == notice.entries.end() ? std::nullopt : std::optional(found->at);
    }
    JsonText incident(const PublicNotice& notice) const {
        const bool joined = notice.end == PublicEnd::joined;
        const auto status =
            joined ? key_of(PublicHeading::resolved) : status_of(notice, notice.entries.back(), view.now);
        auto json = JsonText::object({{"id", notice.id.str()},
                                      {"name", notice.title.str()},
                                      {"status", status},
                                      {"created_at", instant(opened_at(notice))},
                                      {"updated_at", instant(updated_at(notice))},
                                      {"monitoring_at", instant(first(notice, PublicHeading::monitoring))},
                                      {"resolved_at", instant(ended_at(notice, view.now))},
                                      {"impact", impact_of(notice)},
                                      {"shortlink", status_url(view, "/status/i/" + notice.id.str())},
                                      {"started_at", instant(opened_at(notice))},
                                      {"page_id", page_id(view)},
                                      {"incident_updates", updates(notice)},
                                      {"components", components_of(notice)}});
        if (!is_maintenance(notice)) return json;
        json.set("scheduled_for", instant(notice.scheduled_for));
        json.set("scheduled_until", instant(notice.scheduled_until));
        return json;
    }
    JsonText list(const auto& wanted) const {
        auto all = JsonText::array();
        std::size_t count = 0;
        for (const auto& notice : view.notices)
            if (wanted(notice) && count++ < most_incidents) all.push_back(incident(notice));
        return all;
    }
    JsonText with_page(std::string_view name, const JsonText& value) const {
        return JsonText::object({{"page", page()}, {name, value}});
    }
};

}  // namespace

std::map<std::string, std::string> status_json(const StatusView& view) {
    const Writer writer{view};
    const auto now = view.now;
    const auto unresolved =
        writer.list([&](const PublicNotice& n) { return !is_maintenance(n) && !is_over(n, now); });
    const auto ahead =
        writer.list([&](const PublicNotice& n) { return is_maintenance(n) && !is_over(n, now); });
    const auto under_way = writer.list([&](const PublicNotice& n) { return is_under_way(n, now); });
    const auto planned = writer.list([&](const PublicNotice& n) {
        return is_maintenance(n) && !is_over(n, now) && !is_under_way(n, now);
    });
    const auto incidents = writer.list([](const PublicNotice& n) { return !is_maintenance(n); });
    const auto maintenances = writer.list([](const PublicNotice& n) { return is_maintenance(n); });
    std::map<std::string, std::string> files;
    const auto put = [&](std::string_view name, const JsonText& json) {
        files.emplace(fmt::format("/api/v2/{}", name), std::string(json.text()) + "\n");
    };
    put("summary.json", JsonText::object({{"page", writer.page()},
                                          {"components", writer.components()},
                                          {"incidents", unresolved},
                                          {"scheduled_maintenances", ahead},
                                          {"status", writer.status()}}));
    put("status.json", writer.with_page("status", writer.status()));
    put("components.json", writer.with_page("components", writer.components()));
    put("incidents.json", writer.with_page("incidents", incidents));
    put("incidents/unresolved.json", writer.with_page("incidents", unresolved));
    put("scheduled-maintenances.json", writer.with_page("scheduled_maintenances", maintenances));
    put("scheduled-maintenances/upcoming.json", writer.with_page("scheduled_maintenances", planned));
    put("scheduled-maintenances/active.json", writer.with_page("scheduled_maintenances", under_way));
    for (const auto& notice : view.notices)
        put("incidents/" + notice.id.str() + ".json", writer.with_page("incident", writer.incident(notice)));
    return files;
}

}  // namespace tocsin::templates
