#include "bot/core/contacts.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

const Time noon = *parse_rfc3339("2025-01-21T12:00:00Z");
const Time after_midnight = *parse_rfc3339("2025-01-21T05:30:00Z");  // 00:30 in New York

Contacts with_delays() {
    Contacts contacts;
    contacts.delays = {{Severity::sev2, Means::phone, 2min}, {Severity::sev2, Means::sms, 1min}};
    return contacts;
}

}  // namespace

TEST_CASE("an own delay counts from the person's first page, which never waits") {
    const auto contacts = with_delays();
    CHECK(delay_of(contacts, Severity::sev2, Means::phone, {Means::phone, Means::sms, Means::slack}) == 2min);
    CHECK(delay_of(contacts, Severity::sev2, Means::slack, {Means::phone, Means::sms, Means::slack}) == 0s);
    CHECK(delay_of(contacts, Severity::sev2, Means::phone, {Means::phone, Means::sms}) == 1min);
    CHECK(delay_of(contacts, Severity::sev2, Means::sms, {Means::phone, Means::sms}) == 0s);
    CHECK(delay_of(contacts, Severity::sev2, Means::phone, {Means::phone}) == 0s);
    CHECK(delay_of(contacts, Severity::sev3, Means::phone, {Means::phone, Means::slack}) == 0s);
}

TEST_CASE("nobody delays a SEV 1, and nobody delays anything for long") {
    Contacts contacts;
    contacts.delays = {{Severity::sev1, Means::phone, 2min}, {Severity::sev2, Means::phone, 2h}};
    CHECK(delay_of(contacts, Severity::sev1, Means::phone, {Means::phone, Means::slack}) == 0s);
    CHECK(delay_of(contacts, Severity::sev2, Means::phone, {Means::phone, Means::slack}) == longest_delay);
}

TEST_CASE("quiet hours run over midnight and end by the person's own clock") {
    const QuietHours night{22 * 60, 7 * 60};
    CHECK(quiet_until(night, "America/New_York", after_midnight) == *parse_rfc3339("2025-01-21T12:00:00Z"));
    CHECK_FALSE(quiet_until(night, "America/New_York", noon));
    CHECK(quiet_until(night, "UTC", after_midnight) == *parse_rfc3339("2025-01-21T07:00:00Z"));
    const QuietHours lunch{12 * 60, 13 * 60};
    CHECK(quiet_until(lunch, "UTC", noon) == noon + 1h);
    CHECK_FALSE(quiet_until(lunch, "UTC", noon + 1h));
    CHECK_FALSE(quiet_until(QuietHours{60, 60}, "UTC", noon));
    // The clock is put forward in the night: seven o'clock comes an hour sooner.
    CHECK(quiet_until(night, "America/New_York", *parse_rfc3339("2025-03-09T05:00:00Z")) ==
          *parse_rfc3339("2025-03-09T11:00:00Z"));
}

TEST_CASE("a code is right with the blanks that people type, and only then") {
    ContactCode code;
    code.salt = "salt";
    code.hash = hash_of_code("salt", "123456");
    CHECK(is_right(code, "123456"));
    CHECK(is_right(code, " 123-456 "));
    CHECK_FALSE(is_right(code, "123457"));
    CHECK_FALSE(is_right(code, ""));
    CHECK_FALSE(code.hash.contains("123456"));
}

TEST_CASE("what a person verified stands in for the configuration's") {
    Person dana;
    dana.phone = "+12025550101";
    dana.email = "dana@example.com";
    Contacts contacts;
    contacts.phone = VerifiedAddress{"+12025550177", noon};
    CHECK(reached_at(dana, contacts).phone == "+12025550177");
    CHECK(reached_at(dana, contacts).email == "dana@example.com");
}
