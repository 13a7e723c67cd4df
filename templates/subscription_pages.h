// The pages of a subscription to the status page by e-mail: asking for one, confirming it, leaving. Each
// works without JavaScript; a link alone changes nothing, a button does.
#pragma once

#include <string>
#include <string_view>

#include "templates/status_view.h"

namespace tocsin::templates {

inline constexpr std::string_view subscribe_path = "/status/subscribe";
inline constexpr std::string_view subscription_path = "/status/subscription";  // and / and the token

// A form for the address, as part of a page.
std::string subscribe_form(const StatusView& view);
std::string subscribe_page(const StatusView& view);
// The same again, for what was typed is no address.
std::string not_an_address_page(const StatusView& view);
// Says the same whether the address is subscribed, waits, or was asked for too often.
std::string asked_page(const StatusView& view);

std::string confirm_page(const StatusView& view);
std::string confirmed_page(const StatusView& view);
std::string leave_page(const StatusView& view);
std::string left_page(const StatusView& view);
std::string no_subscription_page(const StatusView& view);  // of a link that means nothing (any more)

}  // namespace tocsin::templates
