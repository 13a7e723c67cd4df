// The two kinds of short-lived permission an app is handed with an interaction: trigger IDs (one use, three
// seconds) and response URLs (five uses, thirty minutes). Bounded: the oldest are forgotten.
#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <string>

#include "bot/base/time.h"

namespace tocsin::sandbox {

struct Trigger {
    std::string user;
    std::string view;  // the form it came from; empty: none
    Time issued{};
    bool used = false;
};

class Triggers {
  public:
    static constexpr Duration lifetime = 3s;
    static constexpr std::size_t max_kept = 4096;

    std::string issue(std::string user, std::string view, Time now);
    // Uses it up; else invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
    std::expected<Trigger, std::string> exchange(const std::string& id, Time now);
    bool all_late = false;  // every trigger is treated as expired

  private:
    std::map<std::string, Trigger> triggers_;
    std::deque<std::string> order_;
    std::uint64_t counter_ = 0;
};

struct ResponseLink {
    std::string channel;
    std::string user;
    std::string message_ts;  // the message whose button was pressed; empty: a command
    std::string ephemeral;   // or the ephemeral one's id
    std::string thread_ts;
    Time issued{};
    int uses = 0;
};

class ResponseLinks {
  public:
    static constexpr Duration lifetime = 30min;
    static constexpr int max_uses = 5;
    static constexpr std::size_t max_kept = 4096;

    std::string issue(ResponseLink link);  // the token of /response/<token>
    // Counts one use; else no_such_url, used_url or expired_url.
    std::expected<ResponseLink*, std::string> use(const std::string& token, Time now);

  private:
    std::map<std::string, ResponseLink> links_;
    std::deque<std::string> order_;
    std::uint64_t counter_ = 0;
};

}  // namespace tocsin::sandbox
