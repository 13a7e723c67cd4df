// What every other status page that the public one is pushed to offers (Atlassian Statuspage, Better Stack):
// requests made and answers read, without any I/O. When something is pushed, and what was before, is the
// engine's business.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"
#include "bot/core/public_notice.h"

namespace tocsin::mirrors {

using Components = std::map<std::string, std::string>;  // IDs there, by the component's name

// An entry of a notice, and what is known of them there.
struct Entry {
    PublicNotice notice;
    int number = 0;                    // of the entry
    ComponentStates states;            // now, of the components that the notice names
    Components components;             // of the page there
    std::map<int, std::string> known;  // IDs there, by the entry's number; 0: the notice. Empty: not known
    bool operator==(const Entry&) const = default;
};

struct Pushed {  // it is there
    std::string notice;
    std::string entry;  // empty: its ID was not told
    bool operator==(const Pushed&) const = default;
};
struct Missing {  // it is not there
    bool operator==(const Missing&) const = default;
};
using Outcome = std::variant<Pushed, Missing, channels::Retry, channels::Rejected>;

struct ComponentPage {  // of the list of them
    Components components;
    bool has_next = false;
    bool operator==(const ComponentPage&) const = default;
};
using Found = std::variant<ComponentPage, channels::Retry, channels::Rejected>;

class Mirror {
  public:
    virtual ~Mirror() = default;

    virtual std::string_view product() const = 0;  // "Better Stack"
    virtual std::string_view kind() const = 0;     // of the configuration: "betterstack"

    virtual channels::HttpRequest ask_components(int page) const = 0;  // 1, 2, 3 …
    virtual Found components_in(const channels::HttpAnswer& answer) const = 0;

    // Makes the notice with this entry, or adds the entry to the notice that is known there.
    virtual channels::HttpRequest publish(const Entry& entry) const = 0;
    // A Retry may have published it all the same.
    virtual Outcome published(const channels::HttpAnswer& answer, const Entry& entry) const = 0;

    virtual channels::HttpRequest look_up(const Entry& entry) const = 0;
    virtual Outcome looked_up(const channels::HttpAnswer& answer, const Entry& entry) const = 0;

    // Of an entry that is known there: its text, or the states of the components alone. Both can be repeated.
    virtual channels::HttpRequest correct(const Entry& entry) const = 0;
    virtual channels::HttpRequest show_states(const Entry& entry) const = 0;
    virtual Outcome changed(const channels::HttpAnswer& answer, const Entry& entry) const = 0;
};

// Of an adapter of any product.
struct Account {
    std::string base_url;  // without / at its end
    std::string page;      // its ID there
    Secret token;
};

}  // namespace tocsin::mirrors
