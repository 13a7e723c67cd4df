#include "bot/channels/twilio_studio.h"

#include <fmt/format.h>

#include "bot/base/contact.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/channels/twilio_voice.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr std::string_view after_key = "key_";  // a widget that a pressed key leads to: key_1

KeyPressed pressed(const std::string& id, std::string step, std::string key) {
    return {id, "", std::move(step), std::move(key), 0, false};
}

// Studio names its own gather widgets gather_1, gather_2: the menu.
std::string step_of(const std::string& widget) {
    return widget.starts_with("gather") ? "menu" : widget;
}

void add_widget(std::vector<Report>& reports, const std::string& id, const std::string& name,
                const json& widget) {
    if (auto digits = text_of(widget, "Digits"); digits.size() == 1)
        reports.emplace_back(pressed(id, step_of(name), std::move(digits)));
    for (auto& report :
         twilio_call_reports(id, text_of(widget, "CallStatus"), text_of(widget, "AnsweredBy"), 0))
        reports.push_back(std::move(report));
}

}  // namespace

std::string TwilioStudio::executions() const {
    return fmt::format("{}/v2/Flows/{}/Executions", account_.studio_url, account_.studio_flow);
}

Expected<Request> TwilioStudio::request(const Dispatch& dispatch, const Attempt&) const {
    constexpr std::size_t longest_text = 2000;
    const Call& call = std::get<Call>(dispatch.content);
    if (!is_phone(call.number)) return no_phone();
    const json parameters{{"incident", dispatch.incident},
                          {"text", one_line(join(call.speech.sentences, " "), longest_text)}};
    return twilio_post(account_, executions(),
                       {{"To", call.number},
                        {"From", account_.from},
                        {"Parameters", parameters.dump(-1, ' ', false, json::error_handler_t::replace)}});
}

Outcome TwilioStudio::outcome(const Answer& answer) const {
    return twilio_outcome(std::get<HttpAnswer>(answer));
}

std::optional<Request> TwilioStudio::stop(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return std::nullopt;
    return twilio_post(account_, executions() + "/" + id, {{"Status", "ended"}});
}

std::vector<Request> TwilioStudio::ask(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return {};
    const std::string execution = executions() + "/" + id;
    // Whether the context of a running flow is up to date is not documented; the steps are a second witness.
    return {twilio_get(account_, execution + "/Context"), twilio_get(account_, execution + "/Steps"),
            twilio_get(account_, execution)};
}

std::vector<Report> TwilioStudio::reports(const Answer& answer, const std::string& id) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    std::vector<Report> reports;
    if (!succeeded(http)) return reports;
    for (const json& step : member(body, "steps")) {
        const std::string to = text_of(step, "transitioned_to");
        if (to.starts_with(after_key) && to.size() == after_key.size() + 1)
            reports.emplace_back(pressed(id, "menu", to.substr(after_key.size())));
    }
    const json& widgets = member(member(body, "context"), "widgets");
    if (widgets.is_object())
        for (const auto& [name, widget] : widgets.items()) add_widget(reports, id, name, widget);
    if (text_of(body, "sid") == id && text_of(body, "status") == "ended")
        reports.emplace_back(Moved{id, "", Progress::ended, "", {}});
    return reports;
}

}  // namespace tocsin::channels
