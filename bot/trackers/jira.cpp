#include "bot/trackers/jira.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/encoding.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/trackers/parts.h"

namespace tocsin::trackers {

using nlohmann::json;

namespace {

constexpr std::size_t longest_text = 8000;

// A text node may not be empty.
json paragraph_of(std::string_view line, const std::string& link = "") {
    json text{{"type", "text"}, {"text", line}};
    if (!link.empty()) text["marks"] = json::array({{{"type", "link"}, {"attrs", {{"href", link}}}}});
    return {{"type", "paragraph"}, {"content", json::array({std::move(text)})}};
}

json document_of(const Ticket& ticket) {
    json content = json::array();
    const auto text = channels::paragraph(ticket.text, longest_text);
    for (const auto line : split(text, '\n')) {
        if (!trim(line).empty()) content.push_back(paragraph_of(trim(line)));
    }
    if (is_address(ticket.link)) content.push_back(paragraph_of(ticket.link, ticket.link));
    if (content.empty()) content.push_back(paragraph_of(title_of(ticket)));
    return {{"type", "doc"}, {"version", 1}, {"content", std::move(content)}};
}

}  // namespace

std::vector<channels::Header> Jira::headers() const {
    return {{"Authorization", "Basic " + base64(account_.user + ":" + account_.token.reveal())},
            {"Accept", "application/json"}};
}

channels::HttpRequest Jira::open(const Ticket& ticket) const {
    return channels::json_post(account_.base_url + "/rest/api/3/issue",
                               {{"fields",
                                 {{"project", {{"key", account_.repository}}},
                                  {"issuetype", {{"name", "Task"}}},
                                  {"summary", title_of(ticket)},
                                  {"description", document_of(ticket)},
                                  {"labels", json::array({ticket.marker})}}}},
                               headers());
}

Outcome Jira::issue_in(const json& issue) const {
    const auto key = text_of(issue, "key");
    if (!is_issue_key(key)) return unreadable(product());
    return Opened{key, fmt::format("{}/browse/{}", account_.base_url, key)};
}

Outcome Jira::opened(const channels::HttpAnswer& answer, const Ticket&) const {
    if (!channels::succeeded(answer)) return refused(answer, product());
    return issue_in(channels::body_of(answer));
}

channels::HttpRequest Jira::look_up(const Ticket& ticket) const {
    return {"GET",
            fmt::format("{}/rest/api/3/search/jql?jql={}&fields=key&maxResults=1", account_.base_url,
                        form_encode(fmt::format("labels=\"{}\"", ticket.marker))),
            headers(), ""};
}

Outcome Jira::looked_up(const channels::HttpAnswer& answer, const Ticket&) const {
    if (!channels::succeeded(answer)) return refused(answer, product());
    const auto body = channels::body_of(answer);
    const auto& issues = member(body, "issues");
    if (!issues.is_array()) return unreadable(product());
    if (issues.empty()) return Missing{};
    return issue_in(issues.front());
}

std::optional<channels::HttpRequest> Jira::ask(const std::string& name) const {
    if (!is_issue_key(name)) return std::nullopt;
    return channels::HttpRequest{
        "GET", fmt::format("{}/rest/api/3/issue/{}?fields=status", account_.base_url, name), headers(), ""};
}

Standing Jira::standing(const channels::HttpAnswer& answer) const {
    if (answer.status == 404) return Missing{};
    if (!channels::succeeded(answer)) return as_standing(refused(answer, product()));
    const auto body = channels::body_of(answer);
    const auto category = text_of(member(member(member(body, "fields"), "status"), "statusCategory"), "key");
    if (category.empty()) return as_standing(unreadable(product()));
    return standing_of(category == "done");
}

}  // namespace tocsin::trackers
