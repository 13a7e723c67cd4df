// What a person decided about how pages reach them: addresses that they verified with a code, and rules of
// their own (interactions.md 8.1 and 11). Values only; who is paged when is paging.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/rules.h"

namespace tocsin {

struct VerifiedAddress {
    std::string address;  // E.164, or of a mailbox
    Time since;
    bool operator==(const VerifiedAddress&) const = default;
};

struct MeansDelay {  // the page leaves that much later than the first of the same person
    Severity severity{};
    Means means{};
    Duration after{};
    bool operator==(const MeansDelay&) const = default;
};

struct QuietHours {  // of the person's wall clock; to before from: over midnight
    int from_minute = 0;
    int to_minute = 0;  // exclusive
    bool operator==(const QuietHours&) const = default;
};

struct NoTexts {  // the number was told to STOP: carriers take no text for it
    std::string number;
    Time since;
    bool operator==(const NoTexts&) const = default;
};

struct Contacts {
    PersonId person;
    std::optional<VerifiedAddress> phone, email;  // stand in for the configuration's
    std::vector<MeansDelay> delays;
    std::optional<QuietHours> quiet;  // of SEV 3
    bool phoned_in_drills = false;
    std::optional<NoTexts> no_texts;
    bool left_slack = false;  // the account there was deactivated
    bool operator==(const Contacts&) const = default;
};

inline constexpr Duration longest_delay = 5min;

// A direct message or a mail: wakes nobody. What other products do with a page is not known.
bool is_quiet(Means means);

// The person as pages reach them.
Person reached_at(Person configured, const Contacts& contacts);

// How long this one's page of that severity waits. `together`: by what the person is paged at the same time;
// the first of them never waits. SEV 1 knows no delays.
Duration delay_of(const Contacts& contacts, Severity severity, Means means,
                  const std::vector<Means>& together);

// The end of the quiet hours that `now` is in; nothing: nobody is quiet now.
std::optional<Time> quiet_until(const QuietHours& quiet, std::string_view zone, Time now);

// A code that was sent to an address to see whether it is the person's.
using ContactCodeId = NumberId<struct ContactCodeTag>;

struct ContactCode {
    ContactCodeId id;
    PersonId person;
    Means means{};  // phone or email
    std::string address;
    std::string salt;
    std::string hash;  // of the salt and the code: the code itself is not kept
    Time sent;
    Time expires;
    int tries = 0;  // that were wrong
    bool operator==(const ContactCode&) const = default;
};

inline constexpr int most_code_tries = 5;

std::string hash_of_code(std::string_view salt, std::string_view code);
// Blanks and hyphens that people type between digits do not count.
bool is_right(const ContactCode& code, std::string_view typed);

}  // namespace tocsin
