// Everything a configuration file can say, as checked values. Incident rules are the core's own `Rules`; the
// rest is what adapters and the composition root need. Reading and checking is load.h, not here.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/log.h"
#include "bot/base/secret.h"
#include "bot/base/time.h"
#include "bot/core/alert_fields.h"
#include "bot/core/api_token.h"
#include "bot/core/probe.h"
#include "bot/core/rules.h"
#include "bot/core/silence.h"

namespace tocsin::config {

struct Pace {
    std::optional<double> per_channel_per_second = 1.0;  // none: unlimited
    int burst = 4;
    bool operator==(const Pace&) const = default;
};

enum class BlockStyle { automatic, modern, classic };

struct Slack {
    Secret app_token;                                // xapp-…; empty: not configured
    Secret bot_token;                                // xoxb-…
    std::string api_url = "https://slack.com/api/";  // always ends in /
    int connections = 2;
    std::string channel = "incidents";  // name without # or ID
    BlockStyle blocks = BlockStyle::automatic;
    Pace pace;
    bool operator==(const Slack&) const = default;
};

struct Storage {
    std::string url =
        "sqlite:tocsin.db";  // sqlite:PATH, made absolute against the file's folder, or postgresql://…
    bool operator==(const Storage&) const = default;
};

struct ListenAddress {
    std::string host;        // an IP address or a name; brackets of IPv6 removed
    std::uint16_t port = 0;  // 0: the system chooses
    bool operator==(const ListenAddress&) const = default;
};

struct Tls {
    std::filesystem::path certificate_file;
    std::filesystem::path key_file;
    bool operator==(const Tls&) const = default;
};

using tocsin::ApiToken;  // never an empty one: entries with an empty token are left out
using tocsin::Scope;

struct Http {
    std::optional<ListenAddress> listen = ListenAddress{"127.0.0.1", 8080};        // none: switched off
    std::optional<ListenAddress> admin_listen = ListenAddress{"127.0.0.1", 9464};  // none: switched off
    std::string public_url;  // without / at its end; may be empty
    std::vector<std::string> internal_hosts;
    std::vector<std::string> trusted_proxies;
    std::optional<Tls> tls;
    std::vector<ApiToken> tokens;
    bool operator==(const Http&) const = default;
};

// One struct for all providers: which fields one uses is in the table of keys.cpp.
struct Provider {
    std::string base_url;  // empty: the adapter's own
    std::string account;   // account_sid, application_id, username
    Secret secret;         // auth_token, private_key, password, token, routing_key, secret
    Secret second_secret;  // second_auth_token, old_secret
    std::string api_key;
    Secret api_secret;
    Secret signature_secret;
    std::string from;
    std::string number;
    std::string messaging_service;
    std::string topic_prefix;
    Secret reply_topic;
    Secret reply_token;
    std::string studio_flow;
    std::string studio_url;  // empty: the adapter's own
    std::string ehlo;
    std::string team;
    std::string policy;
    std::string requester;
    bool inbound_webhook = false;  // false: replies are fetched, or none come in
    bool operator==(const Provider&) const = default;
};

struct Paging {
    std::map<Means, std::vector<std::string>> order;  // names of providers, tried in this order
    std::map<std::string, Provider>
        providers;  // twilio, vonage, smtp, ntfy, pushover, pagerduty, betterstack, webhook
    bool operator==(const Paging&) const = default;
};

struct Watchdog {
    std::string heartbeat_url;  // empty: none
    Duration echo_every = 5min;
    bool operator==(const Watchdog&) const = default;
};

struct Emoji {  // names without colons
    std::string timeline = "pushpin";
    std::string action = "clipboard";
    std::string watch = "eyes";
    bool operator==(const Emoji&) const = default;
};

struct Retention {  // none: forever
    std::optional<Duration> timeline;
    std::optional<Duration> payloads = 90 * 24h;
    std::optional<Duration> personal_data = 2 * 365 * 24h;
    bool operator==(const Retention&) const = default;
};

struct Log {
    log::Level level = log::Level::info;
    log::Format format = log::Format::automatic;
    bool operator==(const Log&) const = default;
};

struct AlertSource {
    std::string kind;
    Secret token;        // empty: refuses everything
    Secret old_token;    // still taken while senders change over; empty: none
    AlertFields fields;  // of the kind json: where the parts of an alert stand
    bool operator==(const AlertSource&) const = default;
};

struct Prometheus {
    std::string url;  // empty: none
    Duration every = 15s;
    bool operator==(const Prometheus&) const = default;
};

using tocsin::Heartbeat;
using tocsin::Monitor;

struct AlertRule {  // the condition stays text: the rule language belongs to bot/alerts
    std::string name;
    std::string when;
    int line = 0;  // where `when` stands in the file, for errors of the rule language
    int column = 0;
    bool verbatim = false;  // it stands there just so: an offset into it is one into the line
    Duration held_for{};
    Severity severity = Severity::sev3;
    ServiceId service;  // where the alert names none; may be empty
    bool auto_resolve = false;
    bool operator==(const AlertRule&) const = default;
};

struct Alerts {
    std::map<std::string, AlertSource> sources;
    Prometheus prometheus;
    std::map<std::string, std::string> values;  // name to PromQL
    std::vector<Monitor> monitors;
    std::vector<Heartbeat> heartbeats;
    std::vector<AlertRule> rules;  // first match wins
    std::vector<std::string> group_by;
    std::vector<Silence> silences;
    bool operator==(const Alerts&) const = default;
};

struct Tracker {
    std::string kind;        // github, gitlab, jira, linear
    std::string repository;  // owner/name, project path or team ID
    std::string base_url;    // empty: the adapter's own
    std::string account;     // of Jira's Basic sign-in
    Secret token;
    bool operator==(const Tracker&) const = default;
};

struct StatusPush {
    std::string kind;  // statuspage, betterstack
    std::string page;
    std::string base_url;  // empty: the product's own
    Secret token;
    bool operator==(const StatusPush&) const = default;
};

struct StatusPage {
    std::string name;
    std::vector<std::string> components;
    std::filesystem::path files;  // empty: not written as files
    std::vector<std::string> internal_hosts;
    bool subscribers = false;  // everybody may have its entries sent by e-mail
    std::vector<StatusPush> push;
    bool operator==(const StatusPage&) const = default;
};

struct PostMortems {               // what becomes of action items and published post-mortems outside of Slack
    std::string tickets;           // tracker that gets a ticket for each action item; empty: none
    std::filesystem::path folder;  // absolute; empty: none
    struct Export {
        std::string repository;  // tracker whose repository gets each published one; empty: none
        std::string path;        // folder there; may be empty
        std::string branch;      // empty: the repository's own
        std::string webhook;     // address that is told of each published one; empty: none
        Secret secret;
        Secret old_secret;
        bool operator==(const Export&) const = default;
    } to;
    bool operator==(const PostMortems&) const = default;
};

struct Configuration {
    std::filesystem::path file;  // empty: read from text
    std::string fingerprint;     // fingerprint.h; empty: it was not read
    Slack slack;
    Storage storage;
    Http http;
    Rules rules;
    std::vector<ScheduleId> schedule_order;  // as written: answers come in this order
    Paging paging;
    Watchdog watchdog;
    Emoji emoji;
    Retention retention;
    Log log;
    Alerts alerts;
    std::map<std::string, Tracker> trackers;
    PostMortems post_mortems;
    std::optional<StatusPage> status_page;  // none: no public status page
    std::filesystem::path runbooks;         // folder, absolute; empty: none
    std::filesystem::path templates;        // folder, absolute; empty: only the built-in texts
    bool operator==(const Configuration&) const = default;
};

}  // namespace tocsin::config
