#include "bot/core/runbook_limits.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/text.h"

namespace tocsin {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t longest_to = 80;  // UTF-16 units
constexpr std::array ends{"resolved", "fixed", "solved", "restored"};
constexpr std::array before_duration{"in", "within", "after", "for"};
constexpr std::string_view punctuation = ".,;:!?";

std::string bare(std::string_view word) {
    while (!word.empty() && punctuation.contains(word.back())) word.remove_suffix(1);
    return to_lower(word);
}

template <class List>
bool is_one_of(const List& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

// Words without the marks of Markdown, sentence by sentence. A paragraph or an item of a list ends one too.
std::vector<Words> sentences_of(std::string_view markdown) {
    std::vector<Words> sentences(1);
    const auto end = [&] {
        if (!sentences.back().empty()) sentences.emplace_back();
    };
    for (const auto line : lines_of(markdown)) {
        const auto text = trim(line);
        if (text.empty() || std::string_view("-*+#>0123456789").contains(text.front())) end();
        for (const auto raw : split(text, ' ')) {
            std::string word(raw);
            std::erase_if(word, [](char c) { return std::string_view("*_`#>").contains(c); });
            if (word.empty() || word == "-" || word == "+") continue;
            const bool last = word.ends_with('.') && bare(word) != "min";
            sentences.back().push_back(std::move(word));
            if (last) end();
        }
    }
    return sentences;
}

std::optional<Duration> unit_of(std::string_view word) {
    if (is_one_of(std::array{"minutes", "minute", "mins", "min", "m"}, word)) return 1min;
    if (is_one_of(std::array{"hours", "hour", "hrs", "hr", "h"}, word)) return 1h;
    return std::nullopt;
}

std::optional<int> number_of(std::string_view word) {
    if (word == "a" || word == "an" || word == "one") return 1;
    int number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size() || number < 1) return std::nullopt;
    return number;
}

// "30 minutes", "1 hour 30 minutes", "half an hour", "90min", from the word at `at` on.
std::optional<Duration> duration_at(const Words& words, std::size_t at) {
    const auto word = [&](std::size_t i) { return i < words.size() ? bare(words[i]) : std::string(); };
    if (word(at) == "half" && word(at + 1) == "an" && word(at + 2) == "hour") return 30min;
    if (!number_of(word(at))) {
        const auto glued = parse_duration(word(at));
        return glued ? std::optional(*glued) : std::nullopt;
    }
    std::optional<Duration> sum;
    for (auto i = at; i + 1 < words.size();) {
        if (word(i) == "and") ++i;
        const auto number = number_of(word(i));
        const auto unit = unit_of(word(i + 1));
        if (!number || !unit || *number > longest_runbook_limit / *unit) break;
        sum = sum.value_or(Duration{0}) + *number * *unit;
        i += 2;
    }
    return sum;
}

std::optional<Duration> time_in(const Words& words) {
    bool unresolved = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = bare(words[i]);
        unresolved =
            unresolved || word == "unresolved" ||
            (is_one_of(ends, word) && i > 0 && is_one_of(std::array{"not", "isn't"}, bare(words[i - 1])));
        if (!unresolved || !is_one_of(before_duration, word)) continue;
        if (const auto duration = duration_at(words, i + 1)) return duration;
    }
    return std::nullopt;
}

// Whom "escalate to" names: up to the end of the sentence, or to where its condition follows.
std::string escalated_to(const Words& words) {
    std::string to;
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (bare(words[i]) != "escalate" || bare(words[i + 1]) != "to") continue;
        for (auto j = i + 2; j < words.size() && bare(words[j]) != "if" && bare(words[j]) != "when"; ++j)
            to += (to.empty() ? "" : " ") + words[j];
        break;
    }
    while (!to.empty() && punctuation.contains(to.back())) to.pop_back();
    return cut(to, longest_to);
}

}  // namespace

std::vector<RunbookLimit> limits_in(std::string_view markdown) {
    std::vector<RunbookLimit> limits;
    for (const auto& sentence : sentences_of(markdown)) {
        const auto after = time_in(sentence);
        auto to = escalated_to(sentence);
        if (!after || *after < 1min || *after > longest_runbook_limit || to.empty()) continue;
        const RunbookLimit limit{*after, std::move(to)};
        if (std::ranges::find(limits, limit) == limits.end()) limits.push_back(limit);
    }
    std::ranges::sort(limits, {}, &RunbookLimit::after);
    if (limits.size() > most_runbook_limits) limits.resize(most_runbook_limits);
    return limits;
}

}  // namespace tocsin
