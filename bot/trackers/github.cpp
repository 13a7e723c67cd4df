#include "bot/trackers/github.h"

#include <fmt/format.h>

#include "bot/base/foreign_json.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"
#include "bot/trackers/parts.h"

namespace tocsin::trackers {

using nlohmann::json;

namespace {

constexpr Duration clocks_differ = 5min;
constexpr int most_listed = 100;  // newest first; as many as a page has

// 403 also means that too much was written in a short time.
bool asks_to_wait(const channels::HttpAnswer& answer) {
    return answer.status == 403 && (!channels::header(answer.headers, "Retry-After").empty() ||
                                    channels::header(answer.headers, "X-RateLimit-Remaining") == "0");
}

}  // namespace

Outcome github_refusal(const channels::HttpAnswer& answer) {
    constexpr Duration secondary_limit = 1min;
    if (!asks_to_wait(answer)) return refused(answer, "GitHub");
    const auto wait = channels::retry_after(answer);
    return channels::Retry{wait == Duration{} ? secondary_limit : wait, "GitHub asks to wait (HTTP 403)."};
}

channels::Rejected github_objection(const channels::HttpAnswer& answer) {
    constexpr std::size_t longest_message = 200;
    auto reason = fmt::format("GitHub refuses the request (HTTP {}).", answer.status);
    const auto message = channels::one_line(text_of(channels::body_of(answer), "message"), longest_message);
    if (!message.empty()) reason += fmt::format(" It says: \"{}\".", message);
    return {channels::Rejected::Why::configuration, reason};
}

std::vector<channels::Header> github_headers(const Secret& token) {
    return {{"Authorization", "Bearer " + token.reveal()},
            {"Accept", "application/vnd.github+json"},
            {"X-GitHub-Api-Version", "2022-11-28"},
            {"User-Agent", "tocsin"}};
}

std::string Github::issues() const {
    return fmt::format("{}/repos/{}/issues", account_.base_url, account_.repository);
}

channels::HttpRequest Github::open(const Ticket& ticket) const {
    return channels::json_post(issues(), {{"title", title_of(ticket)}, {"body", markdown_of(ticket)}},
                               github_headers(account_.token));
}

Outcome Github::issue_in(const json& issue) const {
    const auto url = text_of(issue, "html_url");
    const int number = int_of(issue, "number");
    if (number <= 0 || !is_address(url)) return unreadable(product());
    return Opened{fmt::format("{}#{}", account_.repository, number), url};
}

Outcome Github::opened(const channels::HttpAnswer& answer, const Ticket&) const {
    if (!channels::succeeded(answer)) return github_refusal(answer);
    return issue_in(channels::body_of(answer));
}

channels::HttpRequest Github::look_up(const Ticket& ticket) const {
    return {"GET",
            fmt::format("{}?state=all&sort=created&direction=desc&per_page={}&since={}", issues(),
                        most_listed, format_rfc3339(ticket.since - clocks_differ)),
            github_headers(account_.token), ""};
}

Outcome Github::looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const {
    if (!channels::succeeded(answer)) return github_refusal(answer);
    const auto body = channels::body_of(answer);
    if (!body.is_array()) return unreadable(product());
    for (const auto& issue : body) {
        if (text_of(issue, "body").contains(ticket.marker)) return issue_in(issue);
    }
    return Missing{};
}

std::optional<channels::HttpRequest> Github::ask(const std::string& name) const {
    const auto issue = numbered_issue(name);
    if (!issue) return std::nullopt;
    return channels::HttpRequest{
        "GET", fmt::format("{}/repos/{}/issues/{}", account_.base_url, issue->repository, issue->number),
        github_headers(account_.token), ""};
}

Standing Github::standing(const channels::HttpAnswer& answer) const {
    if (answer.status == 404 || answer.status == 410) return Missing{};
    if (!channels::succeeded(answer)) return as_standing(github_refusal(answer));
    const auto state = text_of(channels::body_of(answer), "state");
    if (state.empty()) return as_standing(unreadable(product()));
    return standing_of(state == "closed");
}

}  // namespace tocsin::trackers
