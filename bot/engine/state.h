// What the engine keeps in memory between inputs: settings, and what was learned of Slack. All of it can be
// lost; the store has whatever must survive.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/core/on_call.h"
#include "bot/core/rota_comparison.h"
#include "bot/engine/messages.h"
#include "bot/engine/settings.h"
#include "bot/engine/wishes.h"
#include "storage/store.h"

namespace tocsin::engine {

struct Workspace {    // of the Slack workspace; kept as notes in the store
    std::string url;  // https://example.slack.com/; empty until auth.test was answered
    UserId bot_user;
    std::string bot_id;
    ChannelId incidents;        // ID of the incidents channel; empty until something was posted there
    bool classic_only = false;  // this workspace refused one of the newest blocks
};

struct CardMemory {
    Time last_edit{};
    int revision = 0;  // the newest that was handed to the sender
};

struct Bucket {  // of a channel's pace
    double tokens = 0;
    Time filled{};
};

struct UnderWay {  // a row that the sender holds
    storage::OutboxRow row;
    std::string token;
    outgoing::Wish wish;
    std::string method;
    std::string channel;
    std::string purpose;  // "lookup", "open_dm", "find_channel": a step on the way; empty: the wish itself
};

struct ChannelSearch {   // for the incidents channel, page by page
    std::string cursor;  // of the next page; empty: the first
    int pages = 0;       // that were read
};

struct Watching {                         // of the connection to Slack (watchdog.h)
    Time heard{};                         // the last envelope
    std::optional<Time> without_sockets;  // since then none has said hello
    std::optional<Time> echo_sent;        // our own message, that has not come back yet
    int echoes_missed = 0;                // in a row
    Time missed{};                        // the last of them
    std::optional<Time> away_since;       // an admin was told
    Time beat{};                          // the last heartbeat
    Time reconnect{};                     // every replica opened new sockets, or has to
};

struct Reading {  // of the values that rules ask for (alert_values.h)
    std::map<std::string, std::pair<double, Time>> values;  // the newest of each, and when it was read
    std::map<std::string, int> not_holding;                 // by rule: evaluations in a row
    std::optional<Time> failing_since;                      // nothing could be read
};

struct MirrorMemory {  // of another status page
    mirrors::Components components;
    Time read{};
    mirrors::Components reading;  // of the first pages of a list that is being read
    int pages = 0;                // of it that were read
};

struct ProbeState {  // of a monitor (probes.h)
    Standing standing;
    std::optional<Time> looking_since;  // the answer has not come yet
};

struct Sharing {                                         // of the store with other processes (replicas.h)
    Time said{};                                         // when this one said last that it works
    std::string memory;                                  // as it is written in the store
    Time reconnected{};                                  // when this one opened new sockets for all
    std::chrono::steady_clock::time_point turn_began{};  // of the transaction under way
    std::set<std::string> foreign_kinds;                 // of timers that only newer versions know
    std::optional<Time> foreign_rows_until;  // until then, rows that wait are those that only newer ones read
};

struct ZonesRead {  // of the machine (zones.h)
    Time looked{};  // last
    std::size_t taken = Zone::changes(0).size();
    std::map<ScheduleId, std::vector<DutySpan>> before;  // by the old data, until a step took the new one
};

struct Hands {  // of the clock (clock_steps.h)
    std::optional<ClockReading> last;
    Duration stepped{};      // by all steps that were seen
    bool is_absurd = false;  // the time of day cannot be true, and the admins know
};

struct Waiting {  // an envelope of somebody whom Slack is being asked about; not acknowledged yet
    EnvelopeReceived received;
    slack::User actor;
    Time until;  // then it is taken as it is: in doubt a wrong "yes" costs less
};

// "twilio/sms".
inline std::string route_of(const channels::Channel& channel, Means means) {
    return std::string(channel.provider()) + "/" + std::string(key_of(means));
}

inline constexpr Duration trouble_is_told_after = 60s;  // of a provider that fails

class State final : public Directory {
  public:
    State(Settings given, templates::Catalog texts);

    void change(Settings given);  // at start and after a reload

    void load(storage::Tx& tx);            // what the store remembers of the workspace and of the rota
    void load_overrides(storage::Tx& tx);  // after one was made or taken back
    void take(const Contacts& contacts);   // from now on pages reach this person so

    // People by the configuration's name first, then by Slack's.
    SlackUser user(const UserId& id) const override;
    bool knows(const UserId& id) const { return users.contains(id); }
    void learn(const SlackUser& known) { users[known.id] = known; }

    // When `work` throws, what it wanted done outside and has measured is taken back.
    void all_or_nothing(const std::function<void()>& work);
    void savepoint(storage::Tx& tx, const std::function<void()>& work) {  // and of the store, with it
        all_or_nothing([&] { tx.savepoint(work); });
    }
    void measure(Metric what, std::vector<std::string> labels = {}, double value = 1) {
        measured.happened.push_back({what, std::move(labels), value});
    }

    // Where the incidents channel is posted to: its ID once known, else "#incidents".
    std::string incidents_channel() const;

    Settings settings;
    OnCall on_call;
    templates::Catalog catalog;
    Workspace workspace;
    std::map<UserId, SlackUser> users;  // bounded by the workspace's size
    std::map<IncidentNumber, CardMemory> cards;
    std::map<std::string, Bucket> paces;  // by channel
    std::map<std::string, Time> paused;   // by method, or method and channel: Slack said 429
    Wishes wishes;
    std::map<OutboxId, UnderWay> under_way;
    ChannelSearch channel_search;
    std::map<std::pair<PersonId, Means>, Time> left;  // when the last page left that rings
    std::map<OutboxId, std::vector<storage::PageRef>>
        bundles;                                // pages that a text under way names besides its own
    std::map<std::string, Time> troubles;       // routes that fail, and since when
    std::set<UserId> asked;                     // users.info is under way
    std::vector<Waiting> waiting;               // bounded by what Slack sends within a second or two
    std::map<UserId, Time> homes;               // who opened App Home lately
    std::map<std::string, Time> replies_until;  // by provider: how long replies are looked for
    std::map<std::string, channels::Request> reply_pages;  // by provider: the rest of a list of them
    std::map<PersonId, std::vector<Time>> asked_back;      // texts that only ask, of the last minutes
    std::map<ContactCodeId, std::string> codes;            // that have not left yet; bounded
    int sockets = 0;
    Watching watching;
    Sharing sharing;
    Hands hands;
    ZonesRead zones;
    Reading reading;
    std::map<std::string, ProbeState> probes;  // by the monitor's name
    std::map<std::string, MirrorMemory> mirrors;
    std::vector<Output> going_out;       // what timers want done outside, with the step's other outputs
    std::optional<Time> reload_refused;  // since the settings were changed last
    bool page_is_stale = true;           // the status page has to be made anew
    Measurements measured;               // that was not told yet
    Time stood{};                        // when it was last told how things stand (gauges.h)
    const std::string replica;           // this process, among those that share the store
    std::string view_key;  // signs the forms of web pages; those of an earlier process are shown again

  private:
    void make_on_call();
    void reach(const PersonId& person);

    std::map<ScheduleId, std::vector<Override>> overrides_;  // made while running
    std::map<PersonId, Person> configured_;                  // before what people verified themselves
};

}  // namespace tocsin::engine
