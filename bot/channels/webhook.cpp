#include "bot/channels/webhook.h"

#include "bot/base/contact.h"
#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr std::size_t longest_line = 300;
constexpr std::size_t longest_text = 4000;  // receivers like messages below 20 kB
constexpr std::size_t longest_html = 12'000;

struct Message {
    std::string type;
    json data;
};

Message message_of(const Text& text) {
    return {"page.sms", {{"to", text.number}, {"text", paragraph(text.text, longest_text)}}};
}

Message message_of(const Call& call) {
    return {"page.call",
            {{"to", call.number},
             {"text", one_line(join(call.speech.sentences, " "), longest_text)},
             {"voicemail", one_line(join(call.voicemail.sentences, " "), longest_text)}}};
}

Message message_of(const Mail& mail) {
    return {"page.email",
            {{"to", mail.address},
             {"subject", one_line(mail.subject, longest_line)},
             {"text", paragraph(mail.text, longest_text)},
             {"html", at_most_bytes(clean_utf8(mail.html), longest_html)},
             {"urgent", mail.urgent}}};
}

Message message_of(const Handoff& handoff) {
    const auto type = [&] {
        switch (handoff.what) {
            case Handoff::What::triggered:
                return "incident.triggered";
            case Handoff::What::acknowledged:
                return "incident.acknowledged";
            case Handoff::What::resolved:
                return "incident.resolved";
        }
        return "incident.triggered";
    };
    return {type(),
            {{"severity", handoff.severity},
             {"title", one_line(handoff.title, longest_line)},
             {"text", paragraph(handoff.text, longest_text)},
             {"source", one_line(handoff.source, longest_line)},
             {"link", one_line(handoff.link, longest_text)},
             {"person", handoff.person},
             {"to", handoff.address}}};
}

bool is_reachable(const Content& content) {
    if (const auto* text = std::get_if<Text>(&content)) return is_phone(text->number);
    if (const auto* call = std::get_if<Call>(&content)) return is_phone(call->number);
    if (const auto* mail = std::get_if<Mail>(&content)) return is_email(mail->address);
    return std::holds_alternative<Handoff>(content);
}

Message message_of(const Push&) {
    return {};  // is_reachable refuses it: this channel carries none
}

}  // namespace

bool Webhook::carries(Means means) const {
    return means == Means::phone || means == Means::sms || means == Means::email || means == Means::webhook;
}

Expected<Request> Webhook::request(const Dispatch& dispatch, const Attempt& attempt) const {
    constexpr std::size_t id_digits = 32;
    if (!is_reachable(dispatch.content))
        return fail(ErrorKind::invalid,
                    "The address is no phone number or e-mail address. Nothing was sent.");
    Message message = std::visit([](const auto& content) { return message_of(content); }, dispatch.content);
    message.data["incident"] = dispatch.incident;
    message.data["ack_token"] = dispatch.token;
    message.data["ack_url"] = dispatch.ack_url;
    auto request = json_post(settings_.url, {{"type", message.type},
                                             {"timestamp", format_rfc3339(attempt.now)},
                                             {"data", std::move(message.data)}});
    // The key may hold what an identifier must not.
    const std::string id = "msg_" + sha256_hex(dispatch.key).substr(0, id_digits);
    for (Header& each : settings_.scheme.headers(id, attempt.now, request.body))
        request.headers.push_back(std::move(each));
    return request;
}

Outcome Webhook::outcome(const Answer& answer) const {
    constexpr std::size_t longest_id = 200;
    const auto& http = std::get<HttpAnswer>(answer);
    if (http.status == 410)
        return Rejected{Rejected::Why::configuration, "The webhook's receiver is switched off (HTTP 410)."};
    if (!succeeded(http)) return refusal(http, "The webhook's receiver");
    return Accepted{one_line(text_of(body_of(http), "external_id"), longest_id)};
}

std::vector<std::string_view> Webhook::callback_paths() const {
    if (!settings_.called_back) return {};
    return {"page"};
}

Expected<std::vector<Report>> Webhook::callback(const Incoming& incoming) const {
    if (auto verified = settings_.scheme.verify(incoming); !verified)
        return std::unexpected(verified.error());
    const json body = parse_body(incoming.body);
    const json& data = member(body, "data");
    const std::string type = text_of(body, "type");
    const std::string id = text_of(data, "external_id");
    const std::string token = text_of(data, "ack_token");
    if (id.empty() && token.empty())
        return fail(ErrorKind::invalid, "The callback names no page. Nothing was done.");
    if (type == "page.acknowledged") return std::vector<Report>{Confirmed{id, token}};
    if (type == "page.escalated") return std::vector<Report>{Escalated{id, token}};
    if (type == "page.delivered") return std::vector<Report>{Moved{id, token, Progress::delivered, "", {}}};
    if (type == "page.failed")
        return std::vector<Report>{
            Moved{id, token, Progress::failed, "The webhook's receiver says that it failed.", {}}};
    return std::vector<Report>{};  // receivers may say more than we know
}

}  // namespace tocsin::channels
