#include "commands/registry.h"

#include <algorithm>
#include <array>
#include <vector>

#include "bot/base/text.h"
#include "commands/verbs.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t near = 2;  // letters

const std::vector<Verb>& all_verbs() {
    static const std::vector<Verb> all{
        declare_verb(),  acknowledge_verb(), update_verb(),      status_verb(),   severity_verb(),
        lead_verb(),     role_verb(),        escalate_verb(),    page_verb(),     ad_hoc_verb(),
        pages_verb(),    pass_on_verb(),     give_back_verb(),   reassign_verb(), resolve_verb(),
        cause_verb(),    reopen_verb(),      cancel_verb(),      merge_verb(),    note_verb(),
        timeline_verb(), runbook_verb(),     remind_verb(),      snooze_verb(),   on_call_verb(),
        override_verb(), swap_verb(),        handoff_verb(),     silence_verb(),  test_verb(),
        drill_verb(),    checklist_verb(),   me_verb(),          list_verb(),     show_verb(),
        search_verb(),   join_verb(),        leave_verb(),       watch_verb(),    unwatch_verb(),
        web_verb(),      metrics_verb(),     status_page_verb(), announce_verb(), help_verb(),
        action_verb(),   actions_verb(),     post_mortem_verb(),
    };
    return all;
}

bool is_called(const Verb& verb, std::string_view word) {
    return iequals(verb.name, word) ||
           std::ranges::any_of(verb.aliases, [&](std::string_view alias) { return iequals(alias, word); });
}

}  // namespace

std::span<const Verb> verbs() {
    return all_verbs();
}

const Verb* find_verb(std::string_view word) {
    const auto found =
        std::ranges::find_if(all_verbs(), [&](const Verb& verb) { return is_called(verb, word); });
    return found == all_verbs().end() ? nullptr : &*found;
}

const Verb* nearest_verb(std::string_view word) {
    const Verb* nearest = nullptr;
    auto best = near + 1;
    const auto typed = to_lower(word);
    const auto consider = [&](const Verb& verb, std::string_view name) {
        // Of short words one letter is much: "up" is not "u".
        if (name.size() < 4 || typed.size() < 3) return;
        const std::size_t allowed = name.size() < 6 ? 1 : near;
        const auto distance = name.starts_with(typed) ? 1 : edit_distance(typed, name, allowed);
        if (distance <= allowed && distance < best) {
            best = distance;
            nearest = &verb;
        }
    };
    for (const auto& verb : all_verbs()) {
        consider(verb, verb.name);
        for (const auto alias : verb.aliases) consider(verb, alias);
    }
    return nearest;
}

const Verb* verb_of_form(std::string_view callback_id) {
    const auto found = std::ranges::find_if(
        all_verbs(), [&](const Verb& verb) { return !verb.form.empty() && verb.form == callback_id; });
    return found == all_verbs().end() ? nullptr : &*found;
}

}  // namespace tocsin::commands
