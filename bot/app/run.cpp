#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>

#include "bot/app/bot.h"
#include "bot/app/private_memory.h"
#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/app/version.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/config/changes.h"
#include "templates/catalog.h"

namespace tocsin::app {
namespace {

// SIGHUP: the new configuration counts if it is valid, else the old one stays.
void reload(Bot& bot, config::Configuration& running, const std::string& file) {
    auto found = find_configuration({file, false}, {.slack_tokens = true});
    if (!found) {
        log::error("the new configuration is invalid; the old one stays in force", {{"file", file}});
        return bot.reload_refused();
    }
    print_on_standard_error(found->warnings);
    const auto changes = config::changes_between(running, found->configuration);
    if (!changes.refused.empty()) {
        log::error("the new configuration is refused; the old one stays in force",
                   {{"reason", changes.refused}});
        return bot.reload_refused();
    }
    auto wanted = config::keep_what_needs_restart(running, std::move(found->configuration));
    if (auto taken = bot.reload(wanted); !taken) {
        log::error("the new configuration cannot be used; the old one stays in force",
                   {{"reason", taken.error().message}});
        return bot.reload_refused();
    }
    running = std::move(wanted);
    for (const auto& sentence : changes.need_restart) log::warn(sentence);
    log::info("configuration reloaded", {{"file", file}, {"changes", join(changes.applied, ", ")}});
}

// fmt::print would throw where nobody can write, and the exit code would be lost.
void say(const std::string& sentence) {
    std::fputs((sentence + "\n").c_str(), stderr);
}

constexpr auto longest_end = std::chrono::seconds{8};  // requests have two of them, Slack's connections one

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
    BotOptions options;
    options.store_url = configuration.storage.url;
    options.reaches_phones = true;
    options.watches_outside = true;
    options.prepared_for_worse = true;
    bool is_lost = false;  // the store is
    options.on_store_lost = [&is_lost] {
        is_lost = true;
        std::raise(SIGTERM);
    };
    auto bot = Bot::start(io, clock, configuration, std::move(options));
    if (!bot) {
        say(bot.error().message);
        return store_error;
    }
    log::info("store opened", {{"store", (*bot)->store_description()}});
    const auto listening = (*bot)->listen(configuration);
    if (!listening) {
        say(listening.error().message);
        return failed;
    }
    log::info(listening->empty() ? "no listener is configured" : "listening " + *listening);

    stop_signals.async_wait([&](const boost::system::error_code& error, int) {
        if (error) return;
        log::info("stopping");
        (*bot)->stop();
        reload_signals.cancel();
        io.stop();
    });
    const std::function<void()> wait_for_reload = [&] {
        reload_signals.async_wait([&](const boost::system::error_code& error, int) {
            if (error) return;
            reload(**bot, configuration, found->file.string());
            wait_for_reload();
        });
    };
    wait_for_reload();
    io.run();
    // What is under way comes to its end, which nothing may put off for long.
    io.restart();
    io.run_for(longest_end);
    if (!io.stopped()) log::warn("something was still under way at the end, it was cut");
    log::info("stopped");
    return is_lost ? store_error : done;
}

}  // namespace tocsin::app
