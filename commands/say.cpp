#include "commands/say.h"

#include <fmt/format.h>

#include "bot/slack/elements.h"
#include "commands/registry.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {

Answer say(std::string_view mrkdwn) {
    return Say{templates::answer::sentence(mrkdwn)};
}

Answer say_error(const Error& error) {
    return Say{templates::answer::error(error)};
}

Answer in_place(Answer answer, std::string_view when_nothing) {
    if (std::holds_alternative<Nothing>(answer)) answer = say(when_nothing);
    if (auto* said = std::get_if<Say>(&answer)) said->replaces = true;
    return answer;
}

Answer open_form(const Request& request, slack::View view, const Waiting& waits, Desk& desk) {
    if (request.can_open_form) return OpenForm{std::move(view)};
    const auto* verb = find_verb(waits.verb);
    const auto usage = fmt::format("/incident {} {}", waits.verb, verb == nullptr ? "" : verb->usage);
    const auto text = fmt::format("Write it in one line, {}, or open the form.", usage);
    slack::Blocks blocks(slack::block::answer);
    blocks.section("text", slack::escape(text));
    blocks.actions("actions", {slack::to_json(slack::Button{.action_id = slack::action::run_verb,
                                                            .label = "Open the form",
                                                            .value = keep(waits, request.user.id, desk),
                                                            .style = slack::Style::primary})});
    return Say{{slack::escape(text), blocks.take(), nullptr}};
}

IncidentCommand command_of(const Request& request, CommandBody body) {
    return {request.actor(), request.via, std::move(body)};
}

Expected<Answer> act_quietly(const Request& request, const Incident& incident, CommandBody body, Desk& desk) {
    const auto after = desk.act(incident, command_of(request, std::move(body)));
    if (!after) return std::unexpected(after.error());
    return Nothing{};
}

templates::FormOrigin origin_of(const Request& request) {
    const auto from = request.via == Via::slash      ? "slash"
                      : request.via == Via::shortcut ? "shortcut"
                      : request.channel.empty()      ? "home"
                                                     : "mention";
    return {.from = from, .channel = request.channel, .message = {}, .thread = {}, .link = ""};
}

templates::FormKey key_of(const Incident& incident) {
    return {.incident = incident.number,
            .revision = incident.revision,
            .reminder = 0,
            .entry = 0,
            .channel = {},
            .message = {}};
}

}  // namespace tocsin::commands
