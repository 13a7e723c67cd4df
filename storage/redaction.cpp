#include "storage/redaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "bot/base/contact.h"
#include "bot/base/text.h"

namespace tocsin::storage {
namespace {

constexpr std::string_view removed = "[removed]";
constexpr std::size_t least_digits = 7;  // of a phone number, as bot/base/contact.h has it
constexpr std::size_t most_digits = 15;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Whether a word goes on here. Bytes of letters beyond ASCII do.
bool is_of_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_of_address(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("._%+-@").contains(c);
}

bool replace_word(std::string& text, std::string_view word, std::string_view by) {
    if (word.size() < shortest_name) return false;
    const auto wanted = to_lower(word);
    auto lower = to_lower(text);
    bool any = false;
    for (std::size_t at = 0; (at = lower.find(wanted, at)) != std::string::npos;) {
        const auto end = at + wanted.size();
        const bool begins = at == 0 || !is_of_word(lower[at - 1]) || !is_of_word(wanted.front());
        const bool ends = end == lower.size() || !is_of_word(lower[end]) || !is_of_word(wanted.back());
        if (begins && ends) {
            text.replace(at, wanted.size(), by);
            lower.replace(at, wanted.size(), by);
            at += by.size();
            any = true;
        } else {
            ++at;
        }
    }
    return any;
}

// "<@U1>" and "<@U1|dana>".
bool replace_mention(std::string& text, std::string_view user, std::string_view by) {
    const auto begin = fmt::format("<@{}", user);
    bool any = false;
    for (std::size_t at = 0; (at = text.find(begin, at)) != std::string::npos;) {
        const auto behind = at + begin.size();
        const auto end = text.find('>', behind);
        if (end == std::string::npos || (text[behind] != '>' && text[behind] != '|')) {
            at = behind;
            continue;
        }
        text.replace(at, end + 1 - at, by);
        at += by.size();
        any = true;
    }
    return any;
}

struct Span {
    std::size_t begin = 0, end = 0;
};

// The number that begins here, as people write it: "+1 (202) 555-0101".
std::optional<Span> number_at(std::string_view text, std::size_t at, std::string& digits) {
    digits.clear();
    const bool begins = is_digit(text[at]) || text[at] == '+' || text[at] == '(';
    if (!begins || (at > 0 && (is_of_word(text[at - 1]) || text[at - 1] == '+'))) return std::nullopt;
    auto end = at;
    for (auto i = at; i < text.size() && digits.size() <= most_digits; ++i) {
        const char c = text[i];
        if (is_digit(c)) {
            digits += c;
            end = i + 1;
        } else if (!(i == at && c == '+') && !std::string_view(" -().").contains(c)) {
            break;
        }
    }
    if (end < text.size() && is_of_word(text[end])) return std::nullopt;
    return Span{at, end};
}

template <class Wanted>
bool replace_numbers(std::string& text, Wanted wanted) {
    bool any = false;
    std::string digits;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto span = number_at(text, at, digits);
        if (!span || digits.size() < least_digits) continue;
        if (wanted(digits, text[at] == '+')) {
            text.replace(at, span->end - at, removed);
            at += removed.size() - 1;
            any = true;
        }
    }
    return any;
}

bool replace_mailboxes(std::string& text) {
    bool any = false;
    for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos;) {
        auto begin = at, end = at + 1;
        while (begin > 0 && is_of_address(text[begin - 1])) --begin;
        while (end < text.size() && is_of_address(text[end])) ++end;
        while (end > at + 1 && text[end - 1] == '.') --end;  // of the sentence
        const auto mailbox = std::string_view(text).substr(begin, end - begin);
        if (is_email(mailbox) && mailbox.substr(mailbox.find('@')).contains('.')) {
            text.replace(begin, end - begin, removed);
            at = begin + removed.size();
            any = true;
        } else {
            ++at;
        }
    }
    return any;
}

