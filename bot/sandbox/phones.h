// The stand-in for the phone company and the mailboxes: the people's phones with their calls and texts, the
// part of Twilio's REST API that the bot speaks, and what Twilio calls the bot back with. Pure: no sockets;
// requests to the bot wait here for phone_line.h.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/form.h"
#include "bot/net/http.h"
#include "bot/sandbox/call_script.h"
#include "bot/sandbox/ids.h"
#include "bot/sandbox/mail_reader.h"
#include "bot/sandbox/transcript.h"

namespace tocsin::sandbox {

struct PhoneOwner {
    std::string person;  // Slack's ID
    std::string number;  // E.164; empty: no phone
    std::string email;   // empty: no mailbox
};

struct PhoneAccount {
    std::string sid = "ACsandbox";
    std::string token = "sandbox";        // signs the bot in and signs callbacks
    std::string number = "+12025550100";  // the bot's
};

struct SandboxCall {
    enum class State { ringing, talking, voicemail, ended };
    struct Line {
        std::string text;
        bool key = false;  // pressed by the person; else said by the bot
    };

    std::string sid;
    std::string person;
    State state = State::ringing;
    bool machine = false;  // it answered
    std::string outcome;   // Twilio's word for how it ended
    Time at{};
    std::string url;         // asked what to say once somebody answers
    std::string status_url;  // told how it goes; empty: nobody wants to know
    std::vector<Line> lines;
    std::string key_url;      // where the next key goes; empty: it is not listening
    std::optional<Time> due;  // rung long enough, no key for too long, or all is said
    Time limit{};             // no call is longer
};

struct SandboxText {
    std::string sid{};
    bool from_person = false;
    std::string text{};
    Time at{};
    std::string status_url{};   // told how it goes
    std::optional<Time> due{};  // still on its way until then
    bool lost = false;          // never arrived
};

struct CaughtMail {
    std::uint64_t number = 0;
    ReadMail mail;
    Time at{};
};

// What is wrong with a phone; people switch it on and off.
struct PhoneSwitches {
    bool no_network = false;  // calls are not answered, texts do not arrive
    bool slow_texts = false;  // they take a minute
    bool landline = false;    // takes no texts
};

// What the company asks of the bot: a form, posted with its signature.
struct Callback {
    std::string url;
    FormFields fields;
    std::string call;  // whose words the answer is; empty: the answer means nothing
};

class Phones {
  public:
    static constexpr std::size_t most_kept = 100;     // calls, texts and mails of one person, each
    static constexpr std::size_t most_waiting = 200;  // callbacks; later ones are lost, as on a bad day

    Phones(const Clock& clock, Transcript& transcript) : clock_(clock), transcript_(transcript) {}

    std::vector<PhoneOwner> owners;
    PhoneAccount account;
    std::string incoming_url;  // where texts to the bot's number go; empty: nowhere

    // The next requests of the bot go wrong: HTTP status and Twilio's code.
    void refuse_next(int times, int status, int code) { refused_ = {times, status, code}; }
    // Below /twilio: POST and GET of Messages and Calls.
    net::HttpResponse answer(const net::HttpRequest& request);
    bool catch_mail(const std::string& address, std::string_view message);  // false: nobody's address

    // What people do with their phone, docs/sandbox.md, Acts. The error's name, or nothing.
    using Refusal = std::optional<std::string>;
    Refusal act(const std::string& person, const std::string& what, const json& act);

    void tick();  // what is due by the clock happens
    std::optional<Time> next_due() const;

    std::optional<Callback> next_callback();  // oldest first
    std::string signature(const Callback& callback) const;
    // What the bot answered; 0: nothing. Also of callbacks whose answer means nothing.
    void answered(const Callback& callback, int status, const std::string& body);
    bool idle() const { return callbacks_.empty() && !under_way_; }

    json state(const std::string& person) const;  // docs/sandbox.md, Phone; null: neither phone nor mailbox
    void clear();                                 // calls, texts, mails and who opted out
    std::uint64_t revision = 0;                   // grows with every visible change

  private:
    struct Phone {
        std::deque<SandboxCall> calls;  // oldest first
        std::deque<SandboxText> texts;
        std::deque<CaughtMail> mails;
        bool opted_out = false;
        PhoneSwitches switches;
    };
    struct Refused {
        int times = 0, status = 0, code = 0;
    };

    const PhoneOwner* owner_of(const std::string& person) const;
    const PhoneOwner* owner_of_number(std::string_view number) const;
    SandboxCall* call_of(const std::string& sid);
    SandboxCall* open_call(const std::string& person);
    json call_json(const SandboxCall& call) const;

    net::HttpResponse create_message(const FormFields& fields);
    net::HttpResponse create_call(const FormFields& fields);
    net::HttpResponse one_message(const std::string& sid) const;
    net::HttpResponse one_call(const std::string& sid, const net::HttpRequest& request);

    Refusal pick_up(const std::string& person, bool machine);
    Refusal press_key(const std::string& person, const std::string& key);
    Refusal turn(const std::string& person, const std::string& name, bool on);
    Refusal text(const std::string& person, const std::string& words);

    void end(SandboxCall& call, std::string outcome);
    void tell_status(const SandboxCall& call, std::string_view status);
    void tell_status(const SandboxText& text, std::string_view status, int error = 0);
    void deliver(SandboxText& text, const PhoneSwitches& switches);
    void send_key(SandboxCall& call, const std::string& key);
    void post(std::string url, FormFields fields, std::string call = {});

    const Clock& clock_;
    Transcript& transcript_;
    Ids ids_;
    std::map<std::string, Phone> phones_;  // by person
    std::deque<Callback> callbacks_;
    bool under_way_ = false;
    Refused refused_;
};

}  // namespace tocsin::sandbox
