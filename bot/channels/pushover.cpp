#include "bot/channels/pushover.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {
namespace {

constexpr std::string_view name = "Pushover";
constexpr std::string_view repeat_every_s = "60";
constexpr std::string_view repeat_for_s = "3600";

HttpRequest form_post(std::string url, const FormFields& fields) {
    return {
        "POST", std::move(url), {{"Content-Type", "application/x-www-form-urlencoded"}}, write_form(fields)};
}

}  // namespace

Expected<Request> Pushover::request(const Dispatch& dispatch, const Attempt&) const {
    constexpr std::size_t longest_title = 250;
    constexpr std::size_t longest_message = 1024;
    constexpr std::size_t longest_link = 512;
    const Push& push = std::get<Push>(dispatch.content);
    if (!is_plain_id(push.address))
        return fail(ErrorKind::invalid,
                    "The Pushover user key is not letters and digits alone. Nothing was sent.");
    const std::string title = one_line(push.title, longest_title);
    const std::string text = paragraph(push.text, longest_message);
    FormFields fields{{"token", settings_.token.reveal()},
                      {"user", push.address},
                      {"title", title},
                      {"message", text.empty() ? title : text},  // an empty one is refused
                      {"priority", push.urgent ? "2" : "0"}};
    if (push.urgent) {
        fields.emplace_back("retry", repeat_every_s);
        fields.emplace_back("expire", repeat_for_s);
    }
    if (!push.link.empty() && push.link.size() <= longest_link) {
        fields.emplace_back("url", push.link);
        fields.emplace_back("url_title", "Open the incident");
    }
    return form_post(settings_.base_url + "/1/messages.json", fields);
}

Outcome Pushover::outcome(const Answer& answer) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    if (succeeded(http))
        return int_of(body, "status") == 1 ? Outcome(Accepted{text_of(body, "receipt")}) : unreadable(name);
    if (http.status == 429)  // of the month, not of the moment
        return Rejected{Rejected::Why::configuration,
                        "Pushover's messages of this month are used up (HTTP 429)."};
    if (http.status == 400 && text_of(body, "user") == "invalid")
        return Rejected{Rejected::Why::address, "Pushover does not know the user key (HTTP 400)."};
    return refusal(http, name);
}

std::optional<Request> Pushover::stop(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return std::nullopt;
    return form_post(fmt::format("{}/1/receipts/{}/cancel.json", settings_.base_url, id),
                     {{"token", settings_.token.reveal()}});
}

std::vector<Request> Pushover::ask(const std::string& id, const Attempt&) const {
    if (!is_plain_id(id)) return {};
    return {HttpRequest{"GET",
                        fmt::format("{}/1/receipts/{}.json?{}", settings_.base_url, id,
                                    write_form({{"token", settings_.token.reveal()}})),
                        {},
                        ""}};
}

std::vector<Report> Pushover::reports(const Answer& answer, const std::string& id) const {
    const auto& http = std::get<HttpAnswer>(answer);
    const auto body = body_of(http);
    std::vector<Report> reports;
    if (!succeeded(http) || int_of(body, "status") != 1) return reports;
    if (int_of(body, "last_delivered_at") > 0)
        reports.emplace_back(Moved{id, "", Progress::delivered, "", {}});
    if (int_of(body, "acknowledged") == 1)
        reports.emplace_back(Confirmed{id, ""});
    else if (int_of(body, "expired") == 1)
        reports.emplace_back(Moved{id, "", Progress::no_answer, "", {}});
    return reports;
}

}  // namespace tocsin::channels
