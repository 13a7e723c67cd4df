#include "bot/core/acknowledge_target.h"

#include "bot/core/timeline.h"
#include "tests/core/scene.h"

using namespace tocsin;
using namespace tocsin::scene;

namespace {

std::optional<Time> timer_of(const Scene& scene) {
    for (const auto& wish : timers_of(scene.incident, scene.rules)) {
        if (wish.key == "target/42") return wish.due;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("a missed target is noted once, at its time, and is no entry of the timeline") {
    Scene scene;
    CHECK(timer_of(scene) == scene.now + 5min);
    scene.now += 5min - 1us;
    CHECK(scene.does(tocsin_itself, command::CheckTarget{}).empty());
    scene.now += 1us;
    CHECK(scene.does(tocsin_itself, command::CheckTarget{}).size() == 1);
    CHECK(scene.incident.missed_target == scene.now);
    CHECK_FALSE(timer_of(scene));
    CHECK(scene.does(tocsin_itself, command::CheckTarget{}).empty());
    CHECK(entries_of(scene.timeline).size() == 1);
}

TEST_CASE("whoever acknowledges in time leaves no target to miss, and neither does the end") {
    Scene scene;
    SUBCASE("acknowledged") {
        scene.does(dana, command::Acknowledge{});
    }
    SUBCASE("ended") {
        scene.does(dana, command::Cancel{"The monitor was wrong."});
    }
    CHECK_FALSE(timer_of(scene));
    scene.now += 1h;
    CHECK(scene.does(tocsin_itself, command::CheckTarget{}).empty());
}

TEST_CASE("another severity has another target, counted from the same detection") {
    Scene scene(Severity::sev3);
    const auto detected = scene.incident.detected;
    CHECK(timer_of(scene) == detected + 1h);
    scene.now += 10min;
    scene.does(dana, command::ChangeSeverity{Severity::sev1, ""});
    CHECK(timer_of(scene) == detected + 5min);
    scene.does(tocsin_itself, command::CheckTarget{});
    scene.does(dana, command::ChangeSeverity{Severity::sev2, ""});
    CHECK(timer_of(scene) == detected + 15min);
    scene.does(dana, command::ChangeSeverity{Severity::sev4, ""});
    CHECK_FALSE(timer_of(scene));
}

TEST_CASE("outside business hours the target of a SEV 3 waits for them") {
    Scene scene(Severity::sev3);
    scene.incident.detected = at("2025-01-24T16:30:00Z");  // Friday, half an hour before they end
    CHECK(acknowledge_target(scene.incident, scene.rules) == at("2025-01-27T09:30:00Z"));
}
