#include "templates/resolution.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/catalog.h"
#include "templates/notice.h"
#include "templates/timeline.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t words_units = 600;
constexpr std::size_t timeline_units = 2800;
constexpr std::string_view rate_question = "Was the page that started this worth waking someone for?";
constexpr std::string_view rate_use = "Your answer feeds the false positive rate.";

struct Resolved {
    const Incident& incident;
    const RenderContext& context;
    const IncidentFacts& facts;
    int revision;

    const Resolution& resolution() const { return *incident.resolution; }
    std::string number() const { return fmt::format("{}", incident.number.value()); }
    std::string drill() const { return incident.drill ? "DRILL " : ""; }
    std::string title() const { return incident.is_private ? "private" : plain(incident.title, context); }

    std::string cause() const {
        if (resolution().cause.empty()) return "Not known yet.";
        return slack::cut_markup(slack::typed_line(resolution().cause), words_units);
    }
    std::string mitigation() const {
        if (resolution().mitigation.empty()) return "Not written down.";
        return slack::cut_markup(slack::typed_line(resolution().mitigation), words_units);
    }

    std::string checks() const {
        if (!resolution().asked_data) return "";
        std::string checks;
        switch (resolution().data) {
            case DataLoss::none:
                checks = "No data loss.";
                break;
            case DataLoss::possible:
                checks = "Data loss is possible, still checking.";
                break;
            case DataLoss::lost:
                checks = "Data was lost, see post-mortem.";
                break;
        }
        if (resolution().unchecked.empty()) return checks + " All services operating normally.";
        return fmt::format(
            "{} Not checked: {}.", checks,
            slack::cut_markup(slack::typed_line(join(resolution().unchecked, ", ")), words_units));
    }

    std::string promise() const {
        if (!resolution().post_mortem_due) return "";
        const auto within = context.rules.of(incident.highest_severity).post_mortem_within;
        return long_duration(within.value_or(24h));
    }

    std::string body() const {
        return context.texts.render(Text::resolution, {{"cause", cause()},
                                                       {"mitigation", mitigation()},
                                                       {"checks", checks()},
                                                       {"post_mortem", promise()}});
    }

    std::string text() const {
        auto text = fmt::format("{}RESOLVED: {}. Service restored. Root cause: {} Mitigation: {}", drill(),
                                title(), words_of(cause(), context), words_of(mitigation(), context));
        if (const auto line = checks(); !line.empty()) text += " " + words_of(line, context);
        if (const auto within = promise(); !within.empty()) {
            text += fmt::format(" Post-mortem will be shared within {}.", within);
        }
        return summary(fmt::format("{} {}, {}, {}.", text, name_of(incident), label_of(incident.severity),
                                   format_duration(resolution().restored - incident.started)));
    }

    std::vector<slack::Markup<slack::limit::field>> facts_shown() const {
        const auto lead = !incident.lead.is_somebody() ? resolution().by : incident.lead;
        std::vector<slack::Markup<slack::limit::field>> fields{
            "*Severity:*\n" + label_of(incident.severity),
            "*Duration:*\n" + duration_range(incident.started, resolution().restored),
            "*On-call:*\n" + mention_of(lead, context)};
        if (incident.acknowledged) {
            fields.emplace_back("*Acknowledged after:*\n" +
                                format_duration(*incident.acknowledged - incident.detected));
        }
        return fields;
    }

    std::vector<JsonText> buttons(bool with_timeline) const {
        std::vector<JsonText> buttons;
        if (context.can.post_mortem_editor && !context.links.internal_url.empty()) {
            buttons.push_back(
                to_json(Button{action::post_mortem_open, "Open post-mortem", number(), Style::primary,
                               fmt::format("Open the post-mortem of incident {} in the browser", number()),
                               fmt::format("{}/i/{}/post-mortem", context.links.internal_url, number())}));
        }
        if (context.can.actions) {
            buttons.push_back(to_json(Button{action::action_add, "Add action item", number(), Style::normal,
                                             fmt::format("Add an action item to incident {}", number())}));
        }
        buttons.push_back(to_json(Button{action::reopen_open, "Reopen", card_value(incident), Style::normal,
                                         fmt::format("Reopen incident {}", number())}));
        if (with_timeline) {
            buttons.push_back(to_json(Button{action::timeline_open, "Show timeline", number(), Style::normal,
                                             fmt::format("Show the timeline of incident {}", number())}));
        }
        return buttons;
    }

