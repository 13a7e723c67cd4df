#include "bot/app/world_inputs.h"

#include <charconv>

#include "bot/alerts/readers.h"
#include "bot/base/text.h"
#include "bot/core/on_call.h"

namespace tocsin::app {

Expected<std::vector<Alert>> alerts_in(const config::scenario::Alert& event,
                                       const config::Configuration& configuration, Time now) {
    const auto& source = configuration.alerts.sources.at(event.source);
    return alerts::read_alerts(source.kind, event.source, {"application/json", {}, "", event.body}, now,
                               source.fields);
}

Actor InputOf::who(const PersonId& id) const {
    return actor_of(rules.people.at(id));
}

InputOf::Made InputOf::command(const Actor& by, CommandBody body) const {
    const auto about = incident > 0 ? std::optional{IncidentNumber{incident}} : std::nullopt;
    return engine::CommandGiven{by, Via::command_line, about, std::move(body)};
}

InputOf::Made InputOf::operator()(const config::scenario::Declare& declare) const {
    event::Declared declared;
    declared.title = declare.title;
    declared.severity = declare.severity;
    declared.service = declare.service;
    declared.impact = declare.impact;
    return engine::DeclarationGiven{Actor{{}, "scenario"}, Via::command_line, std::move(declared)};
}
InputOf::Made InputOf::operator()(const config::scenario::Acknowledge& event) const {
    return command(who(event.who), command::Acknowledge{});
}
InputOf::Made InputOf::operator()(const config::scenario::GiveBack& event) const {
    return command(who(event.who), command::GiveBack{});
}
InputOf::Made InputOf::operator()(const config::scenario::Escalate& event) const {
    return command(who(event.who), command::Escalate{});
}
InputOf::Made InputOf::operator()(const config::scenario::Resolve& event) const {
    return command(who(event.who), command::Resolve{});
}
InputOf::Made InputOf::operator()(const config::scenario::Reassign& event) const {
    return command(Actor{{}, "scenario"}, command::Reassign{who(event.to), ""});
}
InputOf::Made InputOf::operator()(const config::scenario::ChangeSeverity& event) const {
    return command(Actor{{}, "scenario"}, command::ChangeSeverity{event.to, ""});
}
InputOf::Made InputOf::operator()(const config::scenario::Alert& event) const {
    auto alerts = alerts_in(event, configuration, now).value_or(std::vector<Alert>{});
    return engine::RequestCame{last_request + 1, engine::AlertsCame{event.source, std::move(alerts)}};
}

// north/INC-3/2/phone
std::optional<TakenPage> page_of_request(const engine::Departure& departure) {
    const auto* request = std::get_if<channels::Request>(&departure.what);
    const auto* http = request == nullptr ? nullptr : std::get_if<channels::HttpRequest>(request);
    if (http == nullptr || http->method != "POST") return std::nullopt;
    const auto words = split(http->url, '/');
    if (words.size() != 4 || !words[1].starts_with("INC-")) return std::nullopt;
    TakenPage page{std::string(words[0]), "", http->body, {}, 0};
    std::int64_t number = 0;
    const auto digits = words[1].substr(4);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    std::from_chars(words[2].data(), words[2].data() + words[2].size(), page.page);
    page.incident = IncidentNumber{number};
    return page;
}

std::string text_of(const engine::Departure& departure) {
    if (const auto* call = std::get_if<slack::Call>(&departure.what))
        return std::string(call->arguments.text());
    const auto& request = std::get<channels::Request>(departure.what);
    if (const auto* http = std::get_if<channels::HttpRequest>(&request)) return http->url + " " + http->body;
    return std::get<channels::MailRequest>(request).message;
}

}  // namespace tocsin::app
