// The arguments of a Web API call out of an HTTP request: query, form, JSON or multipart.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "bot/net/http.h"
#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

std::map<std::string, std::string> parse_form(std::string_view text);  // the last of equal names wins
std::string_view path_of(std::string_view target);
std::map<std::string, std::string> query_of(std::string_view target);

// An object; else Slack's error: invalid_json, json_not_object, invalid_post_type, invalid_form_data.
std::expected<json, std::string> arguments_of(const net::HttpRequest& request);

}  // namespace tocsin::sandbox
