// What the store hands out and takes besides the values of bot/core: timers, messages that wait to be sent,
// where posted ones are, drafts, records of shifts, and what is counted. No SQL and no rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/actor.h"
#include "bot/core/severity.h"
#include "bot/core/state.h"

namespace tocsin::storage {

struct Timer {
    std::string key;  // unique: setting it again replaces it
    Time due;
    std::string kind;     // which handler: "incident", "prune"
    std::string payload;  // of the handler; JSON
    int failures = 0;     // how often its handler threw
    bool operator==(const Timer&) const = default;
};

enum class Priority { page = 0, answer = 1, update = 2, cosmetic = 3 };

struct OutboxRow {
    OutboxId id;       // given by the store
    std::string lane;  // rows of a lane leave one after the other, in order: "chat.postMessage/C123"
    Priority priority = Priority::update;
    std::string payload;    // JSON of whoever sends
    std::string supersede;  // a waiting row with the same key is replaced in place; empty: never
    Time not_before;
    std::optional<Time> expires;   // worthless afterwards: a form's trigger
    int attempts = 0;              // sends whose result was not final
    bool outcome_unknown = false;  // the last send may have reached the other side
    bool operator==(const OutboxRow&) const = default;
};

struct OutboxCount {  // of a priority: what waits and what is leased
    Priority priority{};
    int rows = 0;
    Time oldest;  // when that one was put in
    bool operator==(const OutboxCount&) const = default;
};

struct PostedMessage {
    ChannelId channel;
    MessageTs ts;
    bool operator==(const PostedMessage&) const = default;
};

struct PageRef {
    IncidentNumber incident;
    int page = 0;
    bool operator==(const PageRef&) const = default;
};

struct PageLink {
    PageRef page;
    Time expires;
    bool operator==(const PageLink&) const = default;
};

struct Draft {  // a text that waits for an answer ("which incident?") or for a form that Slack closed
    std::string id;
    UserId user;
    std::string content;  // JSON of whoever made it
    Time expires;
    bool operator==(const Draft&) const = default;
};

struct ShiftKey {
    ScheduleId schedule;
    PersonId person;
    Time start;
    bool operator==(const ShiftKey&) const = default;
};

struct ShiftRecord {
    ShiftKey key;
    std::optional<Time> ready;      // when the person said so
    std::vector<std::string> told;  // which messages about it were sent: "soon", "start"
    bool operator==(const ShiftRecord&) const = default;
};

struct Handoff {  // of whoever was on call, for the next person
    ScheduleId schedule;
    Actor by;
    Time at;
    std::string text;  // as typed; empty: nothing to hand over
    bool operator==(const Handoff&) const = default;
};

struct Replica {       // one of the processes that share the store
    std::string id;    // another one after each start
    Time seen;         // it worked then
    std::string name;  // of its machine, with its process: for people
    std::string version;
    std::string configuration;  // its fingerprint
    int sockets = 0;            // of Slack, that live
    Time heard;                 // the last envelope
    bool operator==(const Replica&) const = default;
};

enum class ListFilter { open, closed, all };

struct IncidentCount {  // open ones of a severity and a state
    Severity severity{};
    State state{};
    int count = 0;
    bool operator==(const IncidentCount&) const = default;
};

struct Outline {  // what tells an incident from others, without the rest of it
    IncidentNumber number;
    std::string title;
    ServiceId service;  // may be empty
    Time declared;
    bool operator==(const Outline&) const = default;
};

}  // namespace tocsin::storage
