#include "templates/watcher_message.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

struct Milestone {
    const Happening& happening;
    const RenderContext& context;

    std::string who() const { return mention_of(happening.event.by, context); }

    std::string operator()(const event::Acknowledged&) const { return who() + " acknowledged and leads."; }
    std::string operator()(const event::StatusChanged& changed) const {
        return fmt::format("{} (was {}).", title_of(changed.to), title_of(changed.from));
    }
    std::string operator()(const event::SeverityChanged& changed) const {
        return fmt::format("{} (was {}).", label_of(changed.to), label_of(changed.from));
    }
    std::string operator()(const event::Resolved&) const {
        const auto& incident = happening.after;
        return fmt::format("Resolved after {}.",
                           format_duration(incident.resolution->restored - incident.started));
    }
    std::string operator()(const event::Reopened&) const { return "Reopened by " + who() + "."; }
    std::string operator()(const event::Cancelled&) const {
        return "Not an incident, decided by " + who() + ".";
    }
    std::string operator()(const event::MergedInto& merged) const {
        const auto ref = incident_ref(merged.target, context);
        return fmt::format("Merged into {}.", slack::link(ref.url, ref.name));
    }
    std::string operator()(const auto&) const { return ""; }
};

}  // namespace

std::optional<slack::Message> watcher_message(const Happening& happening, const RenderContext& context) {
    const auto& incident = happening.after;
    const auto line = std::visit(Milestone{happening, context}, happening.event.body);
    if (line.empty()) return std::nullopt;
    const auto ref = incident_ref(incident.number, context);
    const auto title = incident.is_private ? "private" : slack::typed_line(incident.title);
    return notice(
        slack::block::notice,
        fmt::format("{}{} {}: {}", incident.drill ? "*DRILL* " : "", slack::link(ref.url, name_of(incident)),
                    title, line),
        {slack::Button{slack::action::unwatch, "Stop watching", card_value(incident), slack::Style::normal,
                       fmt::format("Stop watching incident {}", incident.number.value())}},
        context);
}

}  // namespace tocsin::templates
