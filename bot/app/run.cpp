#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "bot/app/bot.h"
#include "bot/app/private_memory.h"
#include "bot/app/settings.h"
#include "bot/app/store_alarm.h"
#include "bot/app/supervisor.h"
#include "bot/app/verbs.h"
#include "bot/app/version.h"
#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/config/changes.h"
#include "storage/fence.h"
#include "templates/catalog.h"

namespace tocsin::app {
namespace {

// SIGHUP: the new configuration counts if it is valid, else the old one stays and this is false.
bool reload(Bot& bot, config::Configuration& running, const std::string& file) {
    auto found = read_configuration({file, false}, {.slack_tokens = true});
    if (!found) {
        log::error("the new configuration is invalid; the old one stays in force", {{"file", file}});
        bot.reload_refused(found.error().message);
        return false;
    }
    print_on_standard_error(found->warnings);
    const auto changes = config::changes_between(running, found->configuration, SystemClock().now());
    if (!changes.refused.empty()) {
        log::error("the new configuration is refused; the old one stays in force",
                   {{"reason", changes.refused}});
        bot.reload_refused(changes.refused);
        return false;
    }
    auto wanted = config::keep_what_needs_restart(running, std::move(found->configuration));
    if (auto taken = bot.reload(wanted); !taken) {
        log::error("the new configuration cannot be used; the old one stays in force",
                   {{"reason", taken.error().message}});
        bot.reload_refused(taken.error().message);
        return false;
    }
    running = std::move(wanted);
    for (const auto& sentence : changes.need_restart) log::warn(sentence);
    for (const auto& sentence : changes.warnings) log::warn(sentence);
    log::info("configuration reloaded", {{"file", file}, {"changes", join(changes.applied, ", ")}});
    return true;
}

// Of the file as it was read; empty: there is none, or it has gone.
std::string hash_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (file.empty() || !in) return "";
    return sha256_hex(std::string(std::istreambuf_iterator<char>(in), {}));
}

// SIGUSR1: one line of the log. The state is JSON there, also where the log is text.
void tell_state(Bot& bot, const std::string& config_sha256) {
    const auto state = bot.state(config_sha256);
    if (!state) return log::error("the state cannot be told", {{"reason", state.error().message}});
    log::Field field("state", state->text());
    field.is_number = true;  // stands as it is
    log::info("state", {field});
}

// fmt::print would throw where nobody can write, and the exit code would be lost.
void say(const std::string& sentence) {
    std::fputs((sentence + "\n").c_str(), stderr);
}

constexpr auto longest_wait = std::chrono::seconds{5};  // for what is under way when the bot is told to stop
constexpr auto longest_end = std::chrono::seconds{8};   // requests have two of them, Slack's connections one

}  // namespace

int run(const Common& common) {
    keep_memory_private();
    auto found = find_configuration(common, {.slack_tokens = true});
    if (!found) return found.error();
    print_on_standard_error(found->warnings);
    auto& configuration = found->configuration;
    log::configure(configuration.log.level, configuration.log.format);
    log::info("tocsin starts",
              {{"version", version()},
               {"config", found->file.empty() ? "none, defaults apply" : found->file.string()}});

    if (const auto texts = templates::Catalog::load(templates_folder(configuration)); !texts) {
        say(texts.error().message);
        return configuration_invalid;
    }
    const SystemClock clock;
    boost::asio::io_context io{1};
    // From here on: a signal that comes during the start is taken when that is done.
    boost::asio::signal_set stop_signals(io, SIGTERM, SIGINT);
    boost::asio::signal_set reload_signals(io, SIGHUP);
    boost::asio::signal_set state_signals(io, SIGUSR1);
    auto config_sha256 = hash_of(found->file);
    BotOptions options;
    options.store_url = configuration.storage.url;
    options.reaches_phones = true;
    options.watches_outside = true;
    options.prepared_for_worse = true;
    Supervisor supervisor;
    options.works = [&supervisor] { supervisor.works(); };
    bool is_lost = false;  // the store is
    options.on_store_lost = [&is_lost] {
        is_lost = true;
        std::raise(SIGTERM);
    };
    if (const auto fenced = storage::fenced_store(configuration.storage.url)) {
        say(fenced->message);
        return store_error;
    }
    auto bot = Bot::start(io, clock, configuration, std::move(options));
    if (!bot) {
        say(bot.error().message);
        stop_signals.clear();  // whoever wants to end it meanwhile can
        if (bot.error().kind == ErrorKind::damaged) alarm_of_lost_store(clock, configuration);
        return store_error;
    }
    log::info("store opened", {{"store", (*bot)->store_description()}});
    const auto listening = (*bot)->listen(configuration);
    if (!listening) {
        say(listening.error().message);
        return failed;
    }
    log::info(listening->empty() ? "no listener is configured" : "listening " + *listening);

    supervisor.ready();

    boost::asio::steady_timer patience(io);
    bool ended = false;
    const auto end = [&] {
        if (std::exchange(ended, true)) return;
        patience.cancel();
        (*bot)->stop();
        stop_signals.cancel();
        reload_signals.cancel();
        state_signals.cancel();
        io.stop();
    };
    const auto end_unless = [&](const boost::system::error_code& error) {
        if (!error) end();
    };
    stop_signals.async_wait([&](const boost::system::error_code& error, int) {
        if (error) return;
        log::info("stopping");
        supervisor.stopping();
        if (is_lost) return end();
        // A page that is under way is not given to somebody else, who would send it again.
        patience.expires_after(longest_wait);
        patience.async_wait(end_unless);
        stop_signals.async_wait([&](const boost::system::error_code& again, int) { end_unless(again); });
        (*bot)->finish(end);
    });
    const std::function<void()> wait_for_reload = [&] {
        reload_signals.async_wait([&](const boost::system::error_code& error, int) {
            if (error) return;
            if (reload(**bot, configuration, found->file.string())) config_sha256 = hash_of(found->file);
            wait_for_reload();
        });
    };
    wait_for_reload();
    const std::function<void()> wait_for_question = [&] {
        state_signals.async_wait([&](const boost::system::error_code& error, int) {
            if (error) return;
            tell_state(**bot, config_sha256);
            wait_for_question();
        });
    };
    wait_for_question();
    io.run();
    // What is under way comes to its end, which nothing may put off for long.
    io.restart();
    io.run_for(longest_end);
    if (!io.stopped()) log::warn("something was still under way at the end, it was cut");
    log::info("stopped");
    return is_lost ? store_error : done;
}

}  // namespace tocsin::app
