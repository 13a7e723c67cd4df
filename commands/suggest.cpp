#include <algorithm>
#include <set>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/slack/elements.h"
#include "bot/slack/identifiers.h"
#include "commands/interpreter.h"
#include "commands/target.h"

namespace tocsin::commands {
namespace {

using nlohmann::json;

bool matches(std::string_view name, std::string_view typed) {
    return to_lower(name).find(to_lower(typed)) != std::string::npos;
}

json group(const slack::Plain<75>& label, json options) {
    json group = json::object();
    group["label"] = slack::plain_text(label.text());
    group["options"] = std::move(options);
    return group;
}

// Services with an open incident come first.
json services(const Request& request, std::string_view typed, Desk& desk) {
    std::set<ServiceId> affected_now;
    for (const auto& incident : readable_open(request, desk)) affected_now.insert(incident.service);
    json affected = json::array();
    json all = json::array();
    for (const auto& [id, service] : desk.rules().services) {
        if (all.size() + affected.size() >= slack::select_options) break;
        const auto& name = service.name.empty() ? id.str() : service.name;
        if (!matches(name, typed) && !matches(id.str(), typed)) continue;
        auto option = slack::to_json(slack::Option{.label = name, .value = "svc:" + id.str()});
        (affected_now.contains(id) ? affected : all).push_back(std::move(option));
    }
    json answer = json::object();
    if (affected.empty()) {
        answer["options"] = std::move(all);
        return answer;
    }
    answer["option_groups"] = json::array();
    answer["option_groups"].push_back(group("Affected now", std::move(affected)));
    if (!all.empty()) answer["option_groups"].push_back(group("All", std::move(all)));
    return answer;
}

json incidents(const Request& request, std::string_view typed, Desk& desk) {
    json options = json::array();
    for (const auto& incident : readable_open(request, desk)) {
        const auto label = name_of(incident) + " " + incident.title;
        if (!matches(label, typed) || options.size() >= slack::select_options) continue;
        options.push_back(
            slack::to_json(slack::Option{.label = label, .value = std::to_string(incident.number.value())}));
    }
    json answer = json::object();
    answer["options"] = std::move(options);
    return answer;
}

}  // namespace

json suggest(const Request& request, std::string_view action_id, std::string_view typed, Desk& desk) {
    const bool allowed = may(Right::see, request.user, nullptr, desk.rules()) == Verdict::yes;
    if (allowed && action_id == slack::field::declare_service.action) return services(request, typed, desk);
    if (allowed && action_id == slack::field::merge_target.action) return incidents(request, typed, desk);
    json nothing = json::object();
    nothing["options"] = json::array();
    return nothing;
}

}  // namespace tocsin::commands
