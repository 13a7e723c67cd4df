// The readers behind envelope.h, one for each kind of envelope. What they do not act on becomes Unknown; the
// frame around the payload is read in envelope.cpp.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "bot/slack/envelope.h"

namespace tocsin::slack {

struct ReadPayload {
    Payload payload;
    std::string input_key;  // empty: nothing in the payload identifies it
};

ReadPayload read_slash_command(const nlohmann::json& payload);
ReadPayload read_interaction(const nlohmann::json& payload);
ReadPayload read_event(const nlohmann::json& payload);

}  // namespace tocsin::slack
