// Payload readers: what monitoring systems post, as alerts. Where the parts of an alert stand in a source's
// JSON is data (kinds/*.json); only what no path can say is code. Who may send, and what comes of an alert,
// is not here.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/error.h"
#include "bot/base/time.h"
#include "bot/core/alert.h"
#include "bot/core/alert_fields.h"

namespace tocsin::alerts {

struct Payload {
    std::string content_type;
    // Lower-case names. Of Opsgenie's interface, where the address says what is meant, the door adds
    // `:method` and
    // `:path`, the latter from /v2/alerts on.
    std::map<std::string, std::string> headers;
    std::string query;
    std::string body;
};

inline constexpr std::size_t largest_body = 1024 * 1024;  // bytes
inline constexpr int deepest_body = 64;                   // lists and objects within each other
inline constexpr std::size_t most_alerts = 5000;          // of one payload; with more it is refused
inline constexpr std::size_t longest_title = 200;         // characters, as Slack counts them
inline constexpr std::size_t longest_description = 3000;
inline constexpr std::size_t most_labels = 64;
inline constexpr std::size_t longest_label_name = 64;  // bytes
inline constexpr std::size_t longest_label = 256;      // bytes
inline constexpr std::size_t longest_key = 255;        // bytes; a longer one is replaced by its SHA-256
inline constexpr std::size_t longest_address = 2000;   // bytes; a longer one is left out

// An empty vector: understood, and nothing to tell (a test ping, an acknowledgment). Error: what was
// unreadable, in a sentence for the sender. Of a list, entries that cannot be read are left out unless none
// can be. `fields` are those of the configuration, for the kind json alone; what they do not say is looked
// for where that kind does.
Expected<std::vector<Alert>> read_alerts(std::string_view kind, std::string_view source,
                                         const Payload& payload, Time now, const AlertFields& fields = {});

const std::vector<std::string_view>& kinds();

}  // namespace tocsin::alerts
