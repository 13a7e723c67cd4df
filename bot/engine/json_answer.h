// Answers to requests over HTTP that are JSON: what was asked for, or a sentence why not.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/base/error.h"
#include "bot/channels/channel.h"

namespace tocsin::engine {

channels::HttpAnswer json_answer(int status, const nlohmann::json& body);
channels::HttpAnswer json_refusal(
    const Error& error);  // {"error": its sentence}, with the status of its kind

}  // namespace tocsin::engine
