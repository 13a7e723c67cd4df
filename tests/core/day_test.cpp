#include "bot/core/day.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

const Time today = *parse_rfc3339("2025-01-21T15:00:00Z");  // a Tuesday

std::string read(std::string_view text, Time on = today) {
    const auto day = parse_day(text, on);
    return day ? format_day(*day) : "none";
}

}  // namespace

TEST_CASE("a day is read as people write it") {
    for (const auto* text : {"Jan 22", "jan 22", "January 22", "22 Jan", "22nd January", "Jan 22, 2025",
                             "2025-01-22", "tomorrow", "Wednesday", "wed"})
        CHECK_MESSAGE(read(text) == "2025-01-22", text);
    CHECK(read("today") == "2025-01-21");
    CHECK(read("tuesday") == "2025-01-21");
    CHECK(read("monday") == "2025-01-27");
}

TEST_CASE("a day without a year is the next one of that name") {
    CHECK(read("Jan 21") == "2025-01-21");
    CHECK(read("Jan 20") == "2026-01-20");
    CHECK(read("Feb 29") == "2028-02-29");
    CHECK(read("Jan 2", *parse_rfc3339("2024-12-31T23:59:00Z")) == "2025-01-02");
}

TEST_CASE("what is no day is none") {
    for (const auto* text :
         {"", "by", "Jan", "22", "Jan 32", "Feb 30", "Feb 29, 2025", "2025-02-29", "2025-13-01", "Jan 22 25",
          "Jan 22 2025 noon", "99999999999", "-1 Jan", "Jan -1", "to day"})
        CHECK_MESSAGE(read(text) == "none", text);
}

TEST_CASE("a day is written short, with the year where it is another one") {
    CHECK(format_month_day(*parse_day("2025-01-22", today), today) == "Jan 22");
    CHECK(format_month_day(*parse_day("2026-02-01", today), today) == "Feb 1, 2026");
}
