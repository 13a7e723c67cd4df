// Who may play a person: programs on this machine, and the page that the stand-in served itself. Not a web
// page from elsewhere, whatever name it gave this machine.
#pragma once

#include <string>
#include <string_view>

#include "bot/net/http.h"

namespace tocsin::sandbox {

bool is_loopback_name(std::string_view host);  // localhost, 127.x, [::1], with or without a port
bool may_drive(const net::HttpRequest& request);

std::string_view content_type(std::string_view file_name);
inline constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

}  // namespace tocsin::sandbox
