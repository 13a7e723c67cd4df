#include <fmt/format.h>

#include <charconv>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"
#include "commands/grammar.h"
#include "commands/presses.h"
#include "commands/run_words.h"
#include "commands/runbooks.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/verbs.h"
#include "templates/runbook_message.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t longest_shown = 60;

std::optional<Incident> incident_meant(const Request& request, Desk& desk) {
    if (auto here = incident_here(request, desk)) return here;
    auto open = readable_open(request, desk);
    return open.size() == 1 ? std::optional(std::move(open.front())) : std::nullopt;
}

std::string shown(std::string_view words) {
    return slack::typed_line(cut(words, longest_shown));
}

Answer list(std::string_view before, const Incident* wanted_for, Desk& desk) {
    std::vector<templates::ListedRunbook> listed;
    for (const auto& [name, runbook] : desk.setup().runbooks) listed.push_back({runbook, use_of(name, desk)});
    return Say{templates::runbook_list(listed, before, wanted_for, desk.render())};
}

Answer show(const Runbook& runbook, const std::optional<Incident>& incident, Desk& desk) {
    const auto* post_to = incident && is_open(incident->state) ? &*incident : nullptr;
    return Say{templates::runbook_message(runbook, use_of(runbook.name, desk), post_to, desk.render())};
}

// What it would be about: the service, where there is one.
std::string subject_of(const Incident& incident, const Rules& rules) {
    const auto service = rules.services.find(incident.service);
    return service == rules.services.end() ? incident.title : service->second.name;
}

Answer show_of(const Incident& incident, Desk& desk) {
    if (const auto* runbook = runbook_for(incident, desk)) return show(*runbook, incident, desk);
    const auto before = fmt::format("There is no runbook for {}.", shown(subject_of(incident, desk.rules())));
    return list(before, is_open(incident.state) ? &incident : nullptr, desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    std::string_view name = trim(invocation.text);
    auto incident = invocation.incident;
    auto rest = name;
    if (const auto target = take_target(rest); target.kind == Target::Kind::named) {
        incident = readable_incident(target.number, request, desk);
        if (!incident) return unknown_incident(take_word(name), request, desk);
        name = trim(rest);
    }
    if (!incident) incident = incident_meant(request, desk);
    if (!name.empty()) {
        if (const auto* runbook = find_runbook(desk.setup().runbooks, name))
            return show(*runbook, incident, desk);
        return list(fmt::format("There is no runbook for {}.", shown(name)), nullptr, desk);
    }
    return incident ? show_of(*incident, desk) : list("", nullptr, desk);
}

// Who may do what is done here.
Verb steps_verb(std::string_view summary, Right right) {
    return {.name = "runbook",
            .summary = summary,
            .right = right,
            .works = Verb::Works::on_open_incident,
            .run = run};
}

// The number behind that many dots: "2.3" has 2 and 3.
int number_in(std::string_view argument, std::size_t part) {
    const auto parts = split(argument, '.');
    int number = 0;
    if (part < parts.size())
        std::from_chars(parts[part].data(), parts[part].data() + parts[part].size(), number);
    return number;
}

// Whoever works on it takes part in it.
Answer act_on(const Pressed& pressed, std::string_view summary, Right right, const CommandBody& body,
              Desk& desk) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    auto admitted_to = admitted(steps_verb(summary, right), pressed.request, *std::move(incident), desk);
    if (!admitted_to) return std::move(admitted_to.error());
    return answer_of(act_quietly(pressed.request, *admitted_to, body, desk));
}

Answer mark(const Pressed& pressed, StepMark mark, Desk& desk) {
    const std::string_view argument = pressed.value ? std::string_view(pressed.value->argument) : "";
    return act_on(pressed, "mark a step", Right::drive,
                  command::MarkStep{number_in(argument, 0), number_in(argument, 1), mark}, desk);
}

}  // namespace

Answer press_runbook(const Pressed& pressed, Desk& desk) {
    return press_verb(pressed, "runbook", "", desk);
}

Answer press_runbook_post(const Pressed& pressed, Desk& desk) {
    const auto* runbook =
        pressed.value ? find_runbook(desk.setup().runbooks, pressed.value->argument) : nullptr;
    if (runbook == nullptr) return say("That runbook is not there any more. Nothing was posted.");
    auto answer =
        act_on(pressed, "post the steps of a runbook", Right::drive,
               command::PostRunbook{runbook->name, runbook->title, runbook->steps, runbook->limits}, desk);
    if (!std::holds_alternative<Nothing>(answer)) return answer;
    if (const auto incident = incident_of(pressed, desk)) note_use(runbook->name, *incident, desk);
    return say(fmt::format("The steps of {} stand in the thread.", shown(runbook->title)));
}

Answer press_runbook_remind(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const auto about = subject_of(*incident, desk.rules());
    return in_place(act_on(pressed, "be reminded", Right::take_part, command::WantRunbook{about}, desk),
                    fmt::format("I remind you by direct message when {} is over.", name_of(*incident)));
}

Answer press_step_done(const Pressed& pressed, Desk& desk) {
    return mark(pressed, StepMark::done, desk);
}

Answer press_step_not(const Pressed& pressed, Desk& desk) {
    return mark(pressed, StepMark::not_it, desk);
}

Answer press_step_not_yet(const Pressed& pressed, Desk& desk) {
    const auto limit = pressed.value ? number_in(pressed.value->argument, 0) : 0;
    return act_on(pressed, "put off what the runbook says", Right::drive, command::PutOffLimit{limit}, desk);
}

// It asks first: whom that pages stands in the question.
Answer press_step_escalate(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const auto number = number_in(pressed.value->argument, 0);
    const auto& limits = incident->step_limits;
    if (number < 1 || number > static_cast<int>(limits.size())) return unknown_button(pressed, desk);
    const auto& limit = limits[static_cast<std::size_t>(number - 1)];
    if (is_open(incident->state) && limit.escalated)
        return say(fmt::format("{} escalated at {} UTC already. Nothing was changed.",
                               slack::escape(limit.answered_by.name), format_clock(*limit.answered)));
    return press_verb(pressed, "escalate", "the runbook says: escalate to " + limit.limit.to, desk);
}

Verb runbook_verb() {
    return {.name = "runbook",
            .aliases = {"rb"},
            .usage = "[INC] [name]",
            .summary = "show a runbook, and post its steps",
            .example = "/incident runbook api-down",
            .details =
                "Without a name that of the incident's service, or the one that is called as an alert of "
                "the incident or as the incident itself.",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
