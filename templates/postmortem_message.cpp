#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/markdown.h"
#include "templates/notice.h"
#include "templates/postmortem.h"
#include "templates/postmortem_body.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t message_units = 11'500;  // of the 12,000 that Slack allows in one message
// Tried in this order until one fits.
constexpr std::array<BodyLimits, 4> shorter{
    {{3000, 5000, 20}, {1500, 3500, 20}, {700, 2500, 12}, {300, 1200, 6}}};
constexpr std::string_view shortened = "\n_Shortened for Slack: the Markdown has all of it._\n";

std::string body_for_message(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts) {
    const auto whole = post_mortem_body(incident, timeline, context, facts, whole_body);
    std::string body;
    for (const auto& limits : shorter) {
        body = post_mortem_body(incident, timeline, context, facts, limits);
        if (utf16_length(body) <= message_units) break;
    }
    return body == whole ? body : body + std::string(shortened);
}

std::vector<JsonText> buttons(const Incident& incident, const RenderContext& context) {
    const auto number = fmt::format("{}", incident.number.value());
    std::vector<JsonText> buttons;
    const auto add = [&](Button button) { buttons.push_back(to_json(button)); };
    if (context.can.post_mortem_editor) {
        add({action::post_mortem_edit, "Edit draft", number, Style::primary,
             fmt::format("Edit the post-mortem draft of incident {}", number)});
        if (!is_post_mortem_done(incident)) {
            add({action::post_mortem_claim, "Take ownership", number, Style::normal,
                 fmt::format("Become the owner of the post-mortem of incident {}", number)});
        }
    }
    if (context.can.actions) {
        add({action::action_add, "Add action item", number, Style::normal,
             fmt::format("Add an action item to incident {}", number)});
    }
    if (context.can.post_mortem_editor) {
        add({action::post_mortem_download, "Download Markdown", number, Style::normal,
             fmt::format("Download the post-mortem of incident {} as Markdown", number),
             !context.links.internal_url.empty()
                 ? fmt::format("{}/i/{}/post-mortem.md", context.links.internal_url, number)
                 : ""});
    }
    return buttons;
}

std::vector<std::string> foot_of(const Incident& incident, const RenderContext& context) {
    std::vector<std::string> foot{fmt::format("*{}*", tocsin::name_of(incident))};
    const auto owner = post_mortem_owner(incident);
    if (owner.is_somebody() || !owner.name.empty()) foot.push_back("Owner " + mention_of(owner, context));
    const auto& post_mortem = incident.post_mortem;
    if (post_mortem.published) {
        foot.push_back(fmt::format("Published {} by {}", format_utc(*post_mortem.published),
                                   mention_of(post_mortem.published_by, context)));
    } else if (post_mortem.skipped) {
        foot.push_back("Not needed: " + slack::cut_markup(slack::typed_line(post_mortem.skip_reason), 200));
    } else if (const auto due = post_mortem_due(incident)) {
        foot.push_back(
            fmt::format("Due {} ({})", format_utc(*due), slack::date_ago(*due, relative(*due, context.now))));
    }
    if (!post_mortem.sections.empty()) {
        const auto& last = *std::ranges::max_element(post_mortem.sections, {}, &WrittenSection::revision);
        foot.push_back(
            fmt::format("Last written {} by {}", format_utc(last.at), mention_of(last.by, context)));
    }
    foot.emplace_back("Blameless: write about systems, not people");
    return foot;
}

void close_with(slack::Blocks& blocks, const Incident& incident, const RenderContext& context) {
    auto actions = buttons(incident, context);
    if (!actions.empty()) blocks.divider("line");
    blocks.actions("actions", actions);
    blocks.context("foot", foot_of(incident, context));
}

JsonText classic_blocks(const std::string& body, const Incident& incident, const RenderContext& context,
                        int revision) {
    slack::Blocks blocks(slack::block::post_mortem, revision);
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

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string text_of(const Incident& incident, const RenderContext& context) {
    const auto name = tocsin::name_of(incident);
    const auto title = plain(incident.title, context);
    if (const auto& published = incident.post_mortem.published)
        return summary(fmt::format("Post-mortem of {} {}, published {} by {}.", name, title,
                                   format_utc(*published),
                                   name_of(incident.post_mortem.published_by, context)));
    auto text = fmt::format("Post-mortem draft for {} {}.", name, title);
    if (const auto due = post_mortem_due(incident)) text += fmt::format(" Due {}.", format_utc(*due));
    const auto owner = post_mortem_owner(incident);
    if (owner.is_somebody() || !owner.name.empty())
        text += fmt::format(" Owner: {}.", name_of(owner, context));
    return summary(fmt::format("{} Summary and timeline are filled in; {}", text,
                               lower_first(still_to_write(incident))));
}

}  // namespace

slack::Message post_mortem_message(const Incident& incident, const std::vector<Event>& timeline,
                                   const RenderContext& context, const IncidentFacts& facts, int revision) {
    const auto body = body_for_message(incident, timeline, context, facts);
    slack::Blocks modern(slack::block::post_mortem, revision);
    modern.markdown("body", body);
    close_with(modern, incident, context);
    return shaped(
        {text_of(incident, context), modern.take(), classic_blocks(body, incident, context, revision)},
        context.form);
}

}  // namespace tocsin::templates
