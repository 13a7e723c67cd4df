#include "bot/channels/vonage_voice.h"

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/channels/voice.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr std::string_view language = "en-US";

std::string spoken(const Speech& speech) {
    std::string out = "<speak>";
    for (const std::string& sentence : xml_sentences(speech, longest_sentence))
        out += R"(<break time="700ms"/>)" + sentence;
    return out + "</speak>";
}

std::vector<Report> call_reports(const std::string& id, std::string_view status) {
    const auto moved = [&](Progress to) { return std::vector<Report>{Moved{id, "", to, "", {}}}; };
    if (status == "ringing") return moved(Progress::ringing);
    if (status == "answered" || status == "human") return moved(Progress::answered);
    if (status == "machine") return moved(Progress::voicemail);
    if (status == "busy") return moved(Progress::busy);
    if (status == "unanswered" || status == "timeout") return moved(Progress::no_answer);
    if (status == "cancelled" || status == "completed") return moved(Progress::ended);
    if (status == "rejected" || status == "failed")
        return {Moved{id, "", Progress::failed, "Vonage: the call could not be connected.", {}}};
    return {};
}

}  // namespace

json VonageVoice::actions(const Speech& speech, const std::string& token, int silence) const {
    const bool listens = speech.wait_for_key && hears_keys();
    json all = json::array();
    if (!speech.sentences.empty()) {
        json talk{{"action", "talk"}, {"text", spoken(speech)}, {"language", language}};
        // Where no key is waited for nobody asks again: what may be repeated is said at once.
        if (listens)
            talk["bargeIn"] = true;
        else
            talk["loop"] = std::clamp(speech.repeats, 0, 5) + 1;
        all.push_back(std::move(talk));
    }
    if (listens) {
        const auto url = vonage_callback_url(
            account_, "input",
            write_form({{"k", token}, {"step", speech.step}, {"silence", std::to_string(silence)}}));
        all.push_back({{"action", "input"},
                       {"type", json::array({"dtmf"})},
                       {"dtmf", {{"maxDigits", 1}, {"timeOut", key_wait_s}, {"submitOnHash", false}}},
                       {"eventUrl", json::array({url})},
                       {"eventMethod", "POST"}});
    }
    return all;
}

Expected<Request> VonageVoice::request(const Dispatch& dispatch, const Attempt& attempt) const {
    const Call& call = std::get<Call>(dispatch.content);
    if (!is_phone(call.number)) return no_phone();
    json body{{"to", json::array({json{{"type", "phone"}, {"number", vonage_number(call.number)}}})},
              {"from", {{"type", "phone"}, {"number", vonage_number(account_.number)}}},
              {"ncco", actions(call.speech, dispatch.token, 0)},
              {"ringing_timer", ringing_s},
              {"length_timer", longest_call_s},
              // A person who is taken for a machine must not be hung up on.
              {"machine_detection", "continue"}};
    if (hears_keys()) {
        body["event_url"] =
            json::array({vonage_callback_url(account_, "event", write_form({{"k", dispatch.token}}))});
        body["event_method"] = "POST";
    }
    return json_post(account_.base_url + "/v1/calls", body, vonage_headers(account_, attempt));
}

Outcome VonageVoice::outcome(const Answer& answer) const {
    return vonage_outcome(std::get<HttpAnswer>(answer), "uuid");
}

std::optional<Request> VonageVoice::stop(const std::string& id, const Attempt& attempt) const {
    if (!is_plain_id(id)) return std::nullopt;
    auto hang_up = json_post(account_.base_url + "/v1/calls/" + id, {{"action", "hangup"}},
                             vonage_headers(account_, attempt));
    hang_up.method = "PUT";
    return hang_up;
}

std::vector<Request> VonageVoice::ask(const std::string& id, const Attempt& attempt) const {
    if (!is_plain_id(id)) return {};
    return {HttpRequest{"GET", account_.base_url + "/v1/calls/" + id, vonage_headers(account_, attempt), ""}};
}

std::vector<Report> VonageVoice::reports(const Answer& answer, const std::string& id) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    if (!succeeded(http) || text_of(body, "uuid") != id) return {};
    return call_reports(id, text_of(body, "status"));
}

std::vector<std::string_view> VonageVoice::callback_paths() const {
    return {"event", "input"};
}

Expected<std::vector<Report>> VonageVoice::callback(const Incoming& incoming) const {
    const auto body = vonage_callback(account_, incoming);
    if (!body) return std::unexpected(body.error());
    const std::string id = text_of(*body, "uuid");
    if (!is_plain_id(id)) return fail(ErrorKind::invalid, "The callback names no call. Nothing was done.");
    const auto query = read_form(incoming.query);
    if (incoming.path == "event")
        return with_token(call_reports(id, text_of(*body, "status")), field_of(query, "k"));
    const std::string key = text_of(member(*body, "dtmf"), "digits");
    if (!key.empty() && !is_key(key))
        return fail(ErrorKind::invalid, "The callback names no key of a phone. Nothing was done.");
    return std::vector<Report>{KeyPressed{id, std::string(field_of(query, "k")),
                                          std::string(field_of(query, "step")), key,
                                          number_of(query, "silence") + (key.empty() ? 1 : 0), false}};
}

HttpAnswer VonageVoice::say(const Speech& speech, const KeyPressed& heard) const {
    const json ncco =
        is_over(speech, heard) ? json::array() : actions(speech, heard.token, silence_after(speech, heard));
    return {200,
            {{"Content-Type", "application/json"}},
            ncco.dump(-1, ' ', false, json::error_handler_t::replace)};
}

}  // namespace tocsin::channels
