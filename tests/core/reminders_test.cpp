#include "bot/core/reminders.h"

#include <algorithm>

#include "tests/core/scene.h"

using namespace tocsin;
using namespace tocsin::scene;

namespace {

Scene acknowledged(Severity severity = Severity::sev1) {
    Scene scene(severity);
    scene.does(dana, command::Acknowledge{});
    return scene;
}

}  // namespace

TEST_CASE(
    "a SEV 1 reminds when due, then by direct message, the backup, the manager, then every 15 minutes") {
    auto scene = acknowledged();
    const auto due = *scene.incident.reminders.due;
    CHECK(due == scene.now + 10min);
    CHECK(scene.pass_until(due - 1s) == 0);
    for (const auto& [after, step] :
         {std::pair{0min, 0}, {5min, 1}, {10min, 2}, {15min, 3}, {30min, 4}, {45min, 5}}) {
        CAPTURE(after.count());
        CHECK(next_reminder(scene.incident, scene.rules) == due + after);
        CHECK(scene.pass_until(due + after) == 1);
        CHECK(scene.incident.reminders.next_step == step + 1);
    }
}

TEST_CASE("after a long outage every rung is told once and the repetitions are one line") {
    auto scene = acknowledged();
    scene.now = *scene.incident.reminders.due + 3h;
    int told = 0;
    while (step_due(scene.incident, scene.rules, scene.now)) {
        scene.does(tocsin_itself, command::Remind{});
        ++told;
    }
    CHECK(told == 5);
    CHECK(*next_reminder(scene.incident, scene.rules) > scene.now);
}

TEST_CASE("a SEV 2 has its own ladder and then stays quiet") {
    auto scene = acknowledged(Severity::sev2);
    const auto due = *scene.incident.reminders.due;
    CHECK(due == scene.now + 15min);
    CHECK(scene.pass_until(due + 2h) == 3);
    CHECK_FALSE(next_reminder(scene.incident, scene.rules).has_value());
}

TEST_CASE("snoozing starts the ladder later, for at most 15 minutes an update") {
    auto scene = acknowledged();
    const auto due = *scene.incident.reminders.due;
    scene.pass_until(due);
    scene.does(dana, command::Snooze{10min});
    CHECK(next_reminder(scene.incident, scene.rules) == due + 10min);
    scene.refuses(dana, command::Snooze{10min}, "15 minutes per update");
    scene.does(dana, command::Snooze{5min});
    CHECK(next_reminder(scene.incident, scene.rules) == due + 15min);
    CHECK(scene.incident.reminders.due == due);
}

TEST_CASE("what is not due cannot be snoozed, and the answer says when it will be") {
    auto scene = acknowledged();
    scene.now = *scene.incident.reminders.due - 1us;
    scene.refuses(dana, command::Snooze{5min}, "No update of INC-42 is due. The next one is at 14:42 UTC.");
    scene.now += 1us;
    scene.does(dana, command::Snooze{5min});
    scene.does(dana, command::ChangeRhythm{std::nullopt, true, "They shout already."});
    scene.refuses(dana, command::Snooze{5min}, "none is asked for");
}

TEST_CASE("a reminder can be shown anew when the thread was told, whatever the ladder begins with") {
    auto scene = acknowledged();
    auto& ladder = scene.rules.severities[Severity::sev1].ladder;
    ladder = {{0s, Nudge::lead_dm}, {5min, Nudge::thread}};
    scene.pass_until(*scene.incident.reminders.due);
    CHECK_FALSE(reminder_told(scene.incident, scene.rules));
    scene.pass_until(*scene.incident.reminders.due + 5min);
    CHECK(reminder_told(scene.incident, scene.rules));
    CHECK(reminder_name(scene.incident) == "reminder/1");
}

TEST_CASE("nobody is reminded while the lead is writing") {
    auto scene = acknowledged();
    scene.now = *scene.incident.reminders.due - 30s;
    scene.does(dana, command::HoldReminders{});
    CHECK(next_reminder(scene.incident, scene.rules) == scene.now + 2min);
    CHECK(scene.does(lee, command::HoldReminders{}).empty());
}

TEST_CASE("an update after its time is late, and the next promise starts afresh") {
    auto scene = acknowledged();
    scene.pass_until(*scene.incident.reminders.due + 6min);
    command::Update update;
    update.text = "Found it.";
    scene.does(dana, update);
    CHECK(scene.incident.reminders.updates_due == 1);
    CHECK(scene.incident.reminders.updates_on_time == 0);
    CHECK(scene.incident.reminders.next_step == 0);
    CHECK(scene.incident.longest_gap == 16min);
}

TEST_CASE("monitoring doubles the rhythm, up to half an hour") {
    auto scene = acknowledged();
    scene.does(dana, command::ChangeStatus{State::monitoring, ""});
    CHECK(scene.incident.reminders.due == scene.now + 20min);
    scene.does(dana, command::ChangeRhythm{25min, false, ""});
    CHECK(scene.incident.reminders.due == scene.now + 30min);
}

TEST_CASE("reminders of a SEV 1 stop only with a reason, and come back") {
    auto scene = acknowledged();
    scene.refuses(dana, command::ChangeRhythm{{}, true, ""}, "only with a reason");
    scene.does(dana, command::ChangeRhythm{{}, true, "waiting for the provider"});
    CHECK(scene.pass_until(scene.now + 3h) == 0);
    scene.does(dana, command::ChangeRhythm{{}, false, ""});
    CHECK(scene.incident.reminders.due == scene.now + 10min);
}

TEST_CASE("a SEV 3 waits for business hours") {
    Scene scene(Severity::sev3);
    scene.now = at("2025-01-21T16:30:00Z");
    scene.does(dana, command::Acknowledge{});
    CHECK(scene.incident.reminders.due == at("2025-01-22T09:30:00Z"));
    CHECK(next_reminder(scene.incident, scene.rules) == at("2025-01-22T09:30:00Z"));
}

TEST_CASE("after four hours a slower rhythm is offered, after eight a handover, each once") {
    auto scene = acknowledged();
    scene.does(dana, command::ChangeRhythm{{}, true, "quiet"});
    scene.pass_until(scene.now + 20h);
    std::vector<int> asked;
    for (const auto& event : scene.timeline) {
        if (const auto* question = std::get_if<event::LongRunningAsked>(&event.body))
            asked.push_back(question->hours);
    }
    CHECK(asked == std::vector{4, 8});
}

TEST_CASE("before the acknowledgment nobody is reminded of updates") {
    Scene scene;
    CHECK(scene.pass_until(scene.now + 24h) == 0);
}
