// A copy of a database that is made piece by piece, while the database goes on being written by whoever holds
// it. What was committed by the time of the last piece is in it, of a server by that of the first, and
// nothing half.
#pragma once

#include "bot/base/error.h"

namespace tocsin::storage {

class GrowingCopy {
  public:
    virtual ~GrowingCopy() = default;

    // Copies at most so many pages more, outside of transactions; true: it is complete. Error: it cannot be
    // written, or the database read.
    virtual Expected<bool> step(int pages) = 0;
};

}  // namespace tocsin::storage
