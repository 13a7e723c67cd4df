#include "bot/channels/standard_webhooks.h"

#include <fmt/format.h>

#include <charconv>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"

namespace tocsin::channels {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::string_view version = "v1,";
constexpr Duration tolerance = 5min;

Expected<Secret> decoded(const Secret& secret) {
    constexpr std::size_t shortest_key = 24;
    constexpr std::size_t longest_key = 64;
    std::string_view text = secret.reveal();
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    auto key = from_base64(text);
    if (!key || key->size() < shortest_key || key->size() > longest_key)
        return fail(ErrorKind::invalid, "The secret is not whsec_ and base64 of 24 to 64 bytes.");
    return Secret(std::move(*key));
}

std::string sign(const Secret& key, std::string_view id, std::string_view timestamp, std::string_view body) {
    return base64(hmac_sha256(key.reveal(), fmt::format("{}.{}.{}", id, timestamp, body)));
}

}  // namespace

Expected<StandardWebhooks> StandardWebhooks::with(const Secret& current, const Secret& old) {
    StandardWebhooks scheme;
    for (const Secret& secret : {current, old}) {
        if (secret.empty() && !scheme.keys_.empty()) continue;
        auto key = decoded(secret);
        if (!key) return std::unexpected(key.error());
        scheme.keys_.push_back(std::move(*key));
    }
    return scheme;
}

std::vector<Header> StandardWebhooks::headers(std::string_view id, Time now, std::string_view body) const {
    const std::string timestamp = std::to_string(unix_seconds(now));
    std::string signatures;
    for (const Secret& key : keys_) {
        if (!signatures.empty()) signatures += ' ';
        signatures.append(version).append(sign(key, id, timestamp, body));
    }
    return {
        {"webhook-id", std::string(id)}, {"webhook-timestamp", timestamp}, {"webhook-signature", signatures}};
}

Expected<void> StandardWebhooks::verify(const Incoming& incoming) const {
    const auto refuse = [](std::string_view what) {
        return fail(ErrorKind::forbidden, fmt::format("The callback {}. Nothing was done.", what));
    };
    const auto id = header(incoming.headers, "webhook-id");
    const auto timestamp = header(incoming.headers, "webhook-timestamp");
    const auto signatures = header(incoming.headers, "webhook-signature");
    std::int64_t at = 0;
    const auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), at);
    if (id.empty() || error != std::errc() || end != timestamp.data() + timestamp.size())
        return refuse("carries no signature of Standard Webhooks");
    bool good = false;
    for (const Secret& key : keys_) {
        const std::string expected = sign(key, id, timestamp, incoming.body);
        for (const auto each : split(signatures, ' '))
            good = (each.starts_with(version) &&
                    equal_in_constant_time(each.substr(version.size()), expected)) ||
                   good;
    }
    if (!good) return refuse("is not signed with the webhook's secret");
    if (at < unix_seconds(incoming.now - tolerance) || at > unix_seconds(incoming.now + tolerance))
        return refuse("is not of the last five minutes");
    return {};
}

}  // namespace tocsin::channels
