// What the engine is told by the configuration, and what it keeps of Slack between inputs. Values only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/time.h"
#include "bot/channels/registry.h"
#include "bot/channels/standard_webhooks.h"
#include "bot/core/probe.h"
#include "bot/core/readiness.h"
#include "bot/core/rules.h"
#include "bot/engine/alert_settings.h"
#include "bot/mirrors/mirror.h"
#include "bot/trackers/github_files.h"
#include "bot/trackers/tracker.h"
#include "templates/catalog.h"
#include "templates/render.h"

namespace tocsin::engine {

struct Pace {
    std::optional<double> per_channel_per_second = 1.0;  // none: unlimited
    int burst = 4;
};

// Of a bot that really runs: whether it is heard, and hears (watchdog.h).
struct Watchdog {
    std::string heartbeat_url;  // called every minute; empty: none
    Duration echo_every = 5min;
};

// What the bot watches by itself (probes.h).
struct Probes {
    std::vector<Monitor> monitors;
    std::vector<Heartbeat> heartbeats;
};

// What becomes of action items and published post-mortems outside of Slack.
struct PostMortemSettings {
    struct Repository {  // that keeps each published one as a file
        std::string tracker;
        trackers::GithubFiles files;
        std::string folder;  // there, without slashes around it; may be empty
    };
    struct Webhook {  // that is told of each published one
        std::string url;
        channels::StandardWebhooks scheme;
    };
    std::string tickets;  // tracker that gets a ticket for each action item; empty: none
    std::string folder;   // each published one is written here as a file; empty: none
    std::optional<Repository> repository{};
    std::optional<Webhook> webhook{};
};

// How long what is kept; none: forever. What alerts said is AlertSettings.
struct Retention {
    std::optional<Duration> timeline;       // incidents, from their end
    std::optional<Duration> personal_data;  // numbers, addresses and what was said about duty
};

struct Settings {
    Rules rules;
    Setup setup;
    std::string channel = "incidents";  // name without # or ID of the incidents channel
    Pace pace;
    templates::BlockForm blocks = templates::BlockForm::automatic;
    templates::Emoji emoji;
    std::string internal_url;  // of the signed-in pages, without / at its end; empty: there are none
    std::string public_url;    // of acknowledgment links; empty: pages carry none
    channels::Registry channels;
    std::map<std::string, std::shared_ptr<const trackers::Tracker>> trackers;  // by name
    std::map<std::string, std::shared_ptr<const mirrors::Mirror>> mirrors;     // by kind and page
    bool subscribers = false;  // everybody may have the status page's entries sent by e-mail
    std::string version;
    std::string instance;     // this process among those that share its store, for people: "web-1/4711"
    std::string fingerprint;  // of the configuration
    Probes probes;
    std::optional<Watchdog> watchdog;  // none: nothing is watched
    AlertSettings alerts;
    PostMortemSettings post_mortems;
    Retention retention;
};

}  // namespace tocsin::engine
