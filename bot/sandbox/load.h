// Plays slash commands at a rate, or with so many under way, and measures what comes back: acknowledgments
// and the messages that the commands caused. The measuring side of the benchmark; draws no conclusions.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/sandbox/gateway.h"
#include "bot/sandbox/workspace.h"

namespace tocsin::sandbox {

struct LoadPlan {
    double rate = 0;  // commands a second; 0: as fast as `window` allows
    int count = 1000;
    int window = 200;                   // with rate 0: commands under way at most (sent, not yet posted)
    int channels = 1;                   // commands take turns
    std::string text = "/incident up";  // the command; " load-<number>" is added and has to be in the message
    bool lean = false;                  // messages are counted and answered, neither checked nor kept
    std::chrono::seconds patience{30};  // how long to wait for what is missing
};
LoadPlan load_plan(const json& act);

class Load : public std::enable_shared_from_this<Load> {
  public:
    using Now = std::chrono::steady_clock::time_point;

    Load(Workspace& workspace, Gateway& gateway, LoadPlan plan, Now now);

    void step(Now now);                           // sends what is due
    void posted(std::string_view body, Now now);  // a chat.postMessage came
    bool finished(Now now) const;
    json result() const;
    bool lean() const { return plan_.lean; }
    // The answer of a lean chat.postMessage with this body.
    std::string lean_answer(std::string_view body, Now now);

    static constexpr int max_count = 1'000'000;
    static constexpr std::chrono::milliseconds quiet{300};  // without any message: the load is over
    static constexpr std::string_view mark = "load-";

  private:
    struct Command {
        Now sent{};
        Now acknowledged{};
        Now posted{};
        int posts = 0;
    };
    void send(int number, Now now);
    void answered(int number, Outcome outcome);

    Gateway& gateway_;
    LoadPlan plan_;
    std::vector<Command> commands_;
    std::vector<std::string> channels_;
    Identity identity_;
    Ids& ids_;  // the workspace's: what repeats would be taken for a repetition
    Now started_;
    Now progress_;     // when something last came back or was sent
    Now last_post_{};  // of any message
    int next_ = 0;
    int unreachable_ = 0;
    int timed_out_ = 0;
    int acknowledged_ = 0;
    int posted_ = 0;
    int unknown_posts_ = 0;
    std::uint64_t lean_ts_ = 0;
};

}  // namespace tocsin::sandbox
