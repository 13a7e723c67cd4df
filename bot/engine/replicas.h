// Several processes on one store, without a leader: their transactions take turns (storage/hold.h), so that
// each sees what the others did. What a process remembers beside the store's rows is brought up to date here,
// and each says that it works. Whatever does not share its store is not touched.
#pragma once

#include "bot/engine/state.h"

namespace tocsin::engine {

// Once, at the start.
void join_replicas(State& state, storage::Tx& tx);

// At the beginning of a transaction: what others changed counts from now on.
void hear_replicas(State& state, storage::Tx& tx);

// At its end: what this one remembers is written down where it changed.
void tell_replicas(State& state, storage::Tx& tx);

// This process stops: what it holds is free.
void leave_replicas(State& state, storage::Tx& tx);

// The other processes that work, by what they said lately.
std::vector<storage::Replica> company_of(const State& state, storage::Tx& tx);
// One of them may read what this one cannot.
bool has_newer_company(const State& state, storage::Tx& tx);

// Of Slack, that live: this process's and those of the others.
struct House {
    int sockets = 0;
    Time heard;  // the last envelope
};
House house_of(const State& state, storage::Tx& tx);

}  // namespace tocsin::engine
