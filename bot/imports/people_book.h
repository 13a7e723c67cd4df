// Gives people of another product their key of ours: the one that was asked for, the one of somebody whom the
// configuration knows by the same address or name, or a new one made of their address or name.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/imports/imported.h"

namespace tocsin::imports {

struct ForeignPerson {
    std::string id;     // theirs; may be empty
    std::string name;   // may be empty
    std::string email;  // may be empty
    std::string timezone = {};
    std::string phone = {};  // with country code
    std::string slack = {};  // user ID
};

class PeopleBook {
  public:
    // `wanted`: their ID, address or name to our key. `known`: the people of the configuration.
    PeopleBook(std::map<std::string, PersonId> wanted, std::map<PersonId, Person> known,
               std::vector<Departure>& departures)
        : wanted_(std::move(wanted)), known_(std::move(known)), departures_(departures) {}

    // What is told of somebody before a schedule names them by ID alone.
    void introduce(const ForeignPerson& person);
    PersonId key_of(const ForeignPerson& person);  // of somebody with an ID, a name or an address

    std::vector<Person> newcomers() const { return newcomers_; }  // in order of appearance

  private:
    ForeignPerson whole(const ForeignPerson& person) const;
    PersonId choose(const ForeignPerson& person);
    PersonId fresh_key(const ForeignPerson& person) const;
    void write_down(const PersonId& key, const ForeignPerson& person);

    std::map<std::string, PersonId> wanted_;
    std::map<PersonId, Person> known_;
    std::vector<Departure>& departures_;
    std::map<std::string, ForeignPerson> introduced_;  // by ID
    std::map<std::string, PersonId> given_;            // by ID, else address, else name
    std::set<PersonId> taken_;
    std::vector<Person> newcomers_;
};

// Theirs as one line without control characters, and without what a configuration takes for a variable.
std::string plain_line(std::string_view text);
// Letters, digits and - of a text: a key of the configuration. "schedule" for a text that has none.
std::string key_from(std::string_view text, std::string_view otherwise);

}  // namespace tocsin::imports
