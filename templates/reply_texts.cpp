#include "templates/reply_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/gsm7.h"
#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

constexpr std::array<std::size_t, 3> title_limits{56, 24, 12};  // GSM-7 characters
constexpr std::size_t most_named = 3;

struct Around {  // what stands before the incident's name, and a link that is left out first
    std::string before = "";
    std::string link_words = "";
    std::string link = "";
};

// "INC-42 API Down", then the words, then the link where there is room.
std::string about(const Incident& incident, const RenderContext& context, const std::string& words,
                  const Around& around = {}) {
    const auto title = incident.is_private ? "" : to_gsm7(plain(incident.title, context));
    const auto text = [&](std::size_t limit, bool with_link) {
        auto said = around.before + name_of(incident);
        if (!title.empty()) said += " " + cut(title, limit);
        said += words;
        if (with_link && !around.link.empty()) said += fmt::format(" {}{}", around.link_words, around.link);
        return to_gsm7(said);
    };
    for (const bool with_link : {true, false}) {
        for (const auto limit : title_limits) {
            if (auto whole = text(limit, with_link); fits_one_segment(whole)) return whole;
        }
    }
    return one_segment(text(title_limits.back(), false));
}

// "28 min", at least one; longer ones in words.
std::string minutes_of(Duration duration) {
    constexpr Duration in_minutes = 120min;
    if (duration >= in_minutes) return format_duration(duration);
    return fmt::format("{} min",
                       std::max<std::int64_t>(1, std::chrono::floor<std::chrono::minutes>(duration).count()));
}

std::string next_update(const Incident& incident, const RenderContext& context) {
    const auto& due = incident.reminders.due;
    return due ? fmt::format(" Update due {}.", clock_utc(*due, context.now)) : "";
}

}  // namespace

std::string how_it_ended(const Incident& incident, const RenderContext& context) {
    const auto at = clock_utc(incident.ended.value_or(context.now), context.now);
    switch (incident.state) {
        case State::false_alarm:
            return fmt::format(" was cancelled at {}.", at);
        case State::ticket:
            return " is a ticket now.";
        case State::merged:
            return fmt::format(" was merged into INC-{}.", incident.merged_into.value());
        case State::resolved:
        case State::closed:
        case State::waiting:
        case State::paging:
        case State::investigating:
        case State::identified:
        case State::monitoring:
            break;
    }
    return fmt::format(" was resolved at {} after {}.", at,
                       format_duration(incident.ended.value_or(context.now) - incident.started));
}

Holder holder_of(const Incident& incident) {
    const auto& by = incident.paging.answered_by.is_somebody() ? incident.paging.answered_by : incident.lead;
    const auto first = incident.acknowledged.value_or(incident.declared);
    return {by, is_same(by, incident.lead) ? incident.lead_since.value_or(first) : first};
}

std::string being_paged(const std::vector<PageOrder>& orders, const RenderContext& context) {
    const bool phoned = std::ranges::any_of(orders, [](const PageOrder& order) {
        return std::ranges::find(order.via, Means::phone) != order.via.end();
    });
    return fmt::format("{} {} being {}", names_with_roles(orders, context), orders.size() == 1 ? "is" : "are",
                       phoned ? "phoned" : "paged");
}

std::string acknowledged_text(const Incident& incident, const std::string& link,
                              const RenderContext& context) {
    const auto since = clock_utc(holder_of(incident).since, context.now);
    return about(incident, context,
                 fmt::format(": you acknowledged at {}.{} Reply 2 to escalate.", since,
                             next_update(incident, context)),
                 {"", "Thread: ", link});
}

std::string acknowledged_by_link_text(const Incident& incident, const RenderContext& context) {
    return about(incident, context,
                 fmt::format(": acknowledged in your name through the link at {}. Was it not you? Reply 2 "
                             "to escalate.",
                             clock_utc(holder_of(incident).since, context.now)));
}

std::string too_late_text(const Incident& incident, const RenderContext& context) {
    const auto [who, since] = holder_of(incident);
    return about(incident, context,
                 fmt::format(" was acknowledged by {} at {}. Reply JOIN to help.", name_of(who, context),
                             clock_utc(since, context.now)));
}

std::string not_needed_text(const Incident& incident, const std::string& link, const RenderContext& context) {
    const auto [who, since] = holder_of(incident);
    return about(incident, context,
                 fmt::format(": {} acknowledged at {}. You are not needed now.", name_of(who, context),
                             clock_utc(since, context.now)),
                 {"", "Thread: ", link});
}

std::string over_text(const Incident& incident, const RenderContext& context) {
    return about(incident, context, how_it_ended(incident, context) + " Nothing has changed.");
}

std::string escalated_text(const Incident& incident, const std::vector<PageOrder>& paged,
                           const RenderContext& context) {
    if (paged.empty())
        return about(incident, context, ": nobody further can be reached. Please phone someone.");
    return about(
        incident, context,
        fmt::format(": {}. You stay on the incident. Reply 1 to acknowledge.", being_paged(paged, context)));
}

std::string passed_on_text(const Incident& incident, const std::vector<PageOrder>& paged,
                           const RenderContext& context) {
    if (paged.empty()) return about(incident, context, ": thank you, it goes on without you.");
    return about(incident, context, fmt::format(": thank you. {} now.", being_paged(paged, context)));
}

std::string joined_text(const Incident& incident, const std::string& link, const RenderContext& context) {
    return about(incident, context, ": you joined.", {"", "Thread: ", link});
}

std::string updated_text(const Incident& incident, const RenderContext& context) {
    return about(incident, context, ": your update is posted." + next_update(incident, context));
}

std::string resolved_text(const Incident& incident, const RenderContext& context) {
    const auto owed =
        incident.resolution && incident.resolution->post_mortem_due
            ? fmt::format(" Post-mortem within {}.", long_duration(*incident.resolution->post_mortem_due -
                                                                   incident.ended.value_or(context.now)))
            : "";
    return about(incident, context,
                 fmt::format(" after {}. Service restored.{}",
                             minutes_of(incident.ended.value_or(context.now) - incident.started), owed),
                 {"RESOLVED ", "", ""});
}

std::string reminder_text(const Incident& incident, bool may_reply, const std::string& link,
                          const RenderContext& context) {
    const auto since = incident.last_update.value_or(incident.acknowledged.value_or(incident.declared));
    return about(incident, context,
                 fmt::format(": no update for {}. Post one in the thread{}.", minutes_of(context.now - since),
                             may_reply ? " or reply U and your text" : ""),
                 {"", "", link});
}

std::string not_understood_text(const Incident& incident, const RenderContext& context) {
    return about(incident, context, ". Nothing has changed.",
                 {"Reply 1 to acknowledge or 2 to escalate ", "", ""});
}

std::string which_page_text(const std::vector<Incident>& open) {
    std::vector<std::string> acknowledge, escalate;
    for (const auto& incident : open) {
        if (acknowledge.size() == most_named) break;
        acknowledge.push_back(fmt::format("1 {}", incident.number.value()));
        escalate.push_back(fmt::format("2 {}", incident.number.value()));
    }
    return one_segment(fmt::format("You have {} open pages. Reply {} to acknowledge, {} to escalate.",
                                   open.size(), join(acknowledge, " or "), join(escalate, " or ")));
}

std::string no_page_text(const std::string& link) {
    return one_segment(link.empty() ? "You have no open page. Open incidents are in Slack."
                                    : "You have no open page. Open incidents: " + link);
}

}  // namespace tocsin::templates
