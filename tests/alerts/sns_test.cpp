#include "bot/alerts/sns.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/alerts/payloads.h"

using namespace tocsin;
using namespace tocsin::alerts;
using namespace tocsin::alerts::testing;
using nlohmann::json;

namespace {

SnsMessage message_of(const json& body) {
    auto message = read_sns_message(body_of(body.dump()));
    REQUIRE(message.has_value());
    return std::move(*message);
}

}  // namespace

TEST_CASE("the signatures of the test vectors are accepted, and nothing else is") {
    const json vectors = read_json("sns-signed-testvectors.json");
    const auto certificate = vectors["signing_cert_pem"].get<std::string>();
    const Time then = parse_rfc3339("2026-01-21T14:40:00Z").value();
    int checked = 0;
    for (const auto& [name, vector] : vectors["vectors"].items()) {
        CAPTURE(name);
        const json& body = vector["message"];
        CHECK(check_sns_signature(message_of(body), certificate, then).has_value());
        for (const char* part :
             {"Message", "MessageId", "Subject", "Timestamp", "Token", "SubscribeURL", "TopicArn"}) {
            if (!body.contains(part)) continue;
            json changed = body;
            changed[part] = changed[part].get<std::string>() + " ";
            CHECK_MESSAGE(!check_sns_signature(message_of(changed), certificate, then).has_value(), part);
            ++checked;
        }
        json other = body;
        other["SignatureVersion"] = body["SignatureVersion"] == "1" ? "2" : "1";
        CHECK_FALSE(check_sns_signature(message_of(other), certificate, then).has_value());
        for (const char* version : {"", "3"}) {
            other["SignatureVersion"] = version;
            CHECK_FALSE(check_sns_signature(message_of(other), certificate, then).has_value());
        }
        for (const char* signature : {"", "AAAA", "not base64!"}) {
            json unsigned_one = body;
            unsigned_one["Signature"] = signature;
            CHECK_FALSE(check_sns_signature(message_of(unsigned_one), certificate, then).has_value());
        }
        for (const std::string bad :
             {"", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "x"})
            CHECK_FALSE(check_sns_signature(message_of(body), bad, then).has_value());
        CHECK_FALSE(check_sns_signature(message_of(body), certificate, then + 2h).has_value());
        CHECK_FALSE(check_sns_signature(message_of(body), certificate, then - 3h).has_value());
    }
    CHECK(checked > 20);
}

TEST_CASE("certificates and confirmations are asked of Amazon alone") {
    for (const char* good : {"https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem",
                             "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-1.pem"}) {
        CHECK(is_sns_certificate_address(good));
        CHECK(is_sns_address(good));
    }
    CHECK(is_sns_address("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1"));
    for (const char* bad :
         {"", "http://sns.us-east-1.amazonaws.com/x.pem",
          "https://sns.us-east-1.amazonaws.com.evil.example/x.pem",
          "https://evil.example/sns.us-east-1.amazonaws.com/x.pem",
          "https://sns.us-east-1.amazonaws.com@evil.example/x.pem",
          "https://sns.us-east-1.amazonaws.com:8443/x.pem", "https://SNS.us-east-1.amazonaws.com/x.pem",
          "https://sns.x.amazonaws.com/x.pem", "https://sns.a.b.amazonaws.com/x.pem",
          "https://sns..amazonaws.com/x.pem", "https://sns.us-east-1.amazonaws.com",
          "https://sns.us-east-1.amazonaws.com/x.pem\r\nHost: x",
          "https://s3.amazonaws.com/sns.us-east-1.pem", "https://sns.s3-us-west-2.amazonaws.com/x.pem",
          "https://sns.s3.amazonaws.com/x.pem"})
        CHECK_MESSAGE(!is_sns_address(bad), bad);
    for (const char* bad :
         {"https://sns.us-east-1.amazonaws.com/x.txt", "https://sns.us-east-1.amazonaws.com/?a=x.pem",
          "https://sns.us-east-1.amazonaws.com/#x.pem"})
        CHECK_MESSAGE(!is_sns_certificate_address(bad), bad);
}

TEST_CASE("a subscription asks to be confirmed, and is no alert") {
    const json body = read_json("sns-subscription-confirmation-aws-real.json");
    const auto message = message_of(body);
    CHECK(message.confirms_subscription());
    CHECK(is_sns_address(message.subscribe_url));
    CHECK(read_sns(body, "aws", read_at)->empty());
    CHECK_FALSE(read_sns_message(body_of(R"({"Type":"Notification"})")).has_value());
    CHECK_FALSE(read_sns_message(body_of(R"({"Type":"Gossip","MessageId":"1","TopicArn":"t"})")).has_value());
}

TEST_CASE("what is published by others is an alert by its subject") {
    const json body{{"Type", "Notification"},
                    {"MessageId", "1"},
                    {"TopicArn", "arn:aws:sns:x:1:t"},
                    {"Subject", "Backup failed"},
                    {"Message", "{\"job\":\"nightly\"}"},
                    {"Timestamp", "2026-01-21T14:32:05.200Z"}};
    const auto alerts = read_sns(body, "aws", read_at);
    REQUIRE(alerts.has_value());
    CHECK(alerts->front().title == "Backup failed");
    CHECK(alerts->front().key == "arn:aws:sns:x:1:t/Backup failed");
    CHECK(alerts->front().labels.at("topic") == "arn:aws:sns:x:1:t");
    json bare = body;
    bare.erase("Subject");
    bare["Message"] = "Line one\nLine two";
    CHECK(read_sns(bare, "aws", read_at)->front().title == "Line one");
    bare["Message"] = "";
    CHECK(read_sns(bare, "aws", read_at)->front().title == "Message from arn:aws:sns:x:1:t");
}

TEST_CASE("an alarm is known by its ARN, or by account, region and name") {
    const auto vectors = read_json("sns-signed-testvectors.json");
    const auto alerts = read_sns(vectors["vectors"]["notification_v2"]["message"], "aws", read_at);
    CHECK(alerts->front().key == "arn:aws:cloudwatch:us-east-1:123456789012:alarm:api-5xx");
    CHECK(alerts->front().labels.at("Service") == "api");
    CHECK(alerts->front().started == parse_rfc3339("2026-01-21T14:32:05.123Z").value());
}
