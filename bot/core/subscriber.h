// Somebody who gets the status page's entries by e-mail, from the moment the address was confirmed by a press
// on the page of a mail's link. Nothing but the address is known of them.
#pragma once

#include <optional>
#include <string>

#include "bot/base/ids.h"
#include "bot/base/time.h"

namespace tocsin {

using SubscriberId = NumberId<struct SubscriberTag>;

struct Subscriber {
    SubscriberId id;
    std::string address;  // lower case, checked
    Time asked;    // when the first of the last day's mails about the subscription itself was asked for
    int asks = 0;  // how many were, since then
    std::optional<Time> confirmed;
    bool operator==(const Subscriber&) const = default;
};

}  // namespace tocsin
