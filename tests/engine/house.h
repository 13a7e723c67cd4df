// An engine, its store and a Slack in one thread under one clock that stands until it is moved: people act on
// one side, every call that the engine wants is carried out on the stand-in, and trouble is played on demand.
// No sockets; those are in tests/net and tests/app.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/digest.h"
#include "bot/core/decide.h"
#include "bot/engine/engine.h"
#include "bot/sandbox/slack_service.h"
#include "tests/read_json.h"
#include "tests/sandbox/fake_socket.h"
#include "tests/storage/open_store.h"

namespace tocsin::engine::testing {

using sandbox::json;

inline const Time start = time_from_unix(1'737'469'920);  // Tuesday 2025-01-21T14:32:00Z
inline const std::string incidents = "C0INCIDENTS";
inline const std::string dana = "U000DANA";  // on call, as is Lee
inline const std::string lee = "U000LEE";
inline const std::string kim = "U000KIM";  // of no team

inline const std::string sam = "U000SAM";

Settings example_settings();  // no pace of its own: Slack's limits count
// The same with two schedules: Dana has this week, Lee the next; Sam backs both up and manages.
Settings with_two_schedules(Settings settings);

struct Called {
    Time at;
    std::string method;
    json arguments;
    slack::Outcome outcome;
};

class House {
  public:
    // Without an address its store is in memory, or where TOCSIN_TEST_STORE wants it; "replicas": two engines
    // on one store take every step in turns, so that neither can rely on what it did before.
    explicit House(Settings settings = example_settings(), const std::string& store_url = "");

    // `who` types `/incident <line>`; answers what the acknowledgment or the response URL said to them.
    std::string types(const std::string& who, const std::string& line,
                      const std::string& channel = incidents);
    // `who` presses the button of that message; fails the test when it is not there.
    void presses(const std::string& who, const std::string& channel, const sandbox::Message& message,
                 std::string_view action_id);
    json acts(json act);              // what anybody does (docs/sandbox.md, Acts), and all that follows now
    json acts_only(const json& act);  // the same, but what the stand-in sends stays on the wire
    void trouble(json how);           // {"kind": …}
    void deliver(const std::string& frame);  // once more, or with another envelope ID
    std::string last_frame() const { return socket_->sent.back(); }

    std::vector<Output> step();  // one transaction with whatever has arrived; carries out nothing
    void carry_out(std::vector<Output> outputs);
    // A request over HTTP and all that follows now; what it was answered.
    channels::HttpAnswer asks(WebRequest what);
    void hand_in(const std::vector<Input>& inputs);  // for the next step
    void settle();                                   // until nothing is due any more, at this instant
    void pass(Duration time);                        // the same at every instant on the way
    void restart();  // kill -9 and a new process: what was under way is forgotten
    void restart_with(Settings settings);
    void change(Settings settings);
    const Settings& settings() const { return settings_; }
    void refuse_reload(const std::string& reason) {
        minds_.front().engine->reload_refused(clock.now(), reason);
    }
    void start_over_with_slack() { minds_.front().engine->start_over_with_slack(); }

    std::vector<Called> calls(std::string_view method) const;
    void forget_calls() { called_.clear(); }
    std::vector<sandbox::Message> messages(const std::string& channel = incidents);  // oldest first
    std::vector<sandbox::Message> thread(const std::string& ts);                     // the replies below
    std::vector<sandbox::Message> direct(const std::string& person);
    std::string direct_channel(const std::string& person) { return slack.workspace().direct_with(person).id; }
    const sandbox::Channel* channel(const std::string& name);
    sandbox::Message card(std::int64_t number);  // as it stands in Slack; fails the test when it does not
    Incident incident(std::int64_t number);
    std::vector<Event> timeline(std::int64_t number);
    void within(const std::function<void(storage::Tx&)>& work) { minds_.front().store->transact(work); }

    storage::testing::TemporaryFolder folder_of_store;
    ManualClock clock{start};
    ManualClock network{start};
    sandbox::SlackService slack;
    // What the providers of pages answer; accepted with an empty body unless a test says otherwise.
    std::function<channels::Answer(const channels::Request&)> provider = [](const channels::Request&) {
        return channels::Answer(channels::HttpAnswer{200, {}, ""});
    };
    std::map<std::uint64_t, channels::HttpAnswer> answers;  // to requests over HTTP
    int reconnects = 0;                                     // that the engine wanted
    std::vector<std::string> called_outside;                // addresses, in order
    std::vector<ReadValues> values_wanted;                  // of Prometheus
    std::vector<LookAt> looked_at;                          // addresses that are watched
    std::shared_ptr<const templates::StatusSite> site;      // the status page
    std::function<void()> after_step;                       // looks at everything after each transaction
    const std::vector<std::string>& acknowledged() const { return acknowledged_; }
    std::vector<double> measured(Metric what, const std::vector<std::string>& labels = {}) const;
    double standing(Metric what,
                    const std::vector<std::string>& labels = {}) const;      // fails when it is not told
    bool stands(Metric what, const std::vector<std::string>& labels) const;  // it is told

  private:
    struct Mind {
        std::unique_ptr<storage::Store> store;
        std::unique_ptr<Engine> engine{};
    };
    void open(const std::string& url, storage::Hold hold);
    void begin();  // the engines
    bool is_quiet();
    std::optional<Time> next_due() const;
    slack::Outcome perform(const slack::Call& call);
    slack::Outcome respond(const slack::Call& call);
    void take_frames();

    Settings settings_;
    std::shared_ptr<sandbox::FakeSocket> socket_ = std::make_shared<sandbox::FakeSocket>();
    std::uint64_t last_request_ = 0;
    std::size_t taken_ = 0;  // of the frames that the socket carried
    std::vector<Mind> minds_;
    std::size_t turn_ = 0;  // whose outputs are carried out
    std::string url_;
    struct Arrived {
        Input input;
        std::optional<std::size_t> mind{};  // that it is for; none: whoever is next
    };
    void arrives(Input input) { inputs_.push_back({std::move(input)}); }
    std::vector<Arrived> inputs_;
    std::vector<Called> called_;
    std::vector<std::string> acknowledged_;  // frames, in order
    std::vector<Measured> measured_;
    std::vector<Measured> standing_;
};

bool has(std::string_view text, std::string_view part);
std::string everything(const sandbox::Message& message);  // text and blocks, to look for words

}  // namespace tocsin::engine::testing
