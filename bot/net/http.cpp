#include "bot/net/http.h"

#include "bot/base/text.h"

namespace tocsin::net {

std::string_view header(const std::vector<Header>& headers, std::string_view name) {
    for (const Header& each : headers)
        if (iequals(each.name, name)) return each.value;
    return {};
}

}  // namespace tocsin::net
