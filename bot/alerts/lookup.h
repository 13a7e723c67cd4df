// Finding parts of foreign JSON by what AlertFields say of them.
//
//   data.attributes.name   a path; numbers count the entries of lists, from 0
//   /externalURL           a path from the whole payload, where `each` names a part of it
//   a | b                  the first that is there
//   'sev3'                 these letters
//   {a} on {b}             these parts, if all of them are there
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tocsin::alerts {

class Lookup {
  public:
    // Both outlive it.
    Lookup(const nlohmann::json& whole, const nlohmann::json& here) : whole_(&whole), here_(&here) {}

    const nlohmann::json& at(std::string_view path) const;  // null when it is not there
    // A text, number or flag as text, without control characters; empty when nothing of it is there. Texts
    // like $ALERT_TITLE, which a sender forgot to fill in, are not there either.
    std::string text(std::string_view expression) const;
    // The same for a key: an object or list stands for itself, by its digest.
    std::string key(std::string_view expression) const;

  private:
    std::string text_of(std::string_view expression, bool digests) const;
    std::string filled(std::string_view pattern) const;

    const nlohmann::json* whole_;
    const nlohmann::json* here_;
};

// A text, number or flag; empty for anything else.
std::string scalar_text(const nlohmann::json& value);

std::string on_one_line(std::string text);  // its lines, with blanks between them

// In any case; a * in the pattern stands for any letters, or none.
bool is_like(std::string_view pattern, std::string_view word);

}  // namespace tocsin::alerts
