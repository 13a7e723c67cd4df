#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

constexpr unsigned seeds_by_day = 4;
constexpr unsigned seeds_by_night = 400;
constexpr int acts = 120;

// A day at the office: people, a Slack that fails in every way it knows, and a process that is killed.
class Day {
  public:
    explicit Day(unsigned seed) : random_(seed) {
        house_.after_step = [this] { check(); };
    }

    void live() {
        for (int i = 0; i < acts; ++i) {
            switch (pick(12)) {
                case 0:
                    house_.trouble(trouble());
                    break;
                case 1:
                    kill();
                    break;
                case 2:
                case 3:
                    house_.pass(std::chrono::seconds(pick(1200)));
                    break;
                default:
                    type();
            }
        }
        house_.trouble({{"kind", "none"}});
        house_.pass(30min);
        check_end();
    }

  private:
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
    const std::string& somebody() { return pick(2) == 0 ? dana : lee; }

    std::string line() {
        if (declared_ == 0 || pick(8) == 0) {
            ++declared_;
            const auto* options = pick(6) == 0 ? "private " : "";
            return fmt::format("declare sev{} {}Trouble number {}{}", 1 + pick(4), options, declared_,
                               std::string(static_cast<std::size_t>(declared_), 'x'));
        }
        const auto which = fmt::format("INC-{}", 1 + pick(declared_));
        switch (pick(11)) {
            case 0:
            case 1:
                return "ack " + which;
            case 2:
            case 3:
                return fmt::format("update {} Words {}.", which, ++words_);
            case 4:
                return fmt::format("status {} {}", which, pick(2) == 0 ? "identified" : "monitoring");
            case 5:
                return fmt::format("severity {} {}", which, 1 + pick(4));
            case 6:
                return "join " + which;
            case 7:
                return fmt::format("resolve {} Fixed.", which);
            case 8:
                return fmt::format("reopen {} Again.", which);
            case 9:
                return fmt::format("note {} Noted {}.", which, ++words_);
            default:
                return "watch " + which;
        }
    }
    json slash() {
        return {{"as", somebody()}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident " + line()}};
    }
    void type() {
        house_.acts_only(slash());
        if (pick(5) == 0) house_.deliver(house_.last_frame());
        house_.settle();
    }

    json trouble() {
        static constexpr std::array methods{"chat.postMessage", "chat.update", "conversations.create", "*"};
        json how{{"kind", "fail"},
                 {"method", methods[static_cast<std::size_t>(pick(methods.size()))]},
                 {"times", 1 + pick(3)}};
        switch (pick(4)) {
            case 0:
                how["retry_after"] = 1 + pick(60);
                break;
            case 1:
                how["cut"] = true;
                how["after_doing"] = pick(2) == 0;
                break;
            case 2:
                how["status"] = 500;
                how["after_doing"] = pick(2) == 0;
                break;
            default:
                how["error"] = "service_unavailable";
        }
        return how;
    }

    // In the middle of work: a step's outputs are carried out or not, its results are lost.
    void kill() {
        house_.acts_only(slash());
        const auto frame = house_.last_frame();
        auto outputs = house_.step();
        if (pick(2) == 0) house_.carry_out(std::move(outputs));
        house_.restart();
        house_.deliver(frame);  // not acknowledged, or the acknowledgment was lost
        house_.settle();
    }

    void check() {
        house_.within([&](storage::Tx& tx) {
            std::set<std::string> wanted;
            for (const auto& row : tx.incidents(storage::ListFilter::all, 1000)) {
                Incident folded;
                folded.number = row.number;
                for (const auto& event : tx.timeline(row.number)) folded = apply(folded, event);
                if (folded != row) FAIL(fmt::format("folding INC-{} gives another row", row.number.value()));
                for (const auto& wish : timers_of(row, rules_)) wanted.insert(wish.key);
            }
            std::set<std::string> kept;
            for (const auto* prefix : {"remind/", "joins/", "age/", "escalate/", "again/", "target/"}) {
                for (const auto& timer : tx.timers_with_prefix(prefix)) kept.insert(timer.key);
            }
            if (kept != wanted) FAIL("the timers are not those of the incidents");
        });
        std::set<std::string> marks;
        for (const auto& [id, channel] : house_.slack.workspace().channels) {
            for (const auto& [ts, message] : channel.messages) {
                if (message.metadata.is_null()) continue;
                const auto mark = message.metadata["event_payload"]["outbox"].get<std::string>();
                if (!marks.insert(mark).second) FAIL("posted twice: " << message.text);
            }
        }
    }

    void check_end() {
        house_.within([&](storage::Tx& tx) { CHECK(tx.outbox_size() == 0); });
        std::vector<Incident> all;
        house_.within([&](storage::Tx& tx) { all = tx.incidents(storage::ListFilter::all, 1000); });
        CHECK_FALSE(all.empty());
        for (const auto& incident : all) {
            CAPTURE(incident.number.value());
            const auto card = house_.card(incident.number.value());
            CHECK(has(card.blocks.dump(), fmt::format("card.head.{}", incident.revision)));
            std::set<std::string> cards;
            for (const auto& [id, channel] : house_.slack.workspace().channels) {
                for (const auto& [ts, message] : channel.messages) {
                    if (!message.is_reply() && has(message.blocks.dump(), "card.head.") &&
                        message.text.ends_with(fmt::format(" INC-{}", incident.number.value())))
                        cards.insert(id + ts);
                }
            }
            CHECK(cards.size() == 1);
        }
    }

    std::mt19937 random_;
    House house_;
    Rules rules_ = example_settings().rules;
    int declared_ = 0;
    int words_ = 0;
};

}  // namespace

TEST_CASE(
    "whatever happens on a day, the facts hold together, every timer is set and nothing is said twice") {
    const unsigned seeds = std::getenv("TOCSIN_NIGHTLY") != nullptr ? seeds_by_night : seeds_by_day;
    const char* chosen = std::getenv("TOCSIN_SEED");
    const unsigned first = chosen != nullptr ? static_cast<unsigned>(std::atoi(chosen)) : 1;
    for (unsigned seed = first; seed < first + (chosen != nullptr ? 1 : seeds); ++seed) {
        INFO("run it alone with TOCSIN_SEED=", seed);
        Day(seed).live();
    }
}
