// The program on a store in which a value was damaged: it harms nothing but what it belongs to.
#include <doctest/doctest.h>
#include <signal.h>

#include "storage/connection.h"
#include "storage/open_connection.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"
#include "tests/sandbox/http_client.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr auto more = R"(http: {listen: '127.0.0.1:0', admin_listen: ''}
alerts:
  sources: {am: {kind: json, token: the-token}}
  rules: [{name: All, when: 'alert.title != ""', severity: sev2}]
status_page: {name: Your App}
)";

struct Damaged : Desktop {
    StandIn slack;
    std::optional<Program> bot;
    int starts = 0;

    Damaged() { writes("tocsin.yaml", configuration(slack.api_url(), file("tocsin.db"), more)); }

    void begins() { bot.emplace(file("tocsin.yaml"), file("log" + std::to_string(++starts))); }
    void starts_up() {
        begins();
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
    }
    void ends() {
        bot->signal(SIGTERM);
        REQUIRE(bot->wait_for_end() == 0);
    }
    void is_damaged(std::string_view statement) {
        (*storage::open_connection("sqlite:" + file("tocsin.db")))->run(statement);
    }
    int tells(const std::string& body) {
        return sandbox::exchange(bot->port_of("http"),
                                 "POST /api/v1/alerts/am HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                 "Authorization: Bearer the-token\r\nContent-Length: " +
                                     std::to_string(body.size()) + "\r\n\r\n" + body)
            .status;
    }
    bool shows(std::string_view words) {
        return wait_until([&] {
            return std::ranges::any_of(slack.posts(), [&](const sandbox::Message& post) {
                return post.text.contains(words) || post.blocks.dump().contains(words);
            });
        });
    }
};

const std::string one = R"({"title":"Alert one","key":"one","status":"firing"})";
const std::string two = R"({"title":"Alert two","key":"two","status":"firing"})";

}  // namespace

TEST_CASE("an alert whose record is damaged is refused, and the one beside it pages") {
    Damaged house;
    house.starts_up();
    REQUIRE(house.tells(one) == 202);
    house.ends();
    house.is_damaged("UPDATE alerts SET value = '[]'");
    house.starts_up();
    CHECK(house.tells("[" + one + "," + two + "]") == 500);
    CHECK_MESSAGE(house.shows("Alert two"), house.bot->log());
    CHECK(house.bot->log().contains("an alert failed and changed nothing"));
}

TEST_CASE("a start that a damaged silence prevents ends with a sentence and exit code 5") {
    Damaged house;
    house.starts_up();
    house.ends();
    house.is_damaged("INSERT INTO silences (until_at, value) VALUES (9000000000000000, '{broken')");
    house.begins();
    CHECK(house.bot->wait_for_end() == 5);
    CHECK(house.bot->log().contains("The store has something that this program cannot read"));
}

TEST_CASE("what throws past everybody kills three processes; the fourth puts it away and pages") {
    Damaged house;
    house.starts_up();
    house.ends();
    house.is_damaged(
        "INSERT INTO public_notices (id, incident, opened, ends, value) VALUES ('x', 1, 1, 9000000000000000, "
        "'{broken')");
    for (int deaths = 0; deaths < 3; ++deaths) {
        house.begins();
        CHECK(house.bot->wait_for_end() == 128 + SIGABRT);
    }
    house.starts_up();
    CHECK(house.tells(two) == 202);
    CHECK_MESSAGE(house.shows("Alert two"), house.bot->log());
    CHECK_MESSAGE(house.bot->log().contains("puts it away"), house.bot->log());
}
