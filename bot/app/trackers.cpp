#include "bot/app/trackers.h"

#include <string_view>

#include "bot/trackers/github.h"
#include "bot/trackers/gitlab.h"
#include "bot/trackers/jira.h"
#include "bot/trackers/linear.h"

namespace tocsin::app {
namespace {

std::shared_ptr<const trackers::Tracker> make(const config::Tracker& tracker) {
    const auto at = [&](std::string_view usual) {
        std::string url = tracker.base_url.empty() ? std::string(usual) : tracker.base_url;
        while (url.ends_with('/')) url.pop_back();
        return trackers::Account{std::move(url), tracker.repository, tracker.account, tracker.token};
    };
    if (tracker.kind == "github") return std::make_shared<trackers::Github>(at("https://api.github.com"));
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

}  // namespace tocsin::app
