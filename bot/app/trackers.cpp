#include "bot/app/trackers.h"

#include <string_view>

#include "bot/base/log.h"
#include "bot/trackers/github.h"
#include "bot/trackers/gitlab.h"
#include "bot/trackers/jira.h"
#include "bot/trackers/linear.h"

namespace tocsin::app {
namespace {

constexpr std::string_view github_url = "https://api.github.com";

trackers::Account account_of(const config::Tracker& tracker, std::string_view usual) {
    std::string url = tracker.base_url.empty() ? std::string(usual) : tracker.base_url;
    while (url.ends_with('/')) url.pop_back();
    return {std::move(url), tracker.repository, tracker.account, tracker.token};
}

std::shared_ptr<const trackers::Tracker> make(const config::Tracker& tracker) {
    const auto at = [&](std::string_view usual) { return account_of(tracker, usual); };
    if (tracker.kind == "github") return std::make_shared<trackers::Github>(at(github_url));
    if (tracker.kind == "gitlab") return std::make_shared<trackers::Gitlab>(at("https://gitlab.com"));
    if (tracker.kind == "linear") return std::make_shared<trackers::Linear>(at("https://api.linear.app"));
    // Jira has an address for each customer.
    if (tracker.kind == "jira" && !tracker.base_url.empty()) return std::make_shared<trackers::Jira>(at(""));
    return nullptr;
}

}  // namespace

std::map<std::string, std::shared_ptr<const trackers::Tracker>> make_trackers(
    const std::map<std::string, config::Tracker>& configured) {
    std::map<std::string, std::shared_ptr<const trackers::Tracker>> made;
    for (const auto& [name, tracker] : configured) {
        if (auto adapter = make(tracker); adapter && !tracker.token.empty())
            made.emplace(name, std::move(adapter));
    }
    return made;
}

engine::PostMortemSettings make_post_mortem_settings(const config::PostMortems& configured,
                                                     const std::map<std::string, config::Tracker>& trackers) {
    engine::PostMortemSettings settings;
    settings.tickets = configured.tickets;
    settings.folder = configured.folder.string();
    const auto& to = configured.to;
    const auto tracker = trackers.find(to.repository);
    if (tracker != trackers.end() && tracker->second.kind == "github" && !tracker->second.token.empty()) {
        settings.repository = {tracker->first,
                               trackers::GithubFiles(account_of(tracker->second, github_url), to.branch),
                               to.path};
    }
    if (to.webhook.empty()) return settings;
    if (auto scheme = channels::StandardWebhooks::with(to.secret, to.old_secret)) {
        settings.webhook = {to.webhook, *std::move(scheme)};
    } else {
        log::error(
            "published post-mortems do not go to the webhook: its secret is not whsec_ and base64 of "
            "24 to 64 bytes",
            {});
    }
    return settings;
}

}  // namespace tocsin::app
