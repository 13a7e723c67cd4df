// The wishes of rows that this process put into the outbox lately, so that what leaves at once is not read
// again from its JSON. All of it can be lost.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/engine/outgoing.h"
#include "storage/store.h"

namespace tocsin::engine {

class Wishes {
  public:
    // `payload` is what the row holds. Whoever changes the row's payload keeps the new wish.
    void keep(OutboxId id, std::string payload, outgoing::Wish wish);

    // nullopt: written by a newer version.
    std::optional<outgoing::Wish> of(const storage::OutboxRow& row) const;

    void forget(OutboxId id) { kept_.erase(id); }

    static constexpr std::size_t most_kept = 512;  // what is in flight, and as much behind it

  private:
    struct Kept {
        std::string payload;
        outgoing::Wish wish;
    };
    std::map<OutboxId, Kept> kept_;
};

}  // namespace tocsin::engine
