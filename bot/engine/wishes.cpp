#include "bot/engine/wishes.h"

#include <utility>

namespace tocsin::engine {

void Wishes::keep(OutboxId id, std::string payload, outgoing::Wish wish) {
    // The oldest was rolled back or is held for long.
    if (kept_.size() >= most_kept) kept_.erase(kept_.begin());
    kept_.insert_or_assign(id, Kept{std::move(payload), std::move(wish)});
}

std::optional<outgoing::Wish> Wishes::of(const storage::OutboxRow& row) const {
    // An ID that was rolled back is given again: only the payload says which wish it is.
    const auto kept = kept_.find(row.id);
    if (kept != kept_.end() && kept->second.payload == row.payload) return kept->second.wish;
    return outgoing::read(row.payload);
}

}  // namespace tocsin::engine
