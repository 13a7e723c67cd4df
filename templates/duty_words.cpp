#include "templates/duty_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "bot/slack/mrkdwn.h"

namespace tocsin::templates {
namespace {

constexpr Duration near = std::chrono::days{6};  // a weekday's name says which day is meant

bool is_near(Time at, Time now) {
    return at < now + near && at > now - near;
}

std::string day_and_clock(Time at, std::string_view zone, bool dated) {
    const auto words = local_words(at, zone);
    const auto day = words.weekday.substr(0, 3);
    return dated ? fmt::format("{} {} {}", day, words.date, words.clock)
                 : fmt::format("{} {}", day, words.clock);
}

}  // namespace

std::string schedule_name(const ScheduleId& id, const Rules& rules) {
    const auto schedule = rules.schedules.find(id);
    return schedule == rules.schedules.end() || schedule->second.name.empty() ? id.str()
                                                                              : schedule->second.name;
}

std::string zone_of(const ScheduleId& id, const Rules& rules) {
    const auto schedule = rules.schedules.find(id);
    return schedule == rules.schedules.end() ? rules.timezone : schedule->second.timezone;
}

std::string name_of(const PersonId& id, const RenderContext& context) {
    const auto person = context.rules.people.find(id);
    return person == context.rules.people.end() ? id.str() : person->second.name;
}

std::string mention_of(const PersonId& id, const RenderContext& context) {
    const auto person = context.rules.people.find(id);
    return person == context.rules.people.end() ? slack::escape(id.str())
                                                : mention_of(actor_of(person->second), context);
}

std::string mentions_of(const std::vector<PersonId>& people, const RenderContext& context) {
    std::vector<std::string> mentions;
    for (const auto& person : people) mentions.push_back(mention_of(person, context));
    return mentions.empty() ? "nobody" : join_and(mentions);
}

std::string short_local(Time at, std::string_view zone) {
    return fmt::format("{} ({})", day_and_clock(at, zone, true), zone);
}

std::string near_local(Time at, std::string_view zone, Time now) {
    if (!is_near(at, now)) return format_local(at, zone);
    const auto words = local_words(at, zone);
    return fmt::format("{} {} ({})", words.weekday, words.clock, zone);
}

std::string clock_local(Time at, std::string_view zone) {
    return local_words(at, zone).clock;
}

std::string span_local(Time start, Time end, std::string_view zone, Time now) {
    const bool dated = !is_near(start, now) || !is_near(end, now);
    return fmt::format("{} to {} ({})", day_and_clock(start, zone, dated), day_and_clock(end, zone, dated),
                       zone);
}

std::string reach_of(const Person& person, const std::vector<Means>& usable) {
    std::vector<Means> by_number;
    std::vector<Means> others;
    for (const auto means : usable) {
        if (means == Means::slack) continue;
        const bool rings = means == Means::phone || means == Means::sms;
        (rings ? by_number : others).push_back(means);
    }
    auto text = means_nouns(by_number);
    if (!by_number.empty() && !person.phone.empty()) text += " at the " + number_ending(person.phone);
    if (!others.empty()) text += (text.empty() ? "" : ", ") + means_nouns(others);
    return text;
}

}  // namespace tocsin::templates
