// A sender that goes on until it gets its 202, and a bot that is killed at any write on the way.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "storage/store.h"
#include "tests/kill/mortal.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr auto answers_within = std::chrono::seconds{20};

constexpr std::string_view source = R"(alerts:
  sources:
    am: {kind: alertmanager, token: the-token}
  group_by: [alertname]
)";

std::string told(const std::string& fingerprint, const std::string& status, const std::string& name) {
    return fmt::format(
        R"({{"version":"4","status":"{1}","alerts":[{{"status":"{1}","fingerprint":"{0}","annotations":{{}},)"
        R"("labels":{{"alertname":"{2}","severity":"warning"}},"startsAt":"2026-01-21T14:32:00Z",)"
        R"("endsAt":"{3}"}}]}})",
        fingerprint, status, name, status == "firing" ? "0001-01-01T00:00:00Z" : "2026-01-21T14:58:00Z");
}

const std::array<std::string, 6> script{
    told("f1", "firing", "Down"), told("f2", "firing", "Down"),   told("f1", "firing", "Down"),
    told("f3", "firing", "Slow"), told("f2", "resolved", "Down"), told("f1", "resolved", "Down"),
};

// What is true after the script, however often the process died on the way.
struct Result {
    std::vector<std::vector<std::string>> facts;  // kinds of events by incident
    std::vector<std::string> alerts;              // key, incident and how often each fired
    int counted = 0;
    bool operator==(const Result&) const = default;
};

class Run {
  public:
    Run() : slack_({}, 60s) {
        std::ofstream(folder_.file("tocsin.yaml"))
            << configuration(slack_.api_url(), storage::testing::chosen_store(folder_), std::string(source));
    }

    // Tells the script; the process dies at that write (0: never) and is started again.
    void play(int point) {
        bot_.start({point});
        for (const auto& body : script) {
            const auto deadline = std::chrono::steady_clock::now() + answers_within;
            while (!bot_.takes_alert(body)) {
                REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline, bot_.bot().log());
                bot_.revive();
            }
        }
    }

    bool stop() { return bot_.stop(); }  // whether it died before

    Result result() {
        Result found;
        look_into_store(folder_, [&](storage::Tx& tx) {
            found.facts = kinds_of_events(tx);
            for (const auto* key : {"f1", "f2", "f3"}) {
                const auto record = tx.alert("am", key);
                REQUIRE(record.has_value());
                found.alerts.push_back(fmt::format("{} INC-{} {} {}", key, record->incident.value(),
                                                   record->fired, record->firing()));
            }
            found.counted = tx.firings_between(tx.now() - 24h, tx.now() + 48h);
        });
        return found;
    }

    std::size_t doubled() { return doubled_posts(slack_); }

  private:
    Scratch folder_;
    StandIn slack_;
    Mortal bot_{folder_, slack_};
};

}  // namespace

TEST_CASE(
    "an alert that got its 202 belongs to its incident, and nothing is doubled, at whatever write it dies") {
    Run undisturbed;
    undisturbed.play(0);
    undisturbed.stop();
    const auto expected = undisturbed.result();
    REQUIRE(expected.facts.size() == 2);
    CHECK(expected.alerts ==
          std::vector<std::string>{"f1 INC-1 1 false", "f2 INC-1 1 false", "f3 INC-2 1 true"});
    CHECK(expected.counted == 3);

    die_at_every_write(30s, every_seventh, [&](int point) {
        Run run;
        run.play(point);
        const bool died = run.stop();
        CHECK(run.result() == expected);
        CHECK(run.doubled() == 0);
        return died;
    });
}
