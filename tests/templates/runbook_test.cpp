#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "templates/cards.h"
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

- a remark, no step

## Common Causes & Fixes

### Bad deployment
Roll back.

## Escalation
If not resolved in 30 minutes, escalate to CTO.
)";

}  // namespace

TEST_CASE("a runbook has a title, its parts as they were written, and its steps") {
    const auto runbook = read_runbook("api-down", api_down);
    CHECK(runbook.name == "api-down");
    CHECK(runbook.title == "API Down");
    REQUIRE(runbook.parts.size() == 4);
    CHECK(runbook.parts[0] == RunbookPart{"Detection", "- The monitor fails"});
    CHECK(runbook.parts[1].markdown.starts_with("1. Check if the API is responding:\n   curl"));
    CHECK(runbook.parts[1].markdown.ends_with("- a remark, no step"));
    CHECK(runbook.parts[2].markdown == "### Bad deployment\nRoll back.");
    CHECK(runbook.steps ==
          std::vector<std::string>{"Check if the API is responding", "Check recent deployments"});
    CHECK(missing_parts(runbook).empty());
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
    for (const auto& message : {runbook_message(runbook, {}, nullptr, stage.at("15:00")),
                                runbook_list({{runbook, {}}}, "", nullptr, stage.at("15:00"))}) {
        for (const auto& text :
             {message.text, std::string(message.blocks.text()), std::string(message.classic_blocks.text())}) {
            CHECK_FALSE(text.contains("<!"));
            CHECK_FALSE(text.contains("@here"));
            CHECK_FALSE(text.contains("@channel"));
        }
    }
    runbook.parts.assign(60, {"Part", "### One\nline"});
    for (const auto& blocks : {runbook_message(runbook, {}, nullptr, stage.at("15:00")).blocks,
                               runbook_message(runbook, {}, nullptr, stage.at("15:00")).classic_blocks}) {
        const auto list = nlohmann::json::parse(blocks.text());
        CHECK(list.size() < 50);
        CHECK(list.front()["type"] == "header");
    }
    runbook.parts.assign(30, {"Part", "```\n" + std::string(20'000, 'x') + "\n```"});
    const auto message = runbook_message(runbook, {}, nullptr, stage.at("15:00"));
    CHECK(utf16_length(message.blocks.text()) < 13'000);
}

TEST_CASE("blocks of code stay whole in the classic form, however they are fenced and cut") {
    const story::Stage stage;
    const auto runbook = read_runbook(
        "x", "## A\n~~~\n```\nx <here>\n~~~\n````\n```\n````\nUse ```kubectl get``` then\n## B\n```\n" +
                 std::string(4000, 'y') + "\n" + std::string(2000, 'z') + "\n```\nlast words\n");
    const auto blocks = runbook_message(runbook, {}, nullptr, stage.at("15:00")).classic_blocks;
    for (const auto& block : nlohmann::json::parse(blocks.text())) {
        if (!block.contains("text")) continue;
        const auto text = block["text"]["text"].get<std::string>();
        std::size_t fences = 0;
        for (auto at = text.find("```"); at != std::string::npos; at = text.find("```", at + 3)) ++fences;
        CHECK_MESSAGE(fences % 2 == 0, text);
    }
    CHECK(blocks.text().contains("kubectl get"));
    CHECK(blocks.text().contains("last words"));
}

TEST_CASE("a page by direct message has a button for the runbook where there is no page to link to") {
    const story::Stage stage;
    const auto told = story::declared();
    PageFacts page;
    page.runbook = RunbookLink{"API Down", ""};
    const auto message = page_message(told.incident, page, stage.at("14:33"));
    CHECK(message.blocks.text().contains("inc.runbook"));
    CHECK(message.blocks.text().contains("Runbook: API Down"));
    page.runbook->url = "https://tocsin.example.com/runbooks/api-down";
    const auto linked = page_message(told.incident, page, stage.at("14:33"));
    CHECK_FALSE(linked.blocks.text().contains("inc.runbook"));
    CHECK(linked.blocks.text().contains("runbooks/api-down|Runbook: API Down"));
}
