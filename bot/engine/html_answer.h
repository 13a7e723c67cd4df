// Answers to a browser: a page, or the way to another one.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "bot/channels/channel.h"

namespace tocsin::engine {

inline channels::HttpAnswer html_answer(int status, std::string body) {
    return {status, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(body)};
}

// After a press, so that reloading the page sends no form again.
inline channels::HttpAnswer see_other(std::string address) {
    return {303, {{"Location", std::move(address)}, {"Content-Type", "text/html; charset=utf-8"}}, ""};
}

}  // namespace tocsin::engine
