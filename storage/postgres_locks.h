// The locks of a server that say who works on a store: held by a session, and gone with it.
#pragma once

#include "storage/hold.h"
#include "storage/postgres_session.h"

namespace tocsin::storage::postgres_locks {

// The store as `hold` says; nothing for Hold::none. Throws LockTaken when somebody else's hold is in the way
// for longer than the server takes to notice that a process was killed.
void hold_store(PostgresSession& session, Hold hold);

// Whose transaction it is: until it ends. The server takes it from whoever says nothing for three seconds.
void take_turn(PostgresSession& session);
// The same for several transactions: who stands still in between, where the server can tell that, loses it
// too.
void hold_turn(PostgresSession& session);
void give_turn_back(PostgresSession& session);

}  // namespace tocsin::storage::postgres_locks
