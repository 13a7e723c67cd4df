#include "bot/config/values.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace tocsin::config;

TEST_CASE("durations need a unit, and units go down") {
    CHECK(read_duration("90s") == 90s);
    CHECK(read_duration("1h30m") == 90min);
    CHECK(read_duration("2d") == 48h);
    CHECK(read_duration("1y") == 365 * 24h);
    CHECK(read_duration("0s") == 0s);
    for (const char* text :
         {"", "10", "m", "1.5h", "10 m", "30m1h", "1h1h", "-5m", "5M", "5ms", "9999999999s", "999999999y"}) {
        CAPTURE(text);
        CHECK_FALSE(read_duration(text).has_value());
    }
}

TEST_CASE("rates are counted by the second or the minute") {
    CHECK(read_rate("1/s")->per_second == 1.0);
    CHECK(read_rate("30/m")->per_second == 0.5);
    CHECK(read_rate("unlimited")->per_second == std::nullopt);
    for (const char* text : {"", "1", "0/s", "-1/s", "nan/s", "inf/s", "1/h", "x/s"}) {
        CAPTURE(text);
        CHECK_FALSE(read_rate(text).has_value());
    }
}

TEST_CASE("clock times, dates and wall clocks are real ones") {
    CHECK(read_clock("09:05") == 545);
    for (const char* text : {"9:00", "24:30", "12:60", "12-00", ""})
        CHECK_FALSE(read_clock(text).has_value());
    CHECK(read_date("2024-02-29").has_value());
    CHECK_FALSE(read_date("2025-02-29").has_value());
    CHECK(read_wall_time("2024-12-30T09:00") == read_wall_time("2024-12-30 09:00:00"));
    CHECK_FALSE(read_wall_time("2024-12-30T09:00Z").has_value());
    CHECK_FALSE(read_wall_time("2024-12-30").has_value());
}

TEST_CASE("days are ISO weekdays") {
    CHECK(read_day("mon") == 1);
    CHECK(read_day("Sunday") == 7);
    CHECK_FALSE(read_day("mo").has_value());
}

TEST_CASE("targets name a role, a schedule, a person or a group") {
    CHECK(parse_target("primary") == Target{Target::Kind::primary, ""});
    CHECK(parse_target("schedule:web") == Target{Target::Kind::schedule, "web"});
    CHECK(parse_target("person:dana") == Target{Target::Kind::person, "dana"});
    CHECK(parse_target("group:S0123") == Target{Target::Kind::group, "S0123"});
    for (const char* text : {"dana", "person:", "user:dana", ""}) CHECK_FALSE(parse_target(text).has_value());
}

TEST_CASE("addresses to listen on have a host and a port") {
    CHECK(read_listen("0.0.0.0:80") == ListenAddress{"0.0.0.0", 80});
    CHECK(read_listen("[::1]:0") == ListenAddress{"::1", 0});
    for (const char* text : {"", ":80", "8080", "host", "host:", "host:65536", "host:-1", "host:8 0", "[::1]",
                             "::1:80", "a b:1"}) {
        CAPTURE(text);
        CHECK_FALSE(read_listen(text).has_value());
    }
}

TEST_CASE("plain http is for loopback only") {
    for (const char* text :
         {"https://example.com", "http://localhost:1/x", "http://127.0.0.2", "http://[::1]:9/"}) {
        CHECK(is_secure_url(text));
    }
    for (const char* text :
         {"http://example.com", "http://localhost.example.com", "http://127.example.com", "https://",
          "https://a b", "ftp://127.0.0.1", "https://user@host/", "http://127.0.0.1@example.com/"}) {
        CAPTURE(text);
        CHECK_FALSE(is_secure_url(text));
    }
}

TEST_CASE("channels are names or IDs") {
    for (const char* text : {"incidents", "#incidents", "C0123ABC", "störungen", "a_b-1"})
        CHECK(is_slack_channel(text));
    for (const char* text : {"", "#", "Incidents", "two words", "a.b"}) CHECK_FALSE(is_slack_channel(text));
}

TEST_CASE("seconds may have decimals, down to microseconds") {
    CHECK(read_duration("9m59.25s") == 9min + 59s + 250ms);
    CHECK(read_duration("0.000001s") == 1us);
    for (const char* text : {"1.5m", "1.s", ".5s", "1.0000001s", "1.5", "1.5s1m"}) {
        CAPTURE(text);
        CHECK_FALSE(read_duration(text).has_value());
    }
}

TEST_CASE("24:00 is the end of a day") {
    CHECK(read_clock("24:00") == 24 * 60);
    CHECK_FALSE(read_clock("24:01").has_value());
}
