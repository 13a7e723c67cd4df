// One event is one line, whatever stands in it: nobody forges a second one through a title.

#include "bot/base/log.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/base/caught_log.h"

using namespace tocsin;
using tocsin::testing::CaughtLog;

namespace {

const std::string forged = "API Down\n2026-01-01T00:00:00Z info  all is well";

std::string written(log::Format format, const std::string& text) {
    const CaughtLog caught;
    log::configure(log::Level::info, format);
    log::warn(text, {{"title", text}});
    log::configure(log::Level::off, format);
    return caught.text();
}

}  // namespace

TEST_CASE("a line of the log stays one line, whatever stands in it") {
    for (const auto format : {log::Format::text, log::Format::json}) {
        for (const std::string& text : {forged, std::string("a\r\nb"), std::string("a\rb"),
                                        std::string("a\x1b[2Jb"), std::string("a\0b", 3),
                                        std::string("a\x85"
                                                    "b"),
                                        std::string("\xe2\x80\xae"
                                                    "txt.exe"),
                                        std::string("x\" level=error \"y"),
                                        std::string("\\\"},{\"level\":\"info\""), std::string("\xff\xfe")}) {
            const auto line = written(format, text);
            CHECK(std::ranges::count(line, '\n') == 1);
            CHECK(line.ends_with('\n'));
            CHECK_MESSAGE(
                std::ranges::none_of(line.substr(0, line.size() - 1),
                                     [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }),
                line);
            CHECK_FALSE(line.contains("\xe2\x80\xae"));
        }
    }
    const auto json = written(log::Format::json, "\\\"},{\"level\":\"info\"");
    CHECK(json.contains(R"("message":"\\\"},{\"level\":\"info\"")"));
}
