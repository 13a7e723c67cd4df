#include "bot/web/status_door.h"

#include <doctest/doctest.h>

#include "tests/templates/mission_page.h"

using namespace tocsin;
using namespace tocsin::web;

namespace {

const auto site = std::make_shared<const templates::StatusSite>(
    templates::status_site(mission::page_at(mission::at("14:51"), mission::entries_until("14:50"))));

net::HttpResponse asked(const std::string& target, Time now = mission::at("14:51"),
                        std::vector<net::Header> headers = {}, const std::string& method = "GET") {
    StatusDoor door;
    door.show(site);
    return door.take({.method = method, .target = target, .headers = std::move(headers)}, now);
}

}  // namespace

TEST_CASE("documents go out with their type, for ten seconds, and for every site") {
    const auto page = asked("/status");
    CHECK(page.status == 200);
    CHECK(net::header(page.headers, "Content-Type") == "text/html; charset=utf-8");
    CHECK(net::header(page.headers, "Content-Security-Policy").starts_with("default-src 'none'"));
    CHECK(net::header(page.headers, "X-Robots-Tag").empty());
    const auto json = asked("/api/v2/summary.json?t=1");
    CHECK(net::header(json.headers, "Content-Type") == "application/json; charset=utf-8");
    CHECK(net::header(json.headers, "Access-Control-Allow-Origin") == "*");
    CHECK(net::header(json.headers, "Cache-Control") == "public, max-age=10");
    CHECK(asked("/status/").body == page.body);
}

TEST_CASE("whoever has it already is told so without it") {
    const auto etag = std::string(net::header(asked("/status").headers, "ETag"));
    REQUIRE_FALSE(etag.empty());
    for (const auto& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
        const auto again = asked("/status", mission::at("14:51"), {{"If-None-Match", known}});
        CHECK(again.status == 304);
        CHECK(again.body.empty());
    }
    CHECK(asked("/status", mission::at("14:51"), {{"If-None-Match", "\"other\""}}).status == 200);
}

TEST_CASE("ten minutes after the last entry of an open incident the page says that it may be out of date") {
    CHECK_FALSE(asked("/status", mission::at("14:59")).body.contains("This page may be out of date</p>"));
    CHECK(asked("/status", mission::at("15:00")).body.contains("This page may be out of date</p>"));
    CHECK(asked("/api/v2/status.json", mission::at("15:00")).body ==
          asked("/api/v2/status.json", mission::at("14:59")).body);
}

TEST_CASE("what is not there, what is not asked for, and a page that is not configured") {
    CHECK(asked("/status/i/ffffffffffff").status == 404);
    CHECK(asked("/api/v2/incidents/../../etc/passwd").status == 404);
    CHECK(asked("/status", mission::at("14:51"), {}, "POST").status == 405);
    const StatusDoor none;
    CHECK(none.take({.target = "/status"}, mission::at("14:51")).status == 404);
}
