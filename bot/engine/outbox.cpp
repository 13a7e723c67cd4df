#include "bot/engine/outbox.h"

#include <optional>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/calls.h"
#include "bot/engine/pace.h"
#include "bot/engine/poison.h"
#include "bot/engine/refusals.h"
#include "bot/engine/replicas.h"
#include "bot/engine/token_watch.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t token_bytes = 8;
constexpr Duration pause_after_failure = 60s;
constexpr Duration look_for_foreign_rows_every = 1s;

// What follows a card hangs on its place, what follows a step on the way on what it finds, an entry on what
// the one before is called there. A subscriber's mail is written, with its link, when it really leaves. A
// tracker that does not answer one question is not asked the next.
bool is_waited_for(const outgoing::Wish& wish) {
    return std::holds_alternative<outgoing::PostCard>(wish) ||
           std::holds_alternative<outgoing::PushEntry>(wish) ||
           std::holds_alternative<outgoing::AskTicket>(wish) ||
           std::holds_alternative<outgoing::MailSubscriber>(wish);
}

struct Leave {
    State& state;
    storage::Tx& tx;
    WorkMark& mark;
    const std::string token = state.replica + "." + random_token(token_bytes);
    const bool bot_token_refused = refused();

    bool refused() const {
        Workbench bench(state, tx);
        return is_token_refused(bench);
    }
    bool waits_for_token(const Ready& ready) const {
        const auto* call = std::get_if<slack::Call>(&ready.what);
        return bot_token_refused && call != nullptr && call->url.empty() && ready.method != token_method;
    }

    // What cannot be rendered is not dropped: it waits for a program or a configuration that can.
    std::optional<Prepared> prepared(const storage::OutboxRow& row, const outgoing::Wish& wish) const {
        try {
            Workbench bench(state, tx);
            return prepare(bench, row, wish);
        } catch (const storage::StoreError&) {
            throw;
        } catch (const std::exception& error) {
            log::error("an outgoing message cannot be made and waits",
                       {{"lane", row.lane}, {"error", error.what()}});
            return std::nullopt;
        }
    }

    Time when(const std::optional<Prepared>& made) const {
        if (!made) return tx.now() + pause_after_failure;
        if (const auto* later = std::get_if<Later>(&*made)) return later->at;
        const auto& ready = std::get<Ready>(*made);
        if (waits_for_token(ready)) return tx.now() + token_asked_every;
        return when_allowed(state, ready.method, ready.channel, tx.now());
    }

    // Nobody gets it: what follows is what follows from a refusal. false: it is tried again later.
    bool put_away(const storage::OutboxRow& row, const std::string& item) const {
        Suspicion what{item, row.lane};
        const auto end = "the end of " + item;
        std::optional<Duration> wait;
        if (!mark.is_poison(end)) {
            const InHand in_hand(mark, end);
            const auto wish = state.wishes.of(row);
            if (wish) what.read(*wish);
            if (wish) wait = give_up(row, *wish);
        }
        is_put_away(state, tx, mark, what);
        if (wait) {
            tx.put_off(row, tx.now() + *wait);
        } else {
            tx.drop(row);
        }
        return !wait;
    }
    std::optional<Duration> give_up(const storage::OutboxRow& row, const outgoing::Wish& wish) const {
        std::optional<Duration> wait;
        try {
            state.savepoint(tx, [&] {
                Workbench bench(state, tx);
                wait = after_put_away(bench, row, wish);
            });
        } catch (const storage::StoreError&) {
            throw;
        } catch (const std::exception& error) {
            log::error("nothing follows from an outgoing message that is put away",
                       {{"lane", row.lane}, {"error", error.what()}});
        }
        return wait;
    }

    // The rows of one lane, in order, up to the first that has to wait: the rest waits behind it.
    Send lane(std::vector<storage::OutboxRow> rows) const {
        Send send;
        send.leave_by = state.sharing.turn_began + leaves_within;
        for (auto& row : rows) {
            const auto item = item_of(row);
            if (mark.is_poison(item)) {
                if (put_away(row, item)) continue;
                break;
            }
            InHand in_hand(mark, item);
            auto wish = state.wishes.of(row);
            if (!wish && has_newer_company(state, tx)) {
                state.sharing.foreign_rows_until = tx.now() + look_for_foreign_rows_every;
                break;
            }
            if (!wish) {
                log::error("dropped an outgoing message that this version cannot read", {{"lane", row.lane}});
                tx.drop(row);
                continue;
            }
            auto made = prepared(row, *wish);
            if (made && std::holds_alternative<NotWanted>(*made)) {
                tx.drop(row);
                continue;
            }
            if (const auto at = when(made); at > tx.now()) {
                tx.put_off(row, at);
                break;
            }
            auto& ready = std::get<Ready>(*made);
            // Not before it leaves: what was held back is still wanted.
            if (ready.card) state.cards[ready.card->incident] = {tx.now(), ready.card->revision};
            in_hand.is_not_over();  // its result may kill as well
            tx.lease(row, token, tx.now() + lease_time);
            const bool last = !ready.purpose.empty() || is_waited_for(*wish);
            const auto id = row.id;
            state.wishes.forget(id);
            state.under_way[id] = {std::move(row), token,         *std::move(wish),
                                   ready.method,   ready.channel, ready.purpose};
            send.rows.push_back({id, token, std::move(ready.what)});
            if (last) break;
        }
        return send;
    }
};

}  // namespace

void send_due(State& state, storage::Tx& tx, WorkMark& mark, std::vector<Output>& outputs) {
    for (const auto& row : tx.take_expired(most_in_flight)) {
        do_marked(state, tx, mark, item_of(row), [&] {
            Workbench bench(state, tx);
            after_expiry(bench, row);
        });
    }
    const auto in_flight = static_cast<int>(state.under_way.size());
    if (in_flight >= most_in_flight) return;
    auto lanes = tx.due_lanes(most_in_flight - in_flight, most_per_lane);
    if (lanes.empty()) return;
    const Leave leave{state, tx, mark};
    for (auto& rows : lanes) {
        auto send = leave.lane(std::move(rows));
        if (!send.rows.empty()) outputs.emplace_back(std::move(send));
    }
}

}  // namespace tocsin::engine
