// What every adapter for a way to reach a person offers: requests to a provider made and its answers read,
// without any I/O. When something is sent, which provider is next, and what an answer means for an incident
// is the engine's business.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bot/base/error.h"
#include "bot/base/time.h"
#include "bot/core/escalation.h"

namespace tocsin::channels {

struct Header {
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
};

// Carries secrets: never logged, never part of an error.
struct HttpRequest {
    std::string method = "POST";
    std::string url;
    std::vector<Header> headers;
    std::string body;
    bool operator==(const HttpRequest&) const = default;
};
struct HttpAnswer {
    int status = 0;  // 0: none came, the connection failed or timed out
    std::vector<Header> headers;
    std::string body;
    bool operator==(const HttpAnswer&) const = default;
};
struct MailRequest {
    std::string from;  // envelope addresses, checked
    std::string to;
    std::string message;  // RFC 5322 with CRLF
    bool operator==(const MailRequest&) const = default;
};
enum class MailStep { connect, greeting, hello, tls, login, sender, recipient, data, message };
struct MailAnswer {  // the reply that decided
    int code = 0;    // 250; 0: none came, the connection failed or was cut
    std::string text;
    MailStep step = MailStep::connect;  // what it replied to
    bool operator==(const MailAnswer&) const = default;
};
using Request = std::variant<HttpRequest, MailRequest>;
using Answer = std::variant<HttpAnswer, MailAnswer>;

// What a call says next, and what it then waits for. Said slowly, in this order.
struct Speech {
    std::vector<std::string> sentences;
    bool wait_for_key = false;  // one key, also while it is still speaking
    std::string step;           // names this point of the call; comes back with the key: "menu", "confirm-2"
    int repeats = 0;            // how often it may be said again without a key; then the call ends
    bool operator==(const Speech&) const = default;
};

// One thing to deliver, in the form of its medium.
struct Text {            // GSM-7 and within one segment already
    std::string number;  // E.164
    std::string text;
    bool operator==(const Text&) const = default;
};
struct Call {
    std::string number;
    Speech speech;     // when somebody answers
    Speech voicemail;  // when a machine does, where the provider tells in time; no key is waited for
    bool operator==(const Call&) const = default;
};
struct Mail {
    std::string address;
    std::string subject;
    std::string text;
    std::string html;
    std::string id;      // left part of the Message-ID, unique
    std::string thread;  // left part of the root's Message-ID; all mails of an incident share it
    bool urgent = false;
    std::string unsubscribe{};  // a POST to this address ends a subscription (RFC 8058); empty: there is none
    bool operator==(const Mail&) const = default;
};
struct Push {
    std::string address;  // ntfy topic, Pushover user key
    std::string title;
    std::string text;
    std::string link;     // may be empty
    bool urgent = false;  // wakes, and is repeated by the provider until confirmed where it can
    bool operator==(const Push&) const = default;
};
struct Handoff {  // to another on-call product, or to a webhook
    enum class What { triggered, acknowledged, resolved };
    What what = What::triggered;
    std::string severity;  // sev1
    std::string title;
    std::string text;
    std::string source;
    std::string link;
    std::string person;   // PersonId; what a webhook's receiver routes by
    std::string address;  // phone or other address where the receiver needs one; may be empty
    std::string id;       // what the receiver answered to `triggered`; some know the incident by it alone
    bool operator==(const Handoff&) const = default;
};
using Content = std::variant<Text, Call, Mail, Push, Handoff>;

struct Dispatch {
    std::string key;       // the same over every retry: the idempotency key where the provider takes one
    std::string token;     // random, of this page: binds callbacks and replies to it; may be empty
    std::string incident;  // INC-42, for keys and for receivers that sort by it; empty for a test page
    std::string ack_url;   // the page's acknowledgment link, for receivers that show one; may be empty
    Content content;
    bool operator==(const Dispatch&) const = default;
};

// Of the one try that a request is made for: what providers want signed with it.
struct Attempt {
    Time now;
    std::string nonce;  // random
};

// What a provider's answer to a dispatch means.
struct Accepted {
    std::string id;  // the provider's, for callbacks and polling; may be empty
    bool operator==(const Accepted&) const = default;
};
struct Retry {  // nothing was done, or it may have been and may be done again
    Duration after{};
    std::string reason;
    bool operator==(const Retry&) const = default;
};
struct Rejected {
    enum class Why {
        address,        // this address will never work: next means at once
        opted_out,      // the person does not want it there
        configuration,  // ours: credentials, sender, permissions. Next provider, alarm
    };
    Why why{};
    std::string reason;  // for people, without secrets and numbers
    bool operator==(const Rejected&) const = default;
};
using Outcome = std::variant<Accepted, Retry, Rejected>;

// What a provider tells of something dispatched before, by callback or when asked.
enum class Progress {
    sent,       // handed to a carrier
    delivered,  // on the device
    ringing,
    answered,  // by a person, as far as known
    voicemail,
    busy,
    no_answer,
    ended,  // the call is over
    failed,
};
struct Moved {
    std::string id;     // the provider's
    std::string token;  // of the dispatch, or empty: a callback may come before the answer to the dispatch
    Progress to{};
    std::string reason;                   // of failed
    std::optional<Rejected::Why> dead{};  // failed for good, and why
    bool operator==(const Moved&) const = default;
};
struct KeyPressed {  // or the call asks what to say: it was answered (no step), or nobody pressed one (no
                     // key)
    std::string id;
    std::string token;
    std::string step;
    std::string key;
    int silence = 0;          // how often this step has been said in vain
    bool by_machine = false;  // an answering machine listens
    bool operator==(const KeyPressed&) const = default;
};
struct Replied {
    std::string number;  // who wrote, E.164
    std::string text;
    std::string id;          // the provider's, to act once only
    std::optional<Time> at;  // when it was written, where the provider says so: never answers a later page
    bool opted_out = false;
    bool opted_in = false;  // again; carriers know, and take texts for the number
    bool operator==(const Replied&) const = default;
};
struct Confirmed {      // a person acknowledged with a press in the provider's own app
    std::string id;     // the provider's, or empty
    std::string token;  // of the dispatch, or empty
    bool operator==(const Confirmed&) const = default;
};
struct Escalated {  // a person escalated there
    std::string id;
    std::string token;
    bool operator==(const Escalated&) const = default;
};
using Report = std::variant<Moved, KeyPressed, Replied, Confirmed, Escalated>;

// What is left on an account; below zero where the provider lets it.
struct Balance {
    double amount = 0;     // finite, in the account's currency
    std::string currency;  // ISO 4217: USD
    bool operator==(const Balance&) const = default;
};

// A request that came in for the provider's path: /webhooks/twilio/voice.
struct Incoming {
    std::string method;
    std::string path;   // below the provider's prefix, without query: "voice"
    std::string query;  // as received
    std::string url;    // the public one, as configured at the provider
    std::vector<Header> headers;
    std::string body;
    Time now;
};

// Providers are not asked about one thing more often.
inline constexpr Duration least_between_asks = 5s;
// Of ask_replies and next_page: more pages than these are not fetched at once.
inline constexpr int most_reply_pages = 10;

class Channel {
  public:
    virtual ~Channel() = default;

