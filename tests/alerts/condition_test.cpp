#include "bot/alerts/condition.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "tests/alerts/situations.h"

using namespace tocsin;
using namespace tocsin::alerts;
using namespace tocsin::alerts::testing;

namespace {

const Alert database = database_alert();
const Alert monitor = monitor_alert();
const Values values{
    {"error_rate", 0.15}, {"p95_latency", 5000}, {"broken", std::numeric_limits<double>::quiet_NaN()}};

Condition parsed(std::string_view text) {
    auto condition = Condition::parse(text);
    REQUIRE_MESSAGE(condition.has_value(), text << ": " << condition.error().what);
    return std::move(*condition);
}

bool holds(std::string_view text, const Alert* alert, const Values* known = &values) {
    return parsed(text).holds({alert, known});
}

ConditionError refused(std::string_view text) {
    const auto condition = Condition::parse(text);
    REQUIRE_MESSAGE(!condition.has_value(), text);
    return condition.error();
}

}  // namespace

TEST_CASE("conditions hold for what they name") {
    const std::vector<std::string> true_ones{
        "alert.labels.severity == \"critical\"",
        "alert.labels.severity == 'critical'",
        "alert.labels.severity != \"warning\"",
        "alert.labels.team in [\"platform\", \"data\"]",
        "alert.labels.team not in [\"platform\"]",
        "alert.labels[\"k8s.io/name\"] == \"db-1\"",
        "alert.title contains \"db\"",
        "alert.title not contains \"web\"",
        "alert.title matches \"^db-\\d is\"",
        "alert.title matches \"(?i)DB\"",
        "alert.description contains \"noon\"",
        "alert.source == \"alertmanager\"",
        "alert.status == \"firing\"",
        "alert.key == \"a1b2\"",
        "alert.runbook == \"db-slow\"",
        "alert.link == \"\"",
        "alert.severity == \"sev2\"",
        "alert.severity == \"HIGH\"",
        "alert.severity in [\"p1\", \"p2\"]",
        "alert.labels.code >= 500",
        "alert.labels.code == 503",
        "alert.labels.code == \"503\"",
        "alert.labels.code in [502, 503]",
        "error_rate > 0.1",
        "error_rate >= 0.15 AND error_rate <= 0.15",
        "0.1 < error_rate",
        "error_rate in [0.15]",
        "p95_latency == 5e3",
        "error_rate > -1",
        "error_rate > 0.1 and p95_latency < 5001",
        "error_rate > 1 Or alert.labels.team == \"data\"",
        "NOT error_rate > 1",
        "not (error_rate > 1 or error_rate < 0)",
        "error_rate > 1 AND error_rate > 2 OR error_rate > 0",
        "NOT error_rate > 1 AND p95_latency > 1",
        "true",
        "NOT false",
        "  ( ( error_rate>0.1 ) )\n",
    };
    for (const auto& text : true_ones) CHECK_MESSAGE(holds(text, &database), text);
    const std::vector<std::string> false_ones{
        "alert.labels.severity == \"Critical\"",
        "alert.labels.team in [\"platform\", \"web\"]",
        "alert.title contains \"DB\"",
        "alert.title matches \"^is\"",
        "alert.labels.code > 503",
        "alert.labels.team > 1",
        "alert.severity == \"sev1\"",
        "error_rate > 0.15",
        "error_rate > 0 AND error_rate > 1 OR false",
        "false",
    };
    for (const auto& text : false_ones) CHECK_MESSAGE(!holds(text, &database), text);
}

TEST_CASE("the mission's own rules") {
    CHECK(holds("uptime_monitor.status == \"down\"", &monitor));
    CHECK_FALSE(holds("uptime_monitor.status == \"down\"", &database));
    for (const auto& [rate, severe, elevated] : {std::tuple{0.005, false, false},
                                                 {0.01, false, false},
                                                 {0.05, false, true},
                                                 {0.1, false, true},
                                                 {0.2, true, false}}) {
        const Values rates{{"error_rate", rate}};
        CHECK(holds("error_rate > 0.1", nullptr, &rates) == severe);
        CHECK(holds("error_rate > 0.01 AND error_rate <= 0.1", nullptr, &rates) == elevated);
    }
}

