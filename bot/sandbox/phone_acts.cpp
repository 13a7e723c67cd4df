// What people do with their phone, and what they see on it: docs/sandbox.md, Acts and Phone.
#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/sandbox/phones.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t longest_reply = 1600;
constexpr std::string_view keys = "0123456789*#";

// Words that carriers keep for themselves: no text gets through after one of the first, until one of the
// second.
constexpr std::array<std::string_view, 6> stops{"stop", "stopall", "unsubscribe", "cancel", "end", "quit"};
constexpr std::array<std::string_view, 3> starts{"start", "yes", "unstop"};

std::string_view name_of(SandboxCall::State state) {
    switch (state) {
        case SandboxCall::State::ringing:
            return "ringing";
        case SandboxCall::State::talking:
            return "talking";
        case SandboxCall::State::voicemail:
            return "voicemail";
        case SandboxCall::State::ended:
            break;
    }
    return "ended";
}

}  // namespace

Phones::Refusal Phones::act(const std::string& person, const std::string& what, const json& act) {
    const auto* owner = owner_of(person);
    if (owner == nullptr || owner->number.empty()) return "no_phone";
    if (what == "answer_call") return pick_up(person, false);
    if (what == "voicemail") return pick_up(person, true);
    if (what == "key") return press_key(person, string_member(act, "key"));
    if (what == "text") return text(person, string_member(act, "text"));
    if (what == "phone_switch") return turn(person, string_member(act, "name"), bool_member(act, "on"));
    auto* call = open_call(person);
    if (call == nullptr) return "no_call";
    // What is left is to end it: rejected while it rings, hung up later.
    end(*call, call->state == SandboxCall::State::ringing ? "busy" : "completed");
    return std::nullopt;
}

Phones::Refusal Phones::pick_up(const std::string& person, bool machine) {
    auto* call = open_call(person);
    if (call == nullptr || call->state != SandboxCall::State::ringing) return "no_ringing_call";
    call->state = machine ? SandboxCall::State::voicemail : SandboxCall::State::talking;
    call->machine = machine;
    call->limit += clock_.now() - call->at;
    call->due.reset();
    tell_status(*call, "in-progress");
    post(call->url,
         {{"CallSid", call->sid},
          {"CallStatus", "in-progress"},
          {"AnsweredBy", machine ? "machine_end_beep" : "human"}},
         call->sid);
    ++revision;
    return std::nullopt;
}

Phones::Refusal Phones::press_key(const std::string& person, const std::string& key) {
    auto* call = open_call(person);
    if (call == nullptr || call->state != SandboxCall::State::talking) return "no_call";
    if (key.size() != 1 || keys.find(key) == keys.npos) return "invalid_key";
    if (call->key_url.empty()) return "call_is_not_listening";
    call->lines.push_back({key, true});
    send_key(*call, key);
    return std::nullopt;
}

Phones::Refusal Phones::turn(const std::string& person, const std::string& name, bool on) {
    auto& switches = phones_[person].switches;
    bool* wanted = name == "no_network"   ? &switches.no_network
                   : name == "slow_texts" ? &switches.slow_texts
                   : name == "landline"   ? &switches.landline
                                          : nullptr;
    if (wanted == nullptr) return "invalid_switch";
    *wanted = on;
    ++revision;
    auto* call = open_call(person);
    if (switches.no_network && call != nullptr)
        end(*call, call->state == SandboxCall::State::ringing ? "no-answer" : "completed");
    return std::nullopt;
}

Phones::Refusal Phones::text(const std::string& person, const std::string& words) {
    if (trim(words).empty()) return "no_text";
    if (words.size() > longest_reply) return "msg_too_long";
    auto& phone = phones_[person];
    if (phone.switches.no_network || phone.switches.landline) return "no_texts_from_here";
    const std::string sid = "SM" + ids_.uuid();
    phone.texts.push_back({.sid = sid, .from_person = true, .text = words, .at = clock_.now()});
    while (phone.texts.size() > most_kept) phone.texts.pop_front();
    ++revision;
    FormFields fields{
        {"MessageSid", sid}, {"From", owner_of(person)->number}, {"To", account.number}, {"Body", words}};
    const auto word = to_lower(trim(words));
    if (std::ranges::find(stops, word) != stops.end()) {
        phone.opted_out = true;
        fields.emplace_back("OptOutType", "STOP");
    } else if (std::ranges::find(starts, word) != starts.end()) {
        phone.opted_out = false;
        fields.emplace_back("OptOutType", "START");
    }
    if (!incoming_url.empty()) post(incoming_url, std::move(fields));
    return std::nullopt;
}

json Phones::call_json(const SandboxCall& call) const {
    json lines = json::array();
    for (const auto& line : call.lines) lines.push_back({{"text", line.text}, {"key", line.key}});
    return {{"id", call.sid},
            {"state", name_of(call.state)},
            {"outcome", call.outcome.empty() ? json(nullptr) : json(call.outcome)},
            {"at", format_rfc3339(call.at)},
            {"lines", std::move(lines)},
            {"listening", !call.key_url.empty()}};
}

json Phones::state(const std::string& person) const {
    const auto* owner = owner_of(person);
    if (owner == nullptr) return nullptr;
    static constexpr std::size_t shown_digits = 4;
    json calls = json::array(), texts = json::array(), mails = json::array();
    PhoneSwitches switches;
    if (const auto found = phones_.find(person); found != phones_.end()) {
        for (const auto& call : found->second.calls) calls.push_back(call_json(call));
        switches = found->second.switches;
        for (const auto& text : found->second.texts)
            if (!text.due && !text.lost)
                texts.push_back({{"id", text.sid},
                                 {"mine", text.from_person},
                                 {"text", text.text},
                                 {"at", format_rfc3339(text.at)}});
        for (const auto& mail : found->second.mails)
            mails.push_back({{"id", mail.number},
                             {"from", mail.mail.from},
                             {"subject", mail.mail.subject},
                             {"text", mail.mail.text},
                             {"at", format_rfc3339(mail.at)}});
    }
    const auto& number = owner->number;
    return {{"number_ending",
             number.empty() ? json(nullptr)
                            : json(number.substr(number.size() - std::min(number.size(), shown_digits)))},
            {"email", owner->email},
            {"calls", std::move(calls)},
            {"texts", std::move(texts)},
            {"mails", std::move(mails)},
            {"switches",
             {{"no_network", switches.no_network},
              {"slow_texts", switches.slow_texts},
              {"landline", switches.landline}}}};
}

}  // namespace tocsin::sandbox
