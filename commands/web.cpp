#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/notice.h"

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

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    auto page = trim(invocation.text);
    while (page.starts_with('/')) page.remove_prefix(1);
    if (!is_page(page))
        return fail(ErrorKind::invalid,
                    "Name one of Tocsin's pages, like /incident web i/42, or none. Nothing was sent.");
    const auto& user = invocation.request.user;
    const auto link = desk.sign_in_link(user, page);
    if (!link) return std::unexpected(link.error());
    desk.tell(user.id, templates::notice(
                           slack::block::answer,
                           "This link signs a browser in as you, once, within 10 minutes. Give it to nobody.",
                           {slack::Button{slack::action::web_open, "Open Tocsin in this browser", "web",
                                          slack::Style::primary, "", *link}},
                           desk.render()));
    return say("I sent you the link by direct message.");
}

}  // namespace

Verb web_verb() {
    return {.name = "web",
            .aliases = {"browser", "signin"},
            .usage = "[page]",
            .summary = "open Tocsin in a browser",
            .example = "/incident web i/42",
            .details = "You get a link by direct message that works once, for 10 minutes.",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
