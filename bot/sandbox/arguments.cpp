#include "bot/sandbox/arguments.h"

#include <utility>

#include "bot/base/form.h"
#include "bot/base/multipart.h"
#include "bot/base/text.h"

namespace tocsin::sandbox {

namespace {

std::map<std::string, std::string> by_name(FormFields fields) {
    std::map<std::string, std::string> all;
    for (auto& [name, value] : fields) all[name] = std::move(value);
    return all;
}

}  // namespace

std::map<std::string, std::string> parse_form(std::string_view text) {
    return by_name(read_form(text));
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::map<std::string, std::string> query_of(std::string_view target) {
    const auto mark = target.find('?');
    return mark == std::string_view::npos ? std::map<std::string, std::string>()
                                          : parse_form(target.substr(mark + 1));
}

std::expected<json, std::string> arguments_of(const net::HttpRequest& request) {
    json arguments = json(query_of(request.target));
    if (!arguments.is_object()) arguments = json::object();
    arguments.erase("token");  // never in the query
    const auto type = net::header(request.headers, "Content-Type");
    if (request.body.empty()) return arguments;
    const auto form = [&](const std::map<std::string, std::string>& fields) {
        for (const auto& [name, value] : fields) arguments[name] = value;
        return arguments;
    };
    if (type.starts_with("application/json")) {
        json body = json::parse(request.body, nullptr, false);
        if (body.is_discarded()) return std::unexpected("invalid_json");
        if (!body.is_object()) return std::unexpected("json_not_object");
        arguments.update(body);
        return arguments;
    }
    if (type.starts_with("application/x-www-form-urlencoded")) return form(parse_form(request.body));
    if (type.starts_with("multipart/form-data")) {
        auto fields = read_multipart(request.body, type);
        if (!fields) return std::unexpected("invalid_form_data");
        return form(by_name(*std::move(fields)));
    }
    return std::unexpected(type.empty() ? "missing_post_type" : "invalid_post_type");
}

}  // namespace tocsin::sandbox
