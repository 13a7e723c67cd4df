#include "templates/step_messages.h"

#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "tests/templates/block_limits.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;
using story::at;

namespace {

int buttons_in(const slack::Message& message, std::string_view action_id) {
    int count = 0;
    for (const auto& block : read_json(message.blocks)) {
        for (const auto& element : block.value("elements", nlohmann::json::array()))
            count += element.value("action_id", "") == action_id ? 1 : 0;
    }
    return count;
}

}  // namespace

TEST_CASE("a long runbook keeps Slack's limits, however its steps are marked, and each step can be reached") {
    const story::Stage stage;
    auto told = story::acknowledged();
    told.then("14:40", story::dana,
              event::StepsPosted{StepListKind::runbook,
                                 "long",
                                 "Long",
                                 std::vector<std::string>(most_steps, std::string(300, 'w')),
                                 3,
                                 {{30min, "CTO"}},
                                 at("14:32")});
    const auto list = [&] { return *steps_now(told.incident, "steps/1", stage.at("14:50")); };
    CHECK(buttons_in(list(), "step.done") == 12);
    CHECK(list().blocks.text().contains("3 more in the runbook"));
    for (int step = 1; step <= static_cast<int>(most_steps); step += 2) {
        told.then("14:41", story::lee, event::StepMarked{1, step, StepMark::not_it, "", "Long"});
        CHECK(join(story::problems_of(story::surface(list()), "message"), "; ") == "");
        CHECK(buttons_in(list(), "step.done") == 12);
    }
    for (int step = 2; step <= static_cast<int>(most_steps); step += 2)
        told.then("14:42", story::lee, event::StepMarked{1, step, StepMark::done, "", "Long"});
    CHECK(buttons_in(list(), "step.done") == 0);
    CHECK(join(story::problems_of(story::surface(list()), "message"), "; ") == "");
}

TEST_CASE("what the runbook says of time reads as it was agreed, and shows what was answered") {
    const story::Stage stage;
    auto told = story::acknowledged();
    told.then("14:40", story::dana,
              event::StepsPosted{StepListKind::runbook,
                                 "api-down",
                                 "API Down",
                                 {"Does it answer?"},
                                 0,
                                 {{30min, "CTO"}},
                                 at("14:33")});
    CHECK(steps_now(told.incident, "steps/1", stage.at("14:40"))
              ->blocks.text()
              .contains("Not resolved in 30 minutes: escalate to CTO. I ask here at 15:03 UTC."));
    told.then("15:03", {}, event::LimitReached{1, 30min, "CTO", "API Down"});
    const auto asked = *steps_now(told.incident, "limit/1", stage.at("15:03"));
    CHECK(asked.text == "30 minutes without resolution. The runbook says: escalate to CTO.");
    CHECK(buttons_in(asked, "step.escalate") == 1);
    CHECK(buttons_in(asked, "step.notyet") == 1);
    told.then("15:04", story::dana, event::LimitPutOff{1, at("15:34")});
    const auto answered = *steps_now(told.incident, "limit/1", stage.at("15:04"));
    CHECK(answered.text ==
          "The runbook says: escalate to CTO. Not yet, says Dana at 15:04 UTC. I ask again at 15:34 UTC.");
    for (const auto* name : {"steps/2", "steps/0", "limit/2", "steps/", "limit/x", "other"})
        CHECK_FALSE(steps_now(told.incident, name, stage.at("15:04")));
}
