#include "bot/alerts/overlap.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace tocsin;
using namespace tocsin::alerts;

namespace {

Condition parsed(std::string_view text) {
    auto condition = Condition::parse(text);
    REQUIRE_MESSAGE(condition.has_value(), text << ": " << condition.error().what);
    return std::move(*condition);
}

Outline outline(std::string_view text) {
    auto made = Outline::of(parsed(text));
    REQUIRE_MESSAGE(made.has_value(), text);
    return std::move(*made);
}

struct Pair {
    std::string wide, narrow;
};

}  // namespace

TEST_CASE("a condition that holds whenever another does is found") {
    const std::vector<Pair> cases{
        {"x > 0.1", "x > 0.1"},
        {"x > 0.1", "x > 0.2"},
        {"x >= 0.1", "x > 0.1"},
        {"x > 0.01", "x > 0.1 AND y > 5"},
        {"x > 0.01 AND x < 1", "x > 0.1 AND x <= 0.5"},
        {"x != 3", "x > 3"},
        {"x != 3", "x in [1, 2]"},
        {"x in [1, 2, 3]", "x == 2"},
        {"NOT x > 5", "x <= 5"},
        {"x <= 5", "NOT x > 5"},
        {"x > 1 OR y > 1", "y > 2"},
        {"x > 1 OR y > 1", "x > 3 OR y > 4"},
        {"true", "alert.title contains \"x\""},
        {"alert.labels.a == \"x\"", "alert.labels.a == \"x\" AND alert.labels.b == \"y\""},
        {"alert.labels.a in [\"x\", \"y\"]", "alert.labels.a == \"y\""},
        {"alert.labels.a != \"x\"", "alert.labels.a == \"y\""},
        {"alert.labels.a != \"x\"", "alert.labels.a not in [\"x\", \"y\"]"},
        {"alert.title contains \"db\"", "alert.title contains \"db\" AND x > 1"},
        {"alert.title contains \"db\"", "alert.title == \"db-1\""},
        {"alert.title matches \"^db\"", "alert.title in [\"db-1\", \"db-2\"]"},
        {"alert.title not contains \"web\"", "alert.title == \"db-1\""},
        {"alert.severity in [\"sev1\", \"sev2\"]", "alert.severity == \"critical\""},
        {"alert.labels.code >= 500", "alert.labels.code == 503"},
        {"NOT (x > 5 OR y > 5)", "x < 1 AND y < 1"},
        {"NOT (x > 5 AND y > 5)", "x < 1"},
        {"x > 5", "x > 1 AND x < 1"},
    };
    for (const auto& [wide, narrow] : cases)
        CHECK_MESSAGE(outline(wide).covers(outline(narrow)), wide << " / " << narrow);
}

TEST_CASE("nothing is said of conditions of which it is not sure") {
    const std::vector<Pair> cases{
        {"x > 0.1", "x >= 0.1"},
        {"x > 0.2", "x > 0.1"},
        {"x > 0.1 AND y > 1", "x > 0.1"},
        {"x > 0.1", "y > 0.1"},
        {"x > 0.1", "x > 0.01 AND x <= 0.1"},
        {"x in [1, 2]", "x >= 1 AND x <= 2"},
        {"x != 3", "x >= 3"},
        {"x > 1 OR x <= 1", "y > 1"},  // x may not be known
        {"alert.labels.a == \"x\"", "alert.labels.a != \"y\""},
        {"alert.labels.a in [\"x\"]", "alert.labels.a in [\"x\", \"y\"]"},
        {"alert.title contains \"db\"", "alert.title contains \"db-1\""},
        {"alert.title contains \"db\"", "alert.description contains \"db\""},
        {"alert.labels.a == \"1\"", "alert.labels.a == 1"},
        {"false", "x > 1"},
    };
    for (const auto& [wide, narrow] : cases)
        CHECK_MESSAGE(!outline(wide).covers(outline(narrow)), wide << " / " << narrow);
}

