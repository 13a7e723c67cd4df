#include "templates/watchdog_texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/slack/mrkdwn.h"
#include "templates/answers.h"
#include "templates/render.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t longest_item = 60;
constexpr std::size_t longest_replica = 24;
constexpr std::size_t longest_zones = 27;
constexpr std::size_t longest_provider = 24;
constexpr std::size_t longest_reason = 1000;
constexpr std::size_t longest_summary = 2900;  // a section holds 3,000

// It may be of any alphabet, and this is a text message.
std::string short_name(std::string_view name, std::size_t longest) {
    std::string shown(name.substr(0, longest));
    std::ranges::replace_if(shown, [](char c) { return c < ' ' || c > '~' || c == '`'; }, '?');
    return shown;
}

// As people call it: Twilio.
std::string provider_name(std::string_view provider) {
    auto name = short_name(provider, longest_provider);
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

}  // namespace

slack::Message echo_message(Time now) {
    return answer::sentence(
        fmt::format("Tocsin edits this message to see whether Slack carries what it says. Last looked at {}. "
                    "Nothing has to be done about it.",
                    format_utc(now)));
}

std::string slack_away_text(Time since, Time now) {
    return fmt::format(
        "Tocsin: no word from Slack since {}. Pages go on by phone and SMS. Answer them as always, or use "
        "tocsin incident.",
        clock_utc(since, now));
}

std::string slack_back_text(Time since, Time now) {
    return fmt::format("Tocsin: Slack is back at {}, after {}. What was said meanwhile is posted now.",
                       clock_utc(now, now), format_duration(now - since));
}

std::string token_refused_text(Time since, Time now) {
    return fmt::format(
        "Tocsin: Slack has refused its bot token since {}. Pages go on by phone and SMS. Install the app "
        "again or renew its token, then reload.",
        clock_utc(since, now));
}

std::string token_taken_text(Time now) {
    return fmt::format("Tocsin: Slack takes its bot token again at {}. What waited is posted now.",
                       clock_utc(now, now));
}

std::string alarm_lost_text(const std::string& incident) {
    return fmt::format(
        "Tocsin: nobody has acknowledged {}, nobody is paged for it any more, and Slack does not take the "
        "alarm. Please phone someone.",
        incident);
}

std::string providers_fail_text(const std::string& incident, Means page) {
    return fmt::format(
        "Tocsin: nobody has acknowledged {}, and no provider has taken its page by {} for a minute. "
        "It is tried on. Please phone someone.",
        incident, means_nouns({page}));
}

std::string low_balance_text(std::string_view provider, double left, double most, std::string_view currency) {
    return fmt::format(
        "Tocsin: {:.2f} {} of {:.2f} are left at {}. Without money no call and no text leaves there. Top up "
        "the account.",
        left, currency, most, provider_name(provider));
}

std::string no_balance_text(std::string_view provider, double left, std::string_view currency) {
    return fmt::format(
        "Tocsin: no money is left at {} ({:.2f} {}). Without it no call and no text leaves there. Top up the "
        "account now.",
        provider_name(provider), left, currency);
}

std::string lost_store_text(std::string_view host) {
    constexpr std::size_t room = 24;
    return fmt::format(
        "Tocsin on {} does not start: its store is damaged or gone. Nobody is paged. Page by hand, and see "
        "docs/disaster.md.",
        host.substr(0, room));
}

std::string spending_text(int count, int limit) {
    if (count < limit) {
        return fmt::format(
            "Tocsin: {} of {} calls and texts of today were sent. At the limit codes and test pages stop "
            "until "
            "midnight UTC; pages never do.",
            count, limit);
    }
    return fmt::format(
        "Tocsin: {} calls and texts were sent today. Codes and test pages stop until midnight UTC, pages do "
        "not: see paging.daily_limit.",
        count);
}

std::string absurd_clock_text(Time now) {
    return fmt::format(
        "Tocsin: its clock says {}, which cannot be. New alerts page, what was due before waits. Set the "
        "clock.",
        format_utc(now));
}

std::string deletions_wait_text(Time seen, Time now, Time until) {
    return fmt::format(
        "Tocsin: last run {}, now {}. If the clock is wrong, set it. If it is right, old data is deleted "
        "again from {}.",
        format_day(seen), format_day(now), format_day(until));
}

std::string disk_full_text() {
    return "Tocsin: the disk of its store is full. Known incidents page on for a while, new alerts are "
           "refused. "
           "Make room on it now.";
}

std::string disk_has_room_text() {
    return "Tocsin: there is room on the disk of its store again. Alerts are taken as before.";
}

std::string zones_lost_text(std::string_view zones, std::string_view replica) {
    return fmt::format(
        "Tocsin: the time zone data of {} cannot be read now on {}. The old data counts until a restart. "
        "Reinstall tzdata.",
        short_name(zones, longest_zones), short_name(replica, longest_replica));
}

std::string different_configurations_text(std::string_view one, std::string_view other) {
    return fmt::format(
        "Tocsin: replicas {} and {} have had different configurations for 2 minutes. Give both the same one "
        "and reload.",
        short_name(one, longest_replica), short_name(other, longest_replica));
}

std::string put_away_text(std::string_view item) {
    return fmt::format(
        "Tocsin died 3 times on {} and put it away for an hour. All else goes on. The log has more.",
        short_name(item, longest_item));
}

std::string failing_text(std::string_view item) {
    return fmt::format(
        "Tocsin failed 5 times at {} and tries it once an hour. All else goes on. The log has more.",
        short_name(item, longest_item));
}

std::string configuration_refused(std::string_view reason) {
    return fmt::format("A reload was refused. {} The old configuration stays in force.",
                       slack::cut_markup(slack::typed_line(reason), longest_reason));
}

slack::Message said_earlier(slack::Message message, Time at, Time now) {
    const auto words = fmt::format("Posted late: this was at {}.", clock_utc(at, now));
    const auto line = JsonText::object(
        {{"type", "context"},
         {"elements", JsonText::array({JsonText::object({{"type", "mrkdwn"}, {"text", words}})})}});
    if (!message.blocks.is_null()) message.blocks.push_back(line);
    if (!message.classic_blocks.is_null()) message.classic_blocks.push_back(line);
    message.text += "\n" + words;
    return message;
}

slack::Message said_while_away(const std::vector<TimelineLine>& lines, Time from, Time until, Time now) {
    auto words = fmt::format("Slack was away. What happened between {} and {}:", clock_utc(from, now),
                             clock_utc(until, now));
    std::size_t shown = 0;
    for (const auto& line : lines) {
        const auto said = fmt::format("\n• {} {}", clock_utc(line.at, now), line.text);
        if (words.size() + said.size() > longest_summary) break;
        words += said;
        ++shown;
    }
    if (shown < lines.size()) words += "\nThe rest is in `/incident timeline`.";
    return answer::sentence(words);
}

}  // namespace tocsin::templates
