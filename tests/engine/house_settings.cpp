#include "bot/config/load.h"
#include "tests/engine/house.h"

namespace tocsin::engine::testing {
namespace {

constexpr std::string_view organisation = R"(organization: Example
people:
  dana: {name: Dana, slack: U000DANA, phone: "+12025550101"}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102"}
schedules:
  primary: {layers: [{rotation: weekly, start: 2024-12-30T09:00, members: [dana, lee]}]}
teams: {platform: {primary: schedule:primary}}
default_team: platform
)";

}  // namespace

Settings example_settings() {
    const auto loaded =
        config::load_text(organisation, "example.yaml", [](const std::string&) { return std::nullopt; }, {});
    REQUIRE(loaded.ok());
    Settings settings;
    settings.rules = loaded.configuration.rules;
    settings.pace.per_channel_per_second.reset();
    settings.version = "test";
    return settings;
}

Settings with_two_schedules(Settings settings) {
    auto& rules = settings.rules;
    Person person;
    person.id = PersonId("sam");
    person.name = "Sam";
    person.slack = UserId(sam);
    person.title = "Engineering Lead";
    rules.people[person.id] = person;
    auto& primary = rules.schedules.at(ScheduleId("primary"));
    primary.name = "Primary On-Call";
    primary.timezone = "UTC";
    primary.layers[0].members = {{PersonId("lee")}, {PersonId("dana")}};
    Schedule backup = primary;
    backup.id = ScheduleId("backup");
    backup.name = "Backup On-Call";
    backup.layers[0].rotation = Layer::Rotation::none;
    backup.layers[0].members = {{person.id}};
    rules.schedules[backup.id] = backup;
    auto& team = rules.teams.begin()->second;
    team.backup = {Target::Kind::schedule, "backup"};
    team.manager = {Target::Kind::person, "sam"};
    return settings;
}

}  // namespace tocsin::engine::testing
