#include "bot/app/bot.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <thread>

#include "bot/app/bot_parts.h"
#include "bot/app/certificate_reader.h"
#include "bot/app/channels.h"
#include "bot/app/engine_settings.h"
#include "bot/app/front_door.h"
#include "bot/app/looker.h"
#include "bot/app/own_addresses.h"
#include "bot/app/room_on_disk.h"
#include "bot/app/series.h"
#include "bot/app/settings.h"
#include "bot/app/slack_presence.h"
#include "bot/app/state_dump.h"
#include "bot/app/status_files.h"
#include "bot/app/value_reader.h"
#include "bot/app/version.h"
#include "bot/base/log.h"
#include "bot/engine/engine_thread.h"
#include "bot/engine/work_mark.h"
#include "bot/net/http_client.h"
#include "bot/net/mailer.h"
#include "bot/net/sender.h"
#include "bot/net/slack_gateway.h"

namespace tocsin::app {

using engine::Metric;

namespace {

using Steady = std::chrono::steady_clock;

double seconds(auto duration) {
    return std::chrono::duration<double>(duration).count();
}

constexpr auto look_again = std::chrono::milliseconds{2};

}  // namespace

class Bot::Impl {
  public:
    Impl(boost::asio::io_context& io, const Clock& clock, const config::Configuration& configuration,
         std::unique_ptr<storage::Store> store, std::unique_ptr<RoomOnDisk> room, templates::Catalog catalog,
         Channels channels, BotOptions options)
        : io_(io),
          clock_(clock),
          options_(std::move(options)),
          status_files_(clock, [this](bool written) { note_files(written); }),
          app_token_(configuration.slack.app_token),
          bot_token_(configuration.slack.bot_token),
          store_(std::move(store)),
          store_description_(store_->description()),
          engine_(*store_, settings_of(configuration, std::move(channels.registry), options_),
                  std::move(catalog), work_mark(options_.store_url, options_)),
          room_(std::move(room)),
          client_(io),
          prometheus_(io, {.plain_anywhere = true}),
          values_(prometheus_),
          looker_(io),
          certificates_(io),
          mailer_(io, std::move(channels.mail_server)),
          sender_(io, client_,
                  {configuration.slack.api_url, configuration.slack.bot_token,
                   [this](channels::MailRequest mail, net::Mailer::OnAnswer on_answer) {
                       if (options_.mail) return options_.mail(std::move(mail), std::move(on_answer));
                       mailer_.send(std::move(mail), std::move(on_answer));
                   },
                   [this](const std::string& url) { return own_.reach_of(url); }},
                  [this](engine::SendFinished finished) { thread_->post(std::move(finished)); }),
          gateway_(
              io, client_,
              {configuration.slack.api_url, configuration.slack.app_token, configuration.slack.connections},
              {[this](std::uint64_t connection, slack::Envelope envelope) {
                   thread_->post(engine::EnvelopeReceived{connection, std::move(envelope), Steady::now()});
               },
               [this](int live) {
                   sockets_ = live;
                   metrics_.add(Metric::slack_sockets, {}, live);
                   thread_->post(engine::ConnectionsChanged{live});
               },
               {},
               [this] { metrics_.add(Metric::slack_envelopes, {"malformed"}); }}) {
        own_.learn(configuration);
        metrics_.add(Metric::build_info, {std::string(version())});
        begin_series(metrics_, engine_.settings().channels);
        status_files_.use(status_folder(configuration));
        note_reload(true);
        room_->on_change([this](bool full) {
            boost::asio::post(io_, [this, full] {
                disk_is_full_ = full;
                if (front_door_) front_door_->refuse_alerts(full);
            });
        });
        thread_ = std::make_unique<engine::EngineThread>(
            engine_, store_->clock(),
            engine::EngineThread::Hooks{
                .deliver = [this](std::vector<engine::Output> outputs) { deliver(std::move(outputs)); },
                .idle =
                    [this] {
                        if (options_.after_step) options_.after_step(engine_);
                    },
                .stepped = [this] { stepped(); },
                .tried = [this](bool taken) { presence_.stepped(taken, engine_.has_company()); },
                .no_room = [this] { return room_->ran_out(); },
                .lost =
                    [this] {
                        if (options_.on_store_lost) boost::asio::post(io_, options_.on_store_lost);
                    }});
        gateway_.start();
    }

    Expected<std::string> listen(const config::Configuration& configuration) {
        channels::Registry registry;
        thread_->run([&](engine::Engine& engine) { registry = engine.settings().channels; });
        FrontDoor::ReadCertificate read_certificate;
        if (options_.watches_outside) {
            read_certificate = [this](std::string url, CertificateReader::OnRead on_read) {
                certificates_.read(std::move(url), std::move(on_read));
            };
        }
        auto opened = FrontDoor::open(
            io_, store_->clock(), configuration, std::move(registry), metrics_,
            [this](engine::RequestCame request) { thread_->post(std::move(request)); },
            std::move(read_certificate));
        if (!opened) return std::unexpected(opened.error());
        front_door_ = std::move(*opened);
        front_door_->show(status_site_);
        front_door_->refuse_alerts(disk_is_full_);
        return front_door_->listening();
    }

