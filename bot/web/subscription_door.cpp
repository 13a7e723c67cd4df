#include "bot/web/subscription_door.h"

#include "bot/base/form.h"

namespace tocsin::web {
namespace {

using What = engine::SubscriptionCame::What;

constexpr std::size_t longest_form = 4 * 1024;
constexpr std::size_t longest_token = 64;

bool is_form(const Target& target) {
    return target.path.size() == 2 && target.path[0] == "status" && target.path[1] == "subscribe";
}

}  // namespace

bool SubscriptionDoor::is_for_subscriptions(const net::HttpRequest& request, const Target& target) {
    if (is_form(target)) return request.method == "POST";
    return target.path.size() == 3 && target.path[0] == "status" && target.path[1] == "subscription";
}

Taken SubscriptionDoor::take(const net::HttpRequest& request, const Target& target, const std::string& client,
                             Time now) {
    const bool asks = is_form(target);
    if (!is_look(request) && request.method != "POST") return not_allowed("GET, HEAD, POST");
    if (asks ? !asked_.count(client, now) : !pressed_.count(client, now))
        return too_often("Too many tries. Please wait a minute.");
    if (request.body.size() > longest_form) return sentence(413, "That is too long.");
    const auto form = read_form(request.body);
    // A mail program's own button (RFC 8058) comes from no page.
    const bool one_click = field_of(form, "List-Unsubscribe") == "One-Click";
    if (request.method == "POST" && !one_click && is_from_elsewhere(request))
        return sentence(403, "This press came from another page. Open the page again and press there.");
    if (asks) return Handed{engine::SubscriptionCame{What::ask, std::string(field_of(form, "email"))}};
    const auto token = std::string(target.path[2].substr(0, longest_token));
    if (is_look(request)) return Handed{engine::SubscriptionCame{What::look, token}};
    const auto press = field_of(form, "press");
    if (one_click || press == "leave") return Handed{engine::SubscriptionCame{What::leave, token}};
    return Handed{engine::SubscriptionCame{press == "confirm" ? What::confirm : What::look, token}};
}

}  // namespace tocsin::web
