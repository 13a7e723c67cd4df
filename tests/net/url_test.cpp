#include "bot/net/url.h"

#include <doctest/doctest.h>

#include "bot/net/http.h"

using namespace tocsin;
using namespace tocsin::net;

TEST_CASE("a URL is taken apart") {
    CHECK(parse_url("https://slack.com/api/") == Url{true, "slack.com", 443, "/api/"});
    CHECK(parse_url("wss://a.example:8443/link?ticket=1#x") ==
          Url{true, "a.example", 8443, "/link?ticket=1"});
    CHECK(parse_url("HTTPS://a.example?q") == Url{true, "a.example", 443, "/?q"});
    CHECK(parse_url("http://127.0.0.1:9000") == Url{false, "127.0.0.1", 9000, "/"});
    CHECK(parse_url("ws://[::1]:90/x") == Url{false, "::1", 90, "/x"});
}

TEST_CASE("unencrypted addresses are for this machine only") {
    CHECK_FALSE(parse_url("http://slack.com/api/"));
    CHECK_FALSE(parse_url("ws://10.0.0.1/"));
    CHECK_FALSE(parse_url("http://127.0.0.1.example.com/"));
    CHECK_FALSE(parse_url("http://localhost.example.com/"));
    CHECK(parse_url("http://localhost/"));
    CHECK(parse_url("http://127.8.9.1/"));
}

TEST_CASE("what is no URL is refused, and errors never repeat what may be secret") {
    for (const char* text :
         {"", "slack.com", "https://", "https:///x", "ftp://a/", "https://a:0/", "https://a:99999/",
          "https://a:x/", "https://u:p@a/", "https://a/\r\nX: y", "https://[::1", "https://a b/"})
        CHECK_MESSAGE(!parse_url(text), text);
    CHECK(parse_url("http://slack.com/?ticket=secret").error().message.find("secret") == std::string::npos);
}

TEST_CASE("the Host header names the port only where it matters") {
    CHECK(parse_url("https://slack.com/")->authority() == "slack.com");
    CHECK(parse_url("http://127.0.0.1:9000/")->authority() == "127.0.0.1:9000");
    CHECK(parse_url("https://[::1]:444/")->authority() == "[::1]:444");
}

TEST_CASE("a header cannot smuggle in another one") {
    std::string out;
    append_header(out, "X-A", "b\r\nX-Evil: 1");
    CHECK(out == "X-A: bX-Evil: 1\r\n");
}
