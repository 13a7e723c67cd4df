// The bot put together from its parts: store, engine on its thread, Slack sockets and sender on the I/O
// thread. Used by `run` and by `sandbox`; what to run it against is the caller's choice.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bot/base/json_text.h"
#include "bot/base/time.h"
#include "bot/channels/channel.h"
#include "bot/config/configuration.h"
#include "bot/core/runbook.h"
#include "bot/engine/engine.h"

namespace tocsin::app {

struct BotOptions {
    std::string store_url;
    std::function<void(engine::Engine&)>
        after_step;                 // on the engine thread, when nothing is left to do at once
    std::function<void()> works{};  // on the engine thread, after each step: it does not stand still
    // On the I/O thread, once: another process works on the store, this one has to end.
    std::function<void()> on_store_lost{};
    // Pages leave through the providers of the configuration. Without it they go by Slack alone, whatever is
    // configured: nobody's phone rings while somebody tries things out.
    bool reaches_phones = false;
    // Asks whether Slack still answers and tells the admins by phone when it does not, reads the values of
    // alert rules, looks at monitors, and asks Amazon for the certificates of SNS. Not where the clock is
    // moved: an answer would seem to take as long as the clock jumps.
    bool watches_outside = false;
    // Keeps a reserve for a full disk and remembers what it died on, in files beside the store.
    bool prepared_for_worse = false;
    Runbooks runbooks{};  // besides those of the configuration's folder, which win
    // Takes the mails instead of the mail server; answers each once, later, on the I/O thread.
    std::function<void(channels::MailRequest, std::function<void(channels::MailAnswer)>)> mail{};
};

class Bot {
  public:
    // Runs on `io`, whose loop the caller runs on one thread. Errors: of the store, of the templates folder.
    static Expected<std::unique_ptr<Bot>> start(boost::asio::io_context& io, const Clock& clock,
                                                const config::Configuration& configuration,
                                                BotOptions options);
    ~Bot();  // as stop()

    // On the I/O thread: opens the web listeners of the configuration. Answers where: "http=127.0.0.1:8080
    // admin=127.0.0.1:9464"; empty: none is configured. Error: an address that cannot be used.
    Expected<std::string> listen(const config::Configuration& configuration);
    // On the I/O thread: takes over what can change while running, Slack's tokens among it.
    Expected<void> reload(const config::Configuration& configuration);
    // On the I/O thread: a new configuration was not taken, and whoever watches may see it. `reason`: a
    // sentence for the admins.
    void reload_refused(const std::string& reason);
    // The clock was moved: whatever is due now happens, and is on its way to Slack when this returns or after
    // `patience`. From any thread but the engine's and the I/O thread.
    void settle(std::chrono::milliseconds patience);
    std::optional<storage::Timer> next_timer();  // from any thread but the engine's
    std::string store_description() const;
    // How it stands, as one JSON object (state_dump.h). On the I/O thread. Error: the store cannot be asked.
    Expected<JsonText> state(const std::string& config_sha256);

    // On the I/O thread: nothing leaves any more, and `on_finished` is called there when what is under way
    // has come to its end. stop() may come before that; it is not called then.
    void finish(std::function<void()> on_finished);
    // On the I/O thread: closes the sockets, lets the engine finish what it has taken, answers who asked.
    void stop();

  private:
    class Impl;
    explicit Bot(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::app
