// What every adapter promises, whatever its provider answers, sends or is sent.

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const std::vector<Adapter> all = adapters::adapters();

const std::string echo = R"({"code":99999,"message":"no +12025550101, canary","error":"+12025550101 canary",)"
                         R"("title":"canary","errors":["canary +12025550101"],"status":"canary"})";

std::vector<std::string> bodies() {
    return {"",
            "{}",
            "[]",
            "null",
            "7",
            "<html>gateway</html>",
            std::string(100'000, '['),
            "{\"sid\":7}",
            "{\"data\":[]}",
            "\xff\xfe",
            echo};
}

std::string reason_of(const Outcome& outcome) {
    if (const auto* retry = std::get_if<Retry>(&outcome)) return retry->reason;
    if (const auto* rejected = std::get_if<Rejected>(&outcome)) return rejected->reason;
    return "";
}

bool tells_nothing(const std::string& sentence) {
    return sentence.find(canary) == std::string::npos && sentence.find("2025550101") == std::string::npos;
}

HttpRequest http(const Expected<Request>& request) {
    REQUIRE(request.has_value());
    return std::get<HttpRequest>(*request);
}

const std::vector<std::string> hostile{
    "API Down",
    "",
    "a\r\nX-Evil: 1\r\n\r\nb",
    "\"}],\"x\":[{\"",
    "</Say><Dial>+19005550100</Dial><Say>",
    "&To=%2B19005550100&",
    "<!channel> @everyone",
    "\xff\xfe\xc3",
    std::string("a\0b", 3),
    "\u202Egnirts\u202C \u200B",
    "🔥 中文 é",
    std::string(50'000, 'x'),
    std::string(50'000, '&'),
};

bool one_line(const std::string& text) {
    return text.find_first_of("\r\n") == std::string::npos;
}

}  // namespace

TEST_CASE("every adapter carries its means and understands its provider's good answer") {
    for (const Adapter& each : all) {
        CAPTURE(each.name);
        CHECK(each.channel->carries(each.means));
        CHECK(std::holds_alternative<Accepted>(each.channel->outcome(each.good)));
    }
}

TEST_CASE("every status means retry or our own fault, never acceptance, and its reason tells nothing") {
    for (const Adapter& each : all) {
        for (const int status :
             {0, 301, 302, 400, 401, 403, 404, 405, 408, 413, 422, 425, 429, 500, 502, 503, 504}) {
            for (const std::string& body : bodies()) {
                CAPTURE(each.name);
                CAPTURE(status);
                CAPTURE(body.substr(0, 40));
                const auto outcome = each.channel->outcome(HttpAnswer{status, {}, body});
                const bool passing =
                    status == 0 || status == 408 || status == 425 || status == 429 || status >= 500;
                const bool monthly = each.name == "pushover" && status == 429;
                CHECK(std::holds_alternative<Retry>(outcome) == (passing && !monthly));
                if (const auto* rejected = std::get_if<Rejected>(&outcome))
                    CHECK(rejected->why == Rejected::Why::configuration);
                CHECK_FALSE(reason_of(outcome).empty());
                CHECK(tells_nothing(reason_of(outcome)));
            }
        }
    }
}

TEST_CASE("2xx with somebody else's body is tried again, for it may not have gone out") {
    for (const Adapter& each : all) {
        if (each.name.starts_with("webhook")) continue;  // there any 2xx is success
        for (const std::string& body : bodies()) {
            CAPTURE(each.name);
            CAPTURE(body.substr(0, 40));
            const auto outcome = each.channel->outcome(HttpAnswer{200, {}, body});
            CHECK(std::holds_alternative<Retry>(outcome));
            CHECK(tells_nothing(reason_of(outcome)));
        }
    }
}

TEST_CASE("Retry-After is honoured in seconds and as a date, within an hour") {
    const std::vector<std::pair<std::vector<Header>, Duration>> cases{
        {{{"retry-after", "17"}}, 17s},
        {{{"Retry-After", " 0 "}}, 0s},
        {{}, 0s},
        {{{"Retry-After", "soon"}}, 0s},
        {{{"Retry-After", "-5"}}, 0s},
        {{{"Retry-After", "99999999999999999999"}}, 1h},
        {{{"Retry-After", "86400"}}, 1h},
        {{{"Retry-After", "Fri, 24 May 2019 17:18:57 GMT"}, {"Date", "Fri, 24 May 2019 17:18:27 GMT"}}, 30s},
        {{{"Retry-After", "Fri, 24 May 2019 17:18:57 GMT"}}, 0s},
    };
    for (const Adapter& each : all) {
        for (const auto& [headers, wait] : cases) {
            CAPTURE(each.name);
            const auto outcome = each.channel->outcome(HttpAnswer{503, headers, ""});
            REQUIRE(std::holds_alternative<Retry>(outcome));
            CHECK(std::get<Retry>(outcome).after == wait);
        }
    }
}

TEST_CASE("an address that is none is refused before anything is sent, and not repeated") {
    for (const Adapter& each : all) {
        if (each.address.empty()) continue;
        for (const std::string& bad :
             {std::string(), std::string("canary canary"), each.address + "\r\nX: canary",
              each.address + "/../canary", "\ncanary" + each.address, std::string(500, '1')}) {
            CAPTURE(each.name);
            CAPTURE(bad);
            const auto request = each.channel->request(dispatch(each.content(bad, "API Down")), attempt());
            REQUIRE_FALSE(request.has_value());
            CHECK(request.error().kind == ErrorKind::invalid);
            CHECK(tells_nothing(request.error().message));
        }
    }
}

TEST_CASE("whatever a title says, the request stays one request of bounded length") {
    constexpr std::size_t longest_body = 24'000;
    for (const Adapter& each : all) {
        for (const std::string& words : hostile) {
            CAPTURE(each.name);
            CAPTURE(words.substr(0, 40));
            const auto request =
                http(each.channel->request(dispatch(each.content(each.address, words)), attempt()));
            CHECK(one_line(request.url));
            CHECK(request.url.find(' ') == std::string::npos);
            for (const Header& header : request.headers)
                CHECK((one_line(header.name) && one_line(header.value)));
            CHECK(request.body.size() < longest_body);
            if (header(request.headers, "Content-Type") == "application/json") {
                CHECK(json::parse(request.body, nullptr, false).is_object());
            } else {
                CHECK(one_line(request.body));
                CHECK(write_form(read_form(request.body)) == request.body);
                for (const auto& [name, value] : read_form(request.body)) {
                    CHECK(valid_utf8(value));
                    CHECK((name != "To" || value == number));
                }
            }
        }
    }
}

TEST_CASE("a request follows from its dispatch and attempt alone") {
    for (const Adapter& each : all) {
        CAPTURE(each.name);
        const auto once = dispatch(each.content(each.address, "API Down"));
        CHECK(each.channel->request(once, attempt()) == each.channel->request(once, attempt()));
    }
}

TEST_CASE("an identifier that would change an address is never put into one") {
    for (const Adapter& each : all) {
        for (const std::string& id :
             {std::string(), std::string("../../x"), std::string("a/b"), std::string("a?b"),
              std::string("a b"), std::string("a\r\nb"), std::string(1000, 'a')}) {
            CAPTURE(each.name);
            CAPTURE(id);
            CHECK_FALSE(each.channel->stop(id, attempt()).has_value());
            CHECK(each.channel->ask(id, attempt()).empty());
        }
    }
}

TEST_CASE("answers that make no sense report nothing") {
    for (const Adapter& each : all) {
        for (const int status : {0, 200, 404, 500}) {
            for (const std::string& body : bodies()) {
                CAPTURE(each.name);
                CAPTURE(body.substr(0, 40));
                for (const char* id : {"", "CA1"})
                    CHECK(each.channel->reports(HttpAnswer{status, {}, body}, id).empty());
                CHECK_FALSE(each.channel->next_page(HttpAnswer{status, {}, body}).has_value());
            }
        }
    }
}

TEST_CASE("a signed callback is believed, and the same one reports the same again") {
    int tried = 0;
    for (const Adapter& each : all) {
        if (!each.callback) continue;
        ++tried;
        CAPTURE(each.name);
        for (const std::string_view path : each.channel->callback_paths()) {
            CAPTURE(path);
            const auto request = each.callback(std::string(path), now);
            const auto reports = each.channel->callback(request);
            REQUIRE(reports.has_value());
            CHECK(each.channel->callback(request) == reports);
        }
        CHECK(each.channel->callback(each.callback(each.callback_path, now))->size() == 1);
    }
    CHECK(tried == 7);
}

TEST_CASE("a callback that is forged, altered or unsigned is forbidden, and the sentence tells nothing") {
    const auto forbidden = [](const Adapter& each, const Incoming& request) {
        const auto reports = each.channel->callback(request);
        REQUIRE_FALSE(reports.has_value());
        CHECK(reports.error().kind == ErrorKind::forbidden);
        CHECK(tells_nothing(reports.error().message));
    };
    for (const Adapter& each : all) {
        if (!each.callback) continue;
        CAPTURE(each.name);
        const auto good = each.callback(each.callback_path, now);
        auto unsigned_one = good;
        unsigned_one.headers.clear();
        forbidden(each, unsigned_one);
        auto altered = good;
        altered.body.back() = altered.body.back() == '1' ? '2' : '1';
        forbidden(each, altered);
        auto longer = good;
        longer.body += "&x=1";
        forbidden(each, longer);
        auto emptied = good;
        emptied.body.clear();
        forbidden(each, emptied);
        for (std::size_t i = 0; i < good.headers.size(); ++i) {
            if (iequals(good.headers[i].name, "Content-Type")) continue;
            auto other = good;
            std::ranges::reverse(other.headers[i].value);
            forbidden(each, other);
            other.headers[i].value.clear();
            forbidden(each, other);
        }
    }
}

TEST_CASE("where the signature covers the time, a callback is good for five minutes in both directions") {
    for (const Adapter& each : all) {
        if (!each.stamped) continue;
        CAPTURE(each.name);
        for (const auto& [late, good] : {std::pair(299s, true), std::pair(301s, false),
                                         std::pair(-299s, true), std::pair(-301s, false)}) {
            auto request = each.callback(each.callback_path, now);
            request.now = now + late;
            CAPTURE(late.count());
            const auto reports = each.channel->callback(request);
            CHECK(reports.has_value() == good);
            if (!good) CHECK(reports.error().kind == ErrorKind::forbidden);
        }
    }
}

TEST_CASE("what is signed but makes no sense is refused as unreadable") {
    const std::vector<Incoming> senseless{
        from_twilio("gather", "", {{"AccountSid", "AC00000000000000000000000000000001"}}),
        from_twilio("sms", "",
                    {{"AccountSid", "AC00000000000000000000000000000001"}, {"MessageSid", "../x"}}),
        from_vonage("input", "", "[]"),
        from_vonage("input", "", std::string(100'000, '[')),
        from_vonage("sms", "", "{\"from\":7}"),
        from_webhook("7"),
        from_webhook("{\"type\":\"page.acknowledged\"}"),
    };
    const char* const whose[] = {"twilio_voice", "twilio_sms", "vonage_voice", "vonage_voice",
                                 "vonage_sms",   "webhook",    "webhook"};
    for (std::size_t i = 0; i < senseless.size(); ++i) {
        CAPTURE(i);
        const auto reports = adapter(all, whose[i]).channel->callback(senseless[i]);
        REQUIRE_FALSE(reports.has_value());
        CHECK(reports.error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("an adapter without callbacks says so") {
    for (const Adapter& each : all) {
        if (each.callback || !each.channel->callback_paths().empty()) continue;
        CAPTURE(each.name);
        if (each.name.starts_with("twilio") || each.name.starts_with("webhook")) continue;
        const auto reports =
            each.channel->callback({"POST", "x", "", "https://oncall.example.com/x", {}, "", now});
        REQUIRE_FALSE(reports.has_value());
        CHECK(reports.error().kind == ErrorKind::not_found);
    }
}
