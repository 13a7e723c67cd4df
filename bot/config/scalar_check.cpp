#include "bot/config/scalar_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/base/time.h"
#include "bot/config/values.h"
#include "bot/core/local_time.h"

namespace tocsin::config {
namespace {

using Answer = std::optional<Complaint>;

Answer unless(bool fine, std::string_view why, std::string_view fix) {
    if (fine) return std::nullopt;
    return Complaint{std::string(why), std::string(fix)};
}

bool contains(const std::vector<std::string>& names, const std::string& text) {
    return std::ranges::find(names, text) != names.end();
}

std::string in_seconds(long long seconds) {
    if (seconds % 86400 == 0 && seconds != 0) return fmt::format("{}d", seconds / 86400);
    if (seconds % 3600 == 0 && seconds != 0) return fmt::format("{}h", seconds / 3600);
    if (seconds % 60 == 0 && seconds != 0) return fmt::format("{}m", seconds / 60);
    return fmt::format("{}s", seconds);
}

Answer about_integer(const Shape& shape, const std::string& text) {
    const auto value = read_integer(text);
    return unless(value && *value >= shape.lowest && *value <= shape.highest,
                  fmt::format("a whole number from {} to {} is needed", shape.lowest, shape.highest),
                  "write such a number");
}

Answer about_duration(const Shape& shape, const std::string& text) {
    const auto value = read_duration(text);
    if (!value) return Complaint{"it is no duration", "write it like 90s, 10m, 1h30m or 2d"};
    return unless(
        *value >= std::chrono::seconds(shape.lowest) && *value <= std::chrono::seconds(shape.highest),
        fmt::format("it has to be from {} to {}", in_seconds(shape.lowest), in_seconds(shape.highest)),
        "write such a duration");
}

Answer about_choice(const Shape& shape, const std::string& text) {
    return unless(
        contains(shape.choices, text), "it is none of the words that are known here",
        choose_from(text, shape.choices, fmt::format("write one of {}", join(shape.choices, ", "))));
}

Answer about_name(const std::string& text, const std::string& section, const Names& names) {
    const auto& known = names.at(section);
    return unless(contains(known, text), fmt::format("{} has no such entry", section),
                  choose_from(text, known, fmt::format("add it to {}", section)));
}

Answer about_target(Kind kind, const std::string& text, const Names& names) {
    const auto target = parse_target(text);
    std::string forms = "person:ID or group:SLACK_USERGROUP_ID";
    if (kind != Kind::role_target) forms = "schedule:ID, " + forms;
    if (kind == Kind::page_target) forms = "primary, backup, manager, " + forms;
    const Complaint wrong{"it names nobody that can be asked", "write " + forms};
    if (!target) {
        // "dana" for "person:dana" is the common slip.
        if (contains(names.at("people"), text)) return Complaint{wrong.why, "write person:" + text};
        if (kind == Kind::page_target) {
            if (const std::string role = nearest(text, {"primary", "backup", "manager"}); !role.empty()) {
                return Complaint{wrong.why, fmt::format("write \"{}\"", role)};
            }
        }
        const bool schedule = kind != Kind::role_target && contains(names.at("schedules"), text);
        return schedule ? Complaint{wrong.why, "write schedule:" + text} : wrong;
    }
    switch (target->kind) {
        case Target::Kind::none:
        case Target::Kind::user:
            return wrong;
        case Target::Kind::primary:
        case Target::Kind::backup:
        case Target::Kind::manager:
            return unless(kind == Kind::page_target, wrong.why, wrong.fix);
        case Target::Kind::schedule:
            if (kind == Kind::role_target) return wrong;
            return about_name(target->id, "schedules", names);
        case Target::Kind::person:
            return about_name(target->id, "people", names);
        case Target::Kind::group:
            return unless(is_slack_group(target->id), "a Slack user group's ID starts with S",
                          "copy the ID from the group's page in Slack");
    }
    return wrong;
}

Answer about_token(const std::string& text, std::string_view prefix, std::string_view where) {
    return unless(text.starts_with(prefix) && text.find_first_of(" \t\n") == std::string::npos,
                  fmt::format("this token starts with {}", prefix), where);
}

}  // namespace

std::optional<Complaint> complaint_about(const Shape& shape, const std::string& text, const Names& names) {
    switch (shape.kind) {
        case Kind::text:
        case Kind::path:
        case Kind::secret:
            return std::nullopt;
        case Kind::flag:
            return unless(read_flag(text).has_value(), "it is neither true nor false", "write true or false");
        case Kind::integer:
            return about_integer(shape, text);
        case Kind::duration:
            return about_duration(shape, text);
        case Kind::retention:
            return unless(text == "forever" || read_duration(text), "it is no duration",
                          "write 90d, 2y or forever");
        case Kind::rate:
            return unless(read_rate(text).has_value(), "it is no rate",
                          "write it like 1/s or 30/m, or unlimited");
        case Kind::day:
            return unless(read_day(text).has_value(), "it is no day of the week",
                          "write mon, tue, wed, thu, fri, sat or sun");
        case Kind::clock:
            return unless(read_clock(text).has_value(), "it is no time of day",
                          "write it like \"09:00\", from 00:00 to 23:59");
        case Kind::wall_time:
            return unless(read_wall_time(text).has_value(), "it is no wall-clock time",
                          "write it like 2024-12-30T09:00, without a zone");
        case Kind::instant:
            return unless(parse_rfc3339(text).has_value(), "it is no instant",
                          "write it like 2025-02-03T14:00:00Z, with Z or an offset");
        case Kind::date:
            return unless(read_date(text).has_value(), "it is no date", "write it like 2025-12-25");
        case Kind::zone:
            return unless(zone_exists(text), "this machine knows no such time zone",
                          "write an IANA name like America/New_York or UTC");
        case Kind::web_url:
            return unless(is_web_url(text), "it is no web address",
                          "write https://HOST/… without a user name or password in it");
        case Kind::secure_url:
            return unless(is_secure_url(text),
                          "secrets go there, so it has to be https:// (http:// for loopback only)",
                          "write https://HOST/…");
        case Kind::smtp_url:
            return unless(is_smtp_url(text), "it is no mail server", "write smtp://HOST:587 or smtps://HOST");
        case Kind::storage_url:
            return unless(is_storage_url(text), "it names no store",
                          "write sqlite:PATH or postgresql://user@host/database");
        case Kind::listen:
            return unless(read_listen(text).has_value(), "it is no address to listen on",
                          "write it like 127.0.0.1:8080 or [::1]:8080, or \"\" for none");
        case Kind::phone:
            return unless(is_phone(text), "it is no phone number with country code",
                          "write it in quotes like \"+12025550101\"");
        case Kind::calling_code:
            return unless(is_calling_code(text), "it is no calling code of a country",
                          "write it in quotes like \"+49\"");
        case Kind::email:
            return unless(is_email(text), "it is no e-mail address", "write it like dana@example.com");
        case Kind::mailbox:
            return unless(read_mailbox(text).has_value(), "it is no sender",
                          "write it like Tocsin <tocsin@example.com>");
        case Kind::slack_user:
            return unless(is_slack_user(text), "a Slack user ID is U or W and capitals or digits",
                          "copy the member ID from the person's profile in Slack");
        case Kind::slack_group:
            return unless(is_slack_group(text), "a Slack user group's ID is S and capitals or digits",
                          "copy the ID from the group's page in Slack");
        case Kind::slack_channel:
            return unless(is_slack_channel(text), "it is neither a channel's name nor its ID",
                          "write it like incidents or C0123456789");
        case Kind::emoji:
            return unless(is_emoji(text), "it is no emoji's name", "write it like pushpin");
        case Kind::choice:
            return about_choice(shape, text);
        case Kind::app_token:
            return about_token(text, "xapp-",
                               "copy the app-level token from Basic Information of the Slack app");
        case Kind::bot_token:
            return about_token(text, "xoxb-", "copy the bot token from OAuth & Permissions of the Slack app");
        case Kind::person:
        case Kind::turn:
            return about_name(text, "people", names);
        case Kind::team:
            return about_name(text, "teams", names);
        case Kind::service:
            return about_name(text, "services", names);
        case Kind::policy:
            return about_name(text, "escalation_policies", names);
        case Kind::tracker:
            return about_name(text, "trackers", names);
        case Kind::provider:
            return about_name(text, "paging.providers", names);
        case Kind::page_target:
        case Kind::team_target:
        case Kind::role_target:
            return about_target(shape.kind, text, names);
        case Kind::object:
        case Kind::map:
        case Kind::list:
        case Kind::anything:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace tocsin::config
