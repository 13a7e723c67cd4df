#include "bot/web/subscription_door.h"

#include <algorithm>

#include "bot/base/multipart.h"
#include "bot/base/text.h"

namespace tocsin::web {
namespace {

using What = engine::SubscriptionCame::What;

constexpr std::size_t longest_form = 4 * 1024;
constexpr std::size_t token_length = 32;
constexpr std::string_view from_elsewhere =
    "This press came from another page. Open the page again and press there.";

bool is_form(const Target& target) {
    return target.path.size() == 2 && target.path[0] == "status" && target.path[1] == "subscribe";
}

bool is_token(std::string_view text) {
    return text.size() == token_length &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

FormFields fields_of(const net::HttpRequest& request) {
    const auto type = net::header(request.headers, "Content-Type");
    if (to_lower(type).starts_with("multipart/form-data"))
        return read_multipart(request.body, type).value_or(FormFields{});
    return read_form(request.body);
}

}  // namespace

bool SubscriptionDoor::is_for_subscriptions(const net::HttpRequest& request, const Target& target) {
    if (is_form(target)) return request.method == "POST";
    return target.path.size() == 3 && target.path[0] == "status" && target.path[1] == "subscription";
}

Taken SubscriptionDoor::take(const net::HttpRequest& request, const Target& target, const std::string& client,
                             Time now) {
    if (!is_look(request) && request.method != "POST") return not_allowed("GET, HEAD, POST");
    if (request.body.size() > longest_form) return sentence(413, "That is too long.");
    const auto form = is_look(request) ? FormFields{} : fields_of(request);
    if (is_form(target)) return ask(request, form, client, now);
    const auto token = std::string(target.path[2]);
    // A mail program's own button (RFC 8058) comes from no page.
    const bool one_click = field_of(form, "List-Unsubscribe") == "One-Click";
    if (one_click && is_token(token) ? !one_clicks_.count(client, now) : !pressed_.count(client, now))
        return too_often("Too many tries. Please wait a minute.");
    if (is_look(request)) return Handed{engine::SubscriptionCame{What::look, token}};
    if (one_click) return Handed{engine::SubscriptionCame{What::leave, token}};
    if (is_from_elsewhere(request)) return sentence(403, from_elsewhere);
    const auto press = field_of(form, "press");
    if (press == "leave") return Handed{engine::SubscriptionCame{What::leave, token}};
    if (press == "confirm") return Handed{engine::SubscriptionCame{What::confirm, token}};
    return sentence(400, "This press says neither to confirm nor to unsubscribe. Nothing was changed.");
}

Taken SubscriptionDoor::ask(const net::HttpRequest& request, const FormFields& form,
                            const std::string& client, Time now) {
    if (!asked_.count(client, now)) return too_often("Too many tries. Please wait a minute.");
    if (is_from_elsewhere(request)) return sentence(403, from_elsewhere);
    if (!asked_today_.count(client, now))
        return sentence(429, "Too many addresses were given from here. Please come back tomorrow.");
    return Handed{engine::SubscriptionCame{What::ask, std::string(field_of(form, "email"))}};
}

}  // namespace tocsin::web
