// A bot that dies at one of its numbered writes and is started again, and the walk over all of those writes
// (docs/testing.md, Kill points).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "tests/app/running.h"
#include "tests/storage/open_store.h"

namespace tocsin::app::testing {

// A folder with whose end its store goes too, when that is on the tests' server: hundreds would fill the
// disk.
struct Scratch : storage::testing::TemporaryFolder {
    ~Scratch();
};

// Each time that it dies, what it has left is looked into before it is started again: `look_into_remains`.
class Mortal {
  public:
    // Its configuration is `tocsin.yaml` of the folder, which has its logs too. Both must outlive it.
    Mortal(const storage::testing::TemporaryFolder& folder, StandIn& slack)
        : folder_(folder), slack_(slack) {}

    // Dies at that write, counted from its start (0: never), and the next times that it is started at the
    // next ones. Waits until Slack knows it, or it has died.
    void start(std::vector<int> points);
    // Starts it again until it lives; it may die once for each point.
    void revive();
    // Stops it; that may be when it reaches its point. Answers whether it died on the way.
    bool stop();
    std::size_t deaths() const { return deaths_; }

    // Tells it of an alert, as a source called am with `the-token`. False: it has not said 202, and may be
    // dead.
    bool takes_alert(const std::string& body);

    Program& bot() { return *bot_; }

  private:
    void start_once();
    void wait_for_slack();

    const storage::testing::TemporaryFolder& folder_;
    StandIn& slack_;
    std::optional<Program> bot_;
    std::vector<int> points_;
    std::size_t deaths_ = 0;
};

// Kinds of the events of each incident, by its number. Without what became of pages: when a provider took one
// depends on how often the bot died meanwhile.
std::vector<std::vector<std::string>> kinds_of_events(storage::Tx& tx);
// Looks into the store that a bot has left in the folder. It has to be intact, and to page on by itself.
void look_into_store(const storage::testing::TemporaryFolder& folder,
                     const std::function<void(storage::Tx&)>& look);
// The same right after a death: in a copy of the files, so that it is the next start that mends what there is
// to mend; on a server, in place. Nothing where the bot died before there was a store.
void look_into_remains(const storage::testing::TemporaryFolder& folder);
// Each incident that nobody answers waits for its next level or its repetition, or was said to be out of
// levels; nobody else is paged any more.
void check_paging(storage::Tx& tx);
std::size_t doubled_posts(StandIn& slack);

inline constexpr int every_seventh = 7;
inline constexpr int every_eleventh = 11;

// `play` dies at the point and answers whether it did. By day one in `stride_by_day`, as long as `by_day`
// lets; with TOCSIN_NIGHTLY all of them; TOCSIN_KILLS=n n times at each of all; TOCSIN_POINT=n at that one
// alone.
void die_at_every_write(std::chrono::seconds by_day, int stride_by_day,
                        const std::function<bool(int point)>& play);

}  // namespace tocsin::app::testing
