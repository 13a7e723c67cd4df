#include "templates/render.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"

namespace tocsin::templates {
namespace {

std::string count_of(std::int64_t number, std::string_view unit) {
    return fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s");
}

std::string_view noun_of(Means means) {
    switch (means) {
        case Means::phone:
            return "phone";
        case Means::sms:
            return "SMS";
        case Means::slack:
            return "Slack";
        case Means::email:
            return "email";
        case Means::ntfy:
            return "ntfy";
        case Means::pushover:
            return "Pushover";
        case Means::pagerduty:
            return "PagerDuty";
        case Means::betterstack:
            return "Better Stack";
        case Means::webhook:
            return "webhook";
    }
    return "";
}

std::string_view verb_of(Means means) {
    switch (means) {
        case Means::phone:
            return "phoned";
        case Means::sms:
            return "texted";
        case Means::slack:
            return "messaged in Slack";
        case Means::email:
            return "e-mailed";
        case Means::ntfy:
        case Means::pushover:
            return "notified";
        case Means::pagerduty:
            return "paged by PagerDuty";
        case Means::betterstack:
            return "paged by Better Stack";
        case Means::webhook:
            return "called by webhook";
    }
    return "";
}

std::string with_role(const std::string& person, const std::string& role) {
    return role.empty() ? person : fmt::format("{} ({})", person, role);
}

}  // namespace

std::string permalink(std::string_view workspace_url, const ChannelId& channel, const MessageTs& ts) {
    if (workspace_url.empty() || channel.empty() || ts.empty()) return {};
    while (workspace_url.ends_with('/')) workspace_url.remove_suffix(1);
    return fmt::format("{}/archives/{}/p{}", workspace_url, channel.str(), replace_all(ts.str(), ".", ""));
}

std::string relative(Time at, Time now) {
    const bool past = at <= now;
    const auto minutes = std::chrono::floor<std::chrono::minutes>(past ? now - at : at - now).count();
    if (minutes < 1) return past ? "Just now" : "in less than a minute";
    const auto amount = minutes < 60        ? count_of(minutes, "minute")
                        : minutes < 48 * 60 ? count_of(minutes / 60, "hour")
                                            : count_of(minutes / (24 * 60), "day");
    return past ? amount + " ago" : "in " + amount;
}

std::string name_of(const Actor& who, const RenderContext& context) {
    if (!who.user.empty()) {
        auto name = slack::clean_words(context.people.user(who.user).name);
        if (!name.empty() && name != who.user.str()) return name;
    }
    if (!who.name.empty()) return slack::clean_words(who.name);
    return who.user.empty() ? "Tocsin" : who.user.str();
}

std::string mention_of(const Actor& who, const RenderContext& context) {
    return who.user.empty() ? slack::typed_line(name_of(who, context)) : slack::mention(who.user);
}

std::string names_with_roles(const std::vector<PageOrder>& orders, const RenderContext& context) {
    std::vector<std::string> people;
    for (const auto& order : orders) people.push_back(with_role(name_of(order.to, context), order.role));
    return join_and(people);
}

std::string mentions_with_roles(const std::vector<PageOrder>& orders, const RenderContext& context) {
    std::vector<std::string> people;
    for (const auto& order : orders)
        people.push_back(with_role(mention_of(order.to, context), slack::typed_line(order.role)));
    return join_and(people);
}

std::string plain(std::string_view stored, const RenderContext& context) {
    return slack::to_plain(stored, [&](const UserId& user) { return name_of(Actor{user, ""}, context); });
}

std::string heading_of(const Incident& incident, const RenderContext& context) {
    const auto title = incident.is_private ? "private" : plain(incident.title, context);
    return fmt::format("{}{} INCIDENT: {}", incident.drill ? "DRILL " : "", label_of(incident.severity),
                       title);
}

std::string severity_name(Severity severity, const Rules& rules) {
    const auto& name = rules.of(severity).name;
    return name.empty() ? label_of(severity) : fmt::format("{} ({})", label_of(severity), name);
}

std::string duration_range(Time from, Time to) {
    const auto day = [](Time at) { return std::chrono::floor<std::chrono::days>(at); };
    const auto duration = format_duration(std::max(to - from, Duration{}));
    if (day(from) == day(to)) {
        return fmt::format("{} ({} - {} UTC)", duration, format_clock(from), format_clock(to));
    }
    return fmt::format("{} ({} {} - {})", duration, format_day(from), format_clock(from), format_utc(to));
}

std::string long_duration(Duration duration) {
    const auto hours = std::chrono::floor<std::chrono::hours>(duration);
    return hours > 0h && hours == duration ? count_of(hours.count(), "hour") : format_duration(duration);
}

std::string means_nouns(const std::vector<Means>& means) {
    std::vector<std::string> words;
    for (const auto one : means) words.emplace_back(noun_of(one));
    return join_and(words);
}

std::string means_verbs(const std::vector<Means>& means) {
    std::vector<std::string> words;
    for (const auto one : means) words.emplace_back(verb_of(one));
    return join_and(words);
}

IncidentRef incident_ref(IncidentNumber number, const RenderContext& context) {
    if (context.links.incident) return context.links.incident(number);
    return {fmt::format("INC-{}", number.value()), "", ""};
}

slack::Message shaped(slack::Message message, BlockForm form) {
    if (message.classic_blocks.is_null() || form == BlockForm::automatic) return message;
    if (form == BlockForm::classic) message.blocks = std::move(message.classic_blocks);
    message.classic_blocks = nullptr;
    return message;
}

slack::View shaped(slack::View view, BlockForm form) {
    if (view.classic.is_null() || form == BlockForm::automatic) return view;
    if (form == BlockForm::classic) view.modern = std::move(view.classic);
    view.classic = nullptr;
    return view;
}

}  // namespace tocsin::templates