// The way people at home write a number has no country code.
bool is_number(std::string_view digits, std::string_view phone) {
    const auto known = phone.substr(1);
    const auto rest = digits.starts_with('0') ? digits.substr(1) : digits;
    return digits == known || (rest.size() >= least_digits && known.ends_with(rest));
}

}  // namespace

PersonId removed_person(std::int64_t number) {
    return PersonId{fmt::format("removed-{}", number)};
}

std::string removed_name(std::int64_t number) {
    return fmt::format("Former member {}", number);
}

Redaction Redaction::of_person(Identity who, std::int64_t number, bool keep_words) {
    Redaction redaction;
    redaction.who_ = std::move(who);
    redaction.number_ = number;
    redaction.keep_words_ = keep_words;
    return redaction;
}

Redaction Redaction::of_addresses() {
    Redaction redaction;
    redaction.all_addresses_ = true;
    return redaction;
}

bool Redaction::text(std::string& words) {
    bool any = false;
    if (all_addresses_) {
        if (words.contains('@')) any = replace_mailboxes(words);
        if (words.contains('+'))
            any |= replace_numbers(words, [](const auto&, bool international) { return international; });
        return any;
    }
    const auto name = removed_name(number_);
    for (const auto& user : who_.users) {
        any |= replace_mention(words, user, name);
        any |= replace_word(words, user, name);
    }
    for (const auto& address : who_.addresses) {
        any |= replace_word(words, address, removed);
        if (!is_phone(address)) continue;
        any |= replace_word(words, number_ending(address), "removed number");
        any |= replace_numbers(words, [&](const auto& digits, bool) { return is_number(digits, address); });
    }
    for (const auto& person : who_.people)
        any |= replace_word(words, "person:" + person, "person:" + removed_person(number_).str());
    if (keep_words_) return any;
    std::vector<std::string> longest_first(who_.names.begin(), who_.names.end());
    longest_first.insert(longest_first.end(), who_.people.begin(), who_.people.end());
    std::ranges::sort(longest_first, std::ranges::greater{}, &std::string::size);
    for (const auto& word : longest_first) any |= replace_word(words, word, name);
    return any;
}

void Redaction::learn(const Actor& who) {
    if (!who.user.empty()) who_.users.insert(who.user.str());
    if (!who.person.empty()) who_.people.insert(who.person.str());
    if (who.name.size() >= shortest_name) who_.names.insert(who.name);
}

bool Redaction::actor(Actor& who) {
    const bool is_them = who_.users.contains(who.user.str()) || who_.people.contains(who.person.str());
    if (!is_them || all_addresses_) return !who.is_somebody() && text(who.name);  // a program's may be theirs
    learn(who);
    met_ = true;
    who = {UserId{}, removed_name(number_), removed_person(number_)};
    return true;
}

bool Redaction::user(UserId& id) const {
    if (!who_.users.contains(id.str())) return false;
    id = UserId{};
    return true;
}

bool Redaction::person(PersonId& id) const {
    if (!who_.people.contains(id.str())) return false;
    id = removed_person(number_);
    return true;
}

bool Redaction::target(Target& target) const {
    if (target.kind == Target::Kind::person && who_.people.contains(target.id)) {
        target.id = removed_person(number_).str();
    } else if (target.kind == Target::Kind::user && who_.users.contains(target.id)) {
        target = {Target::Kind::person, removed_person(number_).str()};
    } else {
        return false;
    }
    return true;
}

bool Redaction::may_find(std::string_view stored) const {
    if (all_addresses_) return stored.contains('@') || stored.contains('+');
    const auto lower = to_lower(stored);
    const auto stands = [&](const std::set<std::string>& words) {
        return std::ranges::any_of(words, [&](const auto& word) { return lower.contains(to_lower(word)); });
    };
    const auto ends_there = [&](const std::string& address) {  // however its digits are grouped
        return is_phone(address) && lower.contains(std::string_view(address).substr(address.size() - 2));
    };
    return stands(who_.users) || stands(who_.people) || stands(who_.names) || stands(who_.addresses) ||
           std::ranges::any_of(who_.addresses, ends_there);
}

}  // namespace tocsin::storage
