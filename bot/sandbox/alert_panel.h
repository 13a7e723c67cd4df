// The stand-ins for monitoring systems: which of them there are, what each would send, and the sending, to
// the bot's own address as the system itself would. What the bot's rules make of it is asked of whoever knows
// the bot.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/net/http_client.h"
#include "bot/sandbox/json_access.h"
#include "bot/sandbox/sample_alerts.h"
#include "bot/sandbox/transcript.h"

namespace tocsin::sandbox {

struct AlertSender {
    std::string name;  // as the bot's configuration calls it
    std::string kind;  // one of those with a sample
    Secret token;
};

struct AlertQuestion {
    std::string source;
    net::HttpRequest request;              // as it would be sent
    std::string when;                      // a condition to try; empty: none
    std::map<std::string, double> values;  // what Prometheus would say
};

struct AlertPanelOptions {
    std::vector<AlertSender> senders;
    std::vector<std::string> values;  // names of what Prometheus is asked
    // What the bot's rules make of it, as docs/sandbox.md says; empty: nobody knows.
    std::function<json(const AlertQuestion&)> explain;
};

// Use on the I/O thread only.
class AlertPanel : public std::enable_shared_from_this<AlertPanel> {
  public:
    using OnDone = std::function<void(json)>;

    // Clock and transcript outlive it.
    AlertPanel(boost::asio::io_context& io, const Clock& clock, Transcript& transcript,
               AlertPanelOptions options);

    std::string bot_url;  // without a path; empty: the bot does not listen

    json state() const;  // of GET /sandbox/alerts
    static bool is_for_it(const json& act);
    void act(const json& act, OnDone on_done);  // send_alert, explain_alert
    void forget() { firing_.clear(); }          // what fires: the bot was reset
    void stop() { client_.stop(); }

  private:
    struct Firing {
        std::string body;
        Time since;
    };

    const AlertSender* sender_of(const json& act) const;
    bool goes_on(const std::string& sender, const json& act) const;  // it fires already
    Filling filling_of(const AlertSender& sender, const json& act) const;
    void send(const AlertSender& sender, const json& act, OnDone on_done);
    json explain(const AlertSender& sender, const json& act) const;
    void remember(const std::string& sender, const json& act, Time since);

    const Clock& clock_;
    Transcript& transcript_;
    AlertPanelOptions options_;
    net::HttpClient client_;
    std::map<std::string, Firing> firing_;  // by sender: what was sent last, unless it has been resolved
};

}  // namespace tocsin::sandbox
