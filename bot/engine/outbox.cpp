#include "bot/engine/outbox.h"

#include <algorithm>
#include <map>
#include <optional>

#include "bot/base/log.h"
#include "bot/engine/calls.h"
#include "bot/engine/pace.h"
#include "bot/engine/refusals.h"

namespace tocsin::engine {
namespace {

constexpr Duration look_again = 100ms;  // for a card's place that is on its way
constexpr Duration pause_after_failure = 60s;

struct Put {
    State& state;
    storage::Tx& tx;

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

    // The lane's rest waits too: order counts.
    void back(std::span<const storage::Lease> leases, Time until) const {
        for (const auto& [row, token] : leases) tx.put_back(row.id, token, until, row.outcome_unknown, false);
    }

    // Prepares the rows of one lane, in order, up to the first that has to wait.
    Send lane(std::span<const storage::Lease> leases) const {
        Send send;
        for (std::size_t i = 0; i < leases.size(); ++i) {
            const auto& [row, token] = leases[i];
            const auto wish = outgoing::read(row.payload);
            if (!wish) {
                log::error("dropped an outgoing message that this version cannot read", {{"lane", row.lane}});
                tx.finish(row.id, token);
                continue;
            }
            const auto made = prepared(row, *wish);
            if (!made) {
                tx.put_back(row.id, token, tx.now() + pause_after_failure, row.outcome_unknown);
                back(leases.subspan(i + 1), tx.now() + pause_after_failure);
                break;
            }
            if (std::holds_alternative<NotWanted>(*made)) {
                tx.finish(row.id, token);
                continue;
            }
            const auto* ready = std::get_if<Ready>(&*made);
            const auto at = ready == nullptr
                                ? tx.now() + look_again
                                : when_allowed(state, ready->call.method, ready->channel, tx.now());
            if (at > tx.now()) {
                back(leases.subspan(i), at);
                break;
            }
            // Not before it leaves: what was held back is still wanted.
            if (ready->card) state.cards[ready->card->incident] = {tx.now(), ready->card->revision};
            state.under_way[row.id] = {row, *wish, ready->call.method, ready->channel, ready->purpose};
            send.rows.push_back({row.id, token, ready->call});
            if (!ready->purpose.empty()) {
                // A step on the way: what follows in the lane waits for what it finds.
                back(leases.subspan(i + 1), tx.now() + look_again);
                break;
            }
            if (std::holds_alternative<outgoing::PostCard>(*wish)) {
                // What follows hangs on the card's place, and the lane is held until that is known.
                back(leases.subspan(i + 1), tx.now());
                break;
            }
        }
        return send;
    }
};

}  // namespace

void claim_due(State& state, storage::Tx& tx, std::vector<Output>& outputs) {
    for (const auto& row : tx.take_expired(most_in_flight)) {
        Workbench bench(state, tx);
        after_expiry(bench, row);
    }
    const auto in_flight = static_cast<int>(state.under_way.size());
    if (in_flight >= most_in_flight) return;
    const auto leases = tx.claim(most_in_flight - in_flight, most_per_lane, lease_time);
    // Rows of one lane share a token and stand in order.
    std::map<std::string, std::vector<storage::Lease>> lanes;
    std::vector<std::string> order;
    for (const auto& lease : leases) {
        auto& lane = lanes[lease.token];
        if (lane.empty()) order.push_back(lease.token);
        lane.push_back(lease);
    }
    for (const auto& token : order) {
        auto send = Put{state, tx}.lane(lanes[token]);
        if (send.rows.empty()) continue;
        outputs.emplace_back(std::move(send));
    }
}

}  // namespace tocsin::engine