TEST_CASE("what is not known holds neither way") {
    for (const std::string text :
         {"broken > 1", "gone > 1", "uptime_monitor.status == \"up\"", "alert.labels.team > 1"}) {
        CHECK_MESSAGE(!holds(text, &database), text);
        CHECK_MESSAGE(!holds("NOT " + text, &database), text);
        CHECK_MESSAGE(!holds("NOT (" + text + " AND true)", &database), text);
        CHECK_MESSAGE(holds(text + " OR error_rate > 0", &database), text);
    }
    CHECK_FALSE(holds("alert.severity != \"sev1\"", &monitor));
    CHECK_FALSE(holds("alert.title contains \"\"", nullptr));
    CHECK_FALSE(holds("alert.labels.team != \"data\"", nullptr));
    CHECK_FALSE(parsed("error_rate > 0").holds({&database, nullptr}));
}

TEST_CASE("a label that the alert does not have reads as empty") {
    CHECK(holds("alert.labels.env != \"staging\"", &database));
    CHECK(holds("alert.labels.env == \"\"", &database));
    CHECK_FALSE(holds("alert.labels.env == \"prod\"", &database));
    CHECK_FALSE(holds("alert.labels.env > 0", &database));
}

TEST_CASE("a condition knows what it reads") {
    const auto both = parsed("error_rate > 0.1 AND (p95_latency > 1 OR alert.title == \"x\")");
    CHECK(both.reads_alert());
    CHECK(both.reads_values() == std::set<std::string>{"error_rate", "p95_latency"});
    CHECK(both.first_use("error_rate") == 0);
    CHECK(both.first_use("p95_latency") == 22);
    CHECK(parsed("1 < x OR 2 < x").first_use("x") == 4);
    CHECK_FALSE(parsed("error_rate > 0.1").reads_alert());
    CHECK(parsed("uptime_monitor.name == \"x\"").reads_alert());
    CHECK(parsed("true").reads_alert());
    CHECK_FALSE(parsed("true AND error_rate > 0.1").reads_alert());
    CHECK(parsed("true").reads_values().empty());
}

TEST_CASE("explaining says what every comparison read") {
    CHECK(parsed("error_rate > 0.1 AND alert.labels.team in [\"a\",'b']").explain({&database, &values}) ==
          "error_rate > 0.1 is true: error_rate is 0.15\n"
          "alert.labels.team in [\"a\",'b'] is false: alert.labels.team is \"data\"");
    const std::vector<std::pair<std::string, std::string>> cases{
        {"gone < 1", "gone < 1 is false: gone has no fresh value"},
        {"alert.labels.env == \"\"",
         "alert.labels.env == \"\" is true: the alert has no label env, which reads as empty"},
        {"alert.labels.team > 1",
         "alert.labels.team > 1 is false: alert.labels.team is \"data\", which is no number"},
        {"uptime_monitor.url == \"x\"",
         "uptime_monitor.url == \"x\" is false: the alert tells of no uptime monitor"},
        {"alert.description contains \"noon\"",
         "alert.description contains \"noon\" is true: alert.description is \"Queries wait.\""},
        {"1 < error_rate", "1 < error_rate is false: error_rate is 0.15"},
        {"alert.labels.team not in [\"a\"]",
         "alert.labels.team not in [\"a\"] is true: alert.labels.team is \"data\""},
        {"uptime_monitor.name not in [\"a\"]",
         "uptime_monitor.name not in [\"a\"] is false: the alert tells of no uptime monitor"},
        {"true", "it always holds"},
        {"NOT true", "it never holds"},
    };
    for (const auto& [text, line] : cases) CHECK(parsed(text).explain({&database, &values}) == line);
    CHECK(parsed("alert.severity == \"sev1\"")
              .explain({&monitor, &values})
              .ends_with("the alert states no severity"));
    CHECK(parsed("alert.title == \"\"").explain({nullptr, &values}).ends_with("there is no alert"));
}

