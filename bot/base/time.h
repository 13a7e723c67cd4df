// Instants are UTC microseconds, durations too. Whoever needs the current time is handed a Clock, so that
// tests and the sandbox can move it. Zones other than UTC live in bot/core/local_time.h.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/error.h"

namespace tocsin {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;
using namespace std::chrono_literals;

// Both hands of a clock at one instant. `measured` counts from some instant of this boot; it goes on while
// the machine sleeps, and nobody sets it.
struct ClockReading {
    Time wall;
    Duration measured{};
    std::string_view boot;  // of the machine; lives as long as the process
};

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
    // Nothing: what was read is not of one instant, since the process was held up in between.
    virtual std::optional<ClockReading> read() const = 0;
};

class SystemClock final : public Clock {
  public:
    Time now() const override;
    std::optional<ClockReading> read() const override;
};

// The machine's clock plus an offset that can be raised from another thread: the sandbox's clock.
class MovableClock final : public Clock {
  public:
    Time now() const override;
    std::optional<ClockReading> read() const override;
    void advance(Duration by);

  private:
    std::atomic<Duration::rep> offset_us_{0};
};

// Stands still until time passes by it: the tests' clock.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Time start) : now_(start) {}
    Time now() const override { return now_; }
    std::optional<ClockReading> read() const override { return ClockReading{now_, measured_, "by hand"}; }
    void set(Time now) { advance(now - now_); }
    void advance(Duration by) { now_ += by, measured_ += by; }
    void step(Duration by) { now_ += by; }  // it is set forth or back, and no time passes

  private:
    Time now_;
    Duration measured_{};
};

Time time_from_unix(std::int64_t seconds);
std::int64_t unix_seconds(Time at);

std::string format_rfc3339(Time at);  // 2025-01-21T14:32:00Z, with fraction only when there is one
Expected<Time> parse_rfc3339(std::string_view text);  // needs an offset or Z
std::string format_utc(Time at);                      // 2025-01-21 14:32 UTC
std::string format_clock(Time at);                    // 14:32
std::string format_clock_seconds(Time at);            // 14:32:05
std::string format_day(Time at);                      // 2025-01-21
std::string clock_utc(Time at, Time now);  // "14:43 UTC", with the date when it is another day than now

// 28 minutes; 2 h 10 min from 90 minutes on; 3 days from 48 hours on. Below a minute: "less than a minute".
std::string format_duration(Duration duration);
// "5", "5m", "5 min", "1h", "1h30", "1h30m", "2d", "90s". A bare number is minutes. Whole text must match.
Expected<Duration> parse_duration(std::string_view text);

}  // namespace tocsin
