#include "templates/status_page_messages.h"

#include <fmt/format.h>

#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

Button open_button(const Incident& incident) {
    return {action::public_open, "Open the public entry", card_value(incident), Style::normal,
            fmt::format("Open the public entry of incident {}", incident.number.value())};
}

std::optional<Button> view_button(const std::string& notice, const RenderContext& context) {
    if (context.links.public_url.empty()) return std::nullopt;
    return Button{action::public_view,
                  "View",
                  "view",
                  Style::normal,
                  "View the entry on the status page",
                  fmt::format("{}/status/i/{}", context.links.public_url, notice)};
}

slack::Message said(const std::string& markup, std::vector<Button> buttons, const std::string& notice_id,
                    const RenderContext& context) {
    if (auto view = view_button(notice_id, context)) buttons.push_back(*std::move(view));
    return notice(slack::block::notice, markup, std::move(buttons), context);
}

// The heading that the incident's state asks for.
std::string_view wanted(const Incident& incident) {
    return is_open(incident.state) && !is_unanswered(incident.state) ? title_of(incident.state)
                                                                     : title_of(State::investigating);
}

}  // namespace

std::optional<slack::Message> public_proposal(const Happening& happening, const RenderContext& context) {
    const auto& incident = happening.after;
    const auto ask = [&](const std::string& line) {
        return notice(slack::block::notice, line, {open_button(incident)}, context);
    };
    if (!incident.public_face) return ask("Status page: nothing is public about this yet.");
    const auto says = title_of(incident.public_face->heading);
    if (std::holds_alternative<event::Resolved>(happening.event.body))
        return ask(fmt::format("Status page: still says {}. Publish the final entry?", says));
    if (std::holds_alternative<event::Reopened>(happening.event.body))
        return ask(fmt::format("Status page: says {}. Publish a new entry, Investigating?", says));
    if (says == wanted(incident)) return std::nullopt;
    return ask(fmt::format("Status page: still says {}. Publish {}?", says, wanted(incident)));
}

slack::Message public_proposal_answered(const Incident& incident, const RenderContext& context) {
    return quiet_notice(slack::block::notice,
                        incident.public_face
                            ? fmt::format("Status page: says {}.", title_of(incident.public_face->heading))
                            : std::string("Status page: says nothing about this any more."),
                        context);
}

slack::Message public_entry_message(const Incident& incident, const Actor& by,
                                    const event::PublicEntryPublished& published,
                                    const RenderContext& context) {
    const Button correct{action::public_correct, "Correct",
                         card_value(incident, fmt::format("{}", published.entry)), Style::normal,
                         fmt::format("Correct the public entry of incident {}", incident.number.value())};
    return said(fmt::format("Status page: {}, published by {}.", title_of(published.heading),
                            mention_of(by, context)),
                {correct}, published.notice, context);
}

slack::Message public_entry_message(const Incident&, const Actor& by,
                                    const event::PublicEntryCorrected& corrected,
                                    const RenderContext& context) {
    return said(fmt::format("Status page: {}, corrected by {}.", title_of(corrected.heading),
                            mention_of(by, context)),
                {}, corrected.notice, context);
}

slack::Message public_entry_message(const Incident&, const event::PublicNoticeEnded& ended,
                                    const RenderContext& context) {
    return said(fmt::format("Status page: the entry is {} with a neutral line: {}",
                            ended.end == PublicEnd::withdrawn ? "withdrawn" : "joined with another one",
                            slack::typed_line(ended.text)),
                {}, ended.notice, context);
}

slack::Message public_entry_message(const Incident&, const event::PublicNoticeMoved& moved,
                                    const RenderContext& context) {
    return said(fmt::format("Status page: the entry of {} goes on here. It says {}.",
                            incident_ref(moved.from, context).name, title_of(moved.heading)),
                {}, moved.notice, context);
}

slack::Message maintenance_message(const PublicNotice& maintenance, const Actor& by,
                                   const RenderContext& context) {
    if (maintenance.end) {
        return said(fmt::format("Status page: the maintenance \"{}\" is withdrawn by {}.",
                                slack::typed_line(maintenance.title.str()), mention_of(by, context)),
                    {}, maintenance.id.str(), context);
    }
    Button withdraw{action::public_withdraw, "Withdraw", maintenance.id.str(), Style::danger,
                    "Withdraw the announcement of this maintenance"};
    withdraw.confirm = slack::Confirm{"Withdraw this announcement?",
                                      "The status page then says that this maintenance does not take place.",
                                      "Withdraw", "Go back", true};
    return said(
        fmt::format("Status page: maintenance \"{}\" from {} to {}, published by {}.",
                    slack::typed_line(maintenance.title.str()), format_utc(*maintenance.scheduled_for),
                    format_utc(*maintenance.scheduled_until), mention_of(by, context)),
        {withdraw}, maintenance.id.str(), context);
}

slack::Message push_refused_message(std::string_view product, std::string_view reason,
                                    const RenderContext& context) {
    return notice(slack::block::notice,
                  fmt::format("Status page: {} does not have the newest entries. {} It is tried again by "
                              "itself; publish there by hand if that cannot wait.",
                              product, slack::typed_line(reason)),
                  {}, context);
}

slack::Message push_works_message(std::string_view product, const RenderContext& context) {
    return quiet_notice(slack::block::notice, fmt::format("Status page: {} takes entries again.", product),
                        context);
}

slack::Message push_lacks_component_message(std::string_view product, std::string_view component,
                                            const RenderContext& context) {
    return notice(slack::block::notice,
                  fmt::format("Status page: {} has no component called \"{}\", so its state is not shown "
                              "there. Give one this name there.",
                              product, slack::typed_line(component)),
                  {}, context);
}

slack::Message push_given_up_message(std::string_view product, const PublicNotice& about,
                                     const RenderContext& context) {
    return said(fmt::format("Status page: an entry of \"{}\" was tried for a week at {} and is given up. "
                            "Publish it there by hand.",
                            slack::typed_line(about.title.str()), product),
                {}, about.id.str(), context);
}

}  // namespace tocsin::templates
