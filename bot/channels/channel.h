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
    int status = 0;
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
struct MailAnswer {  // the reply that decided: to RCPT, DATA or an earlier step
    int code = 0;    // 250; 0: the connection failed
    std::string text;
    bool operator==(const MailAnswer&) const = default;
};
using Request = std::variant<HttpRequest, MailRequest>;
using Answer = std::variant<HttpAnswer, MailAnswer>;

// What a call says next, and what it then waits for. Said slowly, in this order.
struct Speech {
    std::vector<std::string> sentences;
    bool wait_for_key = false;  // one key, also while it is still speaking
    std::string step;           // names this point of the call; comes back with the key: "menu", "confirm-2"
    int repeats = 0;            // how often it goes on saying this without a key before it hangs up
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
    Speech speech;     // when a person answers
    Speech voicemail;  // when a machine does; no key is waited for
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
    std::string incident;  // INC-42: the dedup key is made of it
    std::string severity;  // sev1
    std::string title;
    std::string text;
    std::string source;
    std::string link;
    std::string person;   // PersonId; what a webhook's receiver routes by
    std::string address;  // phone or other address where the receiver needs one; may be empty
    bool operator==(const Handoff&) const = default;
};
using Content = std::variant<Text, Call, Mail, Push, Handoff>;

struct Dispatch {
    std::string key;    // the same over every retry: the idempotency key where the provider takes one
    std::string token;  // random, of this page: binds callbacks and replies to it; may be empty
    Content content;
    Time now;
    std::string nonce;  // random, of this attempt
    bool operator==(const Dispatch&) const = default;
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
    std::string id;  // the provider's
    Progress to{};
    std::string reason;                   // of failed
    std::optional<Rejected::Why> dead{};  // failed for good, and why
    bool operator==(const Moved&) const = default;
};
struct KeyPressed {  // or the call was answered and asks what to say: key empty
    std::string id;
    std::string token;
    std::string step;
    std::string key;
    int silence = 0;          // how often this step has been said without a key
    bool by_machine = false;  // an answering machine listens
    bool operator==(const KeyPressed&) const = default;
};
struct Replied {
    std::string number;  // who wrote, E.164
    std::string text;
    std::string id;  // the provider's, to act once only
    bool opted_out = false;
    bool operator==(const Replied&) const = default;
};
struct Confirmed {      // a person acknowledged with a press in the provider's own app
    std::string id;     // the provider's, or empty
    std::string token;  // of the dispatch, or empty
    bool operator==(const Confirmed&) const = default;
};
using Report = std::variant<Moved, KeyPressed, Replied, Confirmed>;

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

class Channel {
  public:
    virtual ~Channel() = default;

    virtual std::string_view provider() const = 0;  // the name under paging.providers
    virtual bool carries(Means means) const = 0;

    // `content` must be of a kind that it carries.
    virtual Request request(const Dispatch& dispatch) const = 0;
    virtual Outcome outcome(const Answer& answer) const = 0;

    // Nothing where the provider has no such thing.
    // Of what the provider gave this ID: end it (hang up, stop repeating), and ask what became of it.
    virtual std::optional<Request> stop(const std::string&) const { return std::nullopt; }
    virtual std::optional<Request> ask(const std::string&) const { return std::nullopt; }
    virtual std::optional<Request> ask_replies(Time) const { return std::nullopt; }  // texts since then
    virtual std::vector<Report> reports(const Answer&) const { return {}; }          // of ask and ask_replies

    // forbidden: the signature is missing or wrong; invalid: unreadable.
    virtual Expected<std::vector<Report>> callback(const Incoming&) const {
        return fail(ErrorKind::not_found, "This provider calls nobody back.");
    }
    // The answer to a callback: what the call says now, or nothing to say.
    virtual HttpAnswer reply(const std::optional<Speech>&, const std::string& /*token*/) const {
        return {204, {}, ""};
    }
};

}  // namespace tocsin::channels
