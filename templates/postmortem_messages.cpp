#include "templates/postmortem_messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"
#include "templates/postmortem.h"
#include "templates/postmortem_facts.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t title_units = 200;
constexpr std::size_t cause_units = 500;
constexpr std::size_t most_missing = 8;

std::string number_of(const Incident& incident) {
    return fmt::format("{}", incident.number.value());
}

// INC-42 API Down.
std::string called(const Incident& incident) {
    const auto title = incident.is_private
                           ? std::string("private")
                           : slack::cut_markup(slack::typed_line(incident.title), title_units);
    return fmt::format("{} {}", tocsin::name_of(incident), title);
}

Button edit_button(const Incident& incident) {
    return {action::post_mortem_edit, "Edit draft", number_of(incident), Style::primary,
            fmt::format("Edit the post-mortem draft of incident {}", number_of(incident))};
}
Button claim_button(const Incident& incident) {
    return {action::post_mortem_claim, "Take ownership", number_of(incident), Style::normal,
            fmt::format("Become the owner of the post-mortem of incident {}", number_of(incident))};
}
Button help_button(const Incident& incident) {
    return {action::post_mortem_help, "Ask someone to help", number_of(incident), Style::normal,
            fmt::format("Ask somebody to help with the post-mortem of incident {}", number_of(incident))};
}
Button times_button(const Incident& incident) {
    return {action::post_mortem_times, "Correct times", number_of(incident), Style::normal,
            fmt::format("Correct the times of incident {}", number_of(incident))};
}
Button download_button(const Incident& incident) {
    return {action::post_mortem_download, "Download Markdown", number_of(incident), Style::normal,
            fmt::format("Download the post-mortem of incident {} as Markdown", number_of(incident))};
}

std::string state_of(const Incident& incident, const RenderContext& context) {
    const auto& post_mortem = incident.post_mortem;
    if (!incident.resolution) return "written once the incident is resolved";
    if (post_mortem.published)
        return fmt::format("published {} by {}", format_utc(*post_mortem.published),
                           mention_of(post_mortem.published_by, context));
    if (post_mortem.skipped)
        return "not needed: " + slack::cut_markup(slack::typed_line(post_mortem.skip_reason), cause_units);
    if (!post_mortem_due(incident) && post_mortem.sections.empty()) return "not required, not begun";
    return "draft";
}

std::string times_of(const Incident& incident) {
    std::vector<std::string> times;
    for (const auto milestone : {Milestone::started, Milestone::detected, Milestone::acknowledged,
                                 Milestone::identified, Milestone::mitigated, Milestone::resolved}) {
        const auto at = time_of(incident, milestone);
        times.push_back(fmt::format("{} {}", title_of(milestone), at ? format_utc(*at) : "not known"));
    }
    return join(times, "\n");
}

std::string missing_of(const std::vector<std::string>& missing) {
    std::string lines;
    for (const auto& each : missing) {
        if (&each - missing.data() == static_cast<std::ptrdiff_t>(most_missing)) {
            lines += fmt::format("\n• and {} more", missing.size() - most_missing);
            break;
        }
        lines += "\n• " + slack::escape(each);
    }
    return lines;
}

std::string due_words(const Incident& incident, const RenderContext& context) {
    const auto due = post_mortem_due(incident);
    if (!due) return "";
    return fmt::format("{} due at {}", *due >= context.now ? "is" : "was", clock_utc(*due, context.now));
}

constexpr std::size_t source_units = 2800;  // of the 3,000 of a section, with its fences
constexpr std::size_t most_parts = 45;      // of the 50 blocks of a message

}  // namespace

slack::Message post_mortem_source(const Incident& incident, const std::string& markdown) {
    const auto title = fmt::format("{} as Markdown, for a file named {}", tocsin::name_of(incident),
                                   post_mortem_file_name(incident));
    slack::Blocks blocks(slack::block::answer);
    blocks.section("title", slack::escape(title));
    std::string part;
    std::size_t parts = 0;
    const auto flush = [&] {
        if (part.empty() || parts == most_parts) return;
        blocks.section(fmt::format("part{}", ++parts), fmt::format("```\n{}```", part));
        part.clear();
    };
    for (const auto line : lines_of(markdown)) {
        const auto safe = slack::escape(cut(line, source_units / 2)) + "\n";
        if (utf16_length(part) + utf16_length(safe) > source_units) flush();
        part += safe;
    }
    flush();
    return {summary(title), blocks.take(), nullptr};
}

