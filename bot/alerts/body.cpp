#include "bot/alerts/body.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/multipart.h"
#include "bot/base/text.h"

namespace tocsin::alerts {

using nlohmann::json;

namespace {

// Where senders of forms put their JSON: Uptime Kuma, GitHub.
constexpr std::array<std::string_view, 2> form_fields{"data", "payload"};

std::string json_in(const FormFields& fields, std::string_view body) {
    for (const std::string_view name : form_fields) {
        if (const auto value = field_of(fields, name); !value.empty()) return std::string(value);
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
    if (type.starts_with("application/x-www-form-urlencoded"))
        return parsed(json_in(read_form(payload.body), payload.body));
    if (type.starts_with("multipart/form-data")) {
        const auto fields = read_multipart(payload.body, payload.content_type);
        return parsed(json_in(fields.value_or(FormFields{}), payload.body));
    }
    return parsed(payload.body);
}

}  // namespace tocsin::alerts
