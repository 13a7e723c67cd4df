#include "bot/alerts/sns.h"

#include <algorithm>
#include <utility>

#include "bot/alerts/body.h"
#include "bot/alerts/extract.h"
#include "bot/alerts/read_by.h"
#include "bot/base/encoding.h"
#include "bot/base/foreign_json.h"
#include "bot/base/signature.h"
#include "bot/base/text.h"

namespace tocsin::alerts {

using nlohmann::json;

namespace {

Expected<SnsMessage> message_in(const json& body) {
    SnsMessage read;
    read.type = text_of(body, "Type");
    read.id = text_of(body, "MessageId");
    read.topic = text_of(body, "TopicArn");
    if (member(body, "Subject").is_string()) read.subject = text_of(body, "Subject");
    read.message = text_of(body, "Message");
    read.timestamp = text_of(body, "Timestamp");
    read.token = text_of(body, "Token");
    read.subscribe_url = text_of(body, "SubscribeURL");
    read.signature_version = text_of(body, "SignatureVersion");
    read.signature = text_of(body, "Signature");
    read.certificate_url = text_of(body, "SigningCertURL");
    const bool known =
        read.type == "Notification" || read.confirms_subscription() || read.type == "UnsubscribeConfirmation";
    if (!known || read.id.empty() || read.topic.empty())
        return fail(ErrorKind::invalid, "The body is no message of Amazon SNS. No alert was taken.");
    return read;
}

// The parts that are signed, each as its name and its value on a line.
std::string signed_bytes(const SnsMessage& message) {
    std::string bytes;
    const auto add = [&](std::string_view name, const std::string& value) {
        bytes.append(name).append("\n").append(value).append("\n");
    };
    add("Message", message.message);
    add("MessageId", message.id);
    if (message.type == "Notification") {
        if (message.subject) add("Subject", *message.subject);
        add("Timestamp", message.timestamp);
    } else {
        add("SubscribeURL", message.subscribe_url);
        add("Timestamp", message.timestamp);
        add("Token", message.token);
    }
    add("TopicArn", message.topic);
    add("Type", message.type);
    return bytes;
}

// sns.REGION.amazonaws.com or …com.cn. sns.s3-REGION… is somebody's bucket, not SNS.
bool is_sns_host(std::string_view host) {
    constexpr std::string_view first = "sns.";
    if (!host.starts_with(first)) return false;
    host.remove_prefix(first.size());
    const auto dot = host.find('.');
    if (dot == std::string_view::npos) return false;
    const std::string_view region = host.substr(0, dot);
    const std::string_view rest = host.substr(dot);
    const bool plain = std::ranges::all_of(
        region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    return region.size() >= 3 && plain && !region.starts_with("s3") &&
           (rest == ".amazonaws.com" || rest == ".amazonaws.com.cn");
}

// What is published by something other than CloudWatch: its subject is its title, and tells it apart.
Alert plain_alert(const SnsMessage& message, std::string_view source, Time now) {
    Alert alert;
    alert.source = source;
    const std::string text = clean_utf8(message.message);
    const std::string subject = clean_utf8(message.subject.value_or(""));
    alert.title = std::string(trim(subject.empty() ? first_line(trim(text)) : std::string_view(subject)));
    if (alert.title.empty()) alert.title = "Message from " + clean_utf8(message.topic);
    alert.key = clean_utf8(message.topic) + "/" + alert.title;
    alert.description = text;
    alert.labels = {{"topic", cut(clean_utf8(message.topic), longest_label / 4)}};
    const auto sent = time_in(message.timestamp);
    alert.started = sent ? std::min(*sent, now) : now;
    alert.started_is_said = sent.has_value();
    return within_limits(std::move(alert));
}

}  // namespace

Expected<SnsMessage> read_sns_message(const Payload& payload) {
    const auto body = json_of(payload);
    if (!body) return std::unexpected(body.error());
    return message_in(*body);
}

bool is_sns_address(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme) || url.size() > longest_address) return false;
    const std::string_view rest = url.substr(scheme.size());
    const auto slash = rest.find('/');
    const bool printable = std::ranges::all_of(rest, [](char c) { return c > ' ' && c < '\x7f'; });
    return printable && slash != std::string_view::npos && is_sns_host(rest.substr(0, slash));
}

bool is_sns_certificate_address(std::string_view url) {
    return is_sns_address(url) && url.ends_with(".pem") && !url.contains('?') && !url.contains('#');
}

Expected<void> check_sns_signature(const SnsMessage& message, std::string_view certificate, Time now) {
    const bool first = message.signature_version == "1";
    if (!first && message.signature_version != "2")
        return fail(ErrorKind::forbidden,
                    "The version of the message's signature is not known. Nothing was taken.");
    const auto signature = from_base64(message.signature);
    const auto digest = first ? SignatureDigest::sha1 : SignatureDigest::sha256;
    if (!signature || !is_signed_by(certificate, digest, signed_bytes(message), *signature)) {
        return fail(ErrorKind::forbidden,
                    "The message's signature is not that of its certificate. Nothing was taken.");
    }
    const auto sent = time_in(message.timestamp);
    if (!sent || now - *sent > oldest_sns_message || *sent - now > oldest_sns_message)
        return fail(ErrorKind::forbidden, "The message was signed more than an hour ago. Nothing was taken.");
    return {};
}

Expected<std::vector<Alert>> read_sns(const json& body, std::string_view source, Time now) {
    const auto message = message_in(body);
    if (!message) return std::unexpected(message.error());
    if (message->type != "Notification") return std::vector<Alert>{};
    const auto inner = parsed(message->message);
    const KindFile& cloudwatch = kind_file("cloudwatch");
    if (inner && applies(cloudwatch.variants.front(), Lookup(*inner, *inner)))
        return read_by(cloudwatch, *inner, source, now);
    return std::vector{plain_alert(*message, source, now)};
}

}  // namespace tocsin::alerts
