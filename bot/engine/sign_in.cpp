#include "bot/engine/sign_in.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/engine/form_view.h"
#include "bot/engine/html_answer.h"
#include "templates/site_page.h"
#include "templates/web_page.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t link_bytes = 16;
constexpr std::size_t session_bytes = 32;
constexpr Duration youngest_view = 1s;  // scanners that press every button do it at once

bool may_sign_in(const SlackUser& user) {
    return !user.guest && !user.bot && !user.deactivated;
}

std::string cookie(std::string_view token, Duration lasts) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lasts).count();
    return fmt::format("{}={}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Lax", session_cookie, token,
                       seconds);
}

channels::HttpAnswer sorry(int status, std::string_view sentence) {
    return html_answer(status, templates::sentence_page(sentence));
}

struct Link {
    std::string key;  // its hash
    SignIn sign_in;
    SlackUser user;
};

std::expected<Link, channels::HttpAnswer> find(Workbench& bench, const std::string& token) {
    const auto key = sha256_hex(token);
    const auto sign_in = bench.tx().sign_in(key);
    if (!sign_in)
        return std::unexpected(
            sorry(404, "This link is not valid. Write /incident web in Slack for another one."));
    if (sign_in->expires <= bench.now())
        return std::unexpected(
            sorry(410, "This link was used or has expired. Write /incident web in Slack for another one."));
    auto user = bench.user(sign_in->user);
    if (!may_sign_in(user)) return std::unexpected(sorry(403, "Only full members can open these pages."));
    return Link{key, *sign_in, std::move(user)};
}

}  // namespace

Expected<std::string> sign_in_link(Workbench& bench, const SlackUser& user, std::string_view page) {
    const auto& pages = bench.settings().internal_url;
    if (pages.empty())
        return fail(ErrorKind::unavailable,
                    "There are no web pages here: http.internal_hosts of the configuration names no address "
                    "for them.");
    if (!may_sign_in(user))
        return fail(ErrorKind::forbidden, "Only full members can open Tocsin in a browser.");
    if (bench.tx().sign_ins_of(user.id, bench.now() - 1h) >= most_sign_ins)
        return fail(
            ErrorKind::conflict,
            "You asked for many links in this hour. Use one of them, or wait a little. Nothing was sent.");
    const auto token = random_token(link_bytes);
    bench.tx().keep_sign_in(sha256_hex(token),
                            {user.id, std::string(page), bench.now(), bench.now() + sign_in_lasts});
    return fmt::format("{}/sign-in/{}", pages, token);
}

std::optional<SignedIn> signed_in(Workbench& bench, std::string_view token) {
    if (token.empty()) return std::nullopt;
    auto key = sha256_hex(token);
    auto session = bench.tx().web_session(key);
    if (!session || is_over(*session, bench.now())) return std::nullopt;
    auto user = bench.user(session->user);
    if (!may_sign_in(user)) {
        bench.tx().end_web_sessions(session->user);  // also when they are let in again one day
        return std::nullopt;
    }
    if (bench.now() - session->seen >= session_seen_every) {
        session->seen = bench.now();
        bench.tx().saw_web_session(session->id);
    }
    return SignedIn{*std::move(session), std::move(user), std::move(key)};
}

channels::HttpAnswer open_sign_in(Workbench& bench, const std::string& token) {
    const auto link = find(bench, token);
    if (!link) return link.error();
    return html_answer(200, templates::sign_in_page(link->user.name, new_form_view(bench, link->key)));
}

channels::HttpAnswer press_sign_in(Workbench& bench, const std::string& token, const SiteAsked& asked) {
    const auto link = find(bench, token);
    if (!link) return link.error();
    const auto form = read_form(asked.form);
    if (!is_fresh_view(bench, link->key, field_of(form, "view"), youngest_view, sign_in_lasts))
        return open_sign_in(bench, token);
    bench.tx().end_sign_in(link->key);
    // A browser that signs in again goes on with a new session alone.
    if (const auto before = bench.tx().web_session(sha256_hex(asked.session));
        before && !asked.session.empty())
        bench.tx().end_web_session(before->id);
    const auto sessions = bench.tx().web_sessions_of(link->user.id);
    if (sessions.size() >= most_sessions) bench.tx().end_web_session(sessions.back().id);
    const auto secret = random_token(session_bytes);
    bench.tx().add_web_session(
        sha256_hex(secret),
        {{},
         link->user.id,
         std::string(clean_utf8(std::string_view(asked.browser).substr(0, longest_browser))),
         bench.now(),
         bench.now(),
         bench.now() + session_lasts});
    auto answer = see_other("/" + link->sign_in.page);
    answer.headers.push_back({"Set-Cookie", cookie(secret, session_lasts)});
    return answer;
}

channels::HttpAnswer signed_out() {
    auto answer = html_answer(200, templates::sentence_page("You are signed out in this browser."));
    answer.headers.push_back({"Set-Cookie", cookie("", Duration{0})});
    answer.headers.push_back({"Clear-Site-Data", "\"cache\", \"cookies\", \"storage\""});
    return answer;
}

}  // namespace tocsin::engine
