// Runs the Slack session over real sockets: opens them, feeds the session, hands out envelopes and sends
// acknowledgments. When to open and when to give up is decided by slack::Session, what envelopes mean
// elsewhere.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "bot/base/secret.h"
#include "bot/net/http_client.h"
#include "bot/slack/envelope.h"
#include "bot/slack/session.h"

namespace tocsin::net {

struct SlackGatewayOptions {
    std::string api_url = "https://slack.com/api/";  // http:// is for loopback hosts only
    Secret app_token;
    int connections = 2;
    slack::SessionTimes times{};
};

struct SlackGatewayEvents {
    // Everything that wants an acknowledgment, also what could not be understood. Hello, disconnect and
    // frames without an envelope_id are dealt with inside.
    std::function<void(std::uint64_t connection, slack::Envelope envelope)> on_envelope;
    std::function<void(int live)> on_live;  // sockets that have said hello; called when the number changes
    // A sentence for the operator about trouble that does not pass by itself. Also written to the log.
    std::function<void(const std::string& problem)> on_alarm;
    std::function<void()> on_unreadable{};  // a frame that is no envelope and wants no acknowledgment
};

// Use on the I/O thread only.
class SlackGateway {
  public:
    // `client` must outlive it.
    SlackGateway(boost::asio::io_context& io, HttpClient& client, SlackGatewayOptions options,
                 SlackGatewayEvents events);
    ~SlackGateway();  // as stop()

    void start();
    void leave();  // says goodbye to the sockets until start(); meanwhile there is none
    // New connections with this token take the place of those that are open, one after the other.
    void use_token(Secret app_token);
    // New connections take the place of those that are open, which live and say nothing.
    void reconnect();
    // `frame` at most 16,000 bytes goes out as one text frame on that connection, or, when it is gone, once
    // on another live one; without any the frame is dropped (Slack delivers again).
    void acknowledge(std::uint64_t connection, std::string frame);
    void stop();  // says goodbye to the sockets; no event comes afterwards

    class Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net