slack::Message post_mortem_status(const Incident& incident, bool may_publish, const RenderContext& context) {
    auto text = fmt::format("*Post-mortem of {}*\nState: {}", called(incident), state_of(incident, context));
    const auto owner = post_mortem_owner(incident);
    if (incident.resolution)
        text += "\nOwner: " + (owner.is_somebody() ? mention_of(owner, context) : "nobody");
    if (const auto due = post_mortem_due(incident))
        text += fmt::format("\nDue: {} ({})", format_utc(*due),
                            slack::date_ago(*due, relative(*due, context.now)));
    const bool waits = incident.resolution && !is_post_mortem_done(incident);
    if (waits) {
        text += "\n" + still_to_write(incident);
        const auto missing = missing_for_publication(incident);
        if (!missing.empty()) text += "\nBefore it is published:" + missing_of(missing);
    }
    for (const auto& copy : incident.post_mortem.copies) {
        if (!copy.url.empty()) text += "\nCopy: " + slack::link(copy.url, copy.url);
    }
    text += fmt::format("\n\n*Times (UTC)*\n{}", times_of(incident));
    std::vector<Button> buttons;
    if (incident.resolution) buttons.push_back(edit_button(incident));
    if (waits) buttons.push_back(claim_button(incident));
    if (waits && may_publish) {
        buttons.push_back({action::post_mortem_publish, "Publish", number_of(incident), Style::normal,
                           fmt::format("Publish the post-mortem of incident {}", number_of(incident))});
    }
    buttons.push_back(times_button(incident));
    if (incident.resolution) buttons.push_back(download_button(incident));
    return notice(slack::block::answer, text, std::move(buttons), context);
}

slack::Message post_mortem_incomplete(const Incident& incident, const std::vector<std::string>& missing,
                                      const RenderContext& context) {
    return notice(
        slack::block::answer,
        fmt::format("The post-mortem of {} is not published yet:{}", called(incident), missing_of(missing)),
        {edit_button(incident),
         {action::post_mortem_publish_anyway, "Publish as it is", number_of(incident), Style::normal,
          fmt::format("Publish the post-mortem of incident {} as it is", number_of(incident))},
         {action::dismiss, "Go back", number_of(incident)}},
        context);
}

slack::Message post_mortem_reminder(const Incident& incident, bool for_manager,
                                    const RenderContext& context) {
    auto text = fmt::format("The post-mortem of {} {}.", called(incident), due_words(incident, context));
    const auto owner = post_mortem_owner(incident);
    if (for_manager)
        text += owner.is_somebody() ? fmt::format(" {} owns it.", mention_of(owner, context))
                                    : std::string(" Nobody owns it.");
    text += " " + still_to_write(incident);
    if (for_manager)
        return notice(slack::block::post_mortem, text, {edit_button(incident), help_button(incident)},
                      context);
    return notice(slack::block::post_mortem, text,
                  {edit_button(incident),
                   help_button(incident),
                   {action::post_mortem_later, "Tomorrow", number_of(incident), Style::normal,
                    fmt::format("Remind me of the post-mortem of incident {} on the next business day",
                                number_of(incident))}},
                  context);
}

slack::Message post_mortem_help_wanted(const Incident& incident, const Actor& by,
                                       const RenderContext& context) {
    auto text = fmt::format("{} asks for your help with the post-mortem of {}.", mention_of(by, context),
                            called(incident));
    if (const auto due = due_words(incident, context); !due.empty()) text += fmt::format(" It {}.", due);
    return notice(slack::block::post_mortem, text + " " + still_to_write(incident),
                  {edit_button(incident), claim_button(incident)}, context);
}

slack::Message post_mortem_published(const Incident& incident, const RenderContext& context) {
    auto text = fmt::format("*The post-mortem of {} is published* by {}.", called(incident),
                            mention_of(incident.post_mortem.published_by, context));
    const auto cause = section_text(incident, PostMortemSection::cause, context);
    if (!cause.empty()) text += "\nRoot cause: " + slack::cut_markup(slack::typed_line(cause), cause_units);
    const auto open = std::ranges::count_if(incident.actions, [](const auto& item) { return !item.done; });
    if (!incident.actions.empty())
        text += fmt::format("\nAction items: {}, {} of them open.", incident.actions.size(), open);
    const auto number = number_of(incident);
    Button open_button{action::post_mortem_open, "Open post-mortem", number, Style::primary,
                       fmt::format("Open the post-mortem of incident {}", number)};
    if (!context.links.internal_url.empty())
        open_button.url = fmt::format("{}/i/{}/post-mortem", context.links.internal_url, number);
    return notice(slack::block::post_mortem, text, {open_button, download_button(incident)}, context);
}

}  // namespace tocsin::templates
