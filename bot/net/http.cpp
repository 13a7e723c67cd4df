#include "bot/net/http.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin::net {

std::string_view header(const std::vector<Header>& headers, std::string_view name) {
    for (const Header& each : headers)
        if (iequals(each.name, name)) return each.value;
    return {};
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    const auto append = [&](std::string_view text) {
        std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                     [](char c) { return c != '\r' && c != '\n'; });
    };
    append(name);
    out.append(": ");
    append(value);
    out.append("\r\n");
}

}  // namespace tocsin::net
