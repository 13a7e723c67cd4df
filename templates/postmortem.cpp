#include "templates/postmortem.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/catalog.h"
#include "templates/markdown.h"
#include "templates/notice.h"
#include "templates/timeline.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t line_units = 300;
constexpr std::size_t summary_units = 500;
constexpr std::size_t timeline_units = 5000;  // of the 12,000 that Slack allows in one message
constexpr std::size_t most_actions = 20;
constexpr std::string_view to_write = "_To write_";

std::string safe(std::string_view words, std::size_t units) {
    return markdown_line(cut(clean_utf8(trim(words)), units));
}

std::string without_full_stop(std::string text) {
    if (text.ends_with('.') && !text.ends_with("..")) text.pop_back();
    return text;
}

std::string date_of(Time at) {
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
    return fmt::format("{} {}, {}", months.at(static_cast<unsigned>(day.month()) - 1),
                       static_cast<unsigned>(day.day()), static_cast<int>(day.year()));
}

struct Judged {  // facts beside their targets, without names
    std::vector<std::string> well;
    std::vector<std::string> poorly;

    void add(bool good, std::string fact) { (good ? well : poorly).push_back(std::move(fact)); }
    void against(std::string_view what, Duration took, const std::optional<Duration>& target) {
        auto fact = fmt::format("{} after {}", what, format_duration(took));
        if (target) fact += fmt::format(" (target {})", format_duration(*target));
        add(!target || took <= *target, std::move(fact));
    }
};

Judged judge(const Incident& incident, const Rules& rules) {
    Judged judged;
    const auto& targets = rules.of(incident.highest_severity);
    if (incident.acknowledged) {
        judged.against("Acknowledged", *incident.acknowledged - incident.detected,
                       targets.acknowledge_within);
    } else {
        judged.add(false, "Not acknowledged before it was resolved");
    }
    if (incident.resolution) {
        judged.against("Resolved", incident.resolution->restored - incident.started, targets.resolve_within);
    }
    if (incident.updates > 0) {
        judged.add(true,
                   fmt::format("{} update{}, longest gap {}", incident.updates,
                               incident.updates == 1 ? "" : "s", format_duration(incident.longest_gap)));
    } else if (targets.update_every) {
        judged.add(false, "No update was posted");
    }
    const auto& promises = incident.reminders;
    if (promises.updates_on_time < promises.updates_due) {
        judged.add(false,
                   fmt::format("Updates on time: {} of {}", promises.updates_on_time, promises.updates_due));
    }
    return judged;
}

