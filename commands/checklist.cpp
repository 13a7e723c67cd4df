#include "commands/checklist.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/readiness.h"
#include "bot/slack/mrkdwn.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/runbooks.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/checklist.h"

namespace tocsin::commands {
namespace {

std::string note_of(std::string_view item) {
    return fmt::format("checklist/{}", item);
}

// "2025-01-21T14:33:00Z Sam"
std::vector<Tick> ticks(Desk& desk) {
    std::vector<Tick> found;
    for (const auto item : ticked_by_people) {
        const auto note = desk.tx().note(note_of(item));
        const auto blank = note ? note->find(' ') : std::string::npos;
        if (blank == std::string::npos) continue;
        if (const auto at = parse_rfc3339(std::string_view(*note).substr(0, blank)))
            found.push_back({std::string(item), note->substr(blank + 1), *at});
    }
    return found;
}

std::vector<Person> without_test_page(Desk& desk) {
    std::vector<Person> people;
    for (const auto& id : people_on_the_rota(desk.rules())) {
        const auto person = desk.rules().people.find(id);
        const auto last = desk.tx().last_confirmed_page(id);
        if (person != desk.rules().people.end() && (!last || desk.now() - *last > test_page_holds))
            people.push_back(person->second);
    }
    return people;
}

bool may_tick(const SlackUser& user, const Desk& desk) {
    return may(Right::change_rota, user, nullptr, desk.rules()) == Verdict::yes;
}

Answer list(const Request& request, Desk& desk) {
    return Say{templates::checklist_message(readiness_now(desk), to_ask_for_test_page(request.user, desk),
                                            may_tick(request.user, desk), desk.render())};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    return list(invocation.request, desk);
}

}  // namespace

std::vector<ReadinessPoint> readiness_now(Desk& desk) {
    ReadinessFacts facts{desk.rules(), desk.setup()};
    facts.channel_known = desk.tx().note("slack/channel").has_value();
    for (const auto& person : without_test_page(desk)) facts.without_test_page.push_back(person.name);
    facts.ticks = ticks(desk);
    for (const auto& [name, runbook] : desk.setup().runbooks) facts.runbook_uses[name] = use_of(name, desk);
    return readiness(facts);
}

std::optional<Person> to_ask_for_test_page(const SlackUser& reader, Desk& desk) {
    if (!may_tick(reader, desk)) return std::nullopt;
    for (const auto& person : without_test_page(desk)) {
        if (!person.slack.empty() && person.slack != reader.id) return person;
    }
    return std::nullopt;
}

Verb checklist_verb() {
    return {.name = "checklist",
            .usage = "",
            .summary = "what is ready for the first page, and what is not",
            .example = "/incident checklist",
            .details = "What can be seen is ticked by itself; responders tick the rest.",
            .right = Right::see,
            .run = run};
}

Answer press_checklist_tick(const Pressed& pressed, Desk& desk) {
    const auto& item = pressed.press.value;
    const bool known = std::ranges::find(ticked_by_people, item) != ticked_by_people.end();
    if (!known || !may_tick(pressed.request.user, desk))
        return say("Only responders tick the checklist. Nothing was changed.");
    desk.tx().set_note(note_of(item), format_rfc3339(desk.now()) + " " + pressed.request.user.name);
    return in_place(list(pressed.request, desk), "");
}

Answer press_checklist_ask(const Pressed& pressed, Desk& desk) {
    const auto person = desk.rules().people.find(PersonId(pressed.press.value));
    if (person == desk.rules().people.end() || person->second.slack.empty() ||
        !may_tick(pressed.request.user, desk))
        return say("Nobody was asked: only responders ask, and only people of the configuration.");
    desk.tell(person->second.slack, templates::test_page_wanted(pressed.request.actor(), desk.render()));
    return say(fmt::format("{} is asked for a test page.", slack::escape(person->second.name)));
}

}  // namespace tocsin::commands
