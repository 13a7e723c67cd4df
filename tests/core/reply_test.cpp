#include "bot/core/reply.h"

#include <doctest/doctest.h>

using namespace tocsin;
using What = Reply::What;

namespace {

Reply meant(What what, std::optional<std::int64_t> incident = {}, std::string text = {}) {
    Reply reply{what, {}, false, std::move(text)};
    if (incident) reply.incident = IncidentNumber{*incident};
    return reply;
}

}  // namespace

TEST_CASE("the answers of a page are understood in any case and with blanks and stops around them") {
    for (const auto* text : {"1", " 1 ", "ack", "ACK", "Ack.", "ok", "OK!", "\n1\n"})
        CHECK_MESSAGE(parse_reply(text) == meant(What::acknowledge), text);
    for (const auto* text : {"2", "esc", "Escalate"})
        CHECK_MESSAGE(parse_reply(text) == meant(What::escalate), text);
    for (const auto* text : {"3", "cant", "Can't", "can’t."})
        CHECK_MESSAGE(parse_reply(text) == meant(What::pass_on), text);
    CHECK(parse_reply("JOIN") == meant(What::join));
    CHECK(parse_reply("?") == meant(What::help));
}

TEST_CASE("an answer may name its incident") {
    for (const auto* text : {"1 42", "ack 42", "ACK INC-42", "ok #42", "1  inc-42."})
        CHECK_MESSAGE(parse_reply(text) == meant(What::acknowledge, 42), text);
    CHECK(parse_reply("2 42") == meant(What::escalate, 42));
    CHECK(parse_reply("join 7") == meant(What::join, 7));
    CHECK(parse_reply("1 all").all);
}

TEST_CASE("updates and resolutions carry words") {
    CHECK(parse_reply("u looking at the database") == meant(What::update, {}, "looking at the database"));
    CHECK(parse_reply("U 42 requests fail") == meant(What::update, {}, "42 requests fail"));
    CHECK(parse_reply("u INC-42 requests fail") == meant(What::update, 42, "requests fail"));
    CHECK(parse_reply("res 42 rolled back") == meant(What::resolve, 42, "rolled back"));
    CHECK(parse_reply("res rolled back") == meant(What::resolve, {}, "rolled back"));
}

TEST_CASE("anything else is not guessed at") {
    for (const auto* text : {"", " ", "12", "11", "1 2 3", "ack it", "yes", "stop", "u", "res 42", "u INC-42",
                             "acknowledged by nobody", "ok who is on this", "1 all of them", "all"})
        CHECK_MESSAGE(parse_reply(text).what == What::unknown, text);
}
