#include "bot/sandbox/arguments.h"

#include <utility>

#include "bot/base/form.h"
#include "bot/base/text.h"

namespace tocsin::sandbox {

namespace {

// Text fields only; files have their own upload address.
std::expected<std::map<std::string, std::string>, std::string> parse_multipart(std::string_view body,
                                                                               std::string_view type) {
    static constexpr std::string_view mark = "boundary=";
    const auto at = type.find(mark);
    if (at == std::string_view::npos) return std::unexpected("invalid_form_data");
    std::string boundary(type.substr(at + mark.size()));
    boundary = boundary.substr(0, boundary.find(';'));
    if (boundary.starts_with('"') && boundary.size() > 1) boundary = boundary.substr(1, boundary.size() - 2);
    const std::string delimiter = "--" + boundary;
    std::map<std::string, std::string> fields;
    auto from = body.find(delimiter);
    while (from != std::string_view::npos) {
        from += delimiter.size();
        const auto to = body.find(delimiter, from);
        if (to == std::string_view::npos) break;
        const auto part = body.substr(from, to - from);
        const auto blank = part.find("\r\n\r\n");
        const auto name_at = part.find("name=\"");
        if (blank == std::string_view::npos || name_at == std::string_view::npos || name_at > blank) {
            return std::unexpected("invalid_form_data");
        }
        auto name = part.substr(name_at + 6);
        name = name.substr(0, name.find('"'));
        auto value = part.substr(blank + 4);
        if (value.ends_with("\r\n")) value.remove_suffix(2);
        fields[std::string(name)] = value;
        from = to;
    }
    return fields;
}

}  // namespace

std::map<std::string, std::string> parse_form(std::string_view text) {
    std::map<std::string, std::string> fields;
    for (auto& [name, value] : read_form(text)) fields[name] = std::move(value);
    return fields;
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
        auto fields = parse_multipart(request.body, type);
        if (!fields) return std::unexpected(fields.error());
        return form(*fields);
    }
    return std::unexpected(type.empty() ? "missing_post_type" : "invalid_post_type");
}

}  // namespace tocsin::sandbox
