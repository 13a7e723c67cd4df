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

bool matches(std::string_view name, std::string_view typed) {
    return to_lower(name).find(to_lower(typed)) != std::string::npos;
}

JsonText group(const slack::Plain<75>& label, const std::vector<JsonText>& options) {
    return JsonText::object(
        {{"label", slack::plain_text(label.text())}, {"options", JsonText::array(options)}});
}

// Services with an open incident come first.
JsonText services(const Request& request, std::string_view typed, Desk& desk) {
    std::set<ServiceId> affected_now;
    for (const auto& incident : readable_open(request, desk)) affected_now.insert(incident.service);
    std::vector<JsonText> affected;
    std::vector<JsonText> all;
    for (const auto& [id, service] : desk.rules().services) {
        if (all.size() + affected.size() >= slack::select_options) break;
        const auto& name = service.name.empty() ? id.str() : service.name;
        if (!matches(name, typed) && !matches(id.str(), typed)) continue;
        auto option = slack::to_json(slack::Option{.label = name, .value = "svc:" + id.str()});
        (affected_now.contains(id) ? affected : all).push_back(std::move(option));
    }
    if (affected.empty()) return JsonText::object({{"options", JsonText::array(all)}});
    auto groups = JsonText::array({group("Affected now", affected)});
    if (!all.empty()) groups.push_back(group("All", all));
    return JsonText::object({{"option_groups", groups}});
}

JsonText incidents(const Request& request, std::string_view typed, Desk& desk) {
    std::vector<JsonText> options;
    for (const auto& incident : readable_open(request, desk)) {
        const auto label = name_of(incident) + " " + incident.title;
        if (!matches(label, typed) || options.size() >= slack::select_options) continue;
        options.push_back(
            slack::to_json(slack::Option{.label = label, .value = std::to_string(incident.number.value())}));
    }
    return JsonText::object({{"options", JsonText::array(options)}});
}

}  // namespace

JsonText suggest(const Request& request, std::string_view action_id, std::string_view typed, Desk& desk) {
    const bool allowed = may(Right::see, request.user, nullptr, desk.rules()) == Verdict::yes;
    if (allowed && action_id == slack::field::declare_service.action) return services(request, typed, desk);
    if (allowed && action_id == slack::field::merge_target.action) return incidents(request, typed, desk);
    return JsonText::object({{"options", JsonText::array()}});
}

}  // namespace tocsin::commands
