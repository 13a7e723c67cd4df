#include "bot/web/alert_door.h"

#include <fmt/format.h>

#include <span>

#include "bot/alerts/deployment.h"
#include "bot/alerts/readers.h"
#include "bot/base/foreign_json.h"
#include "bot/base/json_text.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/web/access.h"

namespace tocsin::web {
namespace {

using Manner = engine::AlertsCame::Manner;

constexpr std::string_view opsgenie = "opsgenie";
constexpr std::string_view pagerduty = "pagerduty";
constexpr std::string_view sns = "sns";
constexpr std::size_t longest_reason = 300;  // in UTF-16 units

// The path without the prefix under which Opsgenie's senders may be pointed here.
std::span<const std::string_view> below(const Target& target) {
    std::span<const std::string_view> path(target.path);
    return !path.empty() && path[0] == opsgenie ? path.subspan(1) : path;
}

bool is_opsgenie(const Target& target) {
    const auto path = below(target);
    return path.size() >= 2 && path[0] == "v2" && path[1] == "alerts";
}

bool is_enqueue(const Target& target) {
    return target.path.size() == 2 && target.path[0] == "v2" && target.path[1] == "enqueue";
}

Manner manner_of(const Target& target) {
    if (is_opsgenie(target)) return Manner::opsgenie;
    return is_enqueue(target) ? Manner::pagerduty : Manner::ids;
}

// As whoever sends that way expects to be refused.
net::HttpResponse refused(int status, std::string_view sentence, Manner manner) {
    auto answer = json_error(status, sentence);
    const auto body = [&](const JsonText& shown) { answer.body = fmt::format("{}\n", shown.text()); };
    if (manner == Manner::pagerduty) {
        const auto errors = JsonText::array({JsonText(sentence)});
        body(JsonText::object(
            {{"status", "invalid event"}, {"message", "Event object is invalid"}, {"errors", errors}}));
    } else if (manner == Manner::opsgenie) {
        body(JsonText::object({{"message", JsonText(sentence)}, {"took", 0}}));
    }
    return answer;
}

net::HttpResponse slow_down(std::string_view sentence, std::string_view seconds, Manner manner) {
    auto answer = refused(429, sentence, manner);
    answer.headers.push_back({"Retry-After", std::string(seconds)});
    return answer;
}

alerts::Payload payload_of(const net::HttpRequest& request, const Target& target) {
    alerts::Payload payload;
    payload.content_type = net::header(request.headers, "Content-Type");
    payload.query = target.query;
    payload.body = request.body;
    for (const auto& [name, value] : request.headers) {
        const auto lower = to_lower(name);
        if (lower != "authorization" && lower != "cookie") payload.headers.emplace(lower, value);
    }
    if (is_opsgenie(target)) {
        payload.headers[":method"] = request.method;
        auto& path = payload.headers[":path"];
        for (const auto part : below(target)) path += fmt::format("/{}", part);
    }
    return payload;
}

// PagerDuty's senders put the key into the body, and have no other place for it.
std::string routing_key(const std::string& body) {
    return text_of(parse_foreign(body, alerts::deepest_body), "routing_key");
}

const AlertSource* sender_of(const net::HttpRequest& request, const Target& target,
                             const std::vector<AlertSource>& sources) {
    if (is_enqueue(target) || is_opsgenie(target)) {
        const auto token = is_enqueue(target) ? routing_key(request.body) : token_in(request, target.query);
        const auto* source = source_with(token, sources);
        // Nobody signs there.
        return source != nullptr && source->kind == sns ? nullptr : source;
    }
    const AlertSource* found = nullptr;
    for (const auto& source : sources) {
        if (target.path.size() == 4 && source.name == target.path[3]) found = &source;
    }
    return found != nullptr && is_from(request, target.query, *found) ? found : nullptr;
}

// What its address speaks, whatever the source's own kind is.
std::string_view kind_of(const Target& target, const AlertSource& source) {
    if (is_opsgenie(target)) return opsgenie;
    return is_enqueue(target) ? pagerduty : std::string_view(source.kind);
}

// Of a subscription, where it really leads to Amazon.
std::string confirmation_in(const alerts::SnsMessage& message) {
    const bool asks = message.confirms_subscription() && alerts::is_sns_address(message.subscribe_url);
    return asks ? message.subscribe_url : std::string();
}

bool may_be(std::string_view method, const Target& target) {
    return method == "POST" || (is_opsgenie(target) && (method == "PUT" || method == "DELETE"));
}

}  // namespace

Expected<std::vector<Alert>> read_alert_request(const net::HttpRequest& request, const Target& target,
                                                const AlertSource& source, Time now) {
    return alerts::read_alerts(kind_of(target, source), source.name, payload_of(request, target), now,
                               source.fields);
}

bool AlertDoor::is_for_alerts(const Target& target) {
    const bool own = target.path.size() == 4 && target.path[0] == "api" && target.path[1] == "v1" &&
                     target.path[2] == "alerts";
    return own || is_enqueue(target) || is_opsgenie(target);
}

Taken AlertDoor::take(const net::HttpRequest& request, const Target& target,
                      const std::vector<AlertSource>& sources, const std::string& client, Guesses& guesses,
                      Metrics& metrics, Time now) {
    const auto manner = manner_of(target);
    if (!may_be(request.method, target)) {
        auto answer = refused(405, "Alerts are posted here: this address does not take that method.", manner);
        answer.headers.push_back({"Allow", "POST"});
        return answer;
    }
    const auto* source = sender_of(request, target, sources);
    if (source == nullptr) {
        metrics.add(engine::Metric::alerts_refused, {"token"});
        if (!guesses.count(client, now))
            return slow_down("Too many wrong tokens came from this address. Wait a minute.", "60", manner);
        return refused(401, "This needs the token of a source under alerts.sources. Nothing was recorded.",
                       manner);
    }
    if (!buckets_.take(source->name, now)) {
        metrics.add(engine::Metric::alerts_refused, {"rate"});
        return slow_down("This source sends more than 100 times a second. Wait a second.", "1", manner);
    }
    auto read = read_alert_request(request, target, *source, now);
    if (!read) {
        metrics.add(engine::Metric::alerts_refused, {"unreadable"});
        return refused(400, cut(read.error().message, longest_reason), manner);
    }
    engine::AlertsCame came{source->name, *std::move(read), manner};
    const auto payload = payload_of(request, target);
    if (source->kind == sns) {
        const auto message = alerts::read_sns_message(payload).value();  // as it was read above
        if (auto doubts = doubt(message, *source, metrics, now)) return *std::move(doubts);
        came.confirm_url = confirmation_in(message);
    }
    for (const auto& alert : came.alerts) {
        const bool firing = alert.status == Alert::Status::firing;
        metrics.add(engine::Metric::alerts, {source->name, firing ? "firing" : "resolved"});
    }
    came.deployment = alerts::read_deployment(kind_of(target, *source), source->name, payload, now);
    return Handed{std::move(came), {}, true};
}

std::optional<Taken> AlertDoor::doubt(const alerts::SnsMessage& message, const AlertSource& source,
                                      Metrics& metrics, Time now) {
    if (!checks_signatures_) return std::nullopt;
    const auto refuse = [&](const std::string& why) -> Taken {
        metrics.add(engine::Metric::alerts_refused, {"signature"});
        if (complaints_.count("", now))
            log::warn("a message of SNS is refused", {{"source", source.name}, {"reason", why}});
        return json_error(401, why);
    };
    if (!alerts::is_sns_certificate_address(message.certificate_url))
        return refuse("The message names no certificate of Amazon SNS. Nothing was taken.");
    const auto* certificate = certificates_.of(message.certificate_url);
    if (certificate == nullptr) return CertificateWanted{message.certificate_url};
    const auto checked = alerts::check_sns_signature(message, *certificate, now);
    if (!checked) return refuse(checked.error().message);
    return std::nullopt;
}

}  // namespace tocsin::web
