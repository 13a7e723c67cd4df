// What crosses the border between the I/O thread and the engine thread: inputs one way, work the other.
// Values only; whoever receives them owns them.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/time.h"
#include "bot/channels/channel.h"
#include "bot/core/alert.h"
#include "bot/core/decide.h"
#include "bot/core/deployment.h"
#include "bot/core/probe.h"
#include "bot/engine/metric.h"
#include "bot/slack/envelope.h"
#include "bot/slack/web_api.h"
#include "storage/store.h"
#include "templates/status_site.h"

namespace tocsin::engine {

struct EnvelopeReceived {
    std::uint64_t connection = 0;  // acknowledge on this one
    slack::Envelope envelope;
    std::chrono::steady_clock::time_point at{};  // handed back with its acknowledgment
};

struct SendFinished {
    OutboxId id;
    std::string token;
    bool sent = true;  // false: an earlier row of its lane failed, this one was not tried
    std::variant<slack::Outcome, channels::Answer> outcome;  // of the same kind as what was sent
};

struct ConnectionsChanged {
    int live = 0;  // Slack sockets that have said hello
};

struct Wake {};  // the clock was moved

// By a person or a program that is not in Slack: on the command line, by SMS, in a scenario.
struct CommandGiven {
    Actor by;
    Via via{};
    std::optional<IncidentNumber> incident;  // none: the newest that it can be about
    CommandBody command;
};
struct DeclarationGiven {
    Actor by;
    Via via{};
    event::Declared declared;  // its instants and state are filled in
};

// What comes in over HTTP, read and let in by the door (bot/web).
struct ReadinessAsked {};
struct CallbackCame {  // of a provider, its signature checked
    std::string provider;
    std::string path;
    std::vector<channels::Report> reports;
};
struct LinkOpened {  // of a page: only looked at
    std::string token;
};
struct LinkPressed {  // a button on that page
    std::string token;
    std::string view;   // which look at the page it was pressed on
    std::string press;  // ack, escalate, escalate-now, decline, decline-now, join, update, back
    std::string text;   // of update
};
struct SiteAsked {          // of a signed-in page, or of signing in (site.h)
    std::string session{};  // the token in the cookie; empty: none
    std::string browser{};  // as it calls itself
    bool press = false;     // a form was sent
    std::vector<std::string> path{};
    std::string query{};  // without ?
    std::string form{};   // as received
};
struct SubscriptionCame {  // of somebody who wants the status page's entries by e-mail, or no more
    enum class What { ask, look, confirm, leave };
    What what{};
    std::string text;  // of ask the address as typed, else the token of the link
};
struct BeatCame {  // of a job that reports in
    std::string name;
};
struct CalendarAsked {     // of shifts
    std::string schedule;  // empty: all of them
    std::string person;    // empty: everybody's
};
// A request to the API, its token and scope checked.
struct ApiAsked {
    std::string token;  // its name in http.tokens
    PersonId person;    // who acts when the body names nobody; may be empty
    std::string key;    // Idempotency-Key: the same one changes nothing twice; empty: none
    std::string verb;   // of the API's table in bot/web/api_door.cpp: "declare", "ack", "list"
    std::string about;  // of the address: an incident's number, a person, a name; may be empty
    std::string query;  // without ?
    std::string body;   // as received
};
// From a source of alerts, its token checked and its payload read.
struct AlertsCame {
    std::string source;  // its name in alerts.sources
    std::vector<Alert> alerts;
    enum class Manner { ids, pagerduty, opsgenie };  // how whoever sends expects to be answered
    Manner manner = Manner::ids;
    std::string confirm_url{};  // of Amazon SNS: asked for, it confirms; may be empty
    std::optional<Deployment> deployment{};
};
using WebRequest = std::variant<ReadinessAsked, CallbackCame, LinkOpened, LinkPressed, BeatCame,
                                CalendarAsked, ApiAsked, AlertsCame, SiteAsked, SubscriptionCame>;
struct RequestCame {
    std::uint64_t id = 0;
    WebRequest what;
    // Whoever asked was told by then that nothing is known to have changed, and asks again: later it is not
    // taken.
    std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();
};

// What Prometheus answered to ReadValues; a value that it does not have is not there.
struct ValuesRead {
    std::map<std::string, double> values;
    std::string problem;  // why some could not be read; empty: none
};
struct LookedAt {  // what LookAt found
    std::string monitor;
    Look look;
};

using Input = std::variant<EnvelopeReceived, SendFinished, ConnectionsChanged, Wake, CommandGiven,
                           DeclarationGiven, RequestCame, ValuesRead, LookedAt>;

// Only after the input is durable.
struct Acknowledge {
    std::uint64_t connection = 0;
    std::string frame;
    std::chrono::steady_clock::time_point received{};  // the envelope
};

struct Departure {  // of one row of the outbox
    OutboxId id;
    std::string token;
    std::variant<slack::Call, channels::Request> what;
};

// Of the sender, to send one row and to hear what became of it (bot/net/mailer.h, http_client.h).
inline constexpr Duration longest_attempt = 6s;

struct Send {
    std::vector<Departure> rows;  // of one lane, in order: each leaves when the one before was accepted
    // No row leaves later: its lease would end before its answer came, and somebody else takes it up.
    std::chrono::steady_clock::time_point leave_by = std::chrono::steady_clock::time_point::max();
};

struct Answered {  // only after what the request did is durable
    std::uint64_t id = 0;
    channels::HttpAnswer answer;
};

struct Reconnect {};  // Slack's sockets live and say nothing

struct CallOutside {      // GET; nobody waits for its answer, trouble is written to the log
    std::string url;      // a secret
    std::string trouble;  // for the log, where it fails
};

struct ReadValues {  // of Prometheus; the answer comes as ValuesRead
    std::string url;
    std::map<std::string, std::string> queries;  // by the name of the value
};

struct LookAt {  // an address that is watched, with GET; the answer comes as LookedAt
    std::string monitor;
    std::string url;
    Duration timeout{};
    std::string contains;  // what the body should have; empty: anything
};

// For /metrics; whoever does not show it drops it.
struct Measurements {
    std::vector<Measured> happened;  // since the ones before
    std::vector<Measured> standing;  // all gauges of that kind; empty: as before
};

struct StatusPageShown {                                // the public status page from now on
    std::shared_ptr<const templates::StatusSite> site;  // nullptr: there is none
};

using Output = std::variant<Acknowledge, Send, Answered, Reconnect, CallOutside, ReadValues, LookAt,
                            Measurements, StatusPageShown>;

}  // namespace tocsin::engine
