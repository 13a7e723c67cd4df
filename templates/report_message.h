// The monthly report in Slack [B09]: as it is posted, as a preview for whoever may change its action line,
// and as one person asked for it. Modern it has two charts and a table, classic one picture and fields.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "templates/render.h"
#include "templates/report_words.h"

namespace tocsin::templates {

struct ReportSetting {
    enum class For { everybody, whoever_edits, whoever_asked };
    For reader = For::everybody;
    std::string picture;            // the file in Slack; empty: the classic form goes without
    std::optional<Time> posted_at;  // of a preview: when everybody sees it
};

slack::Message report_message(const ReportFacts& facts, const ReportSetting& setting,
                              const RenderContext& context);

// What the numbers of a report are about; the menu names them by these.
enum class Behind {
    all,
    detection,
    acknowledgment,
    resolution,
    false_alarms,
    open_actions,
    post_mortems  // those that are owed
};
std::string_view key_of(Behind behind);
std::optional<Behind> parse_behind(std::string_view key);

struct ListedIncident {
    MeasuredIncident measured;
    IncidentRef ref;
};
// The incidents behind one number; at most `most_behind` of `all`.
inline constexpr std::size_t most_behind = 20;
slack::Message behind_message(Behind behind, std::chrono::year_month month,
                              const std::vector<ListedIncident>& incidents, std::size_t all,
                              const RenderContext& context);

// One input: the action line. `placeholder`: what stands there without it.
slack::View report_form(std::chrono::year_month month, const std::string& action,
                        const std::string& placeholder, const RenderContext& context);

}  // namespace tocsin::templates
