// What every tracker of tickets offers (GitHub, Jira, GitLab, Linear): requests made and answers read,
// without any I/O. Whether a try may have made a ticket unnoticed, and when the next one is due, is the
// engine's business.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::trackers {

struct Ticket {
    std::string marker;  // letters, digits and -, of this ticket alone: it is found again by it
    std::string title;
    std::string text;  // Markdown
    std::string link;  // to the incident; may be empty
    Time since;        // of the incident's declaration: no ticket of it is older
    bool operator==(const Ticket&) const = default;
};

struct Opened {
    std::string name;  // as people call it: example/api#123, OPS-12
    std::string url;
    bool operator==(const Opened&) const = default;
};
struct Missing {  // there is no ticket with this marker
    bool operator==(const Missing&) const = default;
};
using Outcome = std::variant<Opened, Missing, channels::Retry, channels::Rejected>;

// How a ticket stands.
struct StillOpen {
    bool operator==(const StillOpen&) const = default;
};
struct Closed {  // done or given up there
    bool operator==(const Closed&) const = default;
};
using Standing = std::variant<StillOpen, Closed, Missing, channels::Retry, channels::Rejected>;

class Tracker {
  public:
    virtual ~Tracker() = default;

    virtual std::string_view product() const = 0;  // "GitHub"

    virtual channels::HttpRequest open(const Ticket& ticket) const = 0;
    // Opened, Retry or Rejected. A Retry may have made the ticket all the same.
    virtual Outcome opened(const channels::HttpAnswer& answer, const Ticket& ticket) const = 0;

    virtual channels::HttpRequest look_up(const Ticket& ticket) const = 0;
    virtual Outcome looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const = 0;

    // How the ticket of that name stands, as Opened has it; nothing: that is no name of its tickets.
    virtual std::optional<channels::HttpRequest> ask(const std::string& name) const = 0;
    virtual Standing standing(const channels::HttpAnswer& answer) const = 0;
};

// Of an adapter of any product.
struct Account {
    std::string base_url;    // without / at its end
    std::string repository;  // owner/name, project path or key, team ID
    std::string user;        // of Jira's Basic sign-in
    Secret token;
};

}  // namespace tocsin::trackers
