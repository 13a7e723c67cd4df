#include "bot/app/bot_parts.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "bot/app/engine_settings.h"
#include "bot/app/version.h"
#include "bot/base/log.h"
#include "storage/store_errors.h"

namespace tocsin::app {

Channels channels_of(const config::Configuration& configuration, const BotOptions& options) {
    if (!options.reaches_phones) return {};
    auto channels = make_channels(configuration);
    for (const auto& sentence : channels.problems) log::warn(sentence);
    return channels;
}

engine::Settings settings_of(const config::Configuration& configuration, channels::Registry registry,
                             const BotOptions& options) {
    auto settings = engine_settings(configuration, std::move(registry));
    settings.setup.runbooks.insert(options.runbooks.begin(), options.runbooks.end());
    if (options.watches_outside) {
        settings.watchdog =
            engine::Watchdog{configuration.watchdog.heartbeat_url, configuration.watchdog.echo_every};
    } else {
        settings.probes = {};
        settings.alerts.prometheus_url.clear();
    }
    return settings;
}

std::filesystem::path status_folder(const config::Configuration& configuration) {
    return configuration.status_page ? configuration.status_page->files : std::filesystem::path();
}

std::string store_file(std::string_view store_url) {
    constexpr std::string_view sqlite = "sqlite:";
    if (!store_url.starts_with(sqlite) || store_url == "sqlite::memory:") return "";
    return std::string(store_url.substr(sqlite.size()));
}

std::shared_ptr<engine::WorkMark> work_mark(std::string_view store_url, const BotOptions& options) {
    if (!options.prepared_for_worse) return nullptr;
    auto file = store_file(store_url);
    if (const char* folder = std::getenv("STATE_DIRECTORY"); folder != nullptr && file.empty()) {
        const std::string_view folders(folder);  // there may be several, with colons between
        file = std::string(folders.substr(0, folders.find(':'))) + "/tocsin";
    }
    if (file.empty()) return nullptr;
    auto mark = std::make_shared<engine::WorkMark>(file + ".working", version());
    if (!mark->died_on().empty())
        log::warn("the process before this one died while it worked", {{"item", mark->died_on()}});
    return mark;
}

Error why_not_started(const std::exception& error) {
    if (dynamic_cast<const storage::StoreError*>(&error) != nullptr)
        return {
            ErrorKind::unavailable,
            fmt::format("{} The bot did not start, and nothing was changed. See to the store, then start it "
                        "again.",
                        error.what())};
    return {
        ErrorKind::unavailable,
        fmt::format("The store has something that this program cannot read: {} The bot did not start, and "
                    "nothing was changed. Try the newest version, tocsin verify, or a backup.",
                    error.what())};
}

void call_outside(net::HttpClient& client, const OwnAddresses& own, engine::CallOutside call) {
    const auto reach = own.reach_of(call.url);
    client.send({.method = "GET", .url = std::move(call.url)}, reach,
                [trouble = std::move(call.trouble)](const net::HttpResult& result) {
                    if (result && result->status < 400) return;
                    log::warn(trouble, {{"reason", result ? fmt::format("status {}", result->status)
                                                          : result.error().reason}});
                });
}

}  // namespace tocsin::app
