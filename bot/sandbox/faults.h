// Scripted failures of the Web API: "the next two calls of chat.postMessage answer 500". Which call goes
// wrong and how; doing it is web_api.cpp's and the server's business.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

struct Fault {
    std::string method;  // "*": any
    int times = 1;
    int status = 0;            // 0: 200, or 429 with retry_after
    std::string error;         // empty: as usual, or internal_error with a status
    int retry_after_s = 0;     // 0: no header
    double hang_s = 0;         // the answer comes that much later
    bool cut = false;          // the connection is reset instead of an answer
    bool after_doing = false;  // the work is done all the same

    bool answers_itself() const { return status != 0 || !error.empty() || retry_after_s != 0 || cut; }
};

class Faults {
  public:
    static constexpr std::size_t max_scripted = 100;

    void add(Fault fault);
    std::optional<Fault> take(const std::string& method);  // counts one call
    void clear() { faults_.clear(); }

  private:
    std::deque<Fault> faults_;
};

// From an act's JSON.
Fault fault_from(const json& act);

}  // namespace tocsin::sandbox
