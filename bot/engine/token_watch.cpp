#include "bot/engine/token_watch.h"

#include "bot/base/log.h"
#include "bot/engine/watchdog.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration told_after = 2min;  // Slack's own troubles pass
constexpr Duration pause_after_auth_error = 5min;
constexpr Duration asked_again_after = 3 * token_asked_every;  // where no answer came that says anything
constexpr std::string_view asked_note = "slack/token_asked";
constexpr std::string_view since_note = "slack/token_refused";
constexpr std::string_view changed_note = "slack/token_changed";  // and no answer came since
constexpr Duration pause_after_change = 1s;
constexpr std::string_view told_note = "slack/token_refusal_told";

void set_token_timer(Workbench& bench) {
    bench.tx().set_timer(
        {std::string(token_timer), bench.now() + told_after, std::string(token_timer), "", 0});
}

void note_question(Workbench& bench) {
    bench.tx().set_note(asked_note, format_rfc3339(bench.now()));
}

}  // namespace

void ask_who_we_are(Workbench& bench) {
    note_question(bench);
    bench.send(outgoing::Call{std::string(token_method), JsonText::object()}, storage::Priority::answer);
}

void token_changed(Workbench& bench) {
    bench.tx().set_note(changed_note, format_rfc3339(bench.now()));
    bench.tx().try_again_now();
    ask_who_we_are(bench);
}

void see_that_token_is_asked_after(Workbench& bench) {
    if (!is_token_refused(bench)) return;
    const auto asked = parse_rfc3339(bench.tx().note(asked_note).value_or(""));
    if (!asked || *asked > bench.now() || bench.now() - *asked >= asked_again_after) ask_who_we_are(bench);
}

bool is_token_refused(Workbench& bench) {
    return bench.settings().watchdog && bench.tx().note(since_note);
}

Duration after_auth_error(Workbench& bench, std::string_view method) {
    if (!bench.settings().watchdog) return pause_after_auth_error;
    // What left before the change came with the other token: a first refusal says nothing of this one.
    if (bench.tx().note(changed_note)) {
        if (method == token_method) bench.tx().forget_note(changed_note);
        return pause_after_change;
    }
    const bool known = is_token_refused(bench);
    if (method != token_method) {
        if (!known) ask_who_we_are(bench);
        return pause_after_auth_error;
    }
    note_question(bench);
    if (!known) {
        bench.tx().set_note(since_note, format_rfc3339(bench.now()));
        set_token_timer(bench);
    }
    return token_asked_every;
}

void token_taken(Workbench& bench) {
    auto& tx = bench.tx();
    tx.forget_note(changed_note);
    if (!tx.note(since_note)) return;
    tx.forget_note(since_note);
    tx.cancel_timer(token_timer);
    tx.try_again_now(true);
    log::info("Slack takes the bot token again");
    if (tx.note(told_note)) tell_admins(bench, templates::token_taken_text(bench.now()), false);
    tx.forget_note(told_note);
}

void fire_token_timer(Workbench& bench) {
    bench.tx().cancel_timer(token_timer);
    const auto since = parse_rfc3339(bench.tx().note(since_note).value_or(""));
    if (!since || !is_token_refused(bench)) return;
    // They know of that, and it may be the same trouble.
    if (bench.state().watching.away_since) return set_token_timer(bench);
    log::error("Slack refuses the bot token; the admins are told by phone",
               {{"since", format_rfc3339(*since)}});
    bench.tx().set_note(told_note, format_rfc3339(bench.now()));
    tell_admins(bench, templates::token_refused_text(*since, bench.now()), true);
}

}  // namespace tocsin::engine
