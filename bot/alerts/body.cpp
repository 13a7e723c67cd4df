#include "bot/alerts/body.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/text.h"

namespace tocsin::alerts {

using nlohmann::json;

namespace {

// Where senders of forms put their JSON: Uptime Kuma, GitHub.
constexpr std::array<std::string_view, 2> form_fields{"data", "payload"};

std::string from_form(std::string_view body) {
    const auto fields = read_form(body);
    for (const std::string_view name : form_fields) {
        if (const auto value = field_of(fields, name); !value.empty()) return std::string(value);
    }
    return std::string(body);
}

std::string_view boundary_of(std::string_view content_type) {
    const auto at = content_type.find("boundary=");
    if (at == std::string_view::npos) return {};
    std::string_view boundary = content_type.substr(at + 9);
    boundary = trim(boundary.substr(0, boundary.find(';')));
    if (boundary.size() > 1 && boundary.front() == '"')
        boundary = boundary.substr(1, boundary.find('"', 1) - 1);
    return boundary;
}

std::string from_parts(std::string_view body, std::string_view content_type) {
    const std::string_view boundary = boundary_of(content_type);
    if (boundary.empty()) return std::string(body);
    const std::string line = "\r\n--" + std::string(boundary);
    for (const std::string_view name : form_fields) {
        const auto named = body.find(fmt::format("name=\"{}\"", name));
        if (named == std::string_view::npos) continue;
        const auto begins = body.find("\r\n\r\n", named);
        if (begins == std::string_view::npos) continue;
        const std::string_view content = body.substr(begins + 4);
        return std::string(content.substr(0, content.find(line)));
    }
    return std::string(body);
}

}  // namespace

Expected<json> parsed(std::string_view text) {
    const std::string clean = valid_utf8(text) ? std::string() : clean_utf8(text);
    json body = parse_foreign(clean.empty() ? text : clean, deepest_body);
    if (body.is_discarded()) {
        return fail(
            ErrorKind::invalid,
            fmt::format(
                "The body is no JSON, or its lists and objects are more than {} deep in each other. No "
                "alert was taken.",
                deepest_body));
    }
    return body;
}

Expected<json> json_of(const Payload& payload) {
    if (payload.body.size() > largest_body) {
        return fail(ErrorKind::invalid,
                    "The body is larger than 1 MiB. No alert was taken; send fewer at once.");
    }
    // What is JSON is no form, whatever it is called: curl calls everything one.
    const std::string_view start = trim(payload.body);
    if (start.starts_with('{') || start.starts_with('[')) return parsed(payload.body);
    const std::string type = to_lower(payload.content_type);
    if (type.starts_with("application/x-www-form-urlencoded")) return parsed(from_form(payload.body));
    if (type.starts_with("multipart/form-data"))
        return parsed(from_parts(payload.body, payload.content_type));
    return parsed(payload.body);
}

}  // namespace tocsin::alerts
