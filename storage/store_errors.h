// What a database tells of itself beyond StoreError, for those who can do more about it than try the same
// again later.
#pragma once

#include "storage/store.h"

namespace tocsin::storage {

// The whole transaction was refused because another one came between (serialization failure, deadlock).
// Nothing of it was stored; done again at once, it may pass.
class TransactionRefused : public StoreError {
  public:
    using StoreError::StoreError;
};

// There is no room on the disk. Nothing of the transaction was stored; it passes when there is room.
class DiskFull : public StoreError {
  public:
    using StoreError::StoreError;
};

// The connection was lost while the transaction was committed, and did not come back in time. The next
// transaction tells: it passes if nothing was stored, and is StoreLost if everything was.
class OutcomeUnknown : public StoreError {
  public:
    using StoreError::StoreError;
};

// What this process knows of the store is no longer true: another one held it meanwhile, a transaction
// that was given up turned out to be stored, or the server lost one that it had stored. It has to end and
// begin anew.
class StoreLost : public StoreError {
  public:
    using StoreError::StoreError;
};

}  // namespace tocsin::storage
