#include "templates/timeline.h"

#include <algorithm>
#include <charconv>

#include "bot/core/timeline.h"
#include "commands/presses.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

std::vector<templates::TimelineLine> lines(const Incident& incident, Desk& desk) {
    return templates::timeline_lines(incident, desk.tx().timeline(incident.number), desk.render());
}

Answer page_of(const Incident& incident, std::size_t first, const Request& request, Desk& desk) {
    const auto all = lines(incident, desk);
    const auto last_page =
        all.empty() ? 0 : (all.size() - 1) / answer::timeline_page_size * answer::timeline_page_size;
    return Say{answer::timeline(incident, all, std::min(first, last_page), request.user.id, desk.render())};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    return page_of(*invocation.incident, 0, invocation.request, desk);
}

std::optional<int> number_in(const Pressed& pressed) {
    if (!pressed.value) return std::nullopt;
    // "42.7" reads as a card's revision, "42.9.7" carries both: the argument is the last part.
    const auto& value = *pressed.value;
    if (value.argument.empty()) {
        return value.kind == slack::ButtonValue::Kind::card ? std::optional{value.number} : std::nullopt;
    }
    int number = 0;
    const auto* end = value.argument.data() + value.argument.size();
    const auto [at, error] = std::from_chars(value.argument.data(), end, number);
    return error == std::errc{} && at == end && number >= 0 ? std::optional{number} : std::nullopt;
}

std::optional<TimelineEntry> entry_of(const Incident& incident, int sequence, Desk& desk) {
    const auto all = entries_of(desk.tx().timeline(incident.number));
    const auto found = std::ranges::find(all, sequence, &TimelineEntry::sequence);
    return found == all.end() || found->removed ? std::nullopt : std::optional{*found};
}

}  // namespace

Answer press_timeline_page(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    return in_place(
        page_of(*incident, static_cast<std::size_t>(number_in(pressed).value_or(0)), pressed.request, desk),
        "");
}

Answer press_timeline_edit(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const auto entry = entry_of(*incident, number_in(pressed).value_or(0), desk);
    if (!entry) return say("That entry is not in the timeline any more.");
    templates::EntryForm form;
    form.key = key_of(*incident);
    form.key.entry = entry->sequence;
    form.text = entry->text;
    form.at = entry->at;
    return OpenForm{templates::entry_form(*incident, form, desk.render())};
}

Answer press_timeline_remove(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    const auto removed = number_in(pressed).value_or(0);
    const auto after = desk.act(*incident, command_of(pressed.request, command::RemoveEntry{removed}));
    if (!after) return say_error(after.error());
    const auto all = lines(*after, desk);
    const auto at = std::ranges::find(all, removed, &templates::TimelineLine::sequence) - all.begin();
    const auto page = static_cast<std::size_t>(at) / answer::timeline_page_size;
    return in_place(page_of(*after, page * answer::timeline_page_size, pressed.request, desk), "");
}

Answer press_timeline_copy(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    if (!incident) return unknown_button(pressed, desk);
    return Say{answer::timeline_text(*incident, lines(*incident, desk))};
}

Verb timeline_verb() {
    return {.name = "timeline",
            .aliases = {"tl"},
            .usage = "[INC]",
            .summary = "show the timeline",
            .example = "/incident timeline INC-42",
            .right = Right::see,
            .works = Verb::Works::on_any_incident,
            .run = run};
}

}  // namespace tocsin::commands
