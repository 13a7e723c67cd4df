// What went over the wire between the app and the stand-in, with its time: for assertions of tests and the
// page's inspector. Keeps the newest entries only, and nothing at all when switched off. Never tokens.
#pragma once

#include <deque>

#include "bot/base/time.h"
#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

class Transcript {
  public:
    static constexpr std::size_t max_entries = 4000;

    bool on = true;

    // `make` is called only when the transcript is on.
    template <class Make>
    void add(Time at, std::string_view what, Make make) {
        if (!on) return;
        json entry = make();
        entry["n"] = ++count_;
        entry["at"] = format_rfc3339(at);
        entry["what"] = what;
        entries_.push_back(std::move(entry));
        if (entries_.size() > max_entries) entries_.pop_front();
    }
    json entries() const { return json(entries_); }
    void clear() { entries_.clear(); }

  private:
    std::deque<json> entries_;
    std::uint64_t count_ = 0;
};

}  // namespace tocsin::sandbox
