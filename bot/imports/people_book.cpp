#include "bot/imports/people_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/text.h"

namespace tocsin::imports {
namespace {

constexpr std::size_t longest_key = 48;    // leaves room for -2
constexpr std::size_t longest_line = 200;  // UTF-16 units

std::string identity_of(const ForeignPerson& person) {
    if (!person.id.empty()) return "id " + person.id;
    return person.email.empty() ? "name " + person.name : "mail " + to_lower(person.email);
}

void add_what_is_missing(ForeignPerson& person, const ForeignPerson& more) {
    for (const auto part : {&ForeignPerson::id, &ForeignPerson::name, &ForeignPerson::email,
                            &ForeignPerson::timezone, &ForeignPerson::phone, &ForeignPerson::slack}) {
        if ((person.*part).empty()) person.*part = more.*part;
    }
}

bool is_slack_id(std::string_view id) {
    const auto is_code = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return (id.starts_with('U') || id.starts_with('W')) && id.size() > 1 && std::ranges::all_of(id, is_code);
}

// The letters of U+00C0 to U+017F without their marks: "José" has a key that people can type.
std::string in_plain_letters(std::string_view text) {
    static constexpr std::string_view bases =
        "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty"
        "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNn"
        "OoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
    constexpr char32_t first = 0xC0;
    static_assert(bases.size() == 0x180 - first);
    std::string plain;
    for (const char32_t letter : code_points(text)) {
        if (letter < 0x80) {
            plain += static_cast<char>(letter);
        } else {
            plain += letter >= first && letter < 0x180 ? bases[letter - first] : ' ';
        }
    }
    return plain;
}

}  // namespace

std::string plain_line(std::string_view text) {
    auto line = clean_utf8(text);
    for (char& c : line) {
        if (c == '\n' || c == '\t') c = ' ';
    }
    return cut(trim(replace_all(std::move(line), "${", "$ {")), longest_line);
}

std::string key_from(std::string_view text, std::string_view otherwise) {
    std::string key;
    for (const char c : to_lower(in_plain_letters(text))) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) {
            key += c;
        } else if (!key.empty() && key.back() != '-') {
            key += '-';
        }
        if (key.size() == longest_key) break;
    }
    while (key.ends_with('-')) key.pop_back();
    return key.empty() ? std::string(otherwise) : key;
}

void PeopleBook::introduce(const ForeignPerson& person) {
    if (!person.id.empty()) add_what_is_missing(introduced_[person.id], person);
}

ForeignPerson PeopleBook::whole(const ForeignPerson& person) const {
    auto all = person;
    if (const auto more = introduced_.find(person.id); more != introduced_.end())
        add_what_is_missing(all, more->second);
    return all;
}

PersonId PeopleBook::key_of(const ForeignPerson& person) {
    const auto all = whole(person);
    const auto identity = identity_of(all);
    if (const auto given = given_.find(identity); given != given_.end()) return given->second;
    const auto key = choose(all);
    given_.emplace(identity, key);
    return key;
}

PersonId PeopleBook::choose(const ForeignPerson& person) {
    for (const auto* word : {&person.id, &person.email, &person.name}) {
        if (const auto found = wanted_.find(*word); found != wanted_.end() && !word->empty()) {
            write_down(found->second, person);
            return found->second;
        }
    }
    for (const auto& [key, known] : known_) {
        if (person.email.empty() || !iequals(known.email, person.email)) continue;
        taken_.insert(key);
        return key;
    }
    for (const auto& [key, known] : known_) {
        const bool same = iequals(known.name, person.name) || iequals(key.str(), person.name);
        if (person.name.empty() || !same || taken_.contains(key)) continue;
        taken_.insert(key);
        return key;
    }
    const auto key = fresh_key(person);
    write_down(key, person);
    return key;
}

PersonId PeopleBook::fresh_key(const ForeignPerson& person) const {
    const std::string_view address = person.email;
    const auto name = key_from(person.name.contains('@') ? "" : person.name, key_from(person.id, "person"));
    const auto first = key_from(address.substr(0, address.find_first_of("+@")), name);
    const auto is_free = [&](const PersonId& key) {
        const auto asked = [&](const auto& entry) { return entry.second == key; };
        return !taken_.contains(key) && !known_.contains(key) && std::ranges::none_of(wanted_, asked);
    };
    PersonId key(first);
    for (int next = 2; !is_free(key); ++next) key = PersonId(fmt::format("{}-{}", first, next));
    return key;
}

void PeopleBook::write_down(const PersonId& key, const ForeignPerson& person) {
    const bool first = taken_.insert(key).second;
    if (!first || known_.contains(key)) return;
    Person made;
    made.id = key;
    made.name = plain_line(person.name);
    if (made.name.empty()) made.name = plain_line(person.email);
    if (made.name.empty()) made.name = key.str();
    if (is_email(person.email)) made.email = person.email;
    if (Zone::load(person.timezone)) made.timezone = person.timezone;
    if (is_phone(person.phone)) made.phone = person.phone;
    if (is_slack_id(person.slack)) made.slack = UserId(person.slack);
    if (!person.name.empty() && made.name != person.name) {
        departures_.push_back({"person " + key.str(),
                               "the name has characters that a configuration cannot keep",
                               fmt::format("it is written as {}", made.name)});
    }
    const auto same_name = [&](const Person& other) { return iequals(other.name, made.name); };
    if (const auto other = std::ranges::find_if(newcomers_, same_name); other != newcomers_.end()) {
        departures_.push_back({"person " + key.str(), fmt::format("{} has the same name", other->id.str()),
                               "both are kept; --people says who is who"});
    }
    newcomers_.push_back(std::move(made));
}

}  // namespace tocsin::imports
