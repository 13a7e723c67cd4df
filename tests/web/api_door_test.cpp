#include <doctest/doctest.h>

#include "bot/web/public_door.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::web;

namespace {

const Time now = channels::adapters::now;

struct Door {
    Metrics metrics;
    PublicDoor door{
        {{},
         "",
         {},
         {{"all", Secret("all-token"), {Scope::read, Scope::declare, Scope::act}, PersonId{"sam"}},
          {"eyes", Secret("eyes-token"), {Scope::read}, {}},
          {"admin", Secret("admin-token"), {Scope::admin}, {}}}},
        metrics};

    Taken asks(const std::string& method, const std::string& target, const std::string& token = "all-token",
               std::vector<net::Header> more = {}, Time at = now, const std::string& peer = "192.0.2.1") {
        net::HttpRequest request{.method = method,
                                 .target = target,
                                 .headers = std::move(more),
                                 .body = R"({"by":"dana"})",
                                 .peer = peer};
        if (!token.empty()) request.headers.push_back({"Authorization", "Bearer " + token});
        return door.take(request, at);
    }
    static const engine::ApiAsked& handed(const Taken& taken) {
        REQUIRE(std::holds_alternative<Handed>(taken));
        CHECK(std::get<Handed>(taken).json);
        return std::get<engine::ApiAsked>(std::get<Handed>(taken).what);
    }
    static const net::HttpResponse& refused(const Taken& taken) {
        REQUIRE(std::holds_alternative<net::HttpResponse>(taken));
        const auto& response = std::get<net::HttpResponse>(taken);
        CHECK(net::header(response.headers, "Content-Type") == "application/json");
        CHECK(response.body.starts_with("{\"error\":\""));
        return response;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Door, "each address of the API is one verb, and who asks comes along") {
    const auto declared = asks("POST", "/api/v1/incidents", "all-token", {{"Idempotency-Key", "k1"}});
    CHECK(handed(declared).verb == "declare");
    CHECK(handed(declared).key == "k1");
    CHECK(handed(declared).token == "all");
    CHECK(handed(declared).person == PersonId{"sam"});
    CHECK(handed(declared).body == R"({"by":"dana"})");
    CHECK(handed(asks("GET", "/api/v1/incidents?state=all")).verb == "list");
    CHECK(handed(asks("GET", "/api/v1/incidents?state=all")).query == "state=all");
    CHECK(handed(asks("GET", "/api/v1/incidents/42", "eyes-token")).about == "42");
    for (const auto* verb :
         {"ack", "update", "status", "severity", "escalate", "resolve", "reopen", "cancel", "note"}) {
        const auto taken = asks("POST", std::string("/api/v1/incidents/INC-7/") + verb);
        CHECK(handed(taken).verb == verb);
        CHECK(handed(taken).about == "INC-7");
    }
    CHECK(handed(asks("GET", "/api/v1/incidents/7/timeline")).verb == "timeline");
    CHECK(handed(asks("POST", "/api/v1/people/dana/test-page")).about == "dana");
    CHECK(handed(asks("GET", "/api/v1/test-pages/3")).verb == "show-test-page");
    CHECK(handed(asks("POST", "/api/v1/backups", "admin-token")).verb == "backup");
    CHECK(handed(asks("GET", "/api/v1/backups/x", "admin-token")).verb == "backup-state");
    CHECK(handed(asks("GET", "/api/v1/backups/x/bytes?from=7", "admin-token")).query == "from=7");
    CHECK(handed(asks("DELETE", "/api/v1/backups/x", "admin-token")).verb == "backup-end");
}

TEST_CASE_FIXTURE(Door, "what a token may not do is refused in a sentence, and so is what there is not") {
    CHECK(refused(asks("POST", "/api/v1/incidents", "eyes-token")).status == 403);
    CHECK(refused(asks("POST", "/api/v1/incidents/1/ack", "eyes-token")).body ==
          "{\"error\":\"The token eyes lacks the scope act. Nothing was changed.\"}\n");
    for (const auto* address : {"/api/v1/backups/x", "/api/v1/backups/x/bytes"})
        CHECK(refused(asks("GET", address)).status == 403);
    CHECK(refused(asks("POST", "/api/v1/backups")).status == 403);
    CHECK(refused(asks("GET", "/api/v1/incidents", "admin-token")).status == 403);
    CHECK(refused(asks("POST", "/api/v1/incidents/1/explode")).status == 404);
    CHECK(refused(asks("GET", "/api/v1/incidents/1/timeline/2")).status == 404);
    const auto wrong_method = refused(asks("DELETE", "/api/v1/incidents"));
    CHECK(wrong_method.status == 405);
    CHECK(net::header(wrong_method.headers, "Allow") == "GET, POST");
    CHECK(
        refused(asks("POST", "/api/v1/incidents", "all-token", {{"Idempotency-Key", std::string(256, 'k')}}))
            .status == 400);
}

TEST_CASE_FIXTURE(Door, "without a token of ours nothing is told, and whoever guesses waits") {
    for (const auto* wrong : {"", "x", "all-toke", "all-token2"}) {
        const auto answer = refused(asks("GET", "/api/v1/incidents", wrong));
        CHECK(answer.status == 401);
        CHECK_FALSE(net::header(answer.headers, "WWW-Authenticate").empty());
    }
    CHECK(refused(asks("GET", "/api/v1/incidents?token=all-token", "")).status == 401);
    for (int i = 0; i < 20; ++i) asks("GET", "/api/v1/incidents", "guess", {}, now, "192.0.2.9");
    for (const auto* address : {"/api/v1/incidents", "/api/v1/heartbeats/nightly-backup"})
        CHECK(refused(asks("GET", address, "all-token", {}, now, "192.0.2.9")).status == 429);
    const auto calendar = asks("GET", "/oncall.ics", "all-token", {}, now, "192.0.2.9");
    CHECK(std::get<net::HttpResponse>(calendar).body.starts_with("Too many wrong tokens"));
    CHECK(handed(asks("GET", "/api/v1/incidents", "all-token", {}, now + 61s, "192.0.2.9")).verb == "list");
}

TEST_CASE_FIXTURE(Door, "a flood from one token waits, and another token does not notice") {
    int taken = 0;
    for (int i = 0; i < 600; ++i)
        taken += std::holds_alternative<Handed>(asks("GET", "/api/v1/incidents")) ? 1 : 0;
    CHECK(taken == 500);
    const auto flooded = refused(asks("GET", "/api/v1/incidents"));
    CHECK(flooded.status == 429);
    CHECK(net::header(flooded.headers, "Retry-After") == "1");
    CHECK(handed(asks("GET", "/api/v1/incidents", "eyes-token")).token == "eyes");
    int later = 0;
    for (int i = 0; i < 200; ++i) {
        const auto again = asks("GET", "/api/v1/incidents", "all-token", {}, now + 1s);
        later += std::holds_alternative<Handed>(again) ? 1 : 0;
    }
    CHECK(later == 100);
}

TEST_CASE_FIXTURE(Door, "a job reports in with a token that may declare, by GET or POST") {
    for (const auto* method : {"GET", "POST"}) {
        const auto taken = asks(method, "/api/v1/heartbeats/nightly-backup");
        REQUIRE(std::holds_alternative<Handed>(taken));
        CHECK(std::get<engine::BeatCame>(std::get<Handed>(taken).what).name == "nightly-backup");
        const auto in_query = asks(method, "/api/v1/heartbeats/nightly-backup?token=all-token", "");
        CHECK(std::holds_alternative<Handed>(in_query));
    }
    for (const auto* token : {"", "eyes-token", "admin-token", "guess"})
        CHECK(refused(asks("POST", "/api/v1/heartbeats/nightly-backup", token)).status == 401);
    CHECK(std::get<net::HttpResponse>(asks("PUT", "/api/v1/heartbeats/nightly-backup")).status == 405);
    CHECK(std::get<net::HttpResponse>(asks("GET", "/api/v1/heartbeats")).status == 404);
}
