#include "bot/channels/vonage_sms.h"

#include "bot/base/contact.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/gsm7.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/channels/replies.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

std::vector<Report> text_reports(const std::string& id, const json& body) {
    const std::string status = text_of(body, "status");
    const auto moved = [&](Progress to) { return std::vector<Report>{Moved{id, "", to, "", {}}}; };
    if (status == "submitted") return moved(Progress::sent);
    if (status == "delivered" || status == "read") return moved(Progress::delivered);
    if (status == "rejected" || status == "undeliverable") return {vonage_failure(id, member(body, "error"))};
    return {};
}

}  // namespace

Expected<Request> VonageSms::request(const Dispatch& dispatch, const Attempt& attempt) const {
    constexpr int validity_s = 600;  // a page that comes hours late is noise
    const Text& text = std::get<Text>(dispatch.content);
    if (!is_phone(text.number)) return no_phone();
    json body{{"message_type", "text"},           {"channel", "sms"},
              {"to", vonage_number(text.number)}, {"from", vonage_number(account_.from)},
              {"text", one_segment(text.text)},   {"ttl", validity_s}};
    if (!account_.callback_url.empty()) {
        body["webhook_url"] =
            vonage_callback_url(account_, "sms-status", write_form({{"k", dispatch.token}}));
        body["webhook_version"] = "v1";
    }
    return json_post(account_.base_url + "/v1/messages", body, vonage_headers(account_, attempt));
}

Outcome VonageSms::outcome(const Answer& answer) const {
    return vonage_outcome(std::get<HttpAnswer>(answer), "message_uuid");
}

std::vector<std::string_view> VonageSms::callback_paths() const {
    return {"sms", "sms-status"};
}

Expected<std::vector<Report>> VonageSms::callback(const Incoming& incoming) const {
    const auto body = vonage_callback(account_, incoming);
    if (!body) return std::unexpected(body.error());
    const std::string id = text_of(*body, "message_uuid");
    if (!is_plain_id(id)) return fail(ErrorKind::invalid, "The callback names no text. Nothing was done.");
    if (incoming.path == "sms") {
        auto reply = reply_of("+" + text_of(*body, "from"), text_of(*body, "text"), id, incoming.now);
        return reply ? std::vector<Report>{*reply} : std::vector<Report>{};
    }
    return with_token(text_reports(id, *body), field_of(read_form(incoming.query), "k"));
}

}  // namespace tocsin::channels
