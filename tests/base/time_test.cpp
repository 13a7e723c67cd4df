#include "bot/base/time.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("an instant is written and read back as RFC 3339") {
    const auto at = parse_rfc3339("2025-01-21T14:32:00Z");
    REQUIRE(at.has_value());
    CHECK(format_rfc3339(*at) == "2025-01-21T14:32:00Z");
    CHECK(format_utc(*at) == "2025-01-21 14:32 UTC");
    CHECK(unix_seconds(*at) == 1737469920);
    CHECK(parse_rfc3339("2025-01-21T09:32:00-05:00").value() == *at);
    CHECK(parse_rfc3339("2025-01-21T14:32:00.250Z").value() == *at + 250ms);
    CHECK(format_rfc3339(*at + 250ms) == "2025-01-21T14:32:00.25Z");
}

TEST_CASE("what is no instant is refused with a sentence") {
    for (const auto* text :
         {"", "2025-01-21", "2025-02-30T10:00:00Z", "2025-01-21T14:32:00", "2025-01-21T24:00:00Z", "now",
          "2025-01-21T14:32:00Zx", "2025-01-21T14:32:00+5", "-025-01-21T14:32:00Z"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_rfc3339(text).has_value());
        CHECK(parse_rfc3339(text).error().message.ends_with("like 2025-01-21T14:32:00Z."));
    }
}

TEST_CASE("durations are read the way people write them") {
    CHECK(parse_duration("5").value() == 5min);
    CHECK(parse_duration("5m").value() == 5min);
    CHECK(parse_duration("5 min").value() == 5min);
    CHECK(parse_duration("90s").value() == 90s);
    CHECK(parse_duration("1h").value() == 1h);
    CHECK(parse_duration("1h30").value() == 90min);
    CHECK(parse_duration("1h 30m").value() == 90min);
    CHECK(parse_duration("1 hour").value() == 1h);
    CHECK(parse_duration("2d").value() == 48h);
    for (const auto* text : {"", "m", "5x", "-5m", "5m5h", "1.5h", "99999999999m", "soon"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text).has_value());
    }
}

TEST_CASE("durations are written as minutes, then hours, then days") {
    CHECK(format_duration(20s) == "less than a minute");
    CHECK(format_duration(1min) == "1 minute");
    CHECK(format_duration(28min + 59s) == "28 minutes");
    CHECK(format_duration(130min) == "2 h 10 min");
    CHECK(format_duration(2h) == "2 h");
    CHECK(format_duration(72h) == "3 days");
}

TEST_CASE("the sandbox's clock runs ahead by what it was moved") {
    MovableClock clock;
    const auto before = clock.now();
    clock.advance(10min);
    CHECK(clock.now() >= before + 10min);
}
