// The REST API of the stand-in for the phone company: what Twilio's answers with, for what the bot asks.
#include <fmt/format.h>

#include <array>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/sandbox/arguments.h"
#include "bot/sandbox/phones.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t random_bytes = 16;  // a sid is two letters and 32 digits
constexpr std::size_t longest_text = 1600;
constexpr Duration slow_text = 60s;

net::HttpResponse reply(int status, const json& body) {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body.dump()};
}

net::HttpResponse refuse(int status, int code, std::string_view message) {
    return reply(status, {{"code", code}, {"message", message}, {"status", status}});
}

net::HttpResponse nothing_there() {
    return refuse(404, 20404, "The requested resource was not found");
}

std::string_view status_of(const SandboxCall& call) {
    switch (call.state) {
        case SandboxCall::State::ringing:
            return "ringing";
        case SandboxCall::State::talking:
        case SandboxCall::State::voicemail:
            return "in-progress";
        case SandboxCall::State::ended:
            break;
    }
    return call.outcome;
}

// "Calls/CA1.json" -> "CA1", when it begins so.
std::optional<std::string> sid_of(std::string_view resource, std::string_view folder) {
    if (!resource.starts_with(folder) || !resource.ends_with(".json")) return std::nullopt;
    return std::string(resource.substr(folder.size(), resource.size() - folder.size() - 5));
}

}  // namespace

net::HttpResponse Phones::answer(const net::HttpRequest& request) {
    const auto path = path_of(request.target);
    const std::string home = fmt::format("/twilio/2010-04-01/Accounts/{}/", account.sid);
    if (net::header(request.headers, "Authorization") != "Basic " + base64(account.sid + ":" + account.token))
        return refuse(401, 20003, "Authenticate");
    if (refused_.times > 0) {
        --refused_.times;
        return refuse(refused_.status, refused_.code, "The sandbox was asked to refuse this");
    }
    if (!path.starts_with(home)) return nothing_there();
    const auto resource = path.substr(home.size());
    const bool posted = request.method == "POST";
    if (posted && resource == "Messages.json") return create_message(read_form(request.body));
    if (posted && resource == "Calls.json") return create_call(read_form(request.body));
    if (const auto sid = sid_of(resource, "Calls/")) return one_call(*sid, request);
    const auto sid = sid_of(resource, "Messages/");
    return sid && !posted ? one_message(*sid) : nothing_there();
}

net::HttpResponse Phones::create_message(const FormFields& fields) {
    const auto* owner = owner_of_number(field_of(fields, "To"));
    if (owner == nullptr) return refuse(400, 21211, "Invalid 'To' Phone Number");
    const std::string body(field_of(fields, "Body"));
    if (body.empty() || body.size() > longest_text)
        return refuse(400, 21617, "The message is empty or exceeds the 1600 character limit");
    auto& phone = phones_[owner->person];
    if (phone.opted_out) return refuse(400, 21610, "Attempt to send to unsubscribed recipient");
    const std::string sid = "SM" + random_token(random_bytes);
    phone.texts.push_back(
        {.sid = sid, .text = body, .status_url = std::string(field_of(fields, "StatusCallback"))});
    auto& text = phone.texts.back();
    tell_status(text, "sent");
    if (phone.switches.slow_texts)
        text.due = clock_.now() + slow_text;
    else
        deliver(text, phone.switches);
    while (phone.texts.size() > most_kept) phone.texts.pop_front();
    return reply(201, {{"sid", sid}, {"status", "queued"}});
}

net::HttpResponse Phones::create_call(const FormFields& fields) {
    const auto* owner = owner_of_number(field_of(fields, "To"));
    if (owner == nullptr) return refuse(400, 21211, "Invalid 'To' Phone Number");
    const Time now = clock_.now();
    const bool busy = open_call(owner->person) != nullptr;
    auto& calls = phones_[owner->person].calls;
    SandboxCall call;
    call.sid = "CA" + random_token(random_bytes);
    call.person = owner->person;
    call.at = now;
    call.url = field_of(fields, "Url");
    call.status_url = field_of(fields, "StatusCallback");
    call.due = now + std::chrono::seconds(number_of(fields, "Timeout"));
    call.limit = now + std::chrono::seconds(number_of(fields, "TimeLimit"));
    calls.push_back(std::move(call));
    while (calls.size() > most_kept) calls.pop_front();
    ++revision;
    if (phones_[owner->person].switches.no_network)
        end(calls.back(), "no-answer");
    else if (busy)
        end(calls.back(), "busy");
    else
        tell_status(calls.back(), "ringing");
    return reply(201, {{"sid", calls.back().sid}, {"status", "queued"}});
}

net::HttpResponse Phones::one_message(const std::string& sid) const {
    for (const auto& [person, phone] : phones_) {
        for (const auto& text : phone.texts) {
            const auto* status = text.due ? "sent" : text.lost ? "undelivered" : "delivered";
            if (text.sid == sid) return reply(200, {{"sid", sid}, {"status", status}});
        }
    }
    return nothing_there();
}

net::HttpResponse Phones::one_call(const std::string& sid, const net::HttpRequest& request) {
    auto* call = call_of(sid);
    if (call == nullptr) return nothing_there();
    if (request.method == "POST") {
        const auto fields = read_form(request.body);
        const auto wanted = field_of(fields, "Status");
        if (call->state == SandboxCall::State::ended)
            return refuse(400, 21220, "Call is not in-progress. Cannot redirect.");
        if (wanted != "completed") return refuse(400, 21218, "Invalid status");
        end(*call, call->state == SandboxCall::State::ringing ? "canceled" : "completed");
    }
    return reply(200, {{"sid", sid}, {"status", status_of(*call)}});
}

}  // namespace tocsin::sandbox
