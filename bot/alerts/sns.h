// Amazon SNS: notifications of CloudWatch alarms and of anything else that publishes to a topic, and the
// signature that shows they are Amazon's. Fetching the certificate and confirming a subscription is for the
// caller, who has the network. The rules are those of AWS's "Verifying the signatures of Amazon SNS
// messages".
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/alerts/readers.h"
#include "bot/base/error.h"
#include "bot/base/time.h"
#include "bot/core/alert.h"

namespace tocsin::alerts {

struct SnsMessage {
    std::string type;  // Notification, SubscriptionConfirmation or UnsubscribeConfirmation
    std::string id;    // the same when it is delivered again
    std::string topic;
    std::optional<std::string> subject;
    std::string message;
    std::string timestamp;
    std::string token;          // of a confirmation
    std::string subscribe_url;  // of a confirmation: asked for once, it confirms
    std::string signature_version;
    std::string signature;        // base64
    std::string certificate_url;  // whose key signed it
    bool operator==(const SnsMessage&) const = default;

    bool confirms_subscription() const { return type == "SubscriptionConfirmation"; }
};

// Error: it is no message of SNS.
Expected<SnsMessage> read_sns_message(const Payload& payload);

// https, and a host of Amazon's SNS: nothing else may be asked for a certificate, or for a confirmation.
bool is_sns_address(std::string_view url);
bool is_sns_certificate_address(std::string_view url);

// SNS tries for an hour; its last try may take its time.
inline constexpr Duration oldest_sns_message = 65min;

// Error forbidden: signed by somebody else, changed, or older than that. `certificate` is the PEM from its
// certificate_url, which the caller has checked by is_sns_certificate_address.
Expected<void> check_sns_signature(const SnsMessage& message, std::string_view certificate, Time now);

// As read_alerts: a confirmation is nothing to tell.
Expected<std::vector<Alert>> read_sns(const nlohmann::json& body, std::string_view source, Time now);

}  // namespace tocsin::alerts
