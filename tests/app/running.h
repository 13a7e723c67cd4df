// The whole program as a child process, and a Slack for it on a thread of its own. Nothing here sleeps: a
// wait is for a condition, with a deadline.
#pragma once

#include <sys/types.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bot/sandbox/slack_server.h"
#include "tests/app/secrets.h"

namespace tocsin::app::testing {

using sandbox::json;

inline const std::string incidents = "C0INCIDENTS";
inline const std::string dana = "U000DANA";
inline const std::string lee = "U000LEE";

inline constexpr auto patience = std::chrono::seconds{20};

// Answers whether it became true in time.
bool wait_until(const std::function<bool()>& done, std::chrono::milliseconds limit = patience);

class StandIn {
  public:
    // `acknowledge_within`: how long the gateway waits before people see that the app did not answer.
    explicit StandIn(std::optional<net::TlsFiles> tls = {}, Duration acknowledge_within = 3s);
    ~StandIn();

    std::string api_url() const { return server_->api_url(); }
    json act(json act);                                           // docs/sandbox.md, Acts
    void slash(const std::string& who, const std::string& line);  // `/incident <line>` in #incidents
    // Answers whether the app got it: without a connection Slack tells whoever typed it that it failed.
    bool try_slash(const std::string& who, const std::string& line);
    int connections();
    bool all_answered();                                 // no envelope waits for its acknowledgment
    std::vector<json> entries(const std::string& what);  // of the transcript
    std::vector<sandbox::Message> posts();               // of the bot, in every channel, oldest first
    // Runs `work` where the stand-in lives.
    void within(const std::function<void(sandbox::SlackService&)>& work);

  private:
    SystemClock clock_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    std::unique_ptr<sandbox::SlackServer> server_;
    std::thread thread_;
};

// `tocsin run --config <file>`; killed when it goes out of scope. The test fails when a secret of its
// configuration stands in its log then, or in anything beside the configuration.
class Program {
  public:
    Program(const std::string& config_file, const std::string& log_file,
            std::vector<std::string> environment = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number) const;
    bool ended();             // at once
    int wait_for_end();       // its exit code, 128 + n after signal n, -1 when it does not end in time
    std::string log() const;  // what it has written so far
    // Of the listener "http" or "admin", as the log says it; waits for that.
    std::uint16_t port_of(const std::string& listener) const;

  private:
    void look_for_secrets();

    pid_t pid_ = 0;
    std::string configuration_;
    std::string log_file_;
    std::vector<std::string> variables_;  // of its own
    Secrets secrets_;
    std::optional<int> code_;
};

inline const std::string app_token_of_stand_in = "app_token: ${APP_TOKEN:-xapp-sandbox}";
inline const std::string bot_token_of_stand_in = "bot_token: ${BOT_TOKEN:-xoxb-sandbox}";

// Configuration for a stand-in and a store, which is a file or an address.
std::string configuration(const std::string& api_url, const std::string& store, const std::string& more = "",
                          const std::string& app_token = app_token_of_stand_in,
                          const std::string& bot_token = bot_token_of_stand_in);

}  // namespace tocsin::app::testing
