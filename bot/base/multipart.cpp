#include "bot/base/multipart.h"

#include "bot/base/text.h"

namespace tocsin {
namespace {

// Of a header: boundary=x, name="y". Empty when absent; the name in filename="z" is none.
std::string_view parameter_of(std::string_view header, std::string_view name) {
    const auto mark = std::string(name) + "=";
    const auto lower = to_lower(header);
    for (auto at = lower.find(mark); at != std::string::npos; at = lower.find(mark, at + 1)) {
        if (at == 0 || std::string_view("; \t").find(lower[at - 1]) == std::string_view::npos) continue;
        const auto value = header.substr(at + mark.size());
        return value.starts_with('"') ? value.substr(1, value.find('"', 1) - 1)
                                      : value.substr(0, value.find_first_of("; \t\r\n"));
    }
    return {};
}

}  // namespace

std::optional<FormFields> read_multipart(std::string_view body, std::string_view content_type) {
    const auto boundary = parameter_of(content_type, "boundary");
    if (boundary.empty()) return std::nullopt;
    const auto line = "\r\n--" + std::string(boundary);
    // The first line has no other before it, unless there is a preamble.
    const bool begins = body.starts_with(std::string_view(line).substr(2));
    const auto preamble = begins ? 0 : body.find(line);
    if (preamble == std::string_view::npos) return std::nullopt;
    auto rest = body.substr(preamble + line.size() - (begins ? 2 : 0));
    FormFields fields;
    while (!rest.starts_with("--")) {
        const auto end = rest.find(line);
        const auto part = rest.substr(0, end);
        const auto blank = part.find("\r\n\r\n");
        if (blank == std::string_view::npos) return std::nullopt;
        const auto name = parameter_of(part.substr(0, blank), "name");
        if (name.empty()) return std::nullopt;
        fields.emplace_back(name, part.substr(blank + 4));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + line.size());
    }
    return fields;
}

}  // namespace tocsin
