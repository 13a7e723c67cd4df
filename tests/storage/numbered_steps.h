// A store's work in numbered steps, each with something of every kind in it, and whether what a store has of
// them is a whole number of steps. For tests that end the work anywhere.
#pragma once

#include "tests/storage/open_store.h"

namespace tocsin::storage::testing {

int steps_done(Tx& tx);

// What an input does in the engine: everything in one savepoint of one transaction. `words`: how long its
// texts are.
void step(Tx& tx, std::size_t words = 10);

// The same number of everything, between `least` and `most`, in order and without a gap.
void check_whole(Store& store, int least, int most);

}  // namespace tocsin::storage::testing
