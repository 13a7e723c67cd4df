#include "templates/duty_answers.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/duty_words.h"
#include "templates/notice.h"

namespace tocsin::templates::answer {
namespace {

std::string heading(const Rota& rota, std::optional<Time> at, const RenderContext& context) {
    const auto name = slack::typed_line(schedule_name(rota.schedule().id, context.rules));
    return at ? fmt::format("{} at {}", name, short_local(*at, rota.schedule().timezone)) : name;
}

std::string line_of(const DutyLine& line, std::optional<Time> asked, const RenderContext& context) {
    const auto at = asked.value_or(context.now);
    const auto& rota = line.rota;
    auto text =
        fmt::format("{}: {}", heading(rota, asked, context), mentions_of(rota.on_call_at(at), context));
    const auto until = rota.until(at);
    if (until) text += " until " + short_local(*until, rota.schedule().timezone);
    text += '.';
    if (until) text += fmt::format(" Next: {}.", mentions_of(rota.on_call_at(*until), context));
    std::vector<std::string> levels;
    for (const auto& orders : line.escalation) {
        std::vector<std::string> people;
        for (const auto& order : orders) people.push_back(mention_of(order.to, context));
        if (!people.empty()) levels.push_back(join_and(people));
    }
    if (!levels.empty()) text += fmt::format(" Escalation: {}.", join(levels, ", then "));
    return text;
}

std::string because(const Rota& rota, const OnDuty& duty) {
    std::vector<std::string> reasons;
    for (const auto& reason : duty.because) {
        reasons.push_back(fmt::format("{} since {}", slack::typed_line(rota.words(reason)),
                                      short_local(reason.since, rota.schedule().timezone)));
    }
    return join(reasons, "; ");
}

}  // namespace

slack::Message on_call(const std::vector<DutyLine>& schedules, std::optional<Time> at,
                       const RenderContext& context) {
    std::string text;
    for (const auto& schedule : schedules) {
        if (!text.empty()) text += '\n';
        text += line_of(schedule, at, context);
    }
    return notice(slack::block::answer, text, {}, context);
}

slack::Message no_schedule() {
    slack::Blocks blocks(slack::block::answer, 1);
    constexpr std::string_view text = "No schedule is set up yet. An admin can add one in the configuration.";
    blocks.section("text", std::string(text));
    return {std::string(text), blocks.take(), nullptr};
}

slack::Message why_on_call(const Rota& rota, std::optional<PersonId> person, Time at,
                           const RenderContext& context) {
    const auto duty = rota.on_duty_at(at);
    const auto head = heading(rota, at, context);
    std::string text;
    const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
    if (person) {
        const auto found = std::ranges::find(duty, *person, &OnDuty::person);
        if (found != duty.end()) {
            add(fmt::format("{}: {} is on call: {}.", head, mention_of(*person, context),
                            because(rota, *found)));
            return notice(slack::block::answer, text, {}, context);
        }
        add(fmt::format("{}: {} is not on call.", head, mention_of(*person, context)));
    }
    for (const auto& other : duty) {
        add(fmt::format("{}: {} is on call: {}.", head, mention_of(other.person, context),
                        because(rota, other)));
    }
    if (duty.empty()) add(head + ": nobody is on call.");
    return notice(slack::block::answer, text, {}, context);
}

}  // namespace tocsin::templates::answer
