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
    std::optional<ClockReading> read() const override { return std::nullopt; }  // it shows one hand alone
    void set(Time theirs) {
        ahead_us_.store((theirs.time_since_epoch() - measured()).count(), std::memory_order_relaxed);
    }

  private:
    static Duration measured() {
        return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
    }

    std::atomic<Duration::rep> ahead_us_{0};
};

}  // namespace tocsin::storage
