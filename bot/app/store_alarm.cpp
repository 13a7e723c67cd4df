#include "bot/app/store_alarm.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/app/bot_parts.h"
#include "bot/app/settings.h"
#include "bot/base/log.h"
#include "bot/engine/engine.h"
#include "bot/net/http_client.h"
#include "bot/net/mailer.h"
#include "bot/net/sender.h"
#include "templates/watchdog_texts.h"

namespace tocsin::app {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds{15};
constexpr auto between_looks = std::chrono::milliseconds{100};
constexpr Duration told_again_after = 1h;
constexpr int all_lanes = 1000;
constexpr int rows_of_a_lane = 16;

// false: they were told lately, or it cannot be written.
bool set_mark(const std::filesystem::path& mark, Time now) {
    std::ifstream before(mark);
    std::string told;
    std::getline(before, told);
    const auto last = parse_rfc3339(told);
    if (last && *last <= now && now - *last < told_again_after) return false;
    std::ofstream out(mark, std::ios::trunc);
    out << format_rfc3339(now) << "\n";
    out.close();
    return !out.fail();
}

bool is_taken(const engine::SendFinished& finished) {
    if (const auto* answer = std::get_if<channels::Answer>(&finished.outcome)) {
        const auto* http = std::get_if<channels::HttpAnswer>(answer);
        return http != nullptr && http->status / 100 == 2;
    }
    return std::holds_alternative<slack::Answered>(std::get<slack::Outcome>(finished.outcome));
}

// An engine whose store is in memory, and what it sends through; the I/O is its own.
class Teller {
  public:
    Teller(const config::Configuration& configuration, storage::Store& store, templates::Catalog catalog)
        : store_(store) {
        BotOptions options;
        options.reaches_phones = true;
        auto channels = channels_of(configuration, options);
        own_.learn(configuration);
        engine_.emplace(store, settings_of(configuration, std::move(channels.registry), options),
                        std::move(catalog));
        mailer_.emplace(io_, std::move(channels.mail_server));
        sender_.emplace(io_, client_,
                        net::SenderOptions{configuration.slack.api_url, configuration.slack.bot_token,
                                           [this](auto mail, auto on_answer) {
                                               mailer_->send(std::move(mail), std::move(on_answer));
                                           },
                                           [this](const std::string& url) { return own_.reach_of(url); }},
                        [this](engine::SendFinished finished) {
                            taken_ = taken_ || (finished.sent && is_taken(finished));
                            inputs_.emplace_back(std::move(finished));
                        });
    }

    // false: nobody took any of it.
    bool tell() {
        store_.transact([](storage::Tx& tx) {
            // Of what an empty store makes the engine ask and say nothing is true.
            for (const auto& lane : tx.due_lanes(all_lanes, rows_of_a_lane))
                for (const auto& row : lane) tx.drop(row);
        });
        const auto& instance = engine_->settings().instance;
        engine_->tell_admins(templates::lost_store_text(instance.substr(0, instance.find('/'))), true);
        store_.transact([&](storage::Tx& tx) {
            for (const auto& lane : tx.due_lanes(all_lanes, 1)) lanes_.insert(lane.front().lane);
        });
        const auto deadline = Steady::now() + patience;
        boost::asio::steady_timer timer(io_);
        std::function<void()> look = [&] {
            step();
            if (has_left() || Steady::now() >= deadline) return end();
            timer.expires_after(between_looks);
            timer.async_wait([&](const boost::system::error_code& error) {
                if (!error) look();
            });
        };
        look();
        io_.run();
        return taken_;
    }

  private:
    void step() {
        for (auto& output : engine_->step(std::exchange(inputs_, {})))
            if (auto* send = std::get_if<engine::Send>(&output)) sender_->send(std::move(*send));
    }
    bool has_left() {
        bool left = true;
        store_.transact([&](storage::Tx& tx) {
            left =
                std::ranges::none_of(lanes_, [&](const auto& lane) { return tx.lane_due(lane).has_value(); });
        });
        return left;
    }
    void end() {
        sender_->stop();
        mailer_->stop();
        client_.stop();
    }

    storage::Store& store_;
    std::vector<engine::Input> inputs_;
    std::set<std::string> lanes_;  // of what the admins are told by
    bool taken_ = false;
    boost::asio::io_context io_{1};
    OwnAddresses own_;
    net::HttpClient client_{io_};
    std::optional<engine::Engine> engine_;
    std::optional<net::Mailer> mailer_;
    std::optional<net::Sender> sender_;
};

bool tell_admins(const Clock& clock, const config::Configuration& configuration) {
    auto catalog = templates::Catalog::load(templates_folder(configuration));
    auto memory = storage::Store::open("sqlite::memory:", clock);
    if (!catalog || !memory) return false;
    try {
        return Teller(configuration, **memory, *std::move(catalog)).tell();
    } catch (const std::exception& error) {
        log::error("the admins cannot be told that the store is lost", {{"reason", error.what()}});
        return false;
    }
}

}  // namespace

void alarm_of_lost_store(const Clock& clock, const config::Configuration& configuration) {
    const auto store = store_file(configuration.storage.url);
    const std::filesystem::path mark(store + ".alarm");
    if (store.empty() || !set_mark(mark, clock.now())) return;
    log::error("the store is lost; the admins are told");
    if (tell_admins(clock, configuration)) return;
    // The next start tries anew.
    log::error("no admin was told that the store is lost; nobody took it");
    std::error_code stays;
    std::filesystem::remove(mark, stays);
}

}  // namespace tocsin::app