TEST_CASE("errors say where, what and how to mend it") {
    struct Wrong {
        std::string text;
        std::size_t offset;
        std::string what, fix;  // parts of them
    };
    const std::vector<Wrong> cases{
        {"", 0, "empty", "true"},
        {"   ", 3, "empty", "true"},
        {"error_rate > ", 13, "the end stands where a value would", "a number or a text"},
        {"error_rate", 0, "compared with nothing", "error_rate == "},
        {"error_rate = 0.1", 11, "\"=\" is not part", "write =="},
        {"error_rate > 10%", 15, "\"%\"", "0.1 for 10 %"},
        {"p95_latency > 5s", 14, "\"5s\" is no number", "without a unit"},
        {"p95_latency > 1e999", 14, "no number", "0.1 or 5000"},
        {"error_rate > 0.1 && x > 1", 17, "\"&&\"", "write AND"},
        {"error_rate > 0.1 || x > 1", 17, "\"||\"", "write OR"},
        {"!(error_rate > 1)", 0, "\"!\"", "write NOT"},
        {"alert.title =~ \"x\"", 12, "\"=~\"", "write matches"},
        {"error_rate \u2265 1", 11, "\u2265", "write >="},
        {"alert.title == \u201cx\u201d", 15, "\u201c", "straight quotes"},
        {"alert.tilte == \"x\"", 0, "there is no alert.tilte", "alert.title"},
        {"alert.team == \"x\"", 0, "there is no alert.team", "alert.labels.team"},
        {"alerts.title == \"x\"", 0, "there is no alerts.title", "alert.title"},
        {"uptime_monitor.state == \"down\"", 0, "there is no uptime_monitor.state", "uptime_monitor.status"},
        {"alert == \"x\"", 0, "there is no alert", "one of"},
        {"alert.labels == \"x\"", 0, "names no label", "alert.labels.NAME"},
        {"alert.labels.k8s.io == \"x\"", 16, "a dot", "alert.labels[\"a.b\"]"},
        {"alert.labels.2xx == \"x\"", 13, "\"2xx\" is no number", ""},
        {"uptime_monitor.status == \"dwon\"", 25, "never \"dwon\"", "write \"down\""},
        {"alert.severity == \"urgent\"", 18, "never \"urgent\"", "sev1"},
        {"alert.severity == 1", 18, "never 1", "sev1"},
        {"alert.severity > \"sev2\"", 17, "compares numbers", "alert.severity in"},
        {"alert.labels.a < \"b\"", 17, "compares numbers", "leave the quotes out"},
        {"severity == \"critical\"", 12, "severity is a number", "write alert.severity"},
        {"team == \"x\"", 8, "team is a number", "alert.labels.team"},
        {"error_rate > \"0.1\"", 13, "is a number", "leave the quotes out"},
        {"error_rate == true", 14, "is a number, and true is none", ""},
        {"error_rate contains \"1\"", 0, "contains nothing", "=="},
        {"alert.title contains 5", 21, "looks for text", "in quotes"},
        {"alert.title matches \"(\"", 20, "the pattern cannot be read", "RE2"},
        {"alert.title matches \"(?=x)\"", 20, "the pattern cannot be read", "look-around"},
        {"alert.labels.team in \"a\"", 21, "in wants a list", "[\"a\", \"b\"]"},
        {"alert.labels.team in []", 22, "entry of the list", "text in quotes"},
        {"alert.labels.team in [\"a\", 1]", 27, "texts and numbers", "quotes"},
        {"alert.labels.team in [\"a\"", 25, "the end stands where , or ]", "]"},
        {"alert.labels.team == [\"a\"]", 21, "a list", "write in"},
        {"alert.title == db", 15, "compared with a name", "in quotes"},
        {"\"db\" in alert.title", 5, "wants the field before it", "contains"},
        {"1 == 1", 5, "nothing is read", "name a field"},
        {"\"x\"", 0, "compared with nothing", "before it"},
        {"0.1 < error_rate < 0.2", 17, "a comparison goes on", "AND"},
        {"(0.1 < error_rate < 0.2)", 18, "a comparison goes on", "AND"},
        {"error_rate > 0.1 error_rate < 1", 17, "where AND or OR would", "AND or OR"},
        {"(error_rate > 0.1", 0, "a ( without a )", "close it"},
        {"error_rate > 0.1)", 16, "a ) without a (", "remove it"},
        {"error_rate > 0.1 AND", 20, "the end stands where a comparison", "name a field"},
        {"AND error_rate > 1", 0, "AND stands where", "name a field"},
        {"error_rate not > 1", 15, "NOT before a comparison's sign", "NOT before the comparison"},
        {"alert.title == \"x", 15, "has no end", "close it with \""},
        {"alert.title == \"x\ny\"", 15, "has no end", "close it"},
        {"alert.title == \"a\u200bb\"", 15, "nobody can see", "anew"},
        {std::string("alert.title == \"\0\"", 18), 15, "nobody can see", "anew"},
        {std::string("\0", 1), 0, "does not belong", "remove it"},
        {"error_rate > 1 \xff", 15, "does not belong", "remove it"},
        {"alert.title == \"\xff\"", 15, "nobody can see", "anew"},
    };
    for (const Wrong& wrong : cases) {
        CAPTURE(wrong.text);
        const auto error = refused(wrong.text);
        CHECK(error.offset == wrong.offset);
        CHECK_MESSAGE(error.what.contains(wrong.what), error.what);
        CHECK_MESSAGE(error.fix.contains(wrong.fix), error.fix);
        CHECK_FALSE(error.fix.empty());
    }
}

