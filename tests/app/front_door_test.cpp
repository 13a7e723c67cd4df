// The listeners with their doors, and messages of Amazon SNS that have to be checked before the engine gets
// them. Amazon is a server on loopback here.
#include "bot/app/front_door.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "bot/config/load.h"
#include "bot/net/http_server.h"
#include "tests/net/network.h"

using namespace tocsin;
using namespace tocsin::app;
using nlohmann::json;

namespace {

const Time then = parse_rfc3339("2026-01-21T14:40:00Z").value();

std::string text_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

const json& vectors() {
    static const json read =
        json::parse(text_of(TOCSIN_SOURCE_DIR "/tests/alerts/payloads/sns-signed-testvectors.json"));
    return read;
}

struct House {
    boost::asio::io_context io;
    ManualClock clock{then};
    web::Metrics metrics;
    std::vector<engine::AlertsCame> taken;

    std::vector<std::string> asked_of_amazon;
    std::function<void(net::Responder)> amazon = [](net::Responder responder) {
        responder.respond({.body = vectors().at("signing_cert_pem").get<std::string>()});
    };
    std::unique_ptr<net::HttpServer> amazons;
    CertificateReader reader{io, {.is_public = [](const auto&) { return true; }}};
    std::unique_ptr<FrontDoor> door;
    std::string address;
    net::HttpClient sender{io, {.attempt = std::chrono::seconds{20}}};

    House() {
        auto opened = net::HttpServer::listen(
            io, {}, {.on_request = [this](const net::HttpRequest& request, net::Responder responder) {
                asked_of_amazon.push_back(request.target);
                amazon(std::move(responder));
            }});
        REQUIRE(opened);
        amazons = std::move(*opened);
        const auto loaded = config::load_text(
            "http: {listen: '127.0.0.1:0', admin_listen: ''}\n"
            "alerts: {sources: {topic: {kind: sns, token: topic-token-topic-token}}}\n",
            "tocsin.yaml", [](const std::string&) { return std::nullopt; }, {});
        REQUIRE(loaded.ok());
        auto made = FrontDoor::open(
            io, clock, loaded.configuration, {}, metrics,
            [this](const engine::RequestCame& request) {
                taken.push_back(std::get<engine::AlertsCame>(request.what));
                door->answer({request.id, {202, {}, "{}"}});
            },
            [this](const std::string& url, CertificateReader::OnRead on_read) {
                const auto path = url.substr(url.find('/', std::string_view("https://").size()));
                reader.read(fmt::format("http://127.0.0.1:{}{}", amazons->port(), path), std::move(on_read));
            });
        REQUIRE(made);
        door = std::move(*made);
        address = "http://" + door->listening().substr(std::string_view("http=").size());
    }

    net::OutgoingRequest post_of(const json& message) const {
        return {.url = address + "/api/v1/alerts/topic?token=topic-token-topic-token",
                .headers = {{"Content-Type", "text/plain; charset=UTF-8"}},
                .body = message.dump()};
    }
    int posts(const json& message) {
        const auto answer = test::fetch(io, sender, post_of(message));
        REQUIRE(answer);
        if (answer->status == 503) CHECK_FALSE(net::header(answer->headers, "Retry-After").empty());
        return answer->status;
    }
};

json message(const std::string& name) {
    return vectors().at("vectors").at(name).at("message");
}

}  // namespace

TEST_CASE_FIXTURE(House, "a signed message is taken, by both versions, and its certificate fetched once") {
    CHECK(posts(message("notification_v1")) == 202);
    CHECK(posts(message("notification_v2")) == 202);
    REQUIRE(taken.size() == 2);
    CHECK(taken[0].alerts.at(0).key == "arn:aws:cloudwatch:us-east-1:123456789012:alarm:api-5xx");
    auto forged = message("notification_v2");
    forged["Message"] = "{}";
    CHECK(posts(forged) == 401);
    CHECK(taken.size() == 2);
    CHECK(asked_of_amazon ==
          std::vector<std::string>{"/SimpleNotificationService-0000000000000000000000000000test.pem"});
}

