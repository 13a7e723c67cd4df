#include "bot/trackers/linear.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/channels/answers.h"
#include "bot/trackers/parts.h"

namespace tocsin::trackers {

using nlohmann::json;

namespace {

// A UUID of version 4's form: the same for the same ticket.
std::string id_of(const Ticket& ticket) {
    const auto digits = sha256_hex(ticket.marker);
    return fmt::format("{}-{}-4{}-a{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(13, 3),
                       digits.substr(17, 3), digits.substr(20, 12));
}

// GraphQL says no with 200 or 400 and a list of errors.
Outcome refusal_in(const channels::HttpAnswer& answer, const json& body) {
    const auto& errors = member(body, "errors");
    if (!errors.is_array() || errors.empty()) return refused(answer, "Linear");
    const auto code = text_of(member(errors.front(), "extensions"), "code");
    if (code == "RATELIMITED") return channels::Retry{channels::retry_after(answer), "Linear asks to wait."};
    return channels::Rejected{channels::Rejected::Why::configuration, "Linear refuses the request."};
}

bool is_refused(const channels::HttpAnswer& answer, const json& body) {
    const auto& errors = member(body, "errors");
    return !channels::succeeded(answer) || (errors.is_array() && !errors.empty());
}

}  // namespace

channels::HttpRequest Linear::post(const json& body) const {
    return channels::json_post(account_.base_url + "/graphql", body,
                               {{"Authorization", account_.token.reveal()}});
}

channels::HttpRequest Linear::open(const Ticket& ticket) const {
    return post(
        {{"query",
          "mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { identifier "
          "url } } }"},
         {"variables",
          {{"input",
            {{"id", id_of(ticket)},
             {"teamId", account_.repository},
             {"title", title_of(ticket)},
             {"description", markdown_of(ticket)}}}}}});
}

Outcome Linear::issue_in(const json& issue) const {
    const auto name = text_of(issue, "identifier");
    const auto url = text_of(issue, "url");
    if (name.empty() || !is_address(url)) return unreadable(product());
    return Opened{name, url};
}

Outcome Linear::opened(const channels::HttpAnswer& answer, const Ticket&) const {
    const auto body = channels::body_of(answer);
    if (is_refused(answer, body)) return refusal_in(answer, body);
    return issue_in(member(member(member(body, "data"), "issueCreate"), "issue"));
}

// As a list, which is empty where there is none: asking for one by its ID is an error then.
channels::HttpRequest Linear::look_up(const Ticket& ticket) const {
    return post(
        {{"query",
          "query($id: ID!) { issues(filter: { id: { eq: $id } }, first: 1) { nodes { identifier url } } }"},
         {"variables", {{"id", id_of(ticket)}}}});
}

Outcome Linear::looked_up(const channels::HttpAnswer& answer, const Ticket&) const {
    const auto body = channels::body_of(answer);
    if (is_refused(answer, body)) return refusal_in(answer, body);
    const auto& nodes = member(member(member(body, "data"), "issues"), "nodes");
    if (!nodes.is_array()) return unreadable(product());
    if (nodes.empty()) return Missing{};
    return issue_in(nodes.front());
}

std::optional<channels::HttpRequest> Linear::ask(const std::string& name) const {
    if (!is_issue_key(name)) return std::nullopt;
    return post({{"query", "query($id: String!) { issue(id: $id) { state { type } } }"},
                 {"variables", {{"id", name}}}});
}

Standing Linear::standing(const channels::HttpAnswer& answer) const {
    const auto body = channels::body_of(answer);
    if (is_refused(answer, body)) return as_standing(refusal_in(answer, body));
    const auto type = text_of(member(member(member(body, "data"), "issue"), "state"), "type");
    if (type.empty()) return as_standing(unreadable(product()));
    return standing_of(type == "completed" || type == "canceled");
}

}  // namespace tocsin::trackers
