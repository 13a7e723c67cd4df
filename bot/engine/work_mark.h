// What the engine has in hand right now, kept where the end of the process leaves it: in a file that is
// mapped into memory, so that a mark costs a copy of some bytes. Whoever starts next knows what the one
// before died on, and how often in a row. It decides nothing; what is put away is the business of who asks.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tocsin::engine {

class WorkMark {
  public:
    static constexpr int deaths_of_poison = 3;

    // Keeps nothing.
    WorkMark();
    // Reads what an earlier process left in the file, and goes on there. What another version of the program
    // died on is forgotten. A file that cannot be used keeps nothing, and is said in the log.
    WorkMark(const std::string& file, std::string_view version);
    ~WorkMark();
    WorkMark(const WorkMark&) = delete;
    WorkMark& operator=(const WorkMark&) = delete;

    // The processes before this one died on it, three times in a row.
    bool is_poison(std::string_view item) const;
    void begin(std::string_view item);  // is in hand until end()
    void end();

    // What the process before died on, for the log; empty: on nothing.
    const std::string& died_on() const { return died_on_; }

  private:
    struct Page;
    std::unique_ptr<Page> own_;  // where no file can be used
    Page* page_ = nullptr;
    std::string died_on_;
};

// The item is in hand as long as this lives.
class InHand {
  public:
    InHand(WorkMark& mark, std::string_view item) : mark_(mark) { mark_.begin(item); }
    ~InHand() { mark_.end(); }
    InHand(const InHand&) = delete;
    InHand& operator=(const InHand&) = delete;

  private:
    WorkMark& mark_;
};

}  // namespace tocsin::engine
