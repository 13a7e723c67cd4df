#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"
#include "templates/report_message.h"

namespace tocsin::templates {
namespace {

constexpr std::array<std::pair<Behind, std::string_view>, 7> keys{{{Behind::all, "all"},
                                                                   {Behind::detection, "mttd"},
                                                                   {Behind::acknowledgment, "mtta"},
                                                                   {Behind::resolution, "mttr"},
                                                                   {Behind::false_alarms, "false"},
                                                                   {Behind::open_actions, "actions"},
                                                                   {Behind::post_mortems, "post_mortems"}}};
constexpr std::size_t title_units = 80;

std::string_view heading(Behind behind) {
    switch (behind) {
        case Behind::all:
            return "Incidents";
        case Behind::detection:
            return "Time to detect";
        case Behind::acknowledgment:
            return "Time to acknowledge";
        case Behind::resolution:
            return "Time to resolve";
        case Behind::false_alarms:
            return "False alarms";
        case Behind::open_actions:
            return "Open actions";
        case Behind::post_mortems:
            return "Post-mortems";
    }
    return "";
}

std::string between(const std::optional<Time>& from, const std::optional<Time>& to) {
    return from && to ? format_duration(std::max(*to - *from, Duration{})) : "n/a";
}

std::string remark(Behind behind, const MeasuredIncident& one, Time now) {
    switch (behind) {
        case Behind::all:
            return label_of(one.severity);
        case Behind::detection:
            return between(one.started, one.detected);
        case Behind::acknowledgment:
            return between(one.detected, one.acknowledged);
        case Behind::resolution:
            return fmt::format("{} ({})", between(one.detected, one.resolved), label_of(one.severity));
        case Behind::false_alarms:
            return one.rule.empty() ? "" : "rule " + one.rule;
        case Behind::open_actions:
            return fmt::format("{} of {} open", one.open_actions, one.actions);
        case Behind::post_mortems:
            return post_mortem_standing(one, now);
    }
    return "";
}

}  // namespace

std::string_view key_of(Behind behind) {
    return std::ranges::find(keys, behind, &decltype(keys)::value_type::first)->second;
}

std::optional<Behind> parse_behind(std::string_view key) {
    const auto found = std::ranges::find(keys, key, &decltype(keys)::value_type::second);
    return found == keys.end() ? std::nullopt : std::optional{found->first};
}

slack::Message behind_message(Behind behind, std::chrono::year_month month,
                              const std::vector<ListedIncident>& incidents, std::size_t all,
                              const RenderContext& context) {
    std::vector<std::string> lines{fmt::format("*{}, {}*", heading(behind), month_name(month))};
    for (const auto& [one, ref] : incidents) {
        const auto name = ref.url.empty() ? slack::escape(ref.name) : slack::link(ref.url, ref.name);
        const auto words = slack::escape(remark(behind, one, context.now));
        lines.push_back(fmt::format("• {} {}{}{}", name,
                                    slack::cut_markup(slack::typed_line(ref.title), title_units),
                                    words.empty() ? "" : ": ", words));
    }
    if (incidents.empty()) lines.emplace_back("None.");
    if (all > incidents.size()) lines.push_back(fmt::format("and {} more", all - incidents.size()));
    return notice(slack::block::answer, join(lines, "\n"), {}, context);
}

}  // namespace tocsin::templates
