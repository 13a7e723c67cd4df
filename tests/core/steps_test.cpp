#include "bot/core/decide_steps.h"
#include "bot/core/timeline.h"
#include "tests/core/scene.h"

using namespace tocsin;
using scene::at;
using scene::dana;
using scene::kim;
using scene::lee;
using scene::Scene;

namespace {

const command::PostRunbook api_down{
    "api-down", "API Down", {"Does the API answer?", "What was deployed?"}, {{30min, "CTO"}}};

Scene posted() {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.now = at("2025-01-21T14:40:00Z");
    scene.does(dana, api_down);
    return scene;
}

std::optional<Time> limit_timer(const Scene& scene) {
    for (const auto& wish : timers_of(scene.incident, scene.rules)) {
        if (wish.key == "limit/42") return wish.due;
    }
    return std::nullopt;
}

template <class Fact>
int count(const Scene& scene) {
    return static_cast<int>(std::ranges::count_if(
        scene.timeline, [](const Event& event) { return std::holds_alternative<Fact>(event.body); }));
}

}  // namespace

TEST_CASE("each step is marked once, by whoever comes first") {
    auto scene = posted();
    REQUIRE(scene.incident.step_lists.size() == 1);
    scene.does(lee, command::MarkStep{1, 2, StepMark::not_it});
    const auto& step = scene.incident.step_lists[0].steps[1];
    REQUIRE(step.marked);
    CHECK(step.marked->by == lee);
    scene.refuses(dana, command::MarkStep{1, 2, StepMark::done}, "Lee marked step 2 as not it at 14:40 UTC");
    scene.refuses(lee, command::MarkStep{1, 2, StepMark::done}, "You marked step 2 as not it");
    CHECK(scene.does(lee, command::MarkStep{1, 2, StepMark::not_it}).empty());
    CHECK(count<event::StepMarked>(scene) == 1);
    for (const auto& [list, number] : {std::pair{0, 1}, {2, 1}, {1, 0}, {1, 3}, {-1, -1}})
        scene.refuses(dana, command::MarkStep{list, number, StepMark::done}, "no such step");
}

TEST_CASE("a runbook stands once in the thread, until every step is marked or the incident ended") {
    auto scene = posted();
    scene.refuses(lee, api_down, "Dana posted the steps of API Down at 14:40 UTC already");
    for (const int step : {1, 2}) scene.does(lee, command::MarkStep{1, step, StepMark::done});
    scene.does(lee, api_down);
    CHECK(scene.incident.step_limits.size() == 1);  // it is set already
    scene.does(lee, command::Resolve{});
    scene.refuses(lee, api_down, "resolved");
    scene.refuses(lee, command::MarkStep{2, 1, StepMark::done}, "resolved");
    scene.does(lee, command::Reopen{"Not over."});
    scene.refuses(lee, command::MarkStep{2, 1, StepMark::done}, "Post them again");
    scene.does(lee, api_down);
    CHECK(limit_timer(scene) == scene.now + 30min);  // since it is broken again
}

TEST_CASE("a runbook without steps is refused, and one with very many says what it leaves out") {
    Scene scene;
    scene.refuses(dana, command::PostRunbook{"odd", "Odd", {}, {}}, "no numbered steps");
    scene.does(dana, command::PostRunbook{"long", "Long", std::vector<std::string>(100, "step"), {}});
    CHECK(scene.incident.step_lists[0].steps.size() == most_steps);
    CHECK(scene.incident.step_lists[0].left_out == 60);
    for (std::size_t i = 1; i < most_step_lists; ++i)
        scene.does(dana, command::PostRunbook{"r" + std::to_string(i), "R", {"step"}, {}});
    scene.refuses(dana, command::PostRunbook{"more", "More", {"step"}, {}}, "all there can be");
}

TEST_CASE("a limit counts from the detection, is asked once, and again only after \"not yet\"") {
    auto scene = posted();
    CHECK(limit_timer(scene) == at("2025-01-21T15:02:00Z"));
    scene.pass_until(at("2025-01-21T16:30:00Z"));
    CHECK(count<event::LimitReached>(scene) == 1);
    CHECK_FALSE(limit_timer(scene));
    scene.does(dana, command::PutOffLimit{1});
    CHECK(limit_timer(scene) == at("2025-01-21T17:00:00Z"));
    scene.refuses(lee, command::PutOffLimit{1}, "Dana said \"not yet\" at 16:30 UTC");
    scene.pass_until(at("2025-01-21T17:00:00Z"));
    CHECK(count<event::LimitReached>(scene) == 2);
    scene.record(event::Escalated{}, lee);
    CHECK(scene.incident.step_limits[0].escalated);
    scene.refuses(dana, command::PutOffLimit{1}, "Lee escalated at 17:00 UTC");
    CHECK_FALSE(limit_timer(scene));
}

TEST_CASE("nothing is asked of an incident that is over, and a limit that has passed is asked at once") {
    auto scene = posted();
    scene.does(dana, command::Resolve{});
    CHECK_FALSE(limit_timer(scene));
    scene.pass_until(at("2025-01-21T18:00:00Z"));
    CHECK(count<event::LimitReached>(scene) == 0);
    Scene late;
    late.now = at("2025-01-21T15:17:00Z");
    late.does(dana, api_down);
    CHECK(*limit_timer(late) < late.now);
    const auto events = late.does(scene::tocsin_itself, command::CheckLimits{});
    REQUIRE(events.size() == 1);
    CHECK(std::get<event::LimitReached>(events[0]).unresolved == 45min);
}

TEST_CASE("what brings a service back comes with identified, what shows it with monitoring, each once") {
    Scene scene;
    scene.does(dana, command::ChangeStatus{State::identified, ""});
    scene.does(dana, command::ChangeStatus{State::investigating, ""});
    scene.does(dana, command::ChangeStatus{State::identified, "Again."});
    command::Update update;
    update.text = "Restarted.";
    update.status = State::monitoring;
    scene.does(dana, update);
    REQUIRE(scene.incident.step_lists.size() == 2);
    CHECK(scene.incident.step_lists[0].kind == StepListKind::mitigation);
    CHECK(scene.incident.step_lists[1].kind == StepListKind::verification);
    CHECK(scene.incident.step_lists[1].steps.size() == 4);
    for (const auto& entry : entries_of(scene.timeline))
        CHECK_FALSE(std::holds_alternative<event::StepsPosted>(entry.body));
    scene.does(dana, command::Resolve{});
    scene.does(dana, command::Reopen{"Not over."});
    scene.does(dana, command::ChangeStatus{State::monitoring, ""});
    CHECK(scene.incident.step_lists.size() == 3);
}

TEST_CASE("whoever wanted a runbook is told once the incident is over, however it ended") {
    for (const CommandBody& end : {CommandBody(command::Resolve{}), CommandBody(command::Cancel{"Nothing."}),
                                   CommandBody(command::MergeInto{IncidentNumber{41}})}) {
        Scene scene;
        scene.does(kim, command::WantRunbook{"Search"});
        CHECK(scene.does(kim, command::WantRunbook{"Search"}).empty());
        const auto before = scene.incident;
        scene.does(dana, end);
        const auto effects = effects_of(before, scene.timeline.back(), scene.incident, scene.rules);
        const Effect told = Tell{Tell::Audience::direct, kim.user, "runbook"};
        CHECK(std::ranges::count(effects, told) == 1);
        CHECK(scene.incident.runbook_wanted.empty());
    }
}
