// Any bytes as what a person or an alert wrote: shown, it notifies nobody but the person it names, and
// nothing of it breaks out of the markup around it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using fuzz::expect;

namespace {

bool wakes_many(std::string_view shown) {
    const auto lower = to_lower(shown);
    for (const std::string_view handle : {"@channel", "@here", "@everyone"}) {
        const auto at = lower.find(handle);
        // Inside a word it is an address: ops@here.example.
        if (at != std::string::npos && (at == 0 || lower[at - 1] == ' ' || lower[at - 1] == '\n'))
            return true;
    }
    return false;
}

// Every < opens <@…>, <#…> or <https://…>, is closed on its line and holds no second one.
void check_markup(std::string_view shown) {
    for (std::size_t at = 0; at < shown.size(); ++at) {
        expect(shown[at] != '>', "a > closes what a < opened");
        if (shown[at] != '<') continue;
        const auto end = shown.find_first_of("<>\n", at + 1);
        expect(end != std::string_view::npos && shown[end] == '>', "a < is closed");
        const auto token = shown.substr(at + 1, end - at - 1);
        expect(token.starts_with('@') || token.starts_with('#') || token.starts_with("https://"),
               "only mentions of one and https links are live");
        at = end;
    }
}

void check_typed(std::string_view text) {
    for (const auto& shown : {slack::typed(text), slack::typed_line(text)}) {
        expect(valid_utf8(shown), "what is shown is UTF-8");
        expect(!shown.contains("<!"), "no broadcast is live");
        expect(!wakes_many(shown), "no broadcast wakes up when mrkdwn reads words");
        check_markup(shown);
    }
    expect(!slack::typed_line(text).contains('\n'), "a line is one line");
}

void check_cut(std::string_view text) {
    const auto shown = slack::typed(text);
    for (const std::size_t limit : {0U, 1U, 2U, 75U, 3000U}) {
        const auto short_form = slack::cut_markup(shown, limit);
        expect(utf16_length(short_form) <= limit || utf16_length(shown) <= limit, "a cut keeps its limit");
        expect(valid_utf8(short_form), "a cut does not split a character");
        check_markup(short_form);
    }
}

void check_link(std::string_view url, std::string_view label) {
    const auto shown = slack::link(url, clean_utf8(label));
    if (slack::is_safe_url(url)) {
        expect(shown.starts_with("<https://") && shown.ends_with('>'), "a safe address is a link");
        expect(shown.find('>') == shown.size() - 1, "a link is not left early");
    } else {
        expect(!shown.contains('<') && !shown.contains('>'), "an unsafe address is only its label");
    }
}

void check_plain(std::string_view text) {
    const auto plain = slack::to_plain(text, [](const UserId& user) { return user.str(); });
    expect(valid_utf8(plain), "plain text is UTF-8");
    expect(!wakes_many(plain), "plain text wakes nobody");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    expect(slack::unescape(slack::escape(text)) == text, "escaping can be undone");
    check_typed(text);
    check_cut(text);
    const auto half = text.find('|');
    if (half != std::string_view::npos) check_link(text.substr(0, half), text.substr(half + 1));
    check_plain(text);
    return 0;
}