    virtual std::string_view provider() const = 0;  // the name under paging.providers
    virtual bool carries(Means means) const = 0;
    virtual bool hears_keys() const { return false; }  // of calls: keys come back as reports
    virtual bool calls_back() const { return false; }  // reports come by themselves

    // `content` must be of a kind that it carries. Error: invalid: the address is none, as Rejected::address.
    virtual Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const = 0;
    // Also of the answer to stop(), where Rejected means that there is nothing to end.
    virtual Outcome outcome(const Answer& answer) const = 0;

    // Nothing where the provider has no such thing.
    // Of what the provider gave this ID: end it (hang up, stop repeating), and ask what became of it.
    virtual std::optional<Request> stop(const std::string& /*id*/, const Attempt&) const { return {}; }
    virtual std::vector<Request> ask(const std::string& /*id*/, const Attempt&) const { return {}; }
    // Texts that came since then. Somewhat older ones come again: Replied::id tells them.
    virtual std::optional<Request> ask_replies(Time /*since*/) const { return {}; }
    virtual std::optional<Request> next_page(const Answer&) const { return {}; }  // of ask_replies
    // Of the answers to ask and ask_replies; `id` as asked for, empty for replies.
    virtual std::vector<Report> reports(const Answer&, const std::string& /*id*/) const { return {}; }

    // What is left on the account, asked by one channel of a provider at most. Nothing where the answer is
    // anything else, so that nobody is told of money that was not read.
    virtual std::optional<Request> ask_balance(const Attempt&) const { return {}; }
    virtual std::optional<Balance> balance(const Answer&) const { return {}; }

    // Below /webhooks/PROVIDER/, what this channel answers. Each path belongs to one channel of a provider.
    virtual std::vector<std::string_view> callback_paths() const { return {}; }
    // forbidden: the signature is missing or wrong; invalid: unreadable. The same request always gives the
    // same reports: whoever acts on them acts once.
    virtual Expected<std::vector<Report>> callback(const Incoming&) const {
        return fail(ErrorKind::not_found, "This provider calls nobody back.");
    }
    // The answer to a callback that reported this key: what the call says now. `heard` counts the silences.
    virtual HttpAnswer say(const Speech&, const KeyPressed& /*heard*/) const { return taken(); }
    // The answer to every other callback.
    virtual HttpAnswer taken() const { return {204, {}, ""}; }
};

}  // namespace tocsin::channels
