#include "bot/engine/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/log.h"
#include "bot/engine/ad_hoc_pages.h"
#include "bot/engine/balances.h"
#include "bot/engine/contact_codes.h"
#include "bot/engine/lookups.h"
#include "bot/engine/measuring.h"
#include "bot/engine/pace.h"
#include "bot/engine/pages.h"
#include "bot/engine/pictures.h"
#include "bot/engine/post_mortem_exports.h"
#include "bot/engine/pushes.h"
#include "bot/engine/refusals.h"
#include "bot/engine/subscribers.h"
#include "bot/engine/ticket_watch.h"
#include "bot/engine/tickets.h"
#include "bot/engine/token_watch.h"
#include "bot/engine/tracing.h"
#include "bot/engine/try_again.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {
namespace {

constexpr std::array<Duration, 6> pauses{1s, 2s, 5s, 10s, 20s, 30s};

struct Take {
    State& state;
    storage::Tx& tx;
    const UnderWay& under_way;
    const SendFinished& result;

    const storage::OutboxRow& row() const { return under_way.row; }
    void again(Duration pause, bool outcome_unknown) const {
        tx.put_back(row(), result.token, tx.now() + pause, outcome_unknown);
    }

    void operator()(const slack::Outcome& outcome) const {
        measure_answer(state, under_way.method, outcome);
        std::visit(*this, outcome);
    }
    void operator()(const channels::Answer& answer) const {
        Workbench bench(state, tx);
        if (is_picture()) {
            const bool taken = picture_handed_over(bench, row().id, answer);
            return again(taken ? 0s : pause_after_try(row().attempts, pauses), row().outcome_unknown);
        }
        if (const auto* ticket = std::get_if<outgoing::OpenTicket>(&under_way.wish))
            return go_on(take_ticket_answer(bench, under_way, *ticket, answer));
        if (const auto* push = std::get_if<outgoing::PushEntry>(&under_way.wish))
            return go_on(take_push_answer(bench, under_way, *push, answer));
        if (const auto* exported = std::get_if<outgoing::ExportPostMortem>(&under_way.wish))
            return go_on(take_export_answer(bench, under_way, *exported, answer));
        if (const auto* question = std::get_if<outgoing::AskTicket>(&under_way.wish)) {
            take_ticket_standing(bench, *question, answer);
            return go_on(std::nullopt);
        }
        if (const auto* question = std::get_if<outgoing::AskBalance>(&under_way.wish)) {
            take_balance(bench, *question, answer);
            return go_on(std::nullopt);
        }
        const auto wait = meaning_of(bench, answer);
        if (wait) {
            again(*wait, false);
        } else {
            tx.finish(row(), result.token);
        }
    }
    void go_on(const std::optional<TryAgain>& next) const {
        if (next) return again(next->after, next->look_first);
        tx.finish(row(), result.token);
    }
    std::optional<Duration> meaning_of(Workbench& bench, const channels::Answer& answer) const {
        if (const auto* test = std::get_if<outgoing::DeliverAdHoc>(&under_way.wish))
            return take_ad_hoc_answer(bench, row(), *test, answer);
        if (const auto* code = std::get_if<outgoing::DeliverCode>(&under_way.wish))
            return take_code_answer(bench, row(), *code, answer);
        if (const auto* mail = std::get_if<outgoing::MailSubscriber>(&under_way.wish))
            return take_subscriber_answer(bench, row(), *mail, answer);
        return take_provider_answer(bench, under_way, answer);
    }
    void operator()(const slack::Answered& answered) const {
        Workbench bench(state, tx);
        if (!under_way.purpose.empty()) {
            switch (take_step(bench, under_way, answered.body)) {
                case Step::found:
                    tx.finish(row(), result.token);
                    return;
                case Step::not_there:
                    again(0s, false);
                    return;
                case Step::look_further:
                    again(0s, true);
                    return;
                case Step::go_on:
                    again(0s, row().outcome_unknown);
                    return;
            }
        }
        if (!tx.finish(row(), result.token)) return;
        take_answer(bench, under_way, answered.body);
    }
    void operator()(const slack::Limited& limited) const {
        log::warn("Slack asks to slow down",
                  {{"method", under_way.method}, {"seconds", seconds(limited.after)}});
        pause(state, under_way.method, under_way.channel, tx.now() + limited.after);
        again(limited.after, row().outcome_unknown);
    }
    void operator()(const slack::Unreachable& unreachable) const {
        log::warn("Slack cannot be reached", {{"method", under_way.method}, {"reason", unreachable.reason}});
        count_lost_picture_step();
        again(pause_after_try(row().attempts, pauses), row().outcome_unknown);
    }
    void operator()(const slack::Uncertain& uncertain) const {
        log::warn("no clear answer from Slack", {{"method", under_way.method}, {"reason", uncertain.reason}});
        // Only what makes something new can happen twice by being sent twice, and only that can be looked
        // for.
        count_lost_picture_step();
        const bool makes =
            under_way.method == "chat.postMessage" || under_way.method == "conversations.create";
        again(pause_after_try(row().attempts, pauses), makes || row().outcome_unknown);
    }
    void operator()(const slack::Refused& refused) const {
        Workbench bench(state, tx);
        if (slack::is_auth_error(refused.error)) {
            log::error("Slack refuses the bot token; everything waits until that is mended",
                       {{"method", under_way.method}, {"error", refused.error}});
            again(after_auth_error(bench, under_way.method), row().outcome_unknown);
            return;
        }
        if (const auto wait = after_refusal(bench, under_way, refused)) {
            again(*wait, false);
            return;
        }
        tx.finish(row(), result.token);
    }

    bool is_picture() const { return under_way.purpose == picture_step; }
    void count_lost_picture_step() const {
        if (!is_picture()) return;
        Workbench bench(state, tx);
        picture_step_failed(bench, row().id);
    }

    static long long seconds(Duration duration) {
        return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    }
};

void page_otherwise(State& state, storage::Tx& tx, const storage::OutboxRow& row,
                    const outgoing::DeliverPage& wish) {
    try {
        state.savepoint(tx, [&] {
            Workbench bench(state, tx);
            page_put_away(bench, row, wish, "its answer could not be used");
        });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        log::error("nobody is paged instead of a page whose answer could not be used",
                   {{"incident", static_cast<long long>(wish.incident.value())}, {"error", error.what()}});
    }
}

}  // namespace

void take_result(State& state, storage::Tx& tx, const SendFinished& result) {
    const auto found = state.under_way.find(result.id);
    // A lease that ran out was given to a later attempt: only that one's result counts.
    if (found == state.under_way.end() || found->second.token != result.token) return;
    const auto under_way = std::move(found->second);
    state.under_way.erase(found);
    // Another replica has it by now, and acts on what it hears itself.
    if (tx.is_shared() && !tx.is_leased(under_way.row, result.token)) return;
    if (!result.sent) {
        tx.put_back(under_way.row, result.token, tx.now(), under_way.row.outcome_unknown, false);
        return;
    }
    const auto scope = wish_scope(under_way.row.id, under_way.wish);
    try {
        state.savepoint(tx, [&] { std::visit(Take{state, tx, under_way, result}, result.outcome); });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        // It was done; only what it told us is lost. Of a page nobody knows then whether it was.
        state.measure(Metric::engine_failures, {"result"});
        log::error("an answer could not be used", {{"method", under_way.method}, {"error", error.what()}});
        tx.finish(under_way.row, result.token);
        if (const auto* page = std::get_if<outgoing::DeliverPage>(&under_way.wish))
            page_otherwise(state, tx, under_way.row, *page);
    }
}

}  // namespace tocsin::engine
