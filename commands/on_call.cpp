#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/duty_arguments.h"
#include "commands/grammar.h"
#include "commands/rota_loads.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/duty_answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

// The later levels of the policy of the highest severity that has one, for the schedule it begins with.
std::vector<std::vector<PageOrder>> escalation_of(const ScheduleId& schedule, Time at, Desk& desk) {
    std::vector<std::vector<PageOrder>> levels;
    if (schedule != usual_schedule(desk.rules())) return levels;
    for (const auto& [severity, rules] : desk.rules().severities) {
        const auto policy = desk.rules().policies.find(rules.page.policy);
        if (policy == desk.rules().policies.end()) continue;
        const auto& all = policy->second.levels;
        for (std::size_t i = 1; i < all.size(); ++i) {
            auto orders = desk.on_call().reached(all[i].to, all[i].via, {}, desk.rules(), at);
            if (!orders.empty()) levels.push_back(std::move(orders));
        }
        break;
    }
    return levels;
}

// Which schedules: the one named, else all.
std::vector<const Rota*> rotas(const std::optional<ScheduleId>& named, Desk& desk) {
    std::vector<const Rota*> found;
    for (const auto& id : schedules_in_order(desk.rules())) {
        const auto* rota = desk.on_call().rota(id);
        if (rota != nullptr && (!named || *named == id)) found.push_back(rota);
    }
    return found;
}

Expected<std::optional<Time>> take_instant(std::string_view text, const Request& request, Desk& desk) {
    const auto whole = text;
    auto rest = text;
    if (iequals(take_word(rest), "at")) text = rest;
    if (text.empty()) return std::nullopt;
    const auto at = take_coming_time(text, request.user.timezone, desk.now());
    if (at && text.empty()) return at;
    return fail(ErrorKind::invalid,
                fmt::format("I don't understand \"{}\". Write /incident oncall [schedule] [at time], for "
                            "example /incident oncall primary at friday 09:00.",
                            cut(whole, 60)));
}

Expected<Answer> why(std::string_view text, const Request& request, Desk& desk) {
    std::optional<PersonId> person;
    auto rest = text;
    if (const auto word = take_word(rest); parse_user(word)) {
        const auto named = person_named(word, request, desk);
        if (!named) return std::unexpected(named.error());
        const auto who = configured(*named, desk.rules());
        if (!who) return std::unexpected(who.error());
        person = who->person;
        text = rest;
    }
    const auto schedule = take_schedule(text, desk.rules());
    const auto at = take_instant(text, request, desk);
    if (!at) return std::unexpected(at.error());
    const auto id = schedule ? schedule : usual_schedule(desk.rules());
    const auto* rota = id ? desk.on_call().rota(*id) : nullptr;
    if (rota == nullptr)
        return fail(ErrorKind::invalid, "Which schedule? Name it: /incident oncall why primary.");
    return Say{answer::why_on_call(*rota, person, at->value_or(desk.now()), desk.render())};
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    if (desk.rules().schedules.empty()) return Say{answer::no_schedule()};
    auto text = std::string_view(invocation.text);
    auto rest = text;
    const auto first = take_word(rest);
    if (iequals(first, "why")) return why(rest, invocation.request, desk);
    if (iequals(first, "load") && trim(rest).empty())
        return Say{templates::rota_load_answer(rota_load_now(desk), desk.render())};
    const auto named = take_schedule(text, desk.rules());
    const auto at = take_instant(text, invocation.request, desk);
    if (!at) return std::unexpected(at.error());
    std::vector<answer::DutyLine> lines;
    for (const auto* rota : rotas(named, desk)) {
        const auto& id = rota->schedule().id;
        lines.push_back({*rota, escalation_of(id, at->value_or(desk.now()), desk)});
    }
    return Say{answer::on_call(lines, *at, desk.render())};
}

}  // namespace

Verb on_call_verb() {
    return {.name = "oncall",
            .aliases = {"who"},
            .usage = "[schedule] [at time] | why [@user] [schedule] [at time] | load",
            .summary = "show who is on call",
            .example = "/incident oncall",
            .details =
                "`why` names the layer, turn or override that put somebody there. `load` says how hours, "
                "nights, weekends and pages are spread.",
            .right = Right::see,
            .keeps_words = true,
            .run = run};
}

}  // namespace tocsin::commands
