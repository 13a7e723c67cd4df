#include "templates/deployment_messages.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t part_units = 100;
constexpr std::size_t commit_letters = 7;

std::string when(const Incident& incident, const Deployment& deployment) {
    if (deployment.at <= incident.started)
        return fmt::format("{} before", format_duration(incident.started - deployment.at));
    return fmt::format("{} after the start", format_duration(deployment.at - incident.started));
}

std::string line_of(const Incident& incident, const Deployment& deployment, const RenderContext& context) {
    auto line = fmt::format("\n• {} ({}): {}", clock_utc(deployment.at, context.now),
                            when(incident, deployment), slack::typed_line(words_of(deployment)));
    if (!deployment.link.empty()) line += fmt::format(" ({})", slack::link(deployment.link, "open"));
    return line;
}

}  // namespace

std::string words_of(const Deployment& deployment) {
    auto words = cut(deployment.what, part_units);
    const auto commit = deployment.commit.substr(0, commit_letters);
    const auto& version = deployment.version.empty() ? commit : deployment.version;
    if (!version.empty()) words += " " + cut(version, part_units);
    if (!commit.empty() && !version.starts_with(commit)) words += fmt::format(" ({})", commit);
    if (!deployment.environment.empty()) words += " to " + cut(deployment.environment, part_units);
    if (!deployment.by.empty()) words += " by " + cut(deployment.by, part_units);
    return words;
}

std::string deployed_line(const Incident& incident, const std::vector<Deployment>& deployments) {
    const auto& first = deployments.front();
    auto words = fmt::format("Deployed {}: {}", when(incident, first), slack::typed_line(words_of(first)));
    if (deployments.size() > 1) words += fmt::format(", and {} more", deployments.size() - 1);
    return words;
}

slack::Message deployments_message(const Incident& incident, const std::vector<Deployment>& deployments,
                                   const RenderContext& context) {
    std::string markup = "*Deployed lately*";
    for (const auto& deployment : deployments) markup += line_of(incident, deployment, context);
    return notice(slack::block::notice, markup, {}, context);
}

}  // namespace tocsin::templates
