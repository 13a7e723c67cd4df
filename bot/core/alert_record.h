// What is remembered of an alert from one telling to the next, and what a telling means: it began, it ended,
// it was said once more. Pure; which incident follows is decided by the engine (bot/engine/alerts.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/alert.h"

namespace tocsin {

using AlertId = NumberId<struct AlertTag>;

struct AlertRecord {
    AlertId id;    // of the store; 0: not stored yet
    Alert alert;   // as it was told last
    Time first{};  // when it came first, and last
    Time last{};
    int told = 0;             // deliveries
    int fired = 0;            // times it began
    std::vector<Time> began;  // lately, oldest first: what flaps is seen by it
    std::optional<Time> quiet_since;
    std::string rule;                 // that decides about it; empty: none does
    std::optional<Time> holds_since;  // the rule's condition, as far as it has to hold for a while
    bool auto_resolve = false;        // its rule resolves what is quiet
    IncidentNumber incident;          // of what fires now or fired last; 0: it never opened or joined one
    int fired_there = 0;              // times for that incident
    bool counted = false;             // only counted there, beside those that came before it
    bool shown = false;               // its thread has the message that counts them
    bool shown_quiet = false;         // and the one that it is quiet

    bool firing() const { return alert.status == Alert::Status::firing && fired > 0; }
    bool operator==(const AlertRecord&) const = default;
};

enum class Telling {
    began,     // it fires, and did not, or fires anew
    repeated,  // nothing new
    ended,     // it fired, and is quiet now
    late,      // of a time that is over: it came out of order
};

struct AlertCount {  // of one incident; the number after the most counted means that there are more
    int all = 0;
    int firing = 0;
};
inline constexpr int most_alerts_counted = 1000;
inline constexpr int alerts_told_singly = 5;  // of one incident; further ones are counted in one message

// Takes in what the source says now. Sources repeat, and deliver out of order: what is told of a time before
// the newest that is known changes nothing.
Telling take_telling(AlertRecord& record, const Alert& alert, Time now);

// It began `flaps_from` times within `flap_window`. It is left in peace until it has been steady for
// `steady_time`: then what it says counts.
inline constexpr int flaps_from = 4;
inline constexpr Duration flap_window = 1h;
inline constexpr Duration steady_time = 5min;
int begun_lately(const AlertRecord& record, Time now);  // times within the window
bool is_flapping(const AlertRecord& record, Time now);

// How people call it: the monitor's name, else its title.
std::string name_of(const Alert& alert);
// "uptime monitor api-health", "alertmanager alert HighErrorRate", "rule High Error Rate": who detected it.
std::string detector_of(const Alert& alert);
// Alerts of one group join one open incident: those alike in these labels. What has none of them is alone.
std::string group_of(const Alert& alert, const std::vector<std::string>& labels);

}  // namespace tocsin
