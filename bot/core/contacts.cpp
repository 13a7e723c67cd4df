#include "bot/core/contacts.h"

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/core/zone.h"

namespace tocsin {
namespace {

Duration wanted_delay(const Contacts& contacts, Severity severity, Means means) {
    const auto found = std::ranges::find_if(contacts.delays, [&](const MeansDelay& delay) {
        return delay.severity == severity && delay.means == means;
    });
    return found == contacts.delays.end() ? Duration{0}
                                          : std::clamp(found->after, Duration{0}, longest_delay);
}

}  // namespace

bool is_quiet(Means means) {
    return means == Means::slack || means == Means::email;
}

Person reached_at(Person configured, const Contacts& contacts) {
    if (contacts.phone) configured.phone = contacts.phone->address;
    if (contacts.email) configured.email = contacts.email->address;
    return configured;
}

Duration delay_of(const Contacts& contacts, Severity severity, Means means,
                  const std::vector<Means>& together) {
    if (severity == Severity::sev1) return Duration{0};
    auto first = wanted_delay(contacts, severity, means);
    const auto own = first;
    for (const auto other : together) first = std::min(first, wanted_delay(contacts, severity, other));
    return own - first;
}

std::string hash_of_code(std::string_view salt, std::string_view code) {
    return sha256_hex(std::string(salt) + "/" + std::string(code));
}

std::optional<Time> quiet_until(const QuietHours& quiet, std::string_view zone, Time now) {
    if (quiet.from_minute == quiet.to_minute) return std::nullopt;
    const auto clock = Zone::load_or_utc(zone);
    const auto wall = clock.wall(now);
    const auto today = std::chrono::floor<std::chrono::days>(wall);
    const bool over_midnight = quiet.to_minute < quiet.from_minute;
    for (const auto begun : {today - std::chrono::days{1}, today}) {
        const auto from = begun + std::chrono::minutes{quiet.from_minute};
        const auto to =
            begun + std::chrono::minutes{quiet.to_minute} + std::chrono::days{over_midnight ? 1 : 0};
        if (from <= wall && wall < to) return clock.first(to);
    }
    return std::nullopt;
}

bool is_right(const ContactCode& code, std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c != ' ' && c != '-') digits += c;
    }
    return equal_in_constant_time(hash_of_code(code.salt, digits), code.hash);
}

}  // namespace tocsin