    void finish(std::function<void()> on_finished) {
        on_finished_ = std::move(on_finished);
        thread_->run([this](engine::Engine& engine) {
            engine.hold_back();
            finishes_ = true;
        });
    }

    void stop() {
        on_finished_ = {};
        if (front_door_) front_door_->drain();
        gateway_.stop();
        sender_.stop();
        mailer_.stop();
        client_.stop();
        prometheus_.stop();
        looker_.stop();
        certificates_.stop();
        thread_->stop();
        try {
            engine_.leave();
        } catch (const storage::StoreError& error) {
            log::warn("the other replicas were not told that this one stops; they notice by themselves",
                      {{"error", error.what()}});
        }
    }

    Expected<void> reload(const config::Configuration& configuration) {
        auto catalog = templates::Catalog::load(templates_folder(configuration));
        if (!catalog) return std::unexpected(catalog.error());
        const auto& slack = configuration.slack;
        const bool other_bot = !(slack.bot_token == bot_token_);
        auto channels = channels_of(configuration, options_);
        // First: where the store fails, everything stays as it was.
        if (auto taken =
                change_settings(settings_of(configuration, channels.registry, options_), *std::move(catalog));
            !taken)
            return taken;
        if (other_bot) sender_.use_token(slack.bot_token);
        own_.learn(configuration);
        mailer_.use(std::move(channels.mail_server));
        if (front_door_) front_door_->change(configuration, channels.registry);
        begin_series(metrics_, channels.registry);
        status_files_.use(status_folder(configuration));
        if (other_bot) start_over_with_slack();
        if (!(slack.app_token == app_token_)) gateway_.use_token(slack.app_token);
        app_token_ = slack.app_token;
        bot_token_ = slack.bot_token;
        note_reload(true);
        return {};
    }

    Expected<void> change_settings(engine::Settings settings, templates::Catalog catalog) {
        try {
            thread_->run([&](engine::Engine& engine) {
                engine.change_settings(std::move(settings), std::move(catalog));
            });
        } catch (const std::exception& error) {
            return fail(
                ErrorKind::unavailable,
                fmt::format("{} Nothing was changed. Reload again when the store works.", error.what()));
        }
        return {};
    }

    void start_over_with_slack() {
        try {
            thread_->run([](engine::Engine& engine) { engine.start_over_with_slack(); });
        } catch (const std::exception& error) {
            log::warn("what Slack refused to the old token is tried again only by and by",
                      {{"error", error.what()}});
        }
    }

    void reload_refused(const std::string& reason) {
        note_reload(false);
        thread_->run([&](engine::Engine& engine) { engine.reload_refused(clock_.now(), reason); });
    }

    void note_reload(bool taken) {
        metrics_.add(Metric::config_reload_ok, {}, taken ? 1 : 0);
        if (taken) metrics_.add(Metric::config_reload_time, {}, seconds(clock_.now().time_since_epoch()));
    }

    // From the thread that writes them.
    void note_files(bool written) {
        boost::asio::post(io_,
                          [this, written] { metrics_.add(Metric::status_files_ok, {}, written ? 1 : 0); });
    }

    void settle(std::chrono::milliseconds patience) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        bool quiet = false;
        // The first look also makes the engine see the clock.
        thread_->run([](engine::Engine&) {});
        while (!quiet && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(look_again);
            thread_->run([&](engine::Engine& engine) { quiet = engine.is_quiet(); });
        }
    }

    std::optional<storage::Timer> next_timer() {
        std::optional<storage::Timer> next;
        thread_->run([&](engine::Engine& engine) { next = engine.next_timer(); });
        return next;
    }

    std::string store_description() const { return store_description_; }

    Expected<JsonText> state(const std::string& config_sha256) {
        const ProcessFacts facts{std::string(version()),
                                 std::chrono::duration_cast<Duration>(Steady::now() - started_),
                                 config_sha256,
                                 store_description_,
                                 sockets_,
                                 standing_};
        Expected<JsonText> state;
        thread_->run([&](engine::Engine&) { state = state_of(*store_, facts); });
        return state;
    }

  private:
    // On the engine's thread.
    void stepped() {
        room_->look(engine_);
        if (options_.works) options_.works();
        if (!finishes_ || engine_.has_under_way()) return;
        finishes_ = false;
        boost::asio::post(io_, [this] {
            if (on_finished_) std::exchange(on_finished_, {})();
        });
    }