TEST_CASE_FIXTURE(House, "messages that come together wait for one certificate") {
    std::optional<net::Responder> waiting;
    amazon = [&](net::Responder responder) { waiting.emplace(std::move(responder)); };
    std::vector<int> answers;
    for (int i = 0; i < 3; ++i) {
        sender.send(post_of(message("notification_v1")), Reach::anywhere,
                    [&](const net::HttpResult& result) { answers.push_back(result ? result->status : 0); });
    }
    test::run_until(io, [&] { return waiting.has_value(); });
    CHECK(answers.empty());
    waiting->respond({.body = vectors().at("signing_cert_pem").get<std::string>()});
    test::run_until(io, [&] { return answers.size() == 3; });
    CHECK(answers == std::vector{202, 202, 202});
    CHECK(asked_of_amazon.size() == 1);
}

TEST_CASE_FIXTURE(House, "while Amazon cannot be asked, SNS is told to come again, and nothing is lost") {
    for (const auto& [status, body] :
         std::vector<std::pair<int, std::string>>{{500, "down"},
                                                  {404, ""},
                                                  {200, "<html>sign in</html>"},
                                                  {302, ""},
                                                  {200, "-----BEGIN CERTIFICATE-----\ndamaged"},
                                                  {200, std::string(64 * 1024, 'x')}}) {
        amazon = [&](net::Responder responder) { responder.respond({.status = status, .body = body}); };
        CHECK(posts(message("notification_v2")) == 503);
    }
    amazon = [](net::Responder responder) { responder.cut(); };
    CHECK(posts(message("notification_v2")) == 503);
    CHECK(taken.empty());
    amazon = [](net::Responder responder) {
        responder.respond({.body = vectors().at("signing_cert_pem").get<std::string>()});
    };
    CHECK(posts(message("notification_v2")) == 202);
    CHECK(taken.size() == 1);
}

TEST_CASE_FIXTURE(House, "only the key of the certificate that a message names signs for it") {
    test::TestAuthority authority;
    const auto files = authority.issue("sns.amazonaws.com", false, test::TestAuthority::Key::rsa);
    amazon = [&](net::Responder responder) { responder.respond({.body = text_of(files.certificate)}); };
    CHECK(posts(message("notification_v2")) == 401);
    json own{{"Type", "Notification"},
             {"MessageId", "1"},
             {"TopicArn", "arn:aws:sns:eu-west-1:1:topic"},
             {"Message", "Disk full"},
             {"Timestamp", "2026-01-21T14:39:00.000Z"},
             {"SignatureVersion", "2"},
             {"SigningCertURL", "https://sns.eu-west-1.amazonaws.com/own.pem"}};
    const auto key = RsaKey::from_pem(Secret(text_of(files.key)));
    REQUIRE(key);
    own["Signature"] =
        base64(key->sign("Message\nDisk full\nMessageId\n1\nTimestamp\n2026-01-21T14:39:00.000Z\n"
                         "TopicArn\narn:aws:sns:eu-west-1:1:topic\nType\nNotification\n"));
    CHECK(posts(own) == 202);
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].alerts.at(0).title == "Disk full");
}

TEST_CASE_FIXTURE(House, "a door that closes answers who waits for a certificate") {
    std::optional<net::Responder> waiting;
    amazon = [&](net::Responder responder) { waiting.emplace(std::move(responder)); };
    int status = 0;
    sender.send(post_of(message("notification_v1")), Reach::anywhere,
                [&](const net::HttpResult& result) { status = result ? result->status : -1; });
    test::run_until(io, [&] { return waiting.has_value(); });
    door->drain();
    reader.stop();
    test::run_until(io, [&] { return status != 0; });
    CHECK(status == 503);
    CHECK(taken.empty());
}

TEST_CASE("a host of SNS is asked for its certificate also where a private network leads its name") {
    boost::asio::io_context io;
    CertificateReader reader(io, {.look_up = [](const std::string&) -> net::Resolver::Lookup {
                                 return {{boost::asio::ip::make_address("127.0.0.1")}, ""};
                             }});
    const auto reason = [&](const std::string& url) {
        std::string said;
        reader.read(url, [&](const Expected<std::string>& read) {
            REQUIRE_FALSE(read);
            said = read.error().message;
        });
        test::run_until(io, [&] { return !said.empty(); });
        return said;
    };
    const auto refused = [&](const std::string& url) {
        return reason(url).contains("is at 127.0.0.1, which is no public address");
    };
    CHECK_FALSE(refused("https://sns.eu-west-1.amazonaws.com/cert.pem"));
    CHECK(refused("https://sns.eu-west-1.amazonaws.com.example.com/cert.pem"));
    CHECK(refused("https://s3.eu-west-1.amazonaws.com/cert.pem"));
}
