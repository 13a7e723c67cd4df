#include "bot/core/escalation.h"

#include <algorithm>

namespace tocsin {
namespace {

std::string_view prefix_of(Target::Kind kind) {
    switch (kind) {
        case Target::Kind::none:
            return "";
        case Target::Kind::primary:
            return "primary";
        case Target::Kind::backup:
            return "backup";
        case Target::Kind::manager:
            return "manager";
        case Target::Kind::schedule:
            return "schedule:";
        case Target::Kind::person:
            return "person:";
        case Target::Kind::group:
            return "group:";
        case Target::Kind::user:
            return "user:";
    }
    return "";
}

}  // namespace

std::string_view key_of(Means means) {
    switch (means) {
        case Means::phone:
            return "phone";
        case Means::sms:
            return "sms";
        case Means::slack:
            return "slack";
        case Means::email:
            return "email";
        case Means::ntfy:
            return "ntfy";
        case Means::pushover:
            return "pushover";
        case Means::pagerduty:
            return "pagerduty";
        case Means::betterstack:
            return "betterstack";
        case Means::webhook:
            return "webhook";
    }
    return "slack";
}

std::optional<Means> parse_means(std::string_view key) {
    const auto found = std::ranges::find_if(all_means, [&](Means means) { return key_of(means) == key; });
    return found == all_means.end() ? std::nullopt : std::optional{*found};
}

std::string text_of(const Target& target) {
    return std::string(prefix_of(target.kind)) + target.id;
}

std::optional<Target> parse_target(std::string_view text) {
    using Kind = Target::Kind;
    for (const auto kind : {Kind::primary, Kind::backup, Kind::manager}) {
        if (text == prefix_of(kind)) return Target{kind, ""};
    }
    for (const auto kind : {Kind::schedule, Kind::person, Kind::group}) {
        const auto prefix = prefix_of(kind);
        if (text.starts_with(prefix) && text.size() > prefix.size())
            return Target{kind, std::string(text.substr(prefix.size()))};
    }
    return std::nullopt;
}

}  // namespace tocsin
