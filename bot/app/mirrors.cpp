#include "bot/app/mirrors.h"

#include <fmt/format.h>

#include <string_view>

#include "bot/mirrors/betterstack.h"
#include "bot/mirrors/statuspage.h"

namespace tocsin::app {
namespace {

std::shared_ptr<const mirrors::Mirror> make(const config::StatusPush& push) {
    const auto at = [&](std::string_view usual) {
        std::string url = push.base_url.empty() ? std::string(usual) : push.base_url;
        while (url.ends_with('/')) url.pop_back();
        return mirrors::Account{std::move(url), push.page, push.token};
    };
    if (push.kind == "statuspage")
        return std::make_shared<mirrors::Statuspage>(at("https://api.statuspage.io/v1"));
    return std::make_shared<mirrors::Betterstack>(at("https://uptime.betterstack.com"));
}

}  // namespace

std::map<std::string, std::shared_ptr<const mirrors::Mirror>> make_mirrors(
    const std::vector<config::StatusPush>& configured) {
    std::map<std::string, std::shared_ptr<const mirrors::Mirror>> made;
    for (const auto& push : configured) {
        if (!push.token.empty()) made.emplace(fmt::format("{}/{}", push.kind, push.page), make(push));
    }
    return made;
}

}  // namespace tocsin::app
