#include "bot/sandbox/phones.h"

#include <algorithm>

#include "bot/base/encoding.h"
#include "bot/base/signature.h"

namespace tocsin::sandbox {

namespace {

template <class Things>
void keep_newest(Things& things) {
    while (things.size() > Phones::most_kept) things.pop_front();
}

}  // namespace

const PhoneOwner* Phones::owner_of(const std::string& person) const {
    const auto found = std::ranges::find(owners, person, &PhoneOwner::person);
    return found == owners.end() ? nullptr : &*found;
}

const PhoneOwner* Phones::owner_of_number(std::string_view number) const {
    const auto found = std::ranges::find(owners, number, &PhoneOwner::number);
    return number.empty() || found == owners.end() ? nullptr : &*found;
}

SandboxCall* Phones::call_of(const std::string& sid) {
    for (auto& [person, phone] : phones_) {
        const auto found = std::ranges::find(phone.calls, sid, &SandboxCall::sid);
        if (found != phone.calls.end()) return &*found;
    }
    return nullptr;
}

SandboxCall* Phones::open_call(const std::string& person) {
    auto& calls = phones_[person].calls;
    const auto found = std::ranges::find_if(
        calls, [](const SandboxCall& call) { return call.state != SandboxCall::State::ended; });
    return found == calls.end() ? nullptr : &*found;
}

bool Phones::catch_mail(const std::string& address, std::string_view message) {
    const auto owner = std::ranges::find(owners, address, &PhoneOwner::email);
    if (address.empty() || owner == owners.end()) return false;
    auto& mails = phones_[owner->person].mails;
    mails.push_back({ids_.number(), read_mail(message), clock_.now()});
    keep_newest(mails);
    ++revision;
    return true;
}

void Phones::end(SandboxCall& call, std::string outcome) {
    call.state = SandboxCall::State::ended;
    call.outcome = std::move(outcome);
    call.key_url.clear();
    call.due.reset();
    tell_status(call, call.outcome);
    ++revision;
}

void Phones::tell_status(const SandboxCall& call, std::string_view status) {
    if (call.status_url.empty()) return;
    FormFields fields{{"CallSid", call.sid}, {"CallStatus", std::string(status)}};
    if (call.machine) fields.emplace_back("AnsweredBy", "machine_end_beep");
    post(call.status_url, std::move(fields));
}

void Phones::tell_status(const SandboxText& text, std::string_view status, int error) {
    if (text.status_url.empty()) return;
    FormFields fields{{"MessageSid", text.sid}, {"MessageStatus", std::string(status)}};
    if (error != 0) fields.emplace_back("ErrorCode", std::to_string(error));
    post(text.status_url, std::move(fields));
}

void Phones::deliver(SandboxText& text, const PhoneSwitches& switches) {
    static constexpr int phone_off = 30003, is_landline = 30006;
    text.due.reset();
    text.at = clock_.now();
    ++revision;
    if (!switches.no_network && !switches.landline) return tell_status(text, "delivered");
    text.lost = true;
    tell_status(text, "undelivered", switches.landline ? is_landline : phone_off);
}

void Phones::send_key(SandboxCall& call, const std::string& key) {
    post(std::exchange(call.key_url, {}),
         {{"CallSid", call.sid}, {"CallStatus", "in-progress"}, {"Digits", key}}, call.sid);
    call.due.reset();
    ++revision;
}

void Phones::tick() {
    const Time now = clock_.now();
    for (auto& [person, phone] : phones_) {
        for (auto& text : phone.texts)
            if (text.due && *text.due <= now) deliver(text, phone.switches);
        for (auto& call : phone.calls) {
            if (call.state == SandboxCall::State::ended) continue;
            const bool due = call.due && *call.due <= now;
            if (call.state == SandboxCall::State::ringing) {
                if (due) end(call, "no-answer");
            } else if (call.limit <= now) {
                end(call, "completed");
            } else if (due && !call.key_url.empty()) {
                send_key(call, "");
            } else if (due) {
                end(call, "completed");
            }
        }
    }
}

std::optional<Time> Phones::next_due() const {
    std::optional<Time> next;
    const auto sooner = [&](Time at) { next = next ? std::min(*next, at) : at; };
    for (const auto& [person, phone] : phones_) {
        for (const auto& text : phone.texts)
            if (text.due) sooner(*text.due);
        for (const auto& call : phone.calls) {
            if (call.state == SandboxCall::State::ended) continue;
            if (call.due) sooner(*call.due);
            if (call.state != SandboxCall::State::ringing) sooner(call.limit);
        }
    }
    return next;
}

void Phones::post(std::string url, FormFields fields, std::string call) {
    if (callbacks_.size() >= most_waiting) return;
    fields.emplace_back("AccountSid", account.sid);
    transcript_.add(clock_.now(), "phone", [&] {
        json said{{"url", url}};
        for (const auto& [name, value] : fields)
            if (name != "From" && name != "To") said[name] = value;
        return said;
    });
    callbacks_.push_back({std::move(url), std::move(fields), std::move(call)});
}

std::optional<Callback> Phones::next_callback() {
    if (under_way_ || callbacks_.empty()) return std::nullopt;
    under_way_ = true;
    auto callback = std::move(callbacks_.front());
    callbacks_.pop_front();
    return callback;
}

std::string Phones::signature(const Callback& callback) const {
    auto fields = callback.fields;
    std::ranges::sort(fields);
    std::string bytes = callback.url;
    for (const auto& [name, value] : fields) bytes += name + value;
    return base64(hmac_sha1(account.token, bytes));
}

void Phones::answered(const Callback& callback, int status, const std::string& body) {
    under_way_ = false;
    auto* call = callback.call.empty() ? nullptr : call_of(callback.call);
    if (call == nullptr || call->state == SandboxCall::State::ended) return;
    const auto script = status == 200 ? read_call_script(body) : std::nullopt;
    if (!script) {
        call->lines.push_back({"We are sorry. An application error has occurred. Goodbye.", false});
        return end(*call, "completed");
    }
    for (const auto& sentence : script->said) call->lines.push_back({sentence, false});
    call->key_url = call->state == SandboxCall::State::talking ? script->key_url : std::string();
    call->due = clock_.now() + script->speech() + (call->key_url.empty() ? Duration{} : script->key_wait);
    ++revision;
}

void Phones::clear() {
    phones_.clear();
    callbacks_.clear();
    refused_ = {};
    ++revision;
}

}  // namespace tocsin::sandbox
