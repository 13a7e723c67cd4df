// The signature scheme of Standard Webhooks, for what we send and for what comes back. What a message says is
// in webhook.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

class StandardWebhooks {
  public:
    // `current`: whsec_ and base64 of 24 to 64 bytes; `old`: the one before it while secrets are rotated, or
    // empty. Error: invalid, without the secret.
    static Expected<StandardWebhooks> with(const Secret& current, const Secret& old);

    // `id`: letters, digits, _ and -; the same over all attempts.
    std::vector<Header> headers(std::string_view id, Time now, std::string_view body) const;

    // Error: forbidden, unless signed with one of the secrets in the last five minutes.
    Expected<void> verify(const Incoming& incoming) const;

  private:
    std::vector<Secret> keys_;  // decoded; the current one first
};

}  // namespace tocsin::channels
