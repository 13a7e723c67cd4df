// What is taken out of stored values so that they identify somebody no longer: one person, or everybody's
// numbers and addresses. Rules only: going through a value is Redactor in json_fields.h, which rows are gone
// through is in tx_redaction.cpp.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/actor.h"
#include "bot/core/escalation.h"

namespace tocsin::storage {

// Everything by which one person is known. What of it is not known yet is found where the rest stands.
struct Identity {
    std::set<std::string> users;      // of Slack
    std::set<std::string> people;     // of the configuration
    std::set<std::string> names;      // whole words, in any case of ASCII letters
    std::set<std::string> addresses;  // numbers and mailboxes
    bool operator==(const Identity&) const = default;
};

inline constexpr std::size_t shortest_name = 2;  // bytes: a single letter is no name

// Who stands there instead: "removed-3", "Former member 3".
PersonId removed_person(std::int64_t number);
std::string removed_name(std::int64_t number);

// How far one has got through the rows beside incidents, which it goes through a bounded number at a time.
struct RecordsPlace {
    std::size_t table = 0;
    std::string key;  // of the table's last row that was gone through; empty: of none
    bool at_end = false;
    bool operator==(const RecordsPlace&) const = default;
};

class Redaction {
  public:
    // `keep_words`: names in what people typed stay; who did what, mentions and addresses do not.
    static Redaction of_person(Identity who, std::int64_t number, bool keep_words);
    static Redaction of_addresses();

    // Each answers whether it replaced anything.
    bool text(std::string& words);
    bool actor(Actor& who);  // also learns of a person's other names
    bool user(UserId& id) const;
    bool person(PersonId& id) const;
    bool target(Target& target) const;

    const Identity& identity() const { return who_; }
    bool met() const { return met_; }  // the person did something or was meant, and was not only named
    // Quickly: false where nothing of it can stand, as stored.
    bool may_find(std::string_view stored) const;

    RecordsPlace place;
    std::vector<std::string> unreadable;  // rows that were left as they are: "row 3 of alerts"

  private:
    Redaction() = default;
    void learn(const Actor& who);

    Identity who_;
    std::int64_t number_ = 0;
    bool keep_words_ = false;
    bool all_addresses_ = false;
    bool met_ = false;
};

}  // namespace tocsin::storage
