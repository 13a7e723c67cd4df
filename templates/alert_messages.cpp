#include "templates/alert_messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/alert_record.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace block = slack::block;

constexpr std::size_t most_labels = 12;
constexpr std::size_t label_units = 100;
constexpr std::size_t runbook_units = 300;

std::string ordinal(int number) {
    const int tens = number % 100;
    const bool teens = tens >= 11 && tens <= 13;
    const auto* ending = teens              ? "th"
                         : number % 10 == 1 ? "st"
                         : number % 10 == 2 ? "nd"
                         : number % 10 == 3 ? "rd"
                                            : "th";
    return fmt::format("{}{}", number, ending);
}

std::string called(const Alert& alert) {
    return slack::typed_line(name_of(alert));
}

bool is_address(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

// Prometheus names itself by http as a rule: such an address is shown as it is.
std::string linked(const std::string& address, std::string_view label) {
    if (slack::is_safe_url(address)) return slack::link(address, label);
    return fmt::format("{}: {}", label, slack::escape(address));
}

std::string labels_of(const Alert& alert) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : alert.labels) {
        if (parts.size() == most_labels) {
            parts.push_back(fmt::format("and {} more", alert.labels.size() - most_labels));
            break;
        }
        parts.push_back(slack::escape(fmt::format("{}={}", cut(name, label_units), cut(value, label_units))));
    }
    return join(parts, ", ");
}

std::string as_counted(int alerts) {
    return alerts > most_alerts_counted ? fmt::format("more than {}", most_alerts_counted)
                                        : std::to_string(alerts);
}

}  // namespace

std::string firing_words(int times, bool flaps) {
    const auto words = times > 1 ? fmt::format("fired again ({} time)", ordinal(times)) : "fires too";
    return flaps ? words + " and flaps" : words;
}

slack::Message alert_fired_message(const Alert& alert, int times, bool flaps, int revision,
                                   const RenderContext& context) {
    auto words = fmt::format("Alert {} {}.", called(alert), firing_words(times, flaps));
    if (flaps) words += " It is only counted here until it has been steady for 5 minutes.";
    return notice(block::notice, words, {}, context, revision);
}

slack::Message alert_quiet_message(const Incident& incident, const Alert& alert, Time since, int firing,
                                   int revision, const RenderContext& context) {
    auto words = fmt::format("Alert {} is quiet since {}.", called(alert), clock_utc(since, context.now));
    if (firing == 1) words += " One other alert still fires.";
    if (firing > 1) words += fmt::format(" {} other alerts still fire.", as_counted(firing));
    std::vector<slack::Button> buttons;
    if (firing == 0 && is_open(incident.state)) {
        buttons.push_back({slack::action::resolve_open, "Resolve", card_value(incident), slack::Style::normal,
                           fmt::format("Resolve incident {}", incident.number.value())});
    }
    return notice(block::notice, words, std::move(buttons), context, revision);
}

slack::Message alert_count_message(const AlertCount& count, const Alert& latest, int revision,
                                   const RenderContext& context) {
    const bool many = count.all > most_alerts_counted;
    const auto firing = count.firing == 0                    ? std::string("all of them are quiet")
                        : !many && count.firing == count.all ? std::string("all of them fire")
                                                             : as_counted(count.firing) + " of them fire";
    const auto words = fmt::format(
        "By now {} alerts belong to this incident, {}. Last heard of: {}. More of them are only counted "
        "here.",
        as_counted(count.all), firing, called(latest));
    return notice(block::notice, words, {}, context, revision);
}

slack::Message alert_was_quiet_message(const Alert& alert, Time since, Time until, int revision,
                                       const RenderContext& context) {
    return quiet_notice(block::notice,
                        fmt::format("Alert {} was quiet from {} to {}.", called(alert),
                                    clock_utc(since, context.now), clock_utc(until, context.now)),
                        context, revision);
}

slack::Message alert_facts_message(const Alert& alert, const std::string& remark,
                                   const RenderContext& context) {
    auto words = fmt::format("Alert {} fires since {}.", called(alert),
                             clock_utc(std::min(alert.started, context.now), context.now));
    if (!remark.empty()) words += " " + slack::escape(remark);
    if (is_address(alert.link)) words += " " + linked(alert.link, "Open it at its source");
    if (is_address(alert.runbook)) {
        words += " " + linked(alert.runbook, "Runbook");
    } else if (!alert.runbook.empty()) {
        words += fmt::format(" Runbook: {}", slack::escape(cut(alert.runbook, runbook_units)));
    }
    if (!alert.labels.empty()) words += "\n" + labels_of(alert);
    return notice(block::notice, words, {}, context);
}

}  // namespace tocsin::templates
