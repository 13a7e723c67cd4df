#include "bot/trackers/gitlab.h"

#include <fmt/format.h>

#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/channels/answers.h"
#include "bot/trackers/parts.h"

namespace tocsin::trackers {

using nlohmann::json;

std::string Gitlab::issues() const {
    return fmt::format("{}/api/v4/projects/{}/issues", account_.base_url, form_encode(account_.repository));
}

std::vector<channels::Header> Gitlab::headers() const {
    return {{"PRIVATE-TOKEN", account_.token.reveal()}};
}

channels::HttpRequest Gitlab::open(const Ticket& ticket) const {
    return channels::json_post(issues(), {{"title", title_of(ticket)}, {"description", markdown_of(ticket)}},
                               headers());
}

Outcome Gitlab::issue_in(const json& issue) const {
    const auto url = text_of(issue, "web_url");
    const int number = int_of(issue, "iid");
    if (number <= 0 || !is_address(url)) return unreadable(product());
    return Opened{fmt::format("{}#{}", account_.repository, number), url};
}

Outcome Gitlab::opened(const channels::HttpAnswer& answer, const Ticket&) const {
    if (!channels::succeeded(answer)) return refused(answer, product());
    return issue_in(channels::body_of(answer));
}

channels::HttpRequest Gitlab::look_up(const Ticket& ticket) const {
    return {"GET", fmt::format("{}?in=description&search={}", issues(), ticket.marker), headers(), ""};
}

Outcome Gitlab::looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const {
    if (!channels::succeeded(answer)) return refused(answer, product());
    const auto body = channels::body_of(answer);
    if (!body.is_array()) return unreadable(product());
    for (const auto& issue : body) {
        if (text_of(issue, "description").contains(ticket.marker)) return issue_in(issue);
    }
    return Missing{};
}

std::optional<channels::HttpRequest> Gitlab::ask(const std::string& name) const {
    const auto issue = numbered_issue(name);
    if (!issue) return std::nullopt;
    return channels::HttpRequest{"GET",
                                 fmt::format("{}/api/v4/projects/{}/issues/{}", account_.base_url,
                                             form_encode(issue->repository), issue->number),
                                 headers(), ""};
}

Standing Gitlab::standing(const channels::HttpAnswer& answer) const {
    if (answer.status == 404) return Missing{};
    if (!channels::succeeded(answer)) return as_standing(refused(answer, product()));
    const auto state = text_of(channels::body_of(answer), "state");
    if (state.empty()) return as_standing(unreadable(product()));
    return standing_of(state == "closed");
}

}  // namespace tocsin::trackers
