// Any bytes as what somebody typed after /incident: nothing is lost on the way from a line to its words.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/text.h"
#include "bot/base/time.h"
#include "bot/core/incident.h"
#include "bot/core/severity.h"
#include "commands/grammar.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using namespace tocsin::commands;
using fuzz::expect;

namespace {

constexpr std::size_t replacement_bytes = 3;  // U+FFFD in place of one bad byte

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::size_t ink(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !is_blank(c); }));
}

std::string check_normalised(std::string_view typed) {
    auto text = normalise(typed);
    expect(valid_utf8(text), "a normalised line is UTF-8");
    expect(text.size() <= max_command_bytes * replacement_bytes, "a normalised line is bounded");
    expect(trim(text) == text, "a normalised line has no blanks around it");
    expect(clean_utf8(text) == text, "a normalised line hides no control and no direction mark");
    // Entities are undone once, on purpose: "&amp;lt;" was typed as "&lt;".
    if (!text.contains('&') && text.size() <= max_command_bytes)
        expect(normalise(text) == text, "normalising is done with after once");
    return text;
}

void check_person(std::string_view word) {
    const auto named = parse_user(word);
    if (!named) return;
    expect(named->user.empty() != named->name.empty(), "a person is a mention or a name");
    const bool plain_id = std::ranges::all_of(
        named->user.str(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
    expect(plain_id, "a user's ID cannot carry markup");
}

void check_words(std::string_view line) {
    auto rest = line;
    std::size_t seen = 0;
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
        expect(std::ranges::none_of(word, is_blank), "a word has no blank in it");
        seen += word.size();
        check_person(word);
        if (const auto duration = parse_duration(word))
            expect(duration->count() >= 0, "durations go forward");
        if (const auto severity = parse_severity(word))
            expect(*severity >= Severity::sev1 && *severity <= Severity::sev4, "there are four severities");
    }
    expect(rest.empty(), "words are taken to the end");
    expect(seen == ink(line), "no letter is lost between the words");
}

void check_target(std::string_view line) {
    auto rest = line;
    const auto target = take_target(rest);
    switch (target.kind) {
        case commands::Target::Kind::none:
            expect(rest == line, "a line without a target stays whole");
            return;
        case commands::Target::Kind::here:
            expect(rest.size() < line.size(), "this is taken off");
            return;
        case commands::Target::Kind::named:
        case commands::Target::Kind::bare_number:
            expect(target.number.value() > 0, "incidents count from 1");
            expect(rest.size() < line.size() && line.ends_with(rest), "a target is taken off the front");
            return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view typed(reinterpret_cast<const char*>(data), size);
    const auto line = check_normalised(typed);
    check_words(line);
    check_target(line);
    const auto after = after_mention(line, UserId{"UBOT"});
    expect(trim(after) == after && trim(line).ends_with(after), "what follows the mention is kept as it is");
    return 0;
}
