#include "bot/slack/identifiers.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/whom.h"
#include "templates/ad_hoc_page.h"

namespace tocsin::commands {
namespace {

// Somebody asks in person: it rings as for the second most severe.
constexpr Severity rings_like = Severity::sev2;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto text = std::string_view(invocation.text);
    if (text.empty())
        return fail(ErrorKind::invalid, "Name who is paged: /incident adhoc @sam. Nobody was paged.");
    const auto target = whom(take_word(text), request, desk);
    if (!target) return std::unexpected(target.error());
    const auto orders =
        desk.on_call().reached({*target}, desk.rules().of(rings_like).page.via, {}, desk.rules(), desk.now());
    if (orders.empty()) {
        return fail(
            ErrorKind::unavailable,
            "Nobody there can be reached: no number, no account, or nobody on call. Nobody was paged.");
    }
    std::vector<AdHocPage> pages;
    for (const auto& order : orders)
        pages.push_back(desk.page_ad_hoc(order, request.actor(), std::string(text)));
    return say(templates::ad_hoc_pages_on_their_way(pages, desk.render()));
}

}  // namespace

Verb ad_hoc_verb() {
    return {.name = "adhoc",
            .aliases = {"ad-hoc"},
            .usage = "@user|schedule|group [message]",
            .summary = "page someone without an incident",
            .example = "/incident adhoc @sam Can you look at the backups?",
            .details = "Nothing escalates. You are told when they confirm it, and what became of each means.",
            .right = Right::page,
            .keeps_words = true,
            .run = run};
}

}  // namespace tocsin::commands
