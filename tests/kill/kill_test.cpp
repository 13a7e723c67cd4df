#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "storage/store.h"
#include "tests/kill/mortal.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

// The last one still pages when everything else is done.
constexpr std::array script{
    "declare sev1 API Down",
    "ack INC-1",
    "update INC-1 Looking at the database.",
    "note INC-1 Deploy at 14:20.",
    "lead INC-1 @lee",
    "status INC-1 identified The pool is exhausted.",
    "declare sev3 Login is slow",
    "ack INC-2",
    "declare sev2 API is slow",
    "merge INC-3 into INC-1",
    "resolve INC-2 Its cache was cleared.",
    "declare sev1 Payments fail",
};
constexpr std::size_t declared = 4;

// What is true after the script, however often the process died on the way.
struct Result {
    std::vector<std::vector<std::string>> facts;  // kinds of events by incident
    std::vector<std::string> posts;               // without the cards, in alphabetical order
    std::vector<std::string> reminders;           // keys of timers
};

class Run {
  public:
    Run() : slack_({}, 60s) {
        std::ofstream(folder_.file("tocsin.yaml"))
            << configuration(slack_.api_url(), storage::testing::chosen_store(folder_));
    }

    // Plays the script; the process dies at that write (0: never) and is started again.
    void play(int point) {
        bot_.start({point});
        for (const auto* line : script) {
            finish([&] { return slack_.try_slash(dana, line); });  // it may die just before
            finish([&] { return slack_.all_answered(); });
        }
        finish([&] { return told() >= wanted_; });
    }

    void learn() {  // how much there is to say when nothing goes wrong
        wanted_ = 0;
        play_quietly();
    }

    bool stop() { return bot_.stop(); }  // whether it died on the way

    Result result() {
        Result found;
        for (const auto& post : slack_.posts()) {
            if (!is_card(post) && !is_page(post)) found.posts.push_back(without_digits(post.text));
        }
        std::ranges::sort(found.posts);
        look_into_store(folder_, [&](storage::Tx& tx) {
            found.facts = kinds_of_events(tx);
            auto all = tx.incidents(storage::ListFilter::all, 100);
            std::ranges::sort(all, {}, &Incident::number);
            for (const auto& incident : all) {
                for (const auto& page : incident.paging.pages)
                    CHECK((page.state == PageState::sent || page.state == PageState::superseded));
                if (!is_open(incident.state) || is_unanswered(incident.state))
                    continue;  // none yet, or no more
                const auto reminder =
                    tx.timers_with_prefix(fmt::format("remind/{}", incident.number.value()));
                REQUIRE(reminder.size() == 1);
                CHECK(reminder.front().due == incident.reminders.due);
                found.reminders.push_back(reminder.front().key);
            }
        });
        return found;
    }

    std::size_t cards() {
        std::size_t count = 0;
        for (const auto& post : slack_.posts()) count += is_card(post) ? 1 : 0;
        return count;
    }
    std::size_t doubled() { return doubled_posts(slack_); }
    std::size_t told() {
        std::size_t count = 0;
        for (const auto& post : slack_.posts()) count += is_page(post) ? 0 : 1;
        return count;
    }
    void expect(std::size_t posts) { wanted_ = posts; }

  private:
    static std::string without_digits(std::string text) {  // every run has its own times
        std::ranges::replace_if(text, [](char c) { return c >= '0' && c <= '9'; }, '#');
        const auto more = std::ranges::unique(text, [](char a, char b) { return a == '#' && b == '#'; });
        text.erase(more.begin(), more.end());
        return text;
    }
    // Not wanted any more once somebody acknowledged: whether it left before is a matter of time.
    static bool is_page(const sandbox::Message& post) {
        return post.blocks.dump().find("\"block_id\":\"page.") != std::string::npos;
    }
    static bool is_card(const sandbox::Message& post) {
        return post.blocks.dump().find("card.head.") != std::string::npos;
    }
    void finish(const std::function<bool()>& done) {
        const bool in_time = wait_until([&] {
            bot_.revive();
            return done();
        });
        std::string all = bot_.bot().log();
        for (const auto& post : slack_.posts()) all += "\n" + post.text;
        REQUIRE_MESSAGE(in_time, all);
    }
    void play_quietly() {
        bot_.start({0});
        for (const auto* line : script) {
            slack_.slash(dana, line);
            REQUIRE(wait_until([&] { return slack_.all_answered(); }));
        }
        // Nothing tells the last message from the one before: all is said when a second goes by without one.
        std::size_t before = 0;
        auto since = std::chrono::steady_clock::now();
        REQUIRE(wait_until([&] {
            const auto now = std::chrono::steady_clock::now();
            if (const auto count = told(); count != before) {
                before = count;
                since = now;
            }
            return before > script.size() && now - since > 1s;
        }));
        wanted_ = before;
    }

    Scratch folder_;
    StandIn slack_;
    Mortal bot_{folder_, slack_};
    std::size_t wanted_ = 0;
};

std::string lines_of(const auto& many) {
    return fmt::format("{}", fmt::join(many, "\n"));
}

}  // namespace

TEST_CASE("a bot that is killed at any write does everything that it was told, and nothing twice") {
    Run undisturbed;
    undisturbed.learn();
    undisturbed.stop();
    const auto posts = undisturbed.told();
    const auto expected = undisturbed.result();
    REQUIRE(expected.facts.size() == declared);
    REQUIRE(undisturbed.cards() == declared);

    die_at_every_write(40s, every_eleventh, [&](int point) {
        Run run;
        run.expect(posts);
        run.play(point);
        const bool died = run.stop();
        const auto result = run.result();
        CHECK(lines_of(result.facts) == lines_of(expected.facts));
        CHECK(lines_of(result.posts) == lines_of(expected.posts));
        CHECK(result.reminders == expected.reminders);
        CHECK(run.cards() == declared);
        CHECK(run.doubled() == 0);
        return died;
    });
}