    JsonText container(slack::Blocks& blocks, const std::vector<TimelineLine>& lines) const {
        std::string text;
        for (const auto& line : lines) {
            if (!text.empty()) text += '\n';
            text += fmt::format("*{}*  {}", format_clock(line.at), line.text);
        }
        auto section =
            JsonText::object({{"type", "section"},
                              {"block_id", blocks.id("timeline.text")},
                              {"text", slack::mrkdwn_text(slack::cut_markup(text, timeline_units))}});
        return JsonText::object(
            {{"type", "container"},
             {"block_id", blocks.id("timeline")},
             {"title", slack::plain_text(fmt::format("Timeline, {} {}", lines.size(),
                                                     lines.size() == 1 ? "entry" : "entries"))},
             {"subtitle", slack::plain_text("All times UTC")},
             {"is_collapsible", true},
             {"default_collapsed", true},
             {"width", "standard"},
             {"child_blocks", JsonText::array({section})}});
    }

    slack::Blocks opening() const {
        slack::Blocks blocks(slack::block::resolution, revision);
        blocks.header("head", fmt::format("{}[RESOLVED] {}", drill(), title()));
        blocks.section("text", body());
        blocks.fields("facts", facts_shown());
        return blocks;
    }

    // Only where somebody was paged there is a page to judge.
    bool rated() const { return context.can.paging && facts.paging.has_value(); }
    std::string rating(std::string_view judged) const { return incident_value(incident, judged); }

    JsonText modern(const std::vector<TimelineLine>& lines) const {
        auto blocks = opening();
        if (!lines.empty()) blocks.add(container(blocks, lines));
        blocks.actions("actions", buttons(false));
        std::vector<std::string> foot{fmt::format("*{}*", name_of(incident))};
        if (rated()) foot.push_back(fmt::format("{} {}", rate_question, rate_use));
        blocks.context("foot", foot);
        if (!rated()) return blocks.take();
        const auto button = [&](std::string_view label, std::string_view judged, std::string_view what) {
            return JsonText::object(
                {{"text", slack::plain_text(label)},
                 {"value", rating(judged)},
                 {"accessibility_label", fmt::format("The page for incident {} was {}", number(), what)}});
        };
        const auto element = JsonText::object(
            {{"type", "feedback_buttons"},
             {"action_id", action::page_rate},
             {"positive_button", button("Yes, actionable", slack::choice::actionable, "actionable")},
             {"negative_button", button("No, false alarm", slack::choice::noise, "a false alarm")}});
        blocks.add(JsonText::object({{"type", "context_actions"},
                                     {"block_id", blocks.id("rate")},
                                     {"elements", JsonText::array({element})}}));
        return blocks.take();
    }

    JsonText classic() const {
        auto blocks = opening();
        blocks.actions("actions", buttons(true));
        if (rated()) {
            blocks.section("rate.text", std::string(rate_question));
            blocks.actions(
                "rate",
                {to_json(Button{action::page_rate_yes, "Yes, actionable", rating(slack::choice::actionable)}),
                 to_json(Button{action::page_rate_no, "No, false alarm", rating(slack::choice::noise)})});
        }
        std::vector<std::string> foot{fmt::format("*{}*", name_of(incident))};
        if (rated()) foot.emplace_back(rate_use);
        blocks.context("foot", foot);
        return blocks.take();
    }
};

}  // namespace

slack::Message resolution_message(const Incident& incident, const std::vector<Event>& timeline,
                                  const RenderContext& context, const IncidentFacts& facts, int revision) {
    const Resolved resolved{incident, context, facts, revision};
    return shaped({resolved.text(), resolved.modern(timeline_summary(incident, timeline, context, facts)),
                   resolved.classic()},
                  context.form);
}

}  // namespace tocsin::templates
