// Strong identifiers: a channel cannot be passed where a user is expected. They carry a value and compare;
// what they name is looked up elsewhere.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace tocsin {

template <class Tag>
class TextId {
  public:
    TextId() = default;
    explicit TextId(std::string value) : value_(std::move(value)) {}

    const std::string& str() const { return value_; }
    bool empty() const { return value_.empty(); }
    auto operator<=>(const TextId&) const = default;

  private:
    std::string value_;
};

template <class Tag>
class NumberId {
  public:
    NumberId() = default;
    explicit NumberId(std::int64_t value) : value_(value) {}

    std::int64_t value() const { return value_; }
    auto operator<=>(const NumberId&) const = default;

  private:
    std::int64_t value_ = 0;
};

using UserId = TextId<struct UserTag>;            // Slack's U… or W…
using ChannelId = TextId<struct ChannelTag>;      // Slack's C…, G… or D…
using UserGroupId = TextId<struct UserGroupTag>;  // Slack's S…
using MessageTs = TextId<struct MessageTsTag>;  // "1610241741.000200": a key within a channel, never a number
using PersonId = TextId<struct PersonTag>;      // key under `people` of the configuration
using ServiceId = TextId<struct ServiceTag>;    // key under `services`
using TeamId = TextId<struct TeamTag>;          // key under `teams`
using ScheduleId = TextId<struct ScheduleTag>;  // key under `schedules`
using PolicyId = TextId<struct PolicyTag>;      // key under `escalation_policies`

using IncidentNumber = NumberId<struct IncidentTag>;  // 42 in INC-42 and DRILL-42: one sequence for both
using OutboxId = NumberId<struct OutboxTag>;

}  // namespace tocsin

template <class Tag>
struct std::hash<tocsin::TextId<Tag>> {
    std::size_t operator()(const tocsin::TextId<Tag>& id) const { return std::hash<std::string>{}(id.str()); }
};
template <class Tag>
struct std::hash<tocsin::NumberId<Tag>> {
    std::size_t operator()(const tocsin::NumberId<Tag>& id) const {
        return std::hash<std::int64_t>{}(id.value());
    }
};
