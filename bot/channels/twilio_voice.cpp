#include "bot/channels/twilio_voice.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/contact.h"
#include "bot/base/foreign_json.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/channels/twiml.h"
#include "bot/channels/voice.h"

namespace tocsin::channels {
namespace {

bool is_machine(std::string_view answered_by) {
    return answered_by.starts_with("machine") || answered_by == "fax";
}

}  // namespace

Expected<Request> TwilioVoice::request(const Dispatch& dispatch, const Attempt&) const {
    const Call& call = std::get<Call>(dispatch.content);
    if (!is_phone(call.number)) return no_phone();
    FormFields fields{{"To", call.number},
                      {"From", account_.from},
                      {"Timeout", std::to_string(ringing_s)},
                      {"TimeLimit", std::to_string(longest_call_s)}};
    if (hears_keys() && !dispatch.token.empty()) {
        const FormFields query{{"k", dispatch.token}};
        fields.insert(fields.end(), {{"Url", twilio_callback_url(account_, "voice", query)},
                                     {"Method", "POST"},
                                     {"StatusCallback", twilio_callback_url(account_, "call-status", query)},
                                     {"StatusCallbackMethod", "POST"},
                                     {"StatusCallbackEvent", "ringing"},
                                     {"StatusCallbackEvent", "answered"},
                                     {"StatusCallbackEvent", "completed"},
                                     // A person is told from a machine as fast as with Enable; a machine's
                                     // greeting is waited for, so that all of the message is recorded.
                                     {"MachineDetection", "DetectMessageEnd"}});
    } else {
        fields.emplace_back("Twiml", inline_twiml(call.speech));
    }
    return twilio_post(account_, twilio_url(account_, "Calls.json"), fields);
}

Outcome TwilioVoice::outcome(const Answer& answer) const {
    return twilio_outcome(std::get<HttpAnswer>(answer));
}

std::optional<Request> TwilioVoice::stop(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return std::nullopt;
    // "completed" ends a call that talks and one that still rings; "canceled" only the latter.
    return twilio_post(account_, twilio_url(account_, fmt::format("Calls/{}.json", id)),
                       {{"Status", "completed"}});
}

std::vector<Request> TwilioVoice::ask(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return {};
    return {twilio_get(account_, twilio_url(account_, fmt::format("Calls/{}.json", id)))};
}

std::vector<Report> TwilioVoice::reports(const Answer& answer, const std::string& id) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    if (!succeeded(http) || text_of(body, "sid") != id) return {};
    return twilio_call_reports(id, text_of(body, "status"), text_of(body, "answered_by"), 0);
}

std::vector<std::string_view> TwilioVoice::callback_paths() const {
    return {"voice", "gather", "call-status"};
}

Expected<std::vector<Report>> TwilioVoice::callback(const Incoming& incoming) const {
    const auto fields = twilio_callback(account_, incoming);
    if (!fields) return std::unexpected(fields.error());
    const std::string id(field_of(*fields, "CallSid"));
    if (!is_plain_id(id)) return fail(ErrorKind::invalid, "The callback names no call. Nothing was done.");
    const auto answered_by = field_of(*fields, "AnsweredBy");
    const auto query = read_form(incoming.query);
    const std::string token(field_of(query, "k"));
    if (incoming.path == "call-status")
        return with_token(twilio_call_reports(id, field_of(*fields, "CallStatus"), answered_by,
                                              number_of(*fields, "SipResponseCode")),
                          token);
    KeyPressed heard{id, token, "", "", 0, is_machine(answered_by)};
    if (incoming.path == "gather") {
        const std::string key(field_of(*fields, "Digits"));
        if (!key.empty() && !is_key(key))
            return fail(ErrorKind::invalid, "The callback names no key of a phone. Nothing was done.");
        heard.step = field_of(query, "step");
        heard.silence = number_of(query, "silence") + (key.empty() ? 1 : 0);
        heard.key = key;
    }
    return std::vector<Report>{heard};
}

HttpAnswer TwilioVoice::say(const Speech& speech, const KeyPressed& heard) const {
    if (is_over(speech, heard)) return twiml_answer(twiml({}, "", false));
    const FormFields query{
        {"k", heard.token}, {"step", speech.step}, {"silence", std::to_string(silence_after(speech, heard))}};
    return twiml_answer(twiml(speech, twilio_callback_url(account_, "gather", query), heard.step.empty()));
}

HttpAnswer TwilioVoice::taken() const {
    return twiml_answer();
}

std::vector<Report> twilio_call_reports(const std::string& id, std::string_view status,
                                        std::string_view answered_by, int sip_code) {
    const bool machine = is_machine(answered_by);
    const auto moved = [&](Progress to) { return std::vector<Report>{Moved{id, "", to, "", {}}}; };
    if (status == "ringing") return moved(Progress::ringing);
    if (status == "in-progress") return moved(machine ? Progress::voicemail : Progress::answered);
    if (status == "busy") return moved(Progress::busy);
    if (status == "no-answer") return moved(Progress::no_answer);
    if (status == "canceled") return moved(Progress::ended);
    if (status == "completed") {
        auto all = machine ? moved(Progress::voicemail) : std::vector<Report>();
        all.emplace_back(Moved{id, "", Progress::ended, "", {}});
        return all;
    }
    if (status == "failed") {
        constexpr std::array no_such_number{404, 410, 484, 604};
        Moved failed{id, "", Progress::failed, "Twilio: the call could not be connected.", {}};
        if (std::ranges::find(no_such_number, sip_code) != no_such_number.end()) {
            failed.reason = "Twilio: nobody has the number.";
            failed.dead = Rejected::Why::address;
        }
        return {failed};
    }
    return {};
}

}  // namespace tocsin::channels
