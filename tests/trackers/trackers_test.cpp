#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "bot/trackers/github.h"
#include "bot/trackers/github_files.h"
#include "bot/trackers/gitlab.h"
#include "bot/trackers/jira.h"
#include "bot/trackers/linear.h"

using namespace tocsin;
using namespace tocsin::trackers;
using nlohmann::json;

namespace {

const Ticket ticket{"tocsin-42-0a1b2c3d4e", "Button misaligned", "On the checkout page.\nSince noon.",
                    "https://t.example.com/i/42", time_from_unix(1'737'469'920)};

template <class Adapter>
std::unique_ptr<Tracker> of(std::string base_url, std::string repository) {
    return std::make_unique<Adapter>(
        Account{std::move(base_url), std::move(repository), "sam@example.com", Secret("the-token")});
}

// What each product is asked, and what it answers.
struct Product {
    std::unique_ptr<Tracker> tracker;
    std::string open_url;
    std::string look_up_url;  // its beginning
    channels::HttpAnswer made, found, none;
    Opened ticket;
    std::string ask_url;
    channels::HttpAnswer open{}, closed{};  // how it stands
};

channels::HttpAnswer answer(int status, const json& body) {
    return {status, {}, body.dump()};
}

std::vector<Product> products() {
    std::vector<Product> all;
    const json issue{{"number", 7},
                     {"html_url", "https://github.com/example/api/issues/7"},
                     {"body", "…\n<!-- tocsin-42-0a1b2c3d4e -->"}};
    const json other{
        {"number", 8}, {"html_url", "https://github.com/example/api/issues/8"}, {"body", nullptr}};
    all.push_back({of<Github>("https://api.github.com", "example/api"),
                   "https://api.github.com/repos/example/api/issues",
                   "https://api.github.com/repos/example/api/issues?state=all&",
                   answer(201, issue),
                   answer(200, {other, issue}),
                   answer(200, json::array({other})),
                   {"example/api#7", "https://github.com/example/api/issues/7"},
                   "https://api.github.com/repos/example/api/issues/7",
                   answer(200, {{"state", "open"}}),
                   answer(200, {{"state", "closed"}})});
    const json lab{{"iid", 7},
                   {"web_url", "https://gitlab.example.com/example/api/-/issues/7"},
                   {"description", "…\n<!-- tocsin-42-0a1b2c3d4e -->"}};
    all.push_back(
        {of<Gitlab>("https://gitlab.example.com", "example/api"),
         "https://gitlab.example.com/api/v4/projects/example%2Fapi/issues",
         "https://gitlab.example.com/api/v4/projects/example%2Fapi/issues?in=description&search=tocsin-42-"
         "0a1b2c3d4e",
         answer(201, lab),
         answer(200, json::array({lab})),
         answer(200, json::array()),
         {"example/api#7", "https://gitlab.example.com/example/api/-/issues/7"},
         "https://gitlab.example.com/api/v4/projects/example%2Fapi/issues/7",
         answer(200, {{"state", "opened"}}),
         answer(200, {{"state", "closed"}})});
    const auto status = [](const char* category) {
        return answer(200, {{"fields", {{"status", {{"statusCategory", {{"key", category}}}}}}}});
    };
    all.push_back(
        {of<Jira>("https://example.atlassian.net", "OPS"),
         "https://example.atlassian.net/rest/api/3/issue",
         "https://example.atlassian.net/rest/api/3/search/jql?jql=labels%3D%22tocsin-42-0a1b2c3d4e%22",
         answer(201, {{"id", "10001"}, {"key", "OPS-12"}}),
         answer(200, {{"issues", json::array({{{"key", "OPS-12"}}})}}),
         answer(200, {{"issues", json::array()}}),
         {"OPS-12", "https://example.atlassian.net/browse/OPS-12"},
         "https://example.atlassian.net/rest/api/3/issue/OPS-12?fields=status",
         status("indeterminate"),
         status("done")});
    const auto state = [](const char* type) {
        return answer(200, {{"data", {{"issue", {{"state", {{"type", type}}}}}}}});
    };
    const json linear{{"identifier", "OPS-12"}, {"url", "https://linear.app/example/issue/OPS-12"}};
    all.push_back({of<Linear>("https://api.linear.app", "team-1"),
                   "https://api.linear.app/graphql",
                   "https://api.linear.app/graphql",
                   answer(200, {{"data", {{"issueCreate", {{"success", true}, {"issue", linear}}}}}}),
                   answer(200, {{"data", {{"issues", {{"nodes", json::array({linear})}}}}}}),
                   answer(200, {{"data", {{"issues", {{"nodes", json::array()}}}}}}),
                   {"OPS-12", "https://linear.app/example/issue/OPS-12"},
                   "https://api.linear.app/graphql",
                   state("started"),
                   state("canceled")});
    return all;
}

}  // namespace

TEST_CASE("every tracker opens a ticket with title, text and marker, and finds it again by the marker") {
    for (const auto& product : products()) {
        CAPTURE(product.tracker->product());
        const auto open = product.tracker->open(ticket);
        CHECK(open.method == "POST");
        CHECK(open.url == product.open_url);
        CHECK(open.body.contains("Button misaligned"));
        CHECK(open.body.contains("On the checkout page."));
        CHECK(open.body.contains("https://t.example.com/i/42"));
        CHECK(open.body.contains(ticket.marker));
        CHECK(product.tracker->opened(product.made, ticket) == Outcome(product.ticket));
        CHECK(product.tracker->look_up(ticket).url.starts_with(product.look_up_url));
        CHECK(product.tracker->looked_up(product.found, ticket) == Outcome(product.ticket));
        CHECK(product.tracker->looked_up(product.none, ticket) == Outcome(Missing{}));
    }
}

TEST_CASE("a refusal is told from trouble that passes, and repeats nothing of the answer") {
    for (const auto& product : products()) {
        CAPTURE(product.tracker->product());
        for (const int status : {0, 429, 500, 503}) {
            const channels::HttpAnswer trouble{status, {{"Retry-After", "7"}}, "secret words"};
            for (const auto& outcome :
                 {product.tracker->opened(trouble, ticket), product.tracker->looked_up(trouble, ticket)}) {
                REQUIRE(std::holds_alternative<channels::Retry>(outcome));
                CHECK_FALSE(std::get<channels::Retry>(outcome).reason.contains("secret"));
                if (status != 0) CHECK(std::get<channels::Retry>(outcome).after == 7s);
            }
        }
        for (const int status : {400, 401, 403, 404, 410, 422}) {
            const auto outcome = product.tracker->opened({status, {}, "secret words"}, ticket);
            REQUIRE(std::holds_alternative<channels::Rejected>(outcome));
            CHECK_FALSE(std::get<channels::Rejected>(outcome).reason.contains("secret"));
        }
        for (const auto* body : {"", "<html>", "[]", "{}", "null", R"({"number":"7","html_url":7,"key":7})",
                                 R"({"number":7,"iid":7,"html_url":"javascript:x","web_url":"ftp://x"})"}) {
            const auto outcome = product.tracker->opened({200, {}, body}, ticket);
            CHECK(std::holds_alternative<channels::Retry>(outcome));
        }
    }
}

TEST_CASE("GitHub's limit on writing and Linear's limit in a list of errors are waited for") {
    const auto github = of<Github>("https://api.github.com", "example/api");
    const auto secondary = github->opened({403, {{"retry-after", "60"}}, "{}"}, ticket);
    CHECK(std::get<channels::Retry>(secondary).after == 60s);
    const auto primary = github->opened({403, {{"x-ratelimit-remaining", "0"}}, "{}"}, ticket);
    CHECK(std::get<channels::Retry>(primary).after == 1min);

    const auto linear = of<Linear>("https://api.linear.app", "team-1");
    const json limited{{"errors", json::array({{{"extensions", {{"code", "RATELIMITED"}}}}})}};
    CHECK(std::holds_alternative<channels::Retry>(linear->opened(answer(400, limited), ticket)));
    const json wrong{{"errors", json::array({{{"message", "no such team"}}})}};
    CHECK(std::holds_alternative<channels::Rejected>(linear->opened(answer(200, wrong), ticket)));
}

TEST_CASE("what people typed fits into a ticket, whatever it is") {
    auto hostile = ticket;
    hostile.title = "line\nbreak " + std::string(5000, 'x');
    hostile.text = std::string(100'000, 'y') + "\xff\xfe";
    hostile.link.clear();
    for (const auto& product : products()) {
        CAPTURE(product.tracker->product());
        const auto body = json::parse(product.tracker->open(hostile).body, nullptr, false);
        CHECK_FALSE(body.is_discarded());
        CHECK(product.tracker->open(hostile).body.size() < 20'000);
    }
    hostile.text.clear();
    const auto jira = of<Jira>("https://example.atlassian.net", "OPS");
    const auto body = json::parse(jira->open(hostile).body);
    CHECK_FALSE(body["fields"]["description"]["content"].empty());
}

TEST_CASE("every tracker says whether a ticket was closed, and is asked only about tickets of its own") {
    for (const auto& product : products()) {
        CAPTURE(product.tracker->product());
        const auto asked = product.tracker->ask(product.ticket.name);
        REQUIRE(asked);
        CHECK(asked->url == product.ask_url);
        CHECK_FALSE(asked->headers.empty());
        CHECK(product.tracker->standing(product.open) == Standing(StillOpen{}));
        CHECK(product.tracker->standing(product.closed) == Standing(Closed{}));
        const auto limited = product.tracker->standing({429, {{"Retry-After", "70"}}, "{}"});
        REQUIRE(std::holds_alternative<channels::Retry>(limited));
        CHECK(std::get<channels::Retry>(limited).after == 70s);
        for (const auto* body : {"", "<html>", "[]", "{}", "null", R"({"state":7})"})
            CHECK(std::holds_alternative<channels::Retry>(product.tracker->standing({200, {}, body})));
        CHECK(std::holds_alternative<channels::Rejected>(product.tracker->standing({401, {}, "secret"})));
        for (const auto* name : {"", "#", "#7", "example/api#", "example/api#x", "a b#7", "OPS-", "a?b#7"})
            CHECK_FALSE(product.tracker->ask(name));
    }
}

TEST_CASE("a file is read, written over what was read, and known to be the same by what git calls it") {
    const GithubFiles files(Account{"https://api.github.com", "example/docs", "", Secret("the-token")},
                            "main");
    const File file{"post-mortems/post-mortem-inc-1.md", "hello\n", "Post-mortem of INC-1"};
    const auto read = files.read(file);
    CHECK(read.method == "GET");
    CHECK(read.url ==
          "https://api.github.com/repos/example/docs/contents/post-mortems/post-mortem-inc-1.md?ref=main");
    CHECK(files.was_read({404, {}, "{}"}, file) == FileOutcome(Missing{}));
    const std::string hello = "ce013625030ba8dba906f756967f9e9ca394464a";  // git hash-object
    const auto url = "https://github.com/example/docs/blob/main/x.md";
    CHECK(files.was_read(answer(200, {{"sha", hello}, {"html_url", url}}), file) ==
          FileOutcome(Kept{url, hello, true}));
    CHECK(files.was_read(answer(200, {{"sha", "1234"}}), file) == FileOutcome(Kept{"", "1234", false}));
    const auto write = files.write(file, "1234");
    CHECK(write.method == "PUT");
    CHECK_FALSE(write.url.contains('?'));
    const auto body = json::parse(write.body);
    CHECK(body == json{{"message", "Post-mortem of INC-1"},
                       {"content", "aGVsbG8K"},
                       {"branch", "main"},
                       {"sha", "1234"}});
    CHECK_FALSE(json::parse(files.write(file, "").body).contains("sha"));
    CHECK(files.was_written(answer(201, {{"content", {{"sha", hello}, {"html_url", url}}}}), "") ==
          FileOutcome(Kept{url, hello, false}));
    CHECK(files.was_written({409, {}, "{}"}, "1234") == FileOutcome(Outdated{}));
    CHECK(files.was_written({422, {}, "{}"}, "") == FileOutcome(Outdated{}));
    CHECK(std::holds_alternative<channels::Rejected>(files.was_written({422, {}, "{}"}, "1234")));
    CHECK(std::holds_alternative<channels::Retry>(files.was_written({503, {}, "{}"}, "1234")));
    CHECK(std::holds_alternative<channels::Retry>(files.was_written({200, {}, "{}"}, "1234")));
}
