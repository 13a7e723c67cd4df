// What the engine has in hand right now, kept where the end of the process leaves it: in a file that is
// mapped into memory, so that a mark costs a copy of some bytes. Whoever starts next knows what the one
// before died on, and how often in a row. It decides nothing; what is put away is the business of who asks.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "bot/base/time.h"

namespace tocsin::engine {

class WorkMark {
  public:
    static constexpr int deaths_of_poison = 3;
    static constexpr Duration put_away_for = std::chrono::hours{1};  // after a death; then it is tried once

    // Keeps nothing.
    WorkMark();
    // Reads what an earlier process left in the file, and goes on there. What another version of the program
    // died on is forgotten. A file that cannot be used, or is another process's, keeps nothing, and is said
    // in the log.
    WorkMark(const std::string& file, std::string_view version, const Clock& clock = of_the_machine());
    ~WorkMark();
    WorkMark(const WorkMark&) = delete;
    WorkMark& operator=(const WorkMark&) = delete;

    // The processes before this one died on it, three times in a row, the last time within an hour.
    bool is_poison(std::string_view item) const;
    // When the first of them died, which tells one suspicion from the next. 0: it is no suspect.
    std::int64_t suspected_since(std::string_view item) const;

    void begin(std::string_view item);  // is in hand until one of the following
    void end();                         // it is handled, and no suspect any more
    void set_aside();                   // what comes of it is still to be seen

    // What the process before died on, for the log; empty: on nothing.
    const std::string& died_on() const { return died_on_; }

  private:
    static const Clock& of_the_machine();
    struct Page;
    std::unique_ptr<Page> own_;  // where no file can be used
    Page* page_ = nullptr;
    int handle_ = -1;  // of the file: its lock lives as long
    const Clock* clock_ = nullptr;
    std::string died_on_;
};

// The item is in hand as long as this lives.
class InHand {
  public:
    InHand(WorkMark& mark, std::string_view item) : mark_(mark) { mark_.begin(item); }
    // What no one catches ends the process: the mark says what it was.
    ~InHand() {
        if (std::uncaught_exceptions() > uncaught_) return;
        if (handled_) {
            mark_.end();
        } else {
            mark_.set_aside();
        }
    }
    InHand(const InHand&) = delete;
    InHand& operator=(const InHand&) = delete;

    void is_not_over() { handled_ = false; }

  private:
    WorkMark& mark_;
    int uncaught_ = std::uncaught_exceptions();
    bool handled_ = true;
};

}  // namespace tocsin::engine
