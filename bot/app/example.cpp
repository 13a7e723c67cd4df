#include "bot/app/example.h"

namespace tocsin::app {

std::string_view example_organisation() {
    return R"(organization: Example
timezone: UTC
people:
  dana: {name: Dana, slack: U000DANA, phone: "+12025550101", email: dana@example.com}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102", email: lee@example.com}
  sam: {name: Sam, slack: U000SAM, phone: "+12025550104", email: sam@example.com, title: Engineering Lead}
  kim: {name: Kim, slack: U000KIM, phone: "+12025550103", email: kim@example.com}
roles: {admin: [person:sam], comms: [], manager: [person:sam]}
schedules:
  primary:
    name: Primary On-Call
    timezone: UTC
    layers: [{rotation: weekly, start: 2024-12-30T09:00, members: [dana, lee]}]
  backup:
    name: Backup On-Call
    timezone: UTC
    layers: [{rotation: weekly, start: 2024-12-30T09:00, members: [lee, dana]}]
teams:
  platform: {primary: schedule:primary, backup: schedule:backup, manager: person:sam}
default_team: platform
services:
  api: {name: API, team: platform}
  web: {name: Web app, team: platform}
  payments: {name: Payments, team: platform}
)";
}

}  // namespace tocsin::app
