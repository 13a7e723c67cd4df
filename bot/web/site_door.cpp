#include "bot/web/site_door.h"

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/core/web_session.h"

namespace tocsin::web {
namespace {

constexpr std::array<std::string_view, 7> places{"incidents", "i",  "oncall", "runbooks",
                                                 "reports",   "me", "sign-in"};
constexpr std::size_t most_parts = 5;  // /i/42/post-mortem/actions/2
constexpr std::size_t longest_part = 200;
constexpr std::size_t longest_form = 1024 * 1024;  // a whole post-mortem, percent-encoded

// tocsin.example.com of "Tocsin.example.com:8443".
std::string host_of(const net::HttpRequest& request) {
    const auto named = net::header(request.headers, "Host");
    const auto end = named.starts_with('[') ? named.find(']') + 1 : named.find(':');
    return to_lower(named.substr(0, end));
}

std::string session_in(const net::HttpRequest& request) {
    auto cookies = net::header(request.headers, "Cookie");
    while (!cookies.empty()) {
        const auto end = std::min(cookies.find(';'), cookies.size());
        const auto cookie = trim(cookies.substr(0, end));
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
        const auto equals = cookie.find('=');
        if (equals != std::string_view::npos && cookie.substr(0, equals) == session_cookie)
            return std::string(cookie.substr(equals + 1));
    }
    return "";
}

}  // namespace

bool SiteDoor::is_for_site(const Target& target) {
    return target.path.empty() || std::ranges::find(places, target.path[0]) != places.end();
}

Taken SiteDoor::take(const net::HttpRequest& request, const Target& target,
                     const std::vector<std::string>& hosts, const std::string& client, const Guesses& guesses,
                     Time now) {
    const auto host = host_of(request);
    const bool known = std::ranges::any_of(hosts, [&](const std::string& own) { return iequals(own, host); });
    const bool fits = target.path.size() <= most_parts &&
                      std::ranges::all_of(target.path, [](auto part) { return part.size() <= longest_part; });
    if (!known || !fits) return plain_answer(404, "There is nothing here.");
    if (!is_look(request) && request.method != "POST") return not_allowed("GET, HEAD, POST");
    if (guesses.exhausted(client, now) || !views_.count(client, now))
        return too_often("Too many tries. Please wait a minute.");
    if (!is_look(request)) {
        if (is_from_elsewhere(request))
            return sentence(403, "This press came from another page. Open the page again and press there.");
        if (request.body.size() > longest_form) return sentence(413, "That is too long.");
    }
    engine::SiteAsked asked;
    asked.session = session_in(request);
    asked.browser = net::header(request.headers, "User-Agent");
    asked.press = !is_look(request);
    asked.path.assign(target.path.begin(), target.path.end());
    asked.query = target.query;
    if (asked.press) asked.form = request.body;
    const bool is_guess = !target.path.empty() && target.path[0] == "sign-in";
    return Handed{std::move(asked), is_guess ? client : ""};
}

}  // namespace tocsin::web
