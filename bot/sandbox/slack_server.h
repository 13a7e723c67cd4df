// The stand-ins on a port: Slack's Web API, Socket Mode gateway and response URLs, Twilio's REST API, the
// page and its feed, people's acts, sample alerts (docs/sandbox.md). Everything happens on the io_context's
// one thread. It never includes the engine.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <span>

#include "bot/base/embedded.h"
#include "bot/net/http_server.h"
#include "bot/sandbox/alert_panel.h"
#include "bot/sandbox/slack_service.h"

namespace tocsin::sandbox {

struct SlackServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    std::optional<net::TlsFiles> tls{};
    std::string host =
        "127.0.0.1";  // in the addresses that are handed out; a test certificate may need localhost
    std::span<const EmbeddedFile> page{};  // page_files(); empty: no page
    const Clock* network_clock = nullptr;  // null: the machine's
    ServiceOptions service{};
    AlertPanelOptions alerts{};
};

class SlackServer {
  public:
    // Error: the address cannot be bound or the certificate not be used.
    static Expected<std::unique_ptr<SlackServer>> start(boost::asio::io_context& io, const Clock& clock,
                                                        SlackServerOptions options);
    ~SlackServer();  // as stop()

    std::string url() const;            // http://127.0.0.1:9000
    std::string api_url() const;        // http://127.0.0.1:9000/api/
    std::string phone_api_url() const;  // http://127.0.0.1:9000/twilio
    std::uint16_t port() const;
    SlackService& service();  // on the I/O thread, or while it does not run
    AlertPanel& alerts();     // likewise
    void look_at_phones();    // on the I/O thread: the clock was moved, or a mail came
    void stop();              // on the I/O thread, or while it does not run

    class Impl;

  private:
    explicit SlackServer(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::sandbox
