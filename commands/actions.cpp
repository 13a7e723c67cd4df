#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"
#include "commands/grammar.h"
#include "commands/presses.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/verbs.h"
#include "templates/action_items.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

constexpr int most_incidents = 200;  // looked at for one list
constexpr std::string_view none_open = "No open action items. Well done.";

struct Wanted {
    std::string title;
    std::vector<Incident> incidents;
    bool only_mine = false;
    bool done_too = false;
};

std::optional<Wanted> wanted(const Request& request, std::string_view filter, Desk& desk) {
    const auto word = to_lower(trim(filter));
    if (word != "mine" && word != "open") {
        const auto number = parse_incident(word);
        auto incident = number ? readable_incident(*number, request, desk) : std::nullopt;
        if (!incident) return std::nullopt;
        const auto title = "Action items of " + name_of(*incident);
        return Wanted{title, {*std::move(incident)}, false, true};
    }
    Wanted list{word == "mine" ? "Your open action items" : "Open action items", {}, word == "mine", false};
    for (auto& incident : desk.tx().incidents_waiting(most_incidents)) {
        if (readable_incident(incident.number, request, desk)) list.incidents.push_back(std::move(incident));
    }
    return list;
}

// Urgent ones first, then by their day.
void sort(std::vector<templates::ListedAction>& items) {
    std::ranges::sort(items, {}, [](const templates::ListedAction& listed) {
        const auto& item = *listed.item;
        return std::tuple(item.done.has_value(), item.priority, !item.due, item.due.value_or(Time{}),
                          listed.incident->number, item.number);
    });
}

Answer list(const Request& request, std::string_view filter, std::size_t first, Desk& desk) {
    const auto of = wanted(request, filter, desk);
    if (!of) {
        return say(
            fmt::format("\"{}\" is no list of action items. Write /incident actions mine, open or INC-42.",
                        slack::typed_line(cut(filter, 40))));
    }
    std::vector<templates::ListedAction> items;
    for (const auto& incident : of->incidents) {
        for (const auto& item : incident.actions) {
            if (item.done && !of->done_too) continue;
            if (of->only_mine && !is_same(item.owner, request.actor())) continue;
            items.push_back({&incident, &item});
        }
    }
    sort(items);
    if (items.empty()) return say(none_open);
    templates::ActionList page{
        of->title, std::string(trim(filter)), {}, std::min(first, items.size() - 1), false};
    const auto count = std::min(templates::action_page_size, items.size() - page.first);
    const auto from = items.begin() + static_cast<std::ptrdiff_t>(page.first);
    page.items.assign(from, from + static_cast<std::ptrdiff_t>(count));
    page.more = page.first + count < items.size();
    return Say{templates::action_list(page, desk.render())};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto filter = invocation.text;
    if (trim(filter).empty()) {
        const auto here = incident_here(request, desk);
        filter = here ? name_of(*here) : "open";
    }
    return list(request, filter, 0, desk);
}

struct Chosen {
    Incident incident;
    ActionItem item;
};

// What the button is about, as far as the person may work on it.
std::expected<Chosen, Answer> chosen(const Pressed& pressed, Desk& desk) {
    auto incident = incident_of(pressed, desk);
    if (!incident) return std::unexpected(unknown_button(pressed, desk));
    if (may(Right::take_part, pressed.request.user, &*incident, desk.rules()) != Verdict::yes) {
        return std::unexpected(Answer{Say{templates::answer::no_permission(
            "Only full members", "change an action item", &*incident, desk.render())}});
    }
    const auto found = std::ranges::find(incident->actions, pressed.value->number, &ActionItem::number);
    if (pressed.value->kind != slack::ButtonValue::Kind::action || found == incident->actions.end())
        return std::unexpected(say("That action item is not known. Nothing was changed."));
    auto item = *found;
    return Chosen{*std::move(incident), std::move(item)};
}

Answer in_reminder(const Pressed& pressed, Answer answer) {
    // A direct message of ours asks this person alone: its buttons are used up.
    const bool direct = pressed.press.channel.str().starts_with('D');
    return direct ? in_place(std::move(answer), "") : answer;
}

}  // namespace

Answer press_action_done(const Pressed& pressed, Desk& desk) {
    auto about = chosen(pressed, desk);
    if (!about) return std::move(about.error());
    if (about->item.done) {
        return in_reminder(pressed,
                           say(fmt::format("That was done already, {}.", format_utc(*about->item.done))));
    }
    const auto after =
        desk.act(about->incident, command_of(pressed.request, command::FinishAction{about->item.number}));
    if (!after) return say_error(after.error());
    return in_reminder(pressed, Say{templates::action_done(*after, about->item, desk.render())});
}

Answer press_action_undo(const Pressed& pressed, Desk& desk) {
    auto about = chosen(pressed, desk);
    if (!about) return std::move(about.error());
    const auto after =
        desk.act(about->incident, command_of(pressed.request, command::UnfinishAction{about->item.number}));
    if (!after) return say_error(after.error());
    return in_place(say("It is open again."), "");
}

Answer press_action_move(const Pressed& pressed, Desk& desk) {
    auto about = chosen(pressed, desk);
    if (!about) return std::move(about.error());
    const auto& item = about->item;
    templates::ActionForm form;
    form.key = key_of(about->incident);
    form.key.entry = item.number;
    form.text = templates::plain(item.text, desk.render());
    form.priority = item.priority;
    form.owner = item.owner.user;
    form.due = item.due;
    return OpenForm{templates::action_form(form, desk.render())};
}

Answer press_actions_page(const Pressed& pressed, Desk& desk) {
    const auto value = std::string_view(pressed.press.value);
    const auto dot = std::min(value.find('.'), value.size());
    std::size_t first = 0;
    std::from_chars(value.data(), value.data() + dot, first);
    return in_place(list(pressed.request, value.substr(std::min(dot + 1, value.size())), first, desk), "");
}

Verb actions_verb() {
    return {.name = "actions",
            .usage = "[mine|open|INC]",
            .summary = "list action items",
            .example = "/incident actions mine",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
