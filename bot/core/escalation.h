// Who is paged, by which means and in which order: the values of an escalation policy. How far the paging of
// an incident has got is paging.h.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"

namespace tocsin {

enum class Means { phone, sms, slack, email, ntfy, pushover, pagerduty, betterstack, webhook };
inline constexpr std::array all_means{Means::phone,     Means::sms,         Means::slack,
                                      Means::email,     Means::ntfy,        Means::pushover,
                                      Means::pagerduty, Means::betterstack, Means::webhook};
std::string_view key_of(Means means);  // sms
std::optional<Means> parse_means(std::string_view key);

struct Target {
    enum class Kind {
        none,
        primary,
        backup,
        manager,
        schedule,
        person,
        group,
        user,  // of Slack, named by hand: no configuration does
    };
    Kind kind = Kind::none;
    std::string id;  // of a schedule, person, Slack user group or user
    bool operator==(const Target&) const = default;
};
std::string text_of(const Target& target);  // primary, schedule:nights; empty for none
std::optional<Target> parse_target(std::string_view text);

struct PolicyLevel {
    std::vector<Target> to;
    std::vector<Means> via;
    Duration timeout{};
    std::optional<Duration> again_after;
    bool operator==(const PolicyLevel&) const = default;
};

struct EscalationPolicy {
    PolicyId id;
    std::string name;
    std::vector<PolicyLevel> levels;
    int repeat = 0;
    bool operator==(const EscalationPolicy&) const = default;
};

// The level 1 that a severity brings itself, and the policy that goes on from there.
struct PageRule {
    std::vector<Target> to;
    std::vector<Means> via;
    PolicyId policy;  // empty: does not escalate
    bool business_hours = false;
    bool operator==(const PageRule&) const = default;
};

}  // namespace tocsin
