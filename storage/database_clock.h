// The clock of a database's server, as a process elsewhere knows it.
#pragma once

#include <atomic>
#include <chrono>

#include "bot/base/time.h"

namespace tocsin::storage {

// Goes on from the last reading by what is measured, so that no step of the machine's time of day changes it.
// Read from any thread.
class DatabaseClock final : public Clock {
  public:
    Time now() const override {
        return Time(measured() + Duration(ahead_us_.load(std::memory_order_relaxed)));
    }
    // As it was set last. Only by whoever sets it.
    std::optional<ClockReading> read() const override { return read_; }
    // `asked`: the machine's measured time when the server was asked, whose answer is here now.
    void set(Time theirs, Duration asked) {
        ahead_us_.store((theirs.time_since_epoch() - measured()).count(), std::memory_order_relaxed);
        const bool is_prompt = measured_time() - asked <= longest_answer;
        read_ = is_prompt ? std::optional(ClockReading{theirs, asked, current_boot()}) : std::nullopt;
    }

  private:
    static Duration measured() {
        return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
    }

    static constexpr Duration longest_answer = 300ms;  // less than a step by far

    std::atomic<Duration::rep> ahead_us_{0};
    std::optional<ClockReading> read_;
};

}  // namespace tocsin::storage
