// Identifiers as Slack makes them: opaque, unique in this workspace and the same in every run of a test. Not
// for secrets: tickets and response URLs come from random_token().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::sandbox {

class Ids {
  public:
    std::string next(std::string_view prefix);  // "V" -> V0000000A
    std::string uuid();
    std::string hash(std::int64_t unix_seconds);  // a view's: 1569562184.10297bc3
    std::uint64_t number() { return ++counter_; }

  private:
    std::uint64_t counter_ = 0;
};

}  // namespace tocsin::sandbox
