#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "bot/web/public_door.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::web;

namespace {

const Time now = channels::adapters::now;

constexpr const char* firing =
    R"({"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"Down"},)"
    R"("annotations":{},"startsAt":"2025-01-21T14:32:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"f1"}]})";

struct Door {
    Metrics metrics;
    PublicDoor door{{{},
                     "",
                     {},
                     {},
                     {{"am", "alertmanager", {}, {Secret("new-token"), Secret("old-token")}},
                      {"pd", "pagerduty", {}, {Secret("routing-key")}},
                      {"og", "opsgenie", {}, {Secret("genie-key")}},
                      {"hub", "github", {}, {Secret("hub-secret")}},
                      {"sns", "sns", {}, {Secret("topic-token")}},
                      {"off", "json", {}, {}}}},
                    metrics};

    Taken posts(const std::string& target, const std::string& body, std::vector<net::Header> headers = {},
                Time at = now, const std::string& method = "POST") {
        headers.push_back({"Content-Type", "application/json"});
        return door.take({.method = method,
                          .target = target,
                          .headers = std::move(headers),
                          .body = body,
                          .peer = "192.0.2.1"},
                         at);
    }
    static std::vector<net::Header> bearer(const std::string& token) {
        return {{"Authorization", "Bearer " + token}};
    }
    static const engine::AlertsCame& handed(const Taken& taken) {
        REQUIRE(std::holds_alternative<Handed>(taken));
        CHECK(std::get<Handed>(taken).json);
        return std::get<engine::AlertsCame>(std::get<Handed>(taken).what);
    }
    static const net::HttpResponse& refused(const Taken& taken, int status) {
        REQUIRE(std::holds_alternative<net::HttpResponse>(taken));
        const auto& response = std::get<net::HttpResponse>(taken);
        CHECK(response.status == status);
        CHECK(net::header(response.headers, "Content-Type") == "application/json");
        CHECK(nlohmann::json::accept(response.body));
        return response;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Door, "a source's alerts are taken with its token, wherever it stands") {
    const std::string at = "/api/v1/alerts/am";
    for (const auto& token : {"new-token", "old-token"}) {
        CHECK(handed(posts(at, firing, bearer(token))).alerts.size() == 1);
        CHECK(handed(posts(at + "?token=" + token, firing)).source == "am");
        const auto basic = base64(fmt::format("user:{}", token));
        CHECK(handed(posts(at, firing, {{"Authorization", "Basic " + basic}})).alerts.size() == 1);
    }
    const auto taken = posts(at, firing, bearer("new-token"));
    CHECK(handed(taken).alerts[0].key == "f1");
    CHECK(handed(taken).manner == engine::AlertsCame::Manner::ids);
    CHECK(metrics.value(engine::Metric::alerts, {"am", "firing"}) == 7);
}

TEST_CASE_FIXTURE(Door, "a wrong token, another source's and an unknown source are refused alike") {
    for (const auto& [target, token] : std::vector<std::pair<std::string, std::string>>{
             {"/api/v1/alerts/am", "wrong"},
             {"/api/v1/alerts/am", ""},
             {"/api/v1/alerts/am", "routing-key"},
             {"/api/v1/alerts/off", ""},
             {"/api/v1/alerts/nobody", "new-token"},
         }) {
        CHECK(refused(posts(target, firing, bearer(token)), 401).body.starts_with("{\"error\":\""));
    }
    CHECK(metrics.value(engine::Metric::alerts_refused, {"token"}) == 5);
}

TEST_CASE_FIXTURE(Door, "guessing is slowed down and keeps nobody out who has a token") {
    for (int i = 0; i < 20; ++i) posts("/api/v1/alerts/am", firing, bearer("wrong"));
    const auto answer = posts("/api/v1/alerts/am", firing, bearer("wrong"));
    CHECK(net::header(refused(answer, 429).headers, "Retry-After") == "60");
    CHECK(handed(posts("/api/v1/alerts/am", firing, bearer("new-token"))).source == "am");
}

TEST_CASE_FIXTURE(Door, "a flood of one source does not hinder another") {
    for (int i = 0; i < 500; ++i) handed(posts("/api/v1/alerts/am", firing, bearer("new-token")));
    const auto answer = posts("/api/v1/alerts/am", firing, bearer("old-token"));
    CHECK(net::header(refused(answer, 429).headers, "Retry-After") == "1");
    handed(posts("/v2/enqueue", R"({"routing_key":"routing-key","event_action":"resolve","dedup_key":"a"})"));
    handed(posts("/api/v1/alerts/am", firing, bearer("new-token"), now + 1s));
}

TEST_CASE_FIXTURE(Door, "what cannot be read is refused with a reason") {
    for (const std::string& body : std::vector<std::string>{
             std::string(), std::string("{"), std::string("[]"), std::string("nul\0l", 5),
             std::string("\xff\xfe"), std::string(100'000, '['), std::string(R"({"alerts":7})"),
             std::string(R"({"alerts":NaN})"), std::string("\xef\xbb\xbf")}) {
        const auto answer = posts("/api/v1/alerts/am", body, bearer("new-token"));
        CHECK(refused(answer, 400).body.size() > 20);
    }
    CHECK(net::header(refused(posts("/api/v1/alerts/am", "", bearer("new-token"), now, "GET"), 405).headers,
                      "Allow") == "POST");
}

TEST_CASE_FIXTURE(Door, "PagerDuty's senders find their source by the routing key") {
    const auto event = [](const std::string& key) {
        return nlohmann::json{
            {"routing_key", key},
            {"event_action", "trigger"},
            {"dedup_key", "d1"},
            {"payload", {{"summary", "Disk full"}, {"source", "db1"}, {"severity", "critical"}}}}
            .dump();
    };
    const auto taken = posts("/v2/enqueue", event("routing-key"));
    CHECK(handed(taken).source == "pd");
    CHECK(handed(taken).manner == engine::AlertsCame::Manner::pagerduty);
    REQUIRE(handed(taken).alerts.size() == 1);
    CHECK(handed(taken).alerts[0].key == "d1");
    CHECK(handed(taken).alerts[0].severity == Severity::sev1);
    const auto wrong = posts("/v2/enqueue", event("wrong"));
    CHECK(refused(wrong, 401).body.starts_with(R"({"status":"invalid event")"));
    const auto unreadable = posts("/v2/enqueue", R"({"routing_key":"routing-key"})");
    CHECK(refused(unreadable, 400).body.starts_with(R"({"status":"invalid event")"));
}

TEST_CASE_FIXTURE(Door, "Opsgenie's senders open and close by alias") {
    const std::vector<net::Header> genie{{"Authorization", "GenieKey genie-key"}};
    for (const std::string prefix : {"", "/opsgenie"}) {
        const auto made =
            posts(prefix + "/v2/alerts", R"({"message":"Disk full","alias":"a1","priority":"P1"})", genie);
        CHECK(handed(made).manner == engine::AlertsCame::Manner::opsgenie);
        REQUIRE(handed(made).alerts.size() == 1);
        CHECK(handed(made).alerts[0].key == "a1");
        CHECK(handed(made).alerts[0].severity == Severity::sev1);
        const auto closed = posts(prefix + "/v2/alerts/a1/close?identifierType=alias", "{}", genie);
        REQUIRE(handed(closed).alerts.size() == 1);
        CHECK(handed(closed).alerts[0].key == "a1");
        CHECK(handed(closed).alerts[0].status == Alert::Status::resolved);
        CHECK(handed(posts(prefix + "/v2/alerts/a1/acknowledge?identifierType=alias", "{}", genie))
                  .alerts.empty());
    }
    CHECK(refused(posts("/v2/alerts", "{}"), 401).body.starts_with(R"({"message":)"));
}

TEST_CASE_FIXTURE(Door, "a topic of Amazon's is confirmed, and nothing else is asked for") {
    const auto wanted = [&](const std::string& type, const std::string& url) {
        const nlohmann::json message{{"Type", type},
                                     {"MessageId", "1"},
                                     {"TopicArn", "arn:aws:sns:eu-west-1:123456789012:alarms"},
                                     {"Message", "You have chosen to subscribe"},
                                     {"SubscribeURL", url},
                                     {"Token", "t"},
                                     {"Timestamp", "2025-01-21T14:32:00.000Z"}};
        const auto taken = posts("/api/v1/alerts/sns?token=topic-token", message.dump());
        CHECK((type != "SubscriptionConfirmation" || handed(taken).alerts.empty()));
        return handed(taken).confirm_url;
    };
    const std::string amazons = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
    CHECK(wanted("SubscriptionConfirmation", amazons) == amazons);
    CHECK(wanted("Notification", amazons).empty());
    CHECK(wanted("UnsubscribeConfirmation", amazons).empty());
    CHECK(wanted("SubscriptionConfirmation", "https://sns.eu-west-1.amazonaws.com.evil.example/").empty());
}

namespace {

// Messages whose certificate stands beside them.
struct SignedDoor : Door {
    nlohmann::json vectors = nlohmann::json::parse(
        std::ifstream(TOCSIN_SOURCE_DIR "/tests/alerts/payloads/sns-signed-testvectors.json"));
    std::string certificate = vectors.at("signing_cert_pem").get<std::string>();
    Time then = parse_rfc3339("2026-01-21T14:40:00Z").value();

    SignedDoor() { door.check_signatures(); }
    Taken says(const nlohmann::json& message) {
        return posts("/api/v1/alerts/sns?token=topic-token", message.dump(), {}, then);
    }
    nlohmann::json message(const std::string& name) { return vectors.at("vectors").at(name).at("message"); }
    static std::string wanted(const Taken& taken) {
        REQUIRE(std::holds_alternative<CertificateWanted>(taken));
        return std::get<CertificateWanted>(taken).url;
    }
};

}  // namespace

TEST_CASE_FIXTURE(SignedDoor, "a message of SNS counts when Amazon's certificate says so") {
    for (const auto& [name, vector] : vectors.at("vectors").items()) {
        CAPTURE(name);
        const auto& said = vector.at("message");
        if (const auto taken = says(said); std::holds_alternative<CertificateWanted>(taken))
            door.learn(wanted(taken), certificate);
        const bool alarms = said.at("Type") == "Notification";
        CHECK(handed(says(said)).alerts.size() == (alarms ? 1 : 0));
        CHECK(handed(says(said)).confirm_url.empty() == alarms);
        auto altered = said;
        altered["Message"] = said.at("Message").get<std::string>() + " ";
        CHECK(refused(says(altered), 401).body.contains("signature is not that of its certificate"));
        altered = said;
        altered.erase("Signature");
        refused(says(altered), 401);
    }
    CHECK(metrics.value(engine::Metric::alerts_refused, {"signature"}) >= 6);
    refused(posts("/api/v1/alerts/sns?token=wrong", message("notification_v2").dump(), {}, then), 401);
    const auto late =
        posts("/api/v1/alerts/sns?token=topic-token", message("notification_v2").dump(), {}, then + 2h);
    CHECK(refused(late, 401).body.contains("more than an hour ago"));
}

TEST_CASE_FIXTURE(SignedDoor,
                  "nobody but Amazon is asked for a certificate, and only for who has the token") {
    auto said = message("notification_v1");
    for (const auto* elsewhere :
         {"", "https://evil.example/x.pem", "http://sns.us-east-1.amazonaws.com/x.pem",
          "https://sns.us-east-1.amazonaws.com.evil.example/x.pem", "https://169.254.169.254/x.pem"}) {
        said["SigningCertURL"] = elsewhere;
        CHECK(refused(says(said), 401).body.contains("names no certificate of Amazon SNS"));
    }
    refused(posts("/api/v1/alerts/sns", message("notification_v1").dump(), {}, then), 401);
    refused(says({{"Type", "Notification"}}), 400);
}

TEST_CASE_FIXTURE(SignedDoor, "the token of an SNS source opens no address where nobody signs") {
    refused(posts("/v2/enqueue", R"({"routing_key":"topic-token","event_action":"trigger","payload":{}})"),
            401);
    refused(posts("/v2/alerts", R"({"message":"x"})", {{"Authorization", "GenieKey topic-token"}}), 401);
}

TEST_CASE("certificates are kept, the newest ones, and each once") {
    Certificates certificates;
    const auto address = [](std::size_t n) { return fmt::format("https://sns.x.amazonaws.com/{}.pem", n); };
    certificates.learn(address(0), "old");
    for (std::size_t n = 1; n < Certificates::most; ++n) certificates.learn(address(n), "pem");
    certificates.learn(address(0), "new");
    CHECK(*certificates.of(address(0)) == "new");
    certificates.learn(address(Certificates::most), "pem");
    CHECK(certificates.of(address(1)) == nullptr);
    CHECK(certificates.of(address(0)) != nullptr);
    CHECK(certificates.of(address(2)) != nullptr);
}

TEST_CASE_FIXTURE(Door, "a signature over the body stands for the token") {
    const std::string body = R"({"zen":"Keep it logically awesome.","hook_id":1})";
    const auto signature = "sha256=" + hex(hmac_sha256("hub-secret", body));
    const std::vector<net::Header> headers{{"X-GitHub-Event", "ping"}, {"X-Hub-Signature-256", signature}};
    CHECK(handed(posts("/api/v1/alerts/hub", body, headers)).alerts.empty());
    refused(posts("/api/v1/alerts/hub", body + " ", headers), 401);
    refused(posts("/api/v1/alerts/am", body, headers), 401);
    refused(
        posts("/api/v1/alerts/hub", body, {{"X-GitHub-Event", "ping"}, {"X-Hub-Signature-256", "sha256="}}),
        401);
}
