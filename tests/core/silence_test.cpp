#include "bot/core/silence.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

const Time noon = *parse_rfc3339("2025-01-21T12:00:00Z");
const Actor dana{UserId{"U1"}, "Dana"};
const Actor lee{UserId{"U2"}, "Lee"};

Silence silence() {
    Silence silence;
    silence.matcher = {{"service", "api"}};
    silence.from = noon;
    silence.until = noon + 2h;
    silence.by = dana;
    return silence;
}

Alert alert() {
    Alert alert;
    alert.source = "alertmanager";
    alert.key = "f1";
    alert.title = "High error rate";
    alert.labels = {{"service", "api"}, {"alertname", "HighErrorRate"}};
    return alert;
}

}  // namespace

TEST_CASE("a silence covers what matches it, while it lasts") {
    CHECK(covers(silence(), alert(), Severity::sev2, noon));
    CHECK_FALSE(covers(silence(), alert(), Severity::sev2, noon - 1s));
    CHECK_FALSE(covers(silence(), alert(), Severity::sev2, noon + 2h));
    auto other = alert();
    other.labels["service"] = "web";
    CHECK_FALSE(covers(silence(), other, Severity::sev2, noon));
    other.labels.erase("service");
    CHECK_FALSE(covers(silence(), other, Severity::sev2, noon));
    auto empty = silence();
    empty.matcher.clear();
    CHECK_FALSE(covers(empty, alert(), Severity::sev2, noon));
    auto more = silence();
    more.matcher = {{"alertname", "High*"}, {"source", "alertmanager"}, {"title", "High error rate"}};
    CHECK(covers(more, alert(), Severity::sev3, noon));
    more.matcher["key"] = "f2";
    CHECK_FALSE(covers(more, alert(), Severity::sev3, noon));
}

TEST_CASE("a SEV 1 is covered when a second person says so") {
    CHECK_FALSE(covers(silence(), alert(), Severity::sev1, noon));
    CHECK(confirm(silence(), dana, noon).error().kind == ErrorKind::forbidden);
    const auto confirmed = confirm(silence(), lee, noon);
    REQUIRE(confirmed);
    CHECK(covers(*confirmed, alert(), Severity::sev1, noon));
    CHECK(confirm(silence(), lee, noon + 2h).error().kind == ErrorKind::conflict);
}

TEST_CASE("a silence that is lifted is over") {
    const auto lifted = lift(silence(), noon + 1h);
    REQUIRE(lifted);
    CHECK_FALSE(covers(*lifted, alert(), Severity::sev2, noon + 1h));
    CHECK_FALSE(lift(*lifted, noon + 1h));
}

TEST_CASE("a matcher is read from the front of a line, and written so that it is read again") {
    using Matcher = std::map<std::string, std::string>;
    struct Line {
        std::string_view text;
        Matcher matcher;
        std::string_view rest;
    };
    for (const auto& line : {
             Line{"service=api for 2h", {{"service", "api"}}, "for 2h"},
             Line{"service=api, alertname=High* 2h", {{"alertname", "High*"}, {"service", "api"}}, "2h"},
             Line{"title=\"High error rate\" for 1h because a=b",
                  {{"title", "High error rate"}},
                  "for 1h because a=b"},
             Line{"title='High error rate'", {{"title", "High error rate"}}, ""},
         }) {
        auto text = line.text;
        const auto matcher = take_matcher(text);
        REQUIRE(matcher);
        CHECK(*matcher == line.matcher);
        CHECK(text == line.rest);
        Silence again;
        again.matcher = *matcher;
        const auto written = matcher_text(again);
        std::string_view read = written;
        CHECK(take_matcher(read) == matcher);
    }
}

TEST_CASE("a matcher that says nothing, or too much, is refused") {
    for (std::string text :
         {std::string(), std::string("everything for 2h"), std::string("service=* for 2h"),
          std::string("title=\"open"), std::string("=x"), "service=" + std::string(400, 'x'),
          std::string("a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1"), std::string(200, 'n') + "=1"}) {
        CAPTURE(text);
        std::string_view read = text;
        CHECK_FALSE(take_matcher(read));
    }
}
