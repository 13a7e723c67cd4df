// The adapters of bot/channels for programs that are none of ours: reads one JSON object a line, answers one
// a line. {"do":"facts"} tells the secrets of the made-up accounts, {"do":"requests","now":SECONDS} every
// request the adapters make,
// {"do":"callback","adapter":…,"path":…,"query":…,"url":…,"headers":{},"body":…,"now":…} what they make of
// one that comes in, {"do":"mail","now":…} a mail.
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/base/foreign_json.h"
#include "bot/channels/answers.h"
#include "bot/channels/pagerduty.h"
#include "bot/channels/smtp.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const std::string hostile = "SEV 1 \"API\" <Down> & out\r\nX-Evil: 1 — 🔥 \xff";

json shown(const std::string& adapter_name, std::string_view what, const Expected<Request>& request) {
    if (!request) return {{"adapter", adapter_name}, {"what", what}, {"error", request.error().message}};
    const auto& http = std::get<HttpRequest>(*request);
    json headers = json::object();
    for (const Header& header : http.headers) headers[header.name] = header.value;
    return {{"adapter", adapter_name}, {"what", what},       {"method", http.method},
            {"url", http.url},         {"headers", headers}, {"body", http.body}};
}

json requests(Time at) {
    const Attempt attempt{at, "0123456789abcdef"};
    json out = json::array();
    for (const Adapter& each : adapters::adapters()) {
        const auto add = [&](std::string_view what, const Expected<Request>& request) {
            out.push_back(shown(each.name, what, request));
        };
        add("request", each.channel->request(dispatch(each.content(each.address, "API Down")), attempt));
        add("hostile", each.channel->request(dispatch(each.content(each.address, hostile)), attempt));
        const std::string id = std::get<Accepted>(each.channel->outcome(each.good)).id;
        if (const auto stop = each.channel->stop(id, attempt)) add("stop", *stop);
        for (const Request& ask : each.channel->ask(id, attempt)) add("ask", ask);
        if (const auto replies = each.channel->ask_replies(at)) add("replies", *replies);
        if (const auto balance = each.channel->ask_balance(attempt)) add("balance", *balance);
        if (each.means != Means::pagerduty) continue;
        for (const auto what : {Handoff::What::acknowledged, Handoff::What::resolved}) {
            auto handoff = std::get<Handoff>(each.content("", hostile));
            handoff.what = what;
            add("later", each.channel->request(dispatch(handoff), attempt));
        }
    }
    return out;
}

json described(const Report& report) {
    struct Describe {
        json operator()(const Moved& moved) const {
            return {{"kind", "moved"},
                    {"id", moved.id},
                    {"token", moved.token},
                    {"to", static_cast<int>(moved.to)},
                    {"reason", moved.reason}};
        }
        json operator()(const KeyPressed& key) const {
            return {
                {"kind", "key"},  {"id", key.id},           {"token", key.token},       {"step", key.step},
                {"key", key.key}, {"silence", key.silence}, {"machine", key.by_machine}};
        }
        json operator()(const Replied& reply) const {
            return {{"kind", "reply"},
                    {"id", reply.id},
                    {"text", reply.text},
                    {"number", reply.number},
                    {"opted_out", reply.opted_out}};
        }
        json operator()(const Confirmed& confirmed) const {
            return {{"kind", "confirmed"}, {"id", confirmed.id}, {"token", confirmed.token}};
        }
        json operator()(const Escalated& escalated) const {
            return {{"kind", "escalated"}, {"id", escalated.id}, {"token", escalated.token}};
        }
    };
    return std::visit(Describe{}, report);
}

json called_back(const json& asked) {
    const auto all = adapters::adapters();
    const Channel& channel = *adapter(all, text_of(asked, "adapter")).channel;
    Incoming incoming{"POST",
                      text_of(asked, "path"),
                      text_of(asked, "query"),
                      text_of(asked, "url"),
                      {},
                      text_of(asked, "body"),
                      time_from_unix(int_of(asked, "now"))};
    for (const auto& [name, value] : member(asked, "headers").items())
        incoming.headers.push_back({name, value.get<std::string>()});
    const auto reports = channel.callback(incoming);
    if (!reports) return {{"error", name_of(reports.error().kind)}};
    json out{{"reports", json::array()}};
    for (const Report& report : *reports) {
        out["reports"].push_back(described(report));
        if (const auto* heard = std::get_if<KeyPressed>(&report))
            out["said"] = channel.say({{hostile, "Press 1."}, true, "menu", 3}, *heard).body;
    }
    return out;
}

json mail(Time at) {
    const Mail page{"dana@example.com",
                    hostile,
                    "Ä " + hostile + "\n.\nFrom me\n",
                    "<p>Ä &amp; more</p>",
                    "inc-42.1",
                    "inc-42.root",
                    true,
                    "https://status.example.com/status/subscription/0123456789abcdef"};
    const auto request =
        Smtp({Mailbox{"Tocsin — on-call", "tocsin@example.com"}}).request(dispatch(page), {at, ""});
    return {{"message", std::get<MailRequest>(*request).message}};
}

json answer(const json& asked) {
    const std::string what = text_of(asked, "do");
    const Time at = time_from_unix(int_of(asked, "now"));
    if (what == "requests") return requests(at);
    if (what == "callback") return called_back(asked);
    if (what == "mail") return mail(at);
    const auto account = twilio_account(true);
    return {{"account_sid", account.account_sid},
            {"auth_token", account.auth_token.reveal()},
            {"second_auth_token", account.second_auth_token.reveal()},
            {"twilio_url", account.callback_url},
            {"vonage_public_key", vonage_public_key()},
            {"vonage_application", vonage_account(true).application_id},
            {"vonage_secret", vonage_account(true).signature_secret.reveal()},
            {"vonage_url", vonage_account(true).callback_url},
            {"webhook_secrets", {webhook_secret().reveal(), old_webhook_secret().reveal()}}};
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const json asked = parse_body(line);
        std::cout << answer(asked).dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    }
}