std::vector<std::string> timeline_items(const std::vector<TimelineLine>& lines) {
    std::vector<std::string> items;
    std::size_t units = 0;
    for (const auto& line : lines) {
        auto item = fmt::format("**{}** - {}", format_clock(line.at), safe(line.plain, line_units));
        units += utf16_length(item);
        if (units > timeline_units) {
            items.push_back(fmt::format("and {} more entries in the timeline of the incident",
                                        lines.size() - items.size()));
            return items;
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<std::string> action_items(const IncidentFacts& facts, const RenderContext& context) {
    std::vector<std::string> items;
    for (const auto& item : facts.actions) {
        if (items.size() == most_actions) break;
        const bool owned = !item.owner.user.empty() || !item.owner.name.empty();
        items.push_back(fmt::format("**{}** - {} - @{} - {}", safe(item.priority, 4),
                                    safe(item.text, line_units),
                                    owned ? safe(to_lower(name_of(item.owner, context)), 40) : "owner",
                                    item.due.empty() ? "date" : safe(item.due, 20)));
    }
    return items;
}

std::string severity_of(const Incident& incident) {
    const auto highest = label_of(incident.highest_severity);
    if (incident.highest_severity == incident.declared_severity) return highest;
    return fmt::format("{} (declared as {})", highest, label_of(incident.declared_severity));
}

std::vector<JsonText> buttons(const Incident& incident, const RenderContext& context) {
    const auto number = fmt::format("{}", incident.number.value());
    std::vector<JsonText> buttons;
    const auto add = [&](Button button) { buttons.push_back(to_json(button)); };
    if (context.can.post_mortem_editor) {
        add({action::post_mortem_edit, "Edit draft", number, Style::primary,
             fmt::format("Edit the post-mortem draft of incident {}", number)});
        add({action::post_mortem_claim, "Take ownership", number, Style::normal,
             fmt::format("Become the owner of the post-mortem of incident {}", number)});
    }
    if (context.can.actions) {
        add({action::action_add, "Add action item", number, Style::normal,
             fmt::format("Add an action item to incident {}", number)});
    }
    if (context.can.post_mortem_editor && !context.links.internal_url.empty()) {
        add({action::post_mortem_download, "Download Markdown", number, Style::normal,
             fmt::format("Download the post-mortem of incident {} as Markdown", number),
             fmt::format("{}/i/{}/post-mortem.md", context.links.internal_url, number)});
    }
    return buttons;
}

void close_with(slack::Blocks& blocks, const Incident& incident, const RenderContext& context) {
    auto actions = buttons(incident, context);
    if (!actions.empty()) blocks.divider("line");
    blocks.actions("actions", actions);
    std::vector<std::string> foot{fmt::format("*{}*", name_of(incident))};
    if (incident.resolution) {
        const auto& resolution = *incident.resolution;
        if (!resolution.post_mortem_owner.user.empty() || !resolution.post_mortem_owner.name.empty()) {
            foot.push_back("Owner " + mention_of(resolution.post_mortem_owner, context));
        }
        if (resolution.post_mortem_due) {
            const auto due = *resolution.post_mortem_due;
            foot.push_back(fmt::format("Due {} ({})", format_utc(due),
                                       slack::date_ago(due, relative(due, context.now))));
        }
    }
    foot.emplace_back("Blameless: write about systems, not people");
    blocks.context("foot", foot);
}

JsonText classic_blocks(const std::string& body, const Incident& incident, const RenderContext& context) {
    slack::Blocks blocks(slack::block::post_mortem, 1);
    std::string section;
    int sections = 0;
    const auto flush = [&] {
        const auto text = trim(section);
        if (!text.empty()) blocks.section(fmt::format("sec{}", sections++), std::string(text));
        section.clear();
    };
    for (const auto line : lines_of(body)) {
        if (line.starts_with("# ")) {
            blocks.header("head", words_of(markdown_to_mrkdwn(line.substr(2)), context));
        } else if (line.starts_with("## ")) {
            flush();
            section = fmt::format("*{}*\n", markdown_to_mrkdwn(line.substr(3)));
        } else {
            section += markdown_to_mrkdwn(line) + "\n";
        }
    }
    flush();
    close_with(blocks, incident, context);
    return blocks.take();
}

std::string text_of(const Incident& incident, const RenderContext& context, bool has_actions) {
    auto text =
        fmt::format("Post-mortem draft for {} {}.", name_of(incident), plain(incident.title, context));
    if (incident.resolution) {
        const auto& resolution = *incident.resolution;
        if (resolution.post_mortem_due)
            text += fmt::format(" Due {}.", format_utc(*resolution.post_mortem_due));
        const auto& owner = resolution.post_mortem_owner;
        if (!owner.user.empty() || !owner.name.empty())
            text += fmt::format(" Owner: {}.", name_of(owner, context));
    }
    return summary(fmt::format("{} Summary and timeline are filled in; {} sections are still to write.", text,
                               has_actions ? "five" : "six"));
}

}  // namespace

std::string post_mortem_markdown(const Incident& incident, const std::vector<Event>& timeline,
                                 const RenderContext& context, const IncidentFacts& facts) {
    const auto judged = judge(incident, context.rules);
    const auto words = [&](const std::string& stored, std::string_view otherwise) {
        const auto text = without_full_stop(safe(plain(stored, context), summary_units));
        return text.empty() ? std::string(otherwise) : text;
    };
    const auto ended = incident.resolution ? incident.resolution->restored : context.now;
    return context.texts.render(
               Text::post_mortem,
               {{"title", safe(plain(incident.title, context), line_units)},
                {"date", date_of(incident.started)},
                {"severity", severity_of(incident)},
                {"duration", duration_range(incident.started, ended)},
                {"impact", words(incident.impact, to_write)},
                {"cause", words(incident.resolution ? incident.resolution->cause : "", to_write)},
                {"timeline", timeline_items(timeline_summary(incident, timeline, context, facts))},
                {"well", judged.well},
                {"poorly", judged.poorly},
                {"actions", action_items(facts, context)}}) +
           "\n";
}

slack::Message post_mortem_message(const Incident& incident, const std::vector<Event>& timeline,
                                   const RenderContext& context, const IncidentFacts& facts) {
    const auto body = post_mortem_markdown(incident, timeline, context, facts);
    slack::Blocks modern(slack::block::post_mortem, 1);
    modern.markdown("body", body);
    close_with(modern, incident, context);
    return shaped({text_of(incident, context, !facts.actions.empty()), modern.take(),
                   classic_blocks(body, incident, context)},
                  context.form);
}

}  // namespace tocsin::templates
