#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/site_page.h"

namespace tocsin::commands {
namespace {

constexpr std::size_t longest_page = 100;

// A page of ours and nothing that leads elsewhere: "i/42/post-mortem".
bool is_page(std::string_view text) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/-_.").contains(c);
    };
    return text.size() <= longest_page && std::ranges::all_of(text, is_letter) && !text.contains("//");
}

std::string ended(int sessions, std::string_view of) {
    if (sessions == 0)
        return fmt::format("No browser acts as {}. Links that were not used yet are worthless.", of);
    return fmt::format("{} browser{} signed out that acted as {}.", sessions, sessions == 1 ? " is" : "s are",
                       of);
}

// "out", "out @lee", "out all".
Expected<Answer> sign_out(std::string_view text, const Request& request, Desk& desk) {
    if (text.empty()) return say(ended(desk.tx().end_web_sessions(request.user.id), "you"));
    const bool all = iequals(text, "all");
    const auto named = parse_user(text);
    if (!all && (!named || named->user.empty()))
        return fail(ErrorKind::invalid,
                    "Write /incident web out, out @lee or out all. Nobody was signed out.");
    if (!desk.rules().is_admin(request.user.id) && (all || named->user != request.user.id))
        return fail(ErrorKind::forbidden, "Only admins sign others out. Nobody was signed out.");
    if (all) return say(ended(desk.tx().end_web_sessions(std::nullopt), "somebody"));
    return say(ended(desk.tx().end_web_sessions(named->user), slack::mention(named->user)));
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    auto rest = std::string_view(invocation.text);
    if (iequals(take_word(rest), "out")) return sign_out(trim(rest), invocation.request, desk);
    auto page = trim(invocation.text);
    while (page.starts_with('/')) page.remove_prefix(1);
    if (!is_page(page))
        return fail(ErrorKind::invalid,
                    "Name one of Tocsin's pages, like /incident web i/42, or none. Nothing was sent.");
    const auto& user = invocation.request.user;
    const auto link = desk.sign_in_link(user, page);
    if (!link) return std::unexpected(link.error());
    desk.tell(user.id, templates::sign_in_message(*link, desk.render()));
    return say("I sent you the link by direct message.");
}

}  // namespace

Verb web_verb() {
    return {.name = "web",
            .aliases = {"browser", "signin"},
            .usage = "[page] | out [@user | all]",
            .summary = "open Tocsin in a browser",
            .example = "/incident web i/42",
            .details =
                "You get a link by direct message that works once, for 10 minutes. `out` signs all your "
                "browsers out; admins sign others out.",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
