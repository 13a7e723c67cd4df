// What a bot is made of, from its configuration and what it runs against (BotOptions).
#pragma once

#include <exception>
#include <filesystem>
#include <memory>
#include <string_view>

#include "bot/app/bot.h"
#include "bot/app/channels.h"
#include "bot/app/own_addresses.h"
#include "bot/engine/messages.h"
#include "bot/engine/work_mark.h"
#include "bot/net/http_client.h"

namespace tocsin::app {

// None where nobody's phone may ring. What is wrong with one is said in the log.
Channels channels_of(const config::Configuration& configuration, const BotOptions& options);

engine::Settings settings_of(const config::Configuration& configuration, channels::Registry registry,
                             const BotOptions& options);

// That the status page is written to; empty: to none.
std::filesystem::path status_folder(const config::Configuration& configuration);

// The file of a store; empty: it is none.
std::string store_file(std::string_view store_url);

// Beside the store where that is a file, else where systemd says that a service keeps what it needs; nullptr
// where it cannot be kept.
std::shared_ptr<engine::WorkMark> work_mark(std::string_view store_url, const BotOptions& options);

// A store that fails, or that has a value which was damaged or which a later version wrote.
Error why_not_started(const std::exception& error);

// Nobody waits for what it answers; a failure is said in the log.
void call_outside(net::HttpClient& client, const OwnAddresses& own, engine::CallOutside call);

}  // namespace tocsin::app
