// The one description of every key: what its value looks like, what it means, what counts without it.
// Checking (checker.h), the JSON Schema (schema.h) and the tests of docs/configuration.md all follow it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::config {

enum class Kind {
    text,
    flag,
    integer,
    duration,
    retention,  // duration or forever
    rate,
    day,
    clock,      // 09:00
    wall_time,  // 2024-12-30T09:00
    instant,    // RFC 3339
    date,
    zone,
    web_url,
    secure_url,
    smtp_url,
    storage_url,
    listen,
    phone,
    calling_code,  // +49
    email,
    mailbox,
    slack_user,
    slack_group,
    slack_channel,
    emoji,
    path,
    choice,
    secret,  // KEY, or KEY_file with the name of a file
    app_token,
    bot_token,
    person,  // keys of `people`, and so on
    team,
    service,
    policy,
    tracker,
    provider,
    page_target,  // primary, backup, manager, schedule:ID, person:ID, group:ID
    team_target,  // schedule:ID, person:ID, group:ID
    role_target,  // person:ID, group:ID
    turn,         // a person or a list of people
    object,       // the keys of `fields`
    map,          // any names, values of `item`
    list,         // values of `item`
    anything,     // any value, however it is put together
};

struct Field;

struct Shape {
    Kind kind = Kind::text;
    long long lowest = 0;  // of an integer; of a duration in seconds
    long long highest = 0;
    std::vector<std::string> choices;
    std::vector<Field> fields;
    std::vector<Shape> item;  // one, of a map or list

    const Field* find(std::string_view name) const;
};

struct Field {
    std::string name;
    Shape shape;
    std::string meaning;   // a sentence for people
    std::string standard;  // what counts without the key, as written; empty: nothing
    bool required = false;
};

inline constexpr std::string_view file_suffix = "_file";

bool is_secret(Kind kind);
bool is_collection(Kind kind);

const Shape& configuration_shape();

// The parts of the table; each in the file of its topic.
std::vector<Field> system_fields();  // keys_system.cpp: slack, storage, http, log, …
std::vector<Field> rules_fields();   // keys_rules.cpp: people, schedules, severities, …
std::vector<Field> paging_fields();  // keys_paging.cpp
std::vector<Field> alerts_fields();  // keys_alerts.cpp: alerts, trackers, status page

Shape plain(Kind kind);
Shape integer(long long lowest, long long highest);
Shape duration(long long lowest_seconds, long long highest_seconds);
Shape choice(std::vector<std::string> choices);
Shape object(std::vector<Field> fields);
Shape map_of(Shape item);
Shape list_of(Shape item);

}  // namespace tocsin::config
