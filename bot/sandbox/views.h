// The forms open on people's screens (a stack of at most three each) and everybody's Home tab. Content is
// checked before it comes here.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "bot/sandbox/ids.h"
#include "bot/sandbox/model.h"

namespace tocsin::sandbox {

class Views {
  public:
    static constexpr std::size_t max_stack = 3;

    using Result = std::expected<View*, std::string>;  // or Slack's error

    // A new form on top of the person's screen. `on_top_of` empty: instead of whatever stack was open.
    Result open(Ids& ids, const std::string& user, const std::string& on_top_of, json body,
                std::int64_t now_s);
    // `hash` empty: whatever the state is; else hash_conflict when it has moved on.
    Result update(Ids& ids, View& view, json body, const std::string& hash, std::int64_t now_s);
    Result publish(Ids& ids, const std::string& user, json body, const std::string& hash, std::int64_t now_s);

    View* find(const std::string& id);  // a form or a Home tab
    View* find_external(const std::string& external_id);
    const View* home_of(const std::string& user) const;
    void close(const std::string& id);  // with everything above it
    void close_stack(const std::string& id);
    std::vector<const View*> stack_of(const std::string& user) const;

  private:
    std::map<std::string, std::vector<View>> stacks_;  // by person, topmost last
    std::map<std::string, View> homes_;                // by person
};

}  // namespace tocsin::sandbox
