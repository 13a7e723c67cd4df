#include "bot/core/runbook_limits.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("the words of an escalation say after how long to escalate, and to whom") {
    struct Row {
        std::string_view words;
        Duration after;
        std::string_view to;
    };
    for (const auto& [words, after, to] :
         {Row{"If not resolved in 30 minutes, escalate to CTO.", 30min, "CTO"},
          Row{"If not resolved in 1 hour, escalate to backend team lead.", 1h, "backend team lead"},
          Row{"- If **not resolved** within 45 min: escalate to the *CTO*", 45min, "the CTO"},
          Row{"Escalate to Sam Lee if it is not fixed after 2 hours.", 2h, "Sam Lee"},
          Row{"IF NOT RESOLVED IN 1 HOUR 30 MINUTES,\nescalate to @ops; call the vendor too.", 90min,
              "@ops; call the vendor too"},
          Row{"Unresolved for half an hour: escalate to CTO", 30min, "CTO"},
          Row{"If not resolved in an hour escalate to CTO!", 1h, "CTO"},
          Row{"If not restored in 90min, escalate to CTO", 90min, "CTO"}}) {
        CAPTURE(words);
        const auto limits = limits_in(words);
        REQUIRE(limits.size() == 1);
        CHECK(limits[0] == RunbookLimit{after, std::string(to)});
    }
}

TEST_CASE("several limits come in the order of their times, each once") {
    const auto limits = limits_in(
        "If not resolved in 1 hour, escalate to CTO. If not resolved in 30 minutes, escalate to the lead.\n"
        "1. If not resolved in 1 hour, escalate to CTO.\n");
    CHECK(limits == std::vector{RunbookLimit{30min, "the lead"}, RunbookLimit{1h, "CTO"}});
    std::string many;
    for (int i = 1; i < 50; ++i)
        many += "- If not resolved in " + std::to_string(i) + " minutes, escalate to CTO\n";
    CHECK(limits_in(many).size() == most_runbook_limits);
}

TEST_CASE("what says no time, nobody, or nothing that can be meant sets no limit") {
    for (const auto* words :
         {"", "Escalate to CTO.", "If not resolved in 30 minutes, call somebody.",
          "If resolved in 30 minutes, escalate to CTO.", "If not resolved in 0 minutes, escalate to CTO.",
          "If not resolved in 99999999999999 hours, escalate to CTO.",
          "If not resolved in soon, escalate to CTO", "If not resolved in 30 minutes.\n\nEscalate to CTO.",
          "not resolved in", "escalate to", "If not resolved in 8 days, escalate to CTO",
          "If not resolved in -5 minutes, escalate to CTO"}) {
        CHECK_MESSAGE(limits_in(words).empty(), words);
    }
    const auto long_name = limits_in("If not resolved in 5 minutes, escalate to " + std::string(5000, 'x'));
    REQUIRE(long_name.size() == 1);
    CHECK(long_name[0].to.size() < 100);
}