TEST_CASE("length, nesting and size are bounded") {
    const auto padded = [](std::size_t size) { return "true" + std::string(size - 4, ' '); };
    CHECK(holds(padded(longest_condition), nullptr));
    CHECK(refused(padded(longest_condition + 1)).what.contains("longer than 4096 bytes"));

    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "true" + std::string(depth, ')');
    };
    CHECK(holds(nested(deepest_condition), nullptr));
    CHECK(refused(nested(deepest_condition + 1)).what.contains("more than 32 parentheses"));
    CHECK(refused(std::string(4000, '(')).what.contains("more than 32 parentheses"));
    std::string nots;
    for (int i = 0; i < deepest_condition + 1; ++i) nots += "NOT ";
    CHECK(refused(nots + "true").what.contains("NOTs"));

    const auto list = [](std::size_t entries) {
        std::string text = "x in [1";
        for (std::size_t i = 1; i < entries; ++i) text += ",1";
        return text + "]";
    };
    CHECK(Condition::parse(list(most_operands - 1)).has_value());
    CHECK(refused(list(most_operands)).what.contains("more than 500"));
    CHECK(refused("alert.title matches \"((a{100}){100}){100}\"").what.contains("pattern"));
}

TEST_CASE("patterns take linear time") {
    Alert alert = database;
    alert.title = std::string(100'000, 'a') + "!";
    CHECK_FALSE(holds("alert.title matches \"^(a+)+$\"", &alert));
    CHECK_FALSE(holds("alert.title matches \"^(a|aa)*b\"", &alert));
}

TEST_CASE("any letters in a row are a condition or an error inside the text") {
    const std::vector<std::string> pieces{"alert.title", "error_rate", "AND",     "or",    "NOT", "(",
                                          ")",           "[",          "]",       ",",     "==",  "<",
                                          "in",          "contains",   "matches", "\"x\"", "'",   "0.1",
                                          "true",        ".",          "\xff",    " "};
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto length = random() % 12; length > 0; --length)
            text += pieces[random() % pieces.size()] + " ";
        const auto condition = Condition::parse(text);
        if (condition) {
            const bool first = condition->holds({&database, &values});
            CHECK(first == condition->holds({&database, &values}));
        } else {
            CHECK(condition.error().offset <= text.size());
            CHECK_FALSE(condition.error().what.empty());
            CHECK_FALSE(condition.error().fix.empty());
        }
    }
}
