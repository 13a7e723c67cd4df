// The bot's two listeners, wired: a request goes to its door (bot/web), what the door hands on waits here for
// the engine, and the answer goes out. Sockets are bot/net's, addresses and rules bot/web's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bot/app/certificate_reader.h"
#include "bot/base/time.h"
#include "bot/channels/registry.h"
#include "bot/config/configuration.h"
#include "bot/engine/messages.h"
#include "bot/web/metrics.h"

namespace tocsin::app {

// Use on the I/O thread only.
class FrontDoor {
  public:
    using HandIn = std::function<void(engine::RequestCame)>;
    // Of an address of Amazon SNS; answers once, later, on the I/O thread.
    using ReadCertificate = std::function<void(std::string url, CertificateReader::OnRead)>;

    // Opens the listeners that are configured. `clock` and `metrics`, which it shows and adds to, must
    // outlive it. Without `read_certificate` nobody asks Amazon, and signatures of SNS are not checked.
    // Error: an address that cannot be used.
    static Expected<std::unique_ptr<FrontDoor>> open(boost::asio::io_context& io, const Clock& clock,
                                                     const config::Configuration& configuration,
                                                     channels::Registry registry, web::Metrics& metrics,
                                                     HandIn hand_in, ReadCertificate read_certificate = {});
    ~FrontDoor();

    std::string listening() const;  // "http=127.0.0.1:8080 admin=127.0.0.1:9464"; empty: nowhere
    void change(const config::Configuration& configuration, channels::Registry registry);
    void answer(engine::Answered answered);
    void show(std::shared_ptr<const templates::StatusSite> site);  // the status page from now on
    void refuse_alerts(bool disk_is_full);                         // or takes them again
    // Takes no request any more; what the engine still answers goes out, within two seconds.
    void drain();

  private:
    class Impl;
    explicit FrontDoor(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::app
