#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

struct Told {
    int status = 0;
    json body;
    std::string error() const { return body.value("error", ""); }
    json incident() const {
        REQUIRE_MESSAGE(body.contains("incident"), body.dump());
        return body["incident"];
    }
};

// A house with a program that holds a token; Dana and Lee are on call, the token's person is Lee.
struct Api : Pager {
    std::string person = "lee";

    Told asks_for(const std::string& verb, const std::string& about, const std::string& body,
                  const std::string& key = "", const std::string& query = "") {
        const auto answer = asks(ApiAsked{"scripts", PersonId{person}, key, verb, about, query, body});
        return {answer.status, json::parse(answer.body)};
    }
    Told declares(const std::string& body, const std::string& key = "") {
        return asks_for("declare", "", body, key);
    }
    Told does(const std::string& verb, const std::string& body = "{}") { return asks_for(verb, "1", body); }
    std::size_t incidents_there() {
        std::size_t count = 0;
        within([&](storage::Tx& tx) { count = tx.incidents(storage::ListFilter::all, 100).size(); });
        return count;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Api, "a declaration is answered with the incident, pages, and stands in Slack") {
    const auto told =
        declares(R"({"title":"API Down","severity":"critical","description":"500 for everybody"})");
    CHECK(told.status == 201);
    const auto incident = told.incident();
    CHECK(incident["id"] == "INC-1");
    CHECK(incident["number"] == 1);
    CHECK(incident["state"] == "paging");
    CHECK(incident["severity"] == "sev1");
    CHECK(incident["url"].is_string());
    CHECK(incident["declared_by"]["person"] == "lee");
    CHECK_FALSE(calls_to(danas_number).empty());
    CHECK(has(everything(card(1)), "API Down"));
    CHECK(timeline(1).front().via == Via::api);
}

TEST_CASE_FIXTURE(Api, "the same Idempotency-Key declares once, and another request under it is refused") {
    const std::string body = R"({"title":"API Down","severity":1})";
    const auto first = declares(body, "k1");
    const auto again = declares(body, "k1");
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(incidents_there() == 1);
    restart();
    CHECK(declares(body, "k1").body == first.body);
    CHECK(declares(R"({"title":"DB Down","severity":1})", "k1").status == 422);
    CHECK(incidents_there() == 1);
    CHECK(declares(body, "k2").incident()["number"] == 2);
    // What was refused may be right the next time.
    CHECK(declares("{}", "k3").status == 400);
    CHECK(declares(body, "k3").status == 201);
}

TEST_CASE_FIXTURE(Api,
                  "a severity that cannot be read is SEV 2 and said, anything else wrong declares nothing") {
    for (const auto* body : {R"({"title":"API Down"})", R"({"title":"API Down","severity":"purple"})",
                             R"({"title":"API Down","severity":{"x":1}})"}) {
        const auto told = declares(body);
        CHECK(told.status == 201);
        CHECK(told.incident()["severity"] == "sev2");
        CHECK(has(told.body["message"].get<std::string>(), "declared as SEV 2"));
    }
    const auto before = incidents_there();
    for (const auto* body :
         {"", "{}", "[]", "null", "title=API", R"({"title":5,"severity":1})",
          R"({"title":"ab","severity":1})", R"({"title":"API Down","severity":1,"service":"nothing"})",
          R"({"title":"API Down","severity":1,"started":"2030-01-01T00:00:00Z"})",
          R"({"title":"API Down","severity":1,"started":"soon"})", "{\"title\":\"\xff\xfe\",\"severity\":1}",
          R"({"title":"API Down","severity":1,"drill":"no"})",
          R"({"title":"API Down","severity":1,"by":"nobody"})"}) {
        const auto told = declares(body);
        CHECK_MESSAGE(told.status == 400, body);
        CHECK_FALSE(told.error().empty());
    }
    CHECK(incidents_there() == before);
}

TEST_CASE_FIXTURE(Api, "an incident is led to its end: acknowledged, told of, raised, resolved, reopened") {
    declares(R"({"title":"API Down","severity":"sev2"})");
    const auto taken = does("ack", R"({"by":"dana"})");
    CHECK(taken.status == 200);
    CHECK(taken.incident()["state"] == "investigating");
    CHECK(taken.incident()["lead"]["name"] == "Dana");
    const auto late = does("ack");  // the token's person
    CHECK(late.status == 200);
    CHECK(has(late.body["message"].get<std::string>(), "Dana leads INC-1"));
    CHECK(late.incident()["lead"]["name"] == "Dana");

    CHECK(does("update", R"({"text":"Root cause found","status":"identified","eta":"5m"})")
              .incident()["state"] == "identified");
    CHECK(does("severity", R"({"severity":"critical","reason":"everybody"})").incident()["severity"] ==
          "sev1");
    for (const auto* word : {"paging", "merged", "purple", "resolved"}) {
        const auto refused = does("update", std::string(R"({"text":"x","status":")") + word + "\"}");
        CHECK(refused.status == 400);
    }
    CHECK(does("status", R"({"status":"merged"})").status == 400);
    CHECK(does("status").status == 400);
    CHECK(does("note", R"({"text":"Traffic spike","at":"2025-01-21T14:20:00Z"})").status == 200);
    CHECK(does("status", R"({"status":"monitoring","text":"Fix is out"})").incident()["state"] ==
          "monitoring");
    const auto over = does("resolve", R"({"text":"Restarted","cause":"Pool exhausted"})").incident();
    CHECK(over["state"] == "resolved");
    CHECK(over["ended"] == "2025-01-21T14:32:00Z");
    const auto too_late = does("update", R"({"text":"more"})");
    CHECK(too_late.status == 409);
    CHECK(has(too_late.error(), "INC-1"));
    CHECK(does("reopen", R"({"reason":"Errors are back"})").incident()["state"] == "investigating");
    CHECK(does("status", R"({"status":"resolved","text":"Really"})").incident()["state"] == "resolved");

    const auto lines = asks_for("timeline", "INC-1", "").body["timeline"];
    REQUIRE(lines.size() > 5);
    CHECK(lines[0]["at"] == "2025-01-21T14:20:00Z");
    CHECK(lines[0]["text"].get<std::string>().contains("Traffic spike"));
    CHECK(lines[0]["by"]["person"] == "lee");
}

TEST_CASE_FIXTURE(Api, "escalating pages the next level and says whom, a false alarm ends it") {
    declares(R"({"title":"API Down","severity":"sev1"})");
    const auto further = does("escalate", R"({"reason":"no answer"})");
    CHECK(further.status == (further.body.contains("incident") ? 200 : 409));
    const auto over = does("cancel", R"({"reason":"The monitor was wrong"})");
    CHECK(over.incident()["state"] == "false_alarm");
    CHECK(does("cancel").status == 409);
}

TEST_CASE_FIXTURE(Api, "a program without a person says what it knows, and does not take an incident") {
    person = "";
    CHECK(declares(R"({"title":"API Down","severity":"sev1"})").incident()["declared_by"]["name"] ==
          "scripts");
    for (const auto* verb : {"ack", "update", "status"}) {
        const auto told = does(verb, R"({"text":"It is red","status":"identified"})");
        CHECK(told.status == 409);
        CHECK(has(told.error(), "a program cannot take it"));
    }
    CHECK(incident(1).state == tocsin::State::paging);
    CHECK(does("note", R"({"text":"It is red"})").status == 200);
    CHECK(does("ack", R"({"by":"dana"})").incident()["lead"]["person"] == "dana");
    CHECK(does("update", R"({"text":"It is green"})").status == 200);
    CHECK(does("resolve", R"({"text":"The check passes again"})").incident()["state"] == "resolved");
}

TEST_CASE_FIXTURE(Api, "lists show what is open, ended or severe, page by page") {
    declares(R"({"title":"One","severity":"sev1"})");
    declares(R"({"title":"Two","severity":"sev2"})");
    declares(R"({"title":"Three","severity":"sev2"})");
    does("cancel", R"({"reason":"no"})");
    const auto list = [&](const std::string& query) {
        const auto told = asks_for("list", "", "", "", query);
        REQUIRE(told.status == 200);
        std::string numbers;
        for (const auto& one : told.body["incidents"]) numbers += one["id"].get<std::string>() + " ";
        return numbers + told.body["next_offset"].dump();
    };
    CHECK(list("") == "INC-3 INC-2 null");
    CHECK(list("state=all") == "INC-3 INC-2 INC-1 null");
    CHECK(list("state=closed") == "INC-1 null");
    CHECK(list("state=all&severity=critical") == "INC-1 null");
    CHECK(list("state=all&limit=2") == "INC-3 INC-2 2");
    CHECK(list("state=all&limit=2&offset=2") == "INC-1 null");
    CHECK(asks_for("list", "", "", "", "state=purple").status == 400);
    CHECK(asks_for("list", "", "", "", "severity=purple").status == 400);
    CHECK(asks_for("show", "9", "").status == 404);
    CHECK(asks_for("show", "x", "").status == 404);
    CHECK(asks_for("ack", "9", "").status == 404);
}

TEST_CASE_FIXTURE(Api, "a private incident exists for the token's person alone, whoever it names") {
    types(dana, "declare sev2 private Leak");
    const auto reads = [&] { return asks_for("show", "1", "").status; };
    CHECK(reads() == (is_participant(incident(1), UserId{lee}) ? 200 : 404));
    person = "";
    CHECK(reads() == 404);
    CHECK(does("resolve", R"({"by":"dana","text":"x"})").status == 404);
    CHECK(asks_for("list", "", "").body["incidents"].empty());
    person = "dana";
    CHECK(reads() == 200);
    CHECK(asks_for("list", "", "").body["incidents"].size() == 1);
}

TEST_CASE_FIXTURE(Api, "while Slack is away everything works, and Slack learns of it when it is back") {
    hand_in({ConnectionsChanged{0}});
    trouble({{"kind", "fail"}, {"method", "chat.postMessage"}, {"status", 503}, {"times", 8}});
    CHECK(declares(R"({"title":"API Down","severity":"sev1"})").status == 201);
    CHECK_FALSE(calls_to(danas_number).empty());
    CHECK(does("ack", R"({"by":"dana"})").incident()["state"] == "investigating");
    CHECK(does("resolve", R"({"text":"Restarted"})").incident()["state"] == "resolved");
    CHECK(messages().empty());
    pass(10min);
    CHECK(has(everything(card(1)), "API Down"));
    CHECK(has(everything(card(1)), "esolved"));
}
