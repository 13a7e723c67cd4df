#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"

using namespace tocsin;
using namespace tocsin::slack;

namespace {

std::string called(const UserId& user) {
    return user.str() == "U1" ? "Dana" : user.str();
}

const std::string joiner = "\xE2\x81\xA0";

}  // namespace

TEST_CASE("Exactly three characters are escaped, and unescaping undoes it once") {
    CHECK(escape("a & b < c > d \"e\" 'f'") == "a &amp; b &lt; c &gt; d \"e\" 'f'");
    CHECK(unescape("a &amp; b &lt; c &gt; d") == "a & b < c > d");
    CHECK(unescape("&amp;lt;") == "&lt;");
    for (const auto* text : {"", "&amp;&&lt;", "<!here> & co", "&&&"}) CHECK(unescape(escape(text)) == text);
}

TEST_CASE("Typed text keeps mentions of one person and https links, and nothing else becomes markup") {
    CHECK(typed("<@U12AB|dana> in <#C12|ops>") == "<@U12AB> in <#C12>");
    CHECK(typed("see <https://a.example/?x=1&y=2|the log>") ==
          "see <https://a.example/?x=1&amp;y=2|the log>");
    CHECK(typed("<https://a.example>") == "<https://a.example|https://a.example>");
    CHECK(typed("<!channel> <!here|x> <!subteam^S1|@ops>").find("<!") == std::string::npos);
    CHECK(typed("<javascript:alert(1)|x>") == "&lt;javascript:alert(1)|x&gt;");
    CHECK(typed("<@u12> <@U1!> <@>") == "&lt;@" + joiner + "u12&gt; &lt;@" + joiner + "U1!&gt; &lt;@&gt;");
    CHECK(typed("5 < 6 & 7 > 2") == "5 &lt; 6 &amp; 7 &gt; 2");
    CHECK(typed("`code` and *bold*") == "`code` and *bold*");
}

TEST_CASE("Broadcasts and group handles are dead even as plain words; addresses stay") {
    CHECK(neutralise_broadcasts("@channel @HERE (@everyone)") ==
          "@" + joiner + "channel @" + joiner + "HERE (@" + joiner + "everyone)");
    CHECK(neutralise_broadcasts("a@b.example @ @") == "a@b.example @ @");
}

TEST_CASE("Plain text has names instead of mentions and no marks") {
    CHECK(to_plain("<@U1> restarts `api` in *ten* _minutes_, see <https://a.example|the log>", called) ==
          "Dana restarts api in ten minutes, see the log");
    CHECK(to_plain("2 * 3 * 4, snake_case_name, ~5", called) == "2 * 3 * 4, snake_case_name, ~5");
    CHECK(to_plain("<!date^1737469920^{ago}|1 minute ago>, <#C1|ops>, <https://a.example>", called) ==
          "1 minute ago, #ops, https://a.example");
    CHECK(to_plain("<!here> a < b", called) == "here a < b");
}

TEST_CASE("A link cannot be broken out of") {
    CHECK(slack::link("https://a.example/x", "a|b>c\nd") == "<https://a.example/x|a/b&gt;c d>");
    CHECK(slack::link("http://a.example", "label") == "label");
    CHECK(slack::link("https://a.example/|x", "label") == "label");
    CHECK(slack::link("", "label") == "label");
}

TEST_CASE("A date ages in the client and has a written fallback") {
    CHECK(date_ago(time_from_unix(1737469920), "1 minute ago") == "<!date^1737469920^{ago}|1 minute ago>");
}

TEST_CASE("Cutting counts UTF-16 units of escaped text and never breaks an entity, a token or a character") {
    CHECK(cut_markup("short", 10) == "short");
    CHECK(cut_markup("aaaa&amp;bbbb", 8) == "aaaa…");
    CHECK(cut_markup("aaaa<@U123456>bbbb", 10) == "aaaa…");
    CHECK(cut_markup("\xF0\x9F\x94\xA5\xF0\x9F\x94\xA5\xF0\x9F\x94\xA5", 4) == "\xF0\x9F\x94\xA5…");
    CHECK(cut_markup("one two three four", 16) == "one two three…");
    const auto full = typed(std::string(500, '&') + "<@U1> <https://a.example|b> \xF0\x9F\x94\xA5 word ");
    for (std::size_t limit = 1; limit < 600; ++limit) {
        const auto kept = cut_markup(full, limit);
        CHECK(utf16_length(kept) <= limit);
        CHECK(valid_utf8(kept));
        const auto ampersand = kept.rfind('&');
        if (ampersand != std::string::npos) CHECK(kept.find(';', ampersand) != std::string::npos);
        CHECK(std::count(kept.begin(), kept.end(), '<') == std::count(kept.begin(), kept.end(), '>'));
    }
}
