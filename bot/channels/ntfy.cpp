#include "bot/channels/ntfy.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {

using nlohmann::json;

namespace {

constexpr std::string_view acknowledge = "ack ";
constexpr Duration overlap = 1min;  // clocks differ

std::vector<Header> bearer(const Secret& token) {
    if (token.empty()) return {};
    return {{"Authorization", "Bearer " + token.reveal()}};
}

}  // namespace

Expected<Request> Ntfy::request(const Dispatch& dispatch, const Attempt&) const {
    constexpr std::size_t longest_title = 250;
    constexpr std::size_t longest_message = 4096;  // bytes; longer ones become attachments
    const Push& push = std::get<Push>(dispatch.content);
    const std::string topic = settings_.topic_prefix + push.address;
    if (push.address.empty() || !is_plain_id(topic))
        return fail(ErrorKind::invalid,
                    "The ntfy topic is not letters, digits, - and _ alone. Nothing was sent.");
    json body{{"topic", topic},
              {"title", one_line(push.title, longest_title)},
              {"message", at_most_bytes(paragraph(push.text, longest_message), longest_message)},
              {"priority", push.urgent ? 5 : 3}};
    if (push.urgent) body["tags"] = json::array({"rotating_light"});
    if (!push.link.empty()) body["click"] = push.link;
    if (!settings_.reply_topic.empty() && !dispatch.token.empty()) {
        json button{{"action", "http"},
                    {"label", "Acknowledge"},
                    {"url", fmt::format("{}/{}", settings_.base_url, settings_.reply_topic.reveal())},
                    {"method", "POST"},
                    {"body", fmt::format("{}{}", acknowledge, dispatch.token)},
                    {"clear", true}};
        if (!settings_.reply_token.empty())
            button["headers"] = {{"Authorization", "Bearer " + settings_.reply_token.reveal()}};
        body["actions"] = json::array({std::move(button)});
    }
    return json_post(settings_.base_url + "/", body, bearer(settings_.token));
}

Outcome Ntfy::outcome(const Answer& answer) const {
    const auto& http = std::get<HttpAnswer>(answer);
    if (!succeeded(http)) return refusal(http, "ntfy");
    const auto body = body_of(http);
    if (text_of(body, "event") != "message") return unreadable("ntfy");
    return Accepted{text_of(body, "id")};
}

std::optional<Request> Ntfy::ask_replies(Time since) const {
    if (settings_.reply_topic.empty()) return std::nullopt;
    return HttpRequest{"GET",
                       fmt::format("{}/{}/json?poll=1&since={}", settings_.base_url,
                                   settings_.reply_topic.reveal(), unix_seconds(since - overlap)),
                       bearer(settings_.token), ""};
}

std::vector<Report> Ntfy::reports(const Answer& answer, const std::string&) const {
    constexpr std::size_t most_lines = 1000;
    constexpr std::size_t longest_token = 100;
    const auto& http = std::get<HttpAnswer>(answer);
    std::vector<Report> reports;
    if (!succeeded(http)) return reports;
    for (const auto line : lines_of(http.body)) {
        if (reports.size() == most_lines) break;
        const json message = parse_body(line);
        const std::string text = text_of(message, "message");
        if (text_of(message, "event") != "message" || !text.starts_with(acknowledge)) continue;
        const auto token = trim(std::string_view(text).substr(acknowledge.size()));
        if (!token.empty() && token.size() <= longest_token)
            reports.emplace_back(Confirmed{"", std::string(token)});
    }
    return reports;
}

}  // namespace tocsin::channels