    void deliver(std::vector<engine::Output> outputs) {
        boost::asio::post(io_, [this, work = std::move(outputs)]() mutable {
            for (auto& output : work) {
                if (auto* acknowledge = std::get_if<engine::Acknowledge>(&output)) {
                    gateway_.acknowledge(acknowledge->connection, std::move(acknowledge->frame));
                    metrics_.add(Metric::slack_acknowledge, {},
                                 seconds(Steady::now() - acknowledge->received));
                } else if (const auto* measured = std::get_if<engine::Measurements>(&output)) {
                    take(*measured);
                } else if (auto* send = std::get_if<engine::Send>(&output)) {
                    sender_.send(std::move(*send));
                } else if (auto* answered = std::get_if<engine::Answered>(&output)) {
                    front_door_->answer(std::move(*answered));
                } else if (auto* page = std::get_if<engine::StatusPageShown>(&output)) {
                    show(std::move(page->site));
                } else if (std::holds_alternative<engine::Reconnect>(output)) {
                    gateway_.reconnect();
                } else if (auto* outside = std::get_if<engine::CallOutside>(&output)) {
                    call_outside(client_, own_, std::move(*outside));
                } else if (auto* wanted = std::get_if<engine::ReadValues>(&output)) {
                    values_.read(std::move(*wanted),
                                 [this](engine::ValuesRead read) { thread_->post(std::move(read)); });
                } else if (auto* at = std::get_if<engine::LookAt>(&output)) {
                    looker_.look(std::move(*at),
                                 [this](engine::LookedAt looked) { thread_->post(std::move(looked)); });
                }
            }
        });
    }

    void take(const engine::Measurements& measured) {
        for (const auto& one : measured.happened) metrics_.take(one);
        if (measured.standing.empty()) return;
        metrics_.stand(measured.standing);
        standing_ = measured.standing;
    }

    // The page may be ready before anybody listens.
    void show(std::shared_ptr<const templates::StatusSite> site) {
        status_site_ = std::move(site);
        if (front_door_) front_door_->show(status_site_);
        if (status_site_) status_files_.write(status_site_);
    }

    boost::asio::io_context& io_;
    const Clock& clock_;
    const Steady::time_point started_ = Steady::now();
    int sockets_ = 0;
    std::vector<engine::Measured> standing_;
    web::Metrics metrics_;
    BotOptions options_;
    std::shared_ptr<const templates::StatusSite> status_site_;
    StatusFiles status_files_;
    Secret app_token_, bot_token_;  // that Slack is spoken to with
    std::unique_ptr<storage::Store> store_;
    // Asked once, before the engine's thread runs: from then on only that thread may touch the database.
    std::string store_description_;
    engine::Engine engine_;
    std::unique_ptr<RoomOnDisk> room_;
    bool disk_is_full_ = false;  // of the I/O thread
    std::function<void()> on_finished_;
    bool finishes_ = false;  // of the engine's thread
    OwnAddresses own_;
    net::HttpClient client_;
    net::HttpClient prometheus_;
    ValueReader values_;
    Looker looker_;
    CertificateReader certificates_;
    net::Mailer mailer_;
    net::Sender sender_;
    net::SlackGateway gateway_;
    SlackPresence presence_{io_, gateway_};
    std::unique_ptr<FrontDoor> front_door_;         // none: nothing listens
    std::unique_ptr<engine::EngineThread> thread_;  // last: it ends before what it uses
};

Expected<std::unique_ptr<Bot>> Bot::start(boost::asio::io_context& io, const Clock& clock,
                                          const config::Configuration& configuration, BotOptions options) {
    auto catalog = templates::Catalog::load(templates_folder(configuration));
    if (!catalog) return std::unexpected(catalog.error());
    auto room = std::make_unique<RoomOnDisk>(options.prepared_for_worse ? options.store_url : "");
    room->before_opening();
    auto store = storage::Store::open(options.store_url, clock, storage::Hold::turns);
    if (!store) return std::unexpected(store.error());
    auto channels = channels_of(configuration, options);
    try {
        return std::unique_ptr<Bot>(
            new Bot(std::make_unique<Impl>(io, clock, configuration, std::move(*store), std::move(room),
                                           std::move(*catalog), std::move(channels), std::move(options))));
    } catch (const std::exception& error) {
        return std::unexpected(why_not_started(error));
    }
}

Bot::Bot(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Bot::~Bot() = default;
Expected<void> Bot::reload(const config::Configuration& configuration) {
    return impl_->reload(configuration);
}
void Bot::reload_refused(const std::string& reason) {
    impl_->reload_refused(reason);
}
Expected<std::string> Bot::listen(const config::Configuration& configuration) {
    return impl_->listen(configuration);
}
void Bot::settle(std::chrono::milliseconds patience) {
    impl_->settle(patience);
}
std::optional<storage::Timer> Bot::next_timer() {
    return impl_->next_timer();
}
Expected<JsonText> Bot::state(const std::string& config_sha256) {
    return impl_->state(config_sha256);
}
std::string Bot::store_description() const {
    return impl_->store_description();
}
void Bot::finish(std::function<void()> on_finished) {
    impl_->finish(std::move(on_finished));
}
void Bot::stop() {
    impl_->stop();
}

}  // namespace tocsin::app