TEST_CASE("a condition that can never hold is found") {
    for (const char* text :
         {"x > 1 AND x < 1", "x >= 1 AND x < 1", "x == 1 AND x != 1", "false", "true AND NOT true",
          "x in [1, 2] AND x > 2", "alert.labels.a == \"x\" AND alert.labels.a == \"y\"",
          "alert.title == \"web\" AND alert.title contains \"db\"",
          "alert.title contains \"db\" AND NOT alert.title contains \"db\"", "NOT (x > 1 OR x <= 1)"})
        CHECK_MESSAGE(outline(text).never_holds(), text);
    for (const char* text : {"x >= 1 AND x <= 1", "x > 1 OR x < 1", "true",
                             "alert.title contains \"a\" AND alert.title contains \"b\"",
                             "alert.labels.a != \"x\" AND alert.labels.a != \"y\"", "x != 1 AND x != 2"})
        CHECK_MESSAGE(!outline(text).never_holds(), text);
}

TEST_CASE("conditions on the same fields that may hold at once are found") {
    for (const auto& [a, b] :
         std::vector<Pair>{{"x > 1", "x < 5"},
                           {"x > 1 AND x < 3", "x > 2"},
                           {"x >= 1", "x <= 1"},
                           {"alert.labels.a in [\"x\", \"y\"]", "alert.labels.a in [\"y\", \"z\"]"}}) {
        CHECK_MESSAGE(outline(a).meets(outline(b)), a << " / " << b);
        CHECK_MESSAGE(outline(b).meets(outline(a)), a << " / " << b);
    }
    for (const auto& [a, b] : std::vector<Pair>{{"x > 1", "x <= 1"},
                                                {"x > 1", "y > 1"},
                                                {"x > 1", "x > 2 AND y > 1"},
                                                {"alert.title contains \"a\"", "alert.title contains \"a\""},
                                                {"alert.labels.a == \"x\"", "alert.labels.a == \"y\""}})
        CHECK_MESSAGE(!outline(a).meets(outline(b)), a << " / " << b);
}

TEST_CASE("a condition with too many alternatives is not outlined") {
    std::string text = "(x > 1 OR y > 1)";
    for (int i = 0; i < 6; ++i) text += " AND (x > 1 OR y > 1)";
    CHECK_FALSE(Outline::of(parsed(text)).has_value());
}

TEST_CASE("what is proved of random conditions is true of every situation tried") {
    const std::vector<std::string> atoms{"x > 1",
                                         "x >= 1",
                                         "x < 2",
                                         "x <= 2",
                                         "x == 1",
                                         "x != 2",
                                         "x in [1, 2]",
                                         "y > 1",
                                         "y < 1",
                                         "alert.labels.a == \"p\"",
                                         "alert.labels.a != \"p\"",
                                         "alert.labels.a in [\"p\", \"q\"]",
                                         "alert.labels.a contains \"p\"",
                                         "alert.labels.a not contains \"q\"",
                                         "x not in [1, 3]",
                                         "alert.labels.a not in [\"p\"]",
                                         "alert.labels.a matches \"^p\"",
                                         "alert.labels.a > 1"};
    std::mt19937 random(7);
    const auto condition = [&](auto&& self, int depth) -> std::string {
        if (depth == 0 || random() % 3 == 0) return atoms[random() % atoms.size()];
        if (random() % 4 == 0) return "NOT (" + self(self, depth - 1) + ")";
        return "(" + self(self, depth - 1) + (random() % 2 ? " AND " : " OR ") + self(self, depth - 1) + ")";
    };
    std::vector<Alert> alerts(5);
    for (std::size_t i = 0; i < alerts.size(); ++i)
        alerts[i].labels["a"] = std::vector<std::string>{"p", "q", "pq", "2", ""}[i];
    std::vector<Values> known;
    for (const double x : {0.5, 1.0, 1.5, 2.0, 3.0}) {
        known.push_back({{"x", x}, {"y", 0.5}});
        known.push_back({{"x", x}, {"y", 2}});
        known.push_back({{"x", x}});
    }
    known.push_back({{"y", 2}});
    int proved = 0;
    for (int round = 0; round < 4000; ++round) {
        const auto first = parsed(condition(condition, 2));
        const auto second = parsed(condition(condition, 2));
        const auto a = Outline::of(first);
        const auto b = Outline::of(second);
        if (!a || !b) continue;
        const bool covers = a->covers(*b);
        proved += covers ? 1 : 0;
        for (const Alert& alert : alerts) {
            for (const Values& values : known) {
                const Situation situation{&alert, &values};
                if (a->never_holds()) CHECK_FALSE(first.holds(situation));
                if (covers && second.holds(situation)) CHECK(first.holds(situation));
            }
        }
    }
    CHECK(proved > 100);
}
