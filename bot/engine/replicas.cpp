#include "bot/engine/replicas.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/engine/shared_memory.h"

namespace tocsin::engine {
namespace {

using storage::Topic;

constexpr Duration said_every = 2s;
constexpr Duration gone_after = 10s;

// What a provider refused for good stays so until the person gave another address.
void keep_unreachable(OnCall& on_call, const OnCall& before) {
    const auto contacts_of = [](const OnCall& of, const PersonId& person) {
        const auto found = of.contacts.find(person);
        return found == of.contacts.end() ? std::nullopt : std::optional(found->second);
    };
    for (const auto& lost : before.unreachable) {
        if (contacts_of(on_call, lost.first) == contacts_of(before, lost.first))
            on_call.unreachable.insert(lost);
    }
}

void reload(State& state, storage::Tx& tx, const storage::Topics& news) {
    const auto changed = [&](Topic topic) { return news.contains(topic); };
    if (changed(Topic::contacts) || changed(Topic::workspace)) {
        const auto before = state.on_call;
        state.load(tx);
        keep_unreachable(state.on_call, before);
    } else if (changed(Topic::rota)) {
        state.load_overrides(tx);
    }
    if (changed(Topic::users)) state.users.clear();  // each is read again when it is asked for
    if (changed(Topic::notices)) state.page_is_stale = true;
    if (!changed(Topic::memory)) return;
    auto text = tx.shared_memory();
    if (!text) return;
    read_memory(state, *text);
    state.sharing.memory = *std::move(text);
}

void say_that_it_works(State& state, storage::Tx& tx) {
    auto& said = state.sharing.said;
    if (tx.now() - said < said_every && tx.now() >= said) return;
    said = tx.now();
    tx.save(storage::Replica{state.replica, tx.now(), state.settings.instance, state.settings.version,
                             state.settings.fingerprint, state.sockets, state.watching.heard});
    for (const auto& other : tx.replicas()) {
        if (tx.now() - other.seen < gone_after) continue;
        log::warn("a replica is not heard of any more; what it had under way is taken over",
                  {{"replica", other.name}});
        tx.remove_replica(other.id);
    }
    if (!has_newer_company(state, tx)) state.sharing.foreign_kinds.clear();
}

}  // namespace

std::vector<storage::Replica> company_of(const State& state, storage::Tx& tx) {
    if (!tx.is_shared()) return {};
    auto others = tx.replicas();
    std::erase_if(others, [&](const storage::Replica& other) {
        return other.id == state.replica || tx.now() - other.seen >= gone_after;
    });
    return others;
}

bool has_newer_company(const State& state, storage::Tx& tx) {
    return std::ranges::any_of(company_of(state, tx), [&](const storage::Replica& other) {
        return other.version != state.settings.version;
    });
}

void join_replicas(State& state, storage::Tx& tx) {
    if (!tx.is_shared()) return tx.release_all_leases();
    hear_replicas(state, tx);
}

void hear_replicas(State& state, storage::Tx& tx) {
    if (!tx.is_shared()) return;
    const bool is_new = state.sharing.memory.empty();
    reload(state, tx, is_new ? storage::all_topics : tx.take_news());
    const auto& watching = state.watching;
    auto& sharing = state.sharing;
    if (sharing.reconnected == Time{})
        sharing.reconnected = std::max(watching.reconnect, tx.now() - gone_after);
    if (watching.reconnect <= sharing.reconnected) return;
    sharing.reconnected = watching.reconnect;
    state.going_out.emplace_back(Reconnect{});
}

void tell_replicas(State& state, storage::Tx& tx) {
    if (!tx.is_shared()) return;
    say_that_it_works(state, tx);
    auto memory = written_memory(state, tx.now());
    if (memory == state.sharing.memory) return;
    tx.keep_shared_memory(memory);
    state.sharing.memory = std::move(memory);
}

void leave_replicas(State& state, storage::Tx& tx) {
    tx.remove_replica(state.replica);
}

House house_of(const State& state, storage::Tx& tx) {
    House house{state.sockets, state.watching.heard};
    for (const auto& other : company_of(state, tx)) {
        house.sockets += other.sockets;
        house.heard = std::max(house.heard, other.heard);
    }
    return house;
}

}  // namespace tocsin::engine
