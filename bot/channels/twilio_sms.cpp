#include "bot/channels/twilio_sms.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/foreign_json.h"
#include "bot/base/gsm7.h"
#include "bot/base/mail_date.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/channels/replies.h"
#include "bot/channels/twiml.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

// A page that comes hours late is noise.
constexpr std::string_view validity_s = "600";
// Texts are listed late and clocks differ.
constexpr Duration overlap = 2min;

std::vector<Report> text_reports(const std::string& id, std::string_view status, int code) {
    const auto moved = [&](Progress to) { return std::vector<Report>{Moved{id, "", to, "", {}}}; };
    if (status == "sent") return moved(Progress::sent);
    if (status == "delivered" || status == "read") return moved(Progress::delivered);
    if (status == "undelivered" || status == "failed" || status == "canceled")
        return {twilio_failure(id, code)};
    return {};
}

std::optional<Replied> listed_reply(const json& message) {
    if (text_of(message, "direction") != "inbound") return std::nullopt;
    return reply_of(text_of(message, "from"), text_of(message, "body"), text_of(message, "sid"),
                    parse_mail_date(text_of(message, "date_sent")));
}

// "https://host:port" of a URL.
std::string origin_of(const std::string& url) {
    return url.substr(0, url.find('/', url.find("://") + 3));
}

}  // namespace

Expected<Request> TwilioSms::request(const Dispatch& dispatch, const Attempt&) const {
    const Text& text = std::get<Text>(dispatch.content);
    if (!is_phone(text.number)) return no_phone();
    FormFields fields{
        {"To", text.number}, {"Body", one_segment(text.text)}, {"ValidityPeriod", std::string(validity_s)}};
    if (account_.messaging_service.empty())
        fields.emplace_back("From", account_.from);
    else
        fields.emplace_back("MessagingServiceSid", account_.messaging_service);
    if (!account_.callback_url.empty())
        fields.emplace_back("StatusCallback",
                            twilio_callback_url(account_, "sms-status", {{"k", dispatch.token}}));
    return twilio_post(account_, twilio_url(account_, "Messages.json"), fields);
}

Outcome TwilioSms::outcome(const Answer& answer) const {
    return twilio_outcome(std::get<HttpAnswer>(answer));
}

std::vector<Request> TwilioSms::ask(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return {};
    return {twilio_get(account_, twilio_url(account_, fmt::format("Messages/{}.json", id)))};
}

std::optional<Request> TwilioSms::ask_replies(Time since) const {
    if (!account_.callback_url.empty()) return std::nullopt;
    const Time from = std::chrono::floor<std::chrono::seconds>(since - overlap);
    // The parameter's name ends in >: on or after.
    const FormFields query{{"To", account_.from}, {"DateSent>", format_rfc3339(from)}, {"PageSize", "100"}};
    return twilio_get(account_, twilio_url(account_, "Messages.json?" + write_form(query)));
}

std::optional<Request> TwilioSms::next_page(const Answer& answer) const {
    const auto body = body_of(std::get<HttpAnswer>(answer));
    const std::string next = text_of(body, "next_page_uri");
    // Relative to the host, and never to another one: the request carries the credentials.
    const bool ours = next.starts_with('/') &&
                      next.find("/Accounts/" + account_.account_sid + "/") != next.npos &&
                      next.find_first_of(" \r\n#") == next.npos;
    if (!ours) return std::nullopt;
    return twilio_get(account_, origin_of(account_.base_url) + next);
}

std::vector<Report> TwilioSms::reports(const Answer& answer, const std::string& id) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    if (!succeeded(http)) return {};
    if (!id.empty())
        return text_of(body, "sid") == id
                   ? text_reports(id, text_of(body, "status"), int_of(body, "error_code"))
                   : std::vector<Report>();
    std::vector<Report> replies;
    for (const json& message : member(body, "messages"))
        if (auto reply = listed_reply(message)) replies.emplace_back(std::move(*reply));
    std::ranges::reverse(replies);  // listed newest first
    return replies;
}

std::optional<Request> TwilioSms::ask_balance(const Attempt&) const {
    return twilio_get(account_, twilio_url(account_, "Balance.json"));
}

std::optional<Balance> TwilioSms::balance(const Answer& answer) const {
    return twilio_balance(account_, std::get<HttpAnswer>(answer));
}

std::vector<std::string_view> TwilioSms::callback_paths() const {
    return {"sms", "sms-status"};
}

Expected<std::vector<Report>> TwilioSms::callback(const Incoming& incoming) const {
    const auto fields = twilio_callback(account_, incoming);
    if (!fields) return std::unexpected(fields.error());
    const std::string id(field_of(*fields, "MessageSid"));
    if (!is_plain_id(id)) return fail(ErrorKind::invalid, "The callback names no text. Nothing was done.");
    if (incoming.path == "sms-status")
        return with_token(
            text_reports(id, field_of(*fields, "MessageStatus"), number_of(*fields, "ErrorCode")),
            field_of(read_form(incoming.query), "k"));
    auto reply =
        reply_of(std::string(field_of(*fields, "From")), field_of(*fields, "Body"), id, incoming.now);
    if (!reply) return std::vector<Report>{};
    reply->opted_out = reply->opted_out || field_of(*fields, "OptOutType") == "STOP";
    reply->opted_in = reply->opted_in || field_of(*fields, "OptOutType") == "START";
    return std::vector<Report>{*reply};
}

HttpAnswer TwilioSms::taken() const {
    return twiml_answer();
}

}  // namespace tocsin::channels
