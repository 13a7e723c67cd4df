#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "templates/runbook_message.h"
#include "templates/runbook_reader.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

constexpr std::string_view api_down = R"(# Runbook: API Down

## Detection
- The monitor fails

## Investigation Steps
1. Check if the API is responding:
   curl https://api.example.com/health

2. Check `recent` *deployments*

   ```bash
   # a comment, no heading
   railway logs
   ```

## Common Causes & Fixes

### Bad deployment
Roll back.

## Escalation
If not resolved in 30 minutes, escalate to CTO.
)";

std::optional<RunbookLimit> limit_of(std::string_view sentence) {
    return read_runbook("x", "## Escalation\n" + std::string(sentence)).limit;
}

}  // namespace

TEST_CASE(
    "a runbook has a title, its parts as they were written, its steps and when somebody else is called") {
    const auto runbook = read_runbook("api-down", api_down);
    CHECK(runbook.name == "api-down");
    CHECK(runbook.title == "API Down");
    REQUIRE(runbook.parts.size() == 4);
    CHECK(runbook.parts[0] == RunbookPart{"Detection", "- The monitor fails"});
    CHECK(runbook.parts[1].markdown.starts_with("1. Check if the API is responding:\n   curl"));
    CHECK(runbook.parts[1].markdown.ends_with("```"));
    CHECK(runbook.parts[2].markdown == "### Bad deployment\nRoll back.");
    CHECK(runbook.steps ==
          std::vector<std::string>{"Check if the API is responding: curl https://api.example.com/health",
                                   "Check recent deployments"});
    CHECK(runbook.limit == RunbookLimit{30min, "CTO"});
    CHECK(missing_parts(runbook).empty());
}

TEST_CASE("the limit is read as people write it, and only when it says whom and when") {
    CHECK(limit_of("If not resolved in 1 hour, escalate to backend team lead.") ==
          RunbookLimit{1h, "backend team lead"});
    CHECK(limit_of("IF NOT RESOLVED IN 90 min, ESCALATE TO @sam\nand stay.") == RunbookLimit{90min, "@sam"});
    for (const auto* without :
         {"Ask the CTO.", "If not resolved in time, escalate to CTO.",
          "If not resolved in 0 minutes, escalate to CTO.", "If not resolved in 30 minutes, escalate to .",
          "If not resolved in 30 minutes"})
        CHECK_MESSAGE(!limit_of(without).has_value(), without);
}

TEST_CASE("whatever is in the file, there is a runbook, and what it lacks is known") {
    for (const auto* text :
         {"", "no heading", "# ", "#", "## Detection", "\xff\xfe", "# Runbook:", "1. a\n2. b"}) {
        const auto runbook = read_runbook("odd", text);
        CHECK_MESSAGE(runbook.title == "odd", text);
        CHECK(missing_parts(runbook).size() == 4);
        CHECK(runbook.steps.empty());
    }
    CHECK(read_runbook("deep", std::string(100'000, '>')).parts.empty());
    CHECK(read_runbook("deep", "## Detection\n" + std::string(50'000, '[')).parts.size() == 1);
}

TEST_CASE("nothing in a runbook wakes a channel, and a long one is cut where Slack would refuse it") {
    const story::Stage stage;
    auto runbook =
        read_runbook("x", "# <!channel>\n## @here <!here>\n<!everyone> @channel\n```\n<!here>\n```\n");
    for (const auto& message : {runbook_message(runbook, stage.at("15:00")),
                                runbook_list({{"x", runbook}}, "", stage.at("15:00"))}) {
        for (const auto& text :
             {message.text, std::string(message.blocks.text()), std::string(message.classic_blocks.text())}) {
            CHECK_FALSE(text.contains("<!"));
            CHECK_FALSE(text.contains("@here"));
            CHECK_FALSE(text.contains("@channel"));
        }
    }
    runbook.parts.assign(60, {"Part", "### One\nline"});
    for (const auto& blocks : {runbook_message(runbook, stage.at("15:00")).blocks,
                               runbook_message(runbook, stage.at("15:00")).classic_blocks}) {
        const auto list = nlohmann::json::parse(blocks.text());
        CHECK(list.size() < 50);
        CHECK(list.front()["type"] == "header");
    }
    runbook.parts.assign(30, {"Part", "```\n" + std::string(20'000, 'x') + "\n```"});
    const auto message = runbook_message(runbook, stage.at("15:00"));
    CHECK(utf16_length(message.blocks.text()) < 13'000);
}
