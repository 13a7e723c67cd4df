#include "bot/base/signature.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/jwt.h"

using namespace tocsin;
using nlohmann::json;

namespace {

json vectors() {
    std::ifstream file(TOCSIN_SOURCE_DIR "/tests/base/signature-testvectors.json");
    return json::parse(file);
}

std::string text(const json& from, const char* name) {
    return from.at(name).get<std::string>();
}

std::string joined(const json& parameters) {
    std::string out;  // a json object is sorted by name, as the schemes want it
    for (const auto& [name, value] : parameters.items()) out += name + value.get<std::string>();
    return out;
}

}  // namespace

TEST_CASE("what is named by SHA-1 gets the name that it has elsewhere") {
    CHECK(sha1_hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST_CASE("Twilio's signatures are HMAC-SHA1 over the address and the sorted fields") {
    const json twilio = vectors().at("twilio");
    REQUIRE(twilio.at("vectors").size() == 5);
    for (const json& each : twilio.at("vectors")) {
        CAPTURE(text(each, "desc"));
        const auto bytes = text(each, "url") + joined(each.at("params"));
        CHECK(bytes == text(each, "string_to_sign"));
        CHECK(base64(hmac_sha1(text(each, "auth_token"), bytes)) == text(each, "signature"));
    }
    const json& body = twilio.at("json_body");
    CHECK(text(body, "url").ends_with("bodySHA256=" + sha256_hex(text(body, "body"))));
    CHECK(base64(hmac_sha1(text(body, "auth_token"), text(body, "url"))) == text(body, "signature"));
}

TEST_CASE("Standard Webhooks sign identifier, time and body with the decoded secret") {
    const json scheme = vectors().at("standard_webhooks");
    const auto key = from_base64(text(scheme, "secret").substr(6));
    REQUIRE(key.has_value());
    CHECK(hex(*key) == text(scheme, "key_hex"));
    for (const json& each : scheme.at("vectors")) {
        const auto bytes = text(each, "id") + "." + std::to_string(each.at("timestamp").get<long>()) + "." +
                           text(each, "body");
        CHECK("v1," + base64(hmac_sha256(*key, bytes)) == text(each, "signature"));
    }
}

TEST_CASE("schemes that sign the body alone are HMAC-SHA256 in hex") {
    const json all = vectors();
    for (const auto& [name, prefix] : std::map<std::string, std::string>{
             {"github", "sha256="}, {"pagerduty_v3", "v1="}, {"sentry", ""}, {"grafana", ""}}) {
        CAPTURE(name);
        const json& each = all.at(name);
        CHECK(prefix + hex(hmac_sha256(text(each, "secret"), text(each, "body"))) == text(each, "signature"));
    }
    const json& timed = all.at("grafana").at("with_timestamp");
    CHECK(hex(hmac_sha256(text(all.at("grafana"), "secret"), text(timed, "signed"))) ==
          text(timed, "signature"));
}

TEST_CASE("Plivo's signature is HMAC-SHA256 over address, fields and nonce") {
    const json plivo = vectors().at("plivo_v3");
    const auto bytes = text(plivo, "url") + "." + joined(plivo.at("params")) + "." + text(plivo, "nonce");
    CHECK(bytes == text(plivo, "string_to_sign"));
    CHECK(base64(hmac_sha256(text(plivo, "auth_token"), bytes)) == text(plivo, "signature"));
}

TEST_CASE("Vonage's signed webhook is a JWT whose claims hold the digest of the body") {
    const json vonage = vectors().at("vonage_signed_webhook");
    const auto claims = hs256_claims(text(vonage, "jwt"), Secret(text(vonage, "signature_secret")));
    REQUIRE(claims.has_value());
    CHECK(text(json::parse(*claims), "payload_hash") == sha256_hex(text(vonage, "body")));
    CHECK_FALSE(hs256_claims(text(vonage, "jwt"), Secret("another")));
    CHECK_FALSE(hs256_claims(text(vonage, "jwt") + ".x", Secret(text(vonage, "signature_secret"))));
    CHECK_FALSE(hs256_claims("", Secret("")));
    CHECK_FALSE(hs256_claims("e30.e30.", Secret("")));
}

TEST_CASE("AWS's signature is a chain of HMAC-SHA256") {
    const json aws = vectors().at("aws_sigv4");
    const auto date = text(aws, "x_amz_date");
    const std::string scope = date.substr(0, 8) + "/us-east-1/sns/aws4_request";
    const auto request = "POST\n/\n\ncontent-type:" + text(aws, "content_type") +
                         "\nhost:sns.us-east-1.amazonaws.com\nx-amz-date:" + date +
                         "\n\ncontent-type;host;x-amz-date\n" + sha256_hex(text(aws, "body"));
    auto key = hmac_sha256("AWS4" + text(aws, "secret_key"), date.substr(0, 8));
    for (const char* part : {"us-east-1", "sns", "aws4_request"}) key = hmac_sha256(key, part);
    const auto bytes = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256_hex(request);
    CHECK(text(aws, "authorization").ends_with("Signature=" + hex(hmac_sha256(key, bytes))));
}

TEST_CASE("what is no RSA key is refused with a sentence that does not repeat it") {
    for (const char* pem :
         {"", "canary", "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n"}) {
        const auto key = RsaKey::from_pem(Secret(pem));
        REQUIRE_FALSE(key.has_value());
        CHECK(key.error().kind == ErrorKind::invalid);
        CHECK(key.error().message.find("canary") == std::string::npos);
    }
}
