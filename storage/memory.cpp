#include "storage/memory.h"

#include <algorithm>

namespace tocsin::storage {

const Incident* Memory::incident(IncidentNumber number) const {
    const auto found = incidents_.find(number);
    return found == incidents_.end() ? nullptr : &found->second;
}

void Memory::read(const Incident& incident) {
    // The newest are asked for most: the oldest makes room.
    if (incidents_.size() >= most_incidents && !incidents_.contains(incident.number))
        incidents_.erase(incidents_.begin());
    incidents_.insert_or_assign(incident.number, incident);
}

void Memory::saved(const Incident& incident) {
    read(incident);
    if (young_) place_young(incident);
}

void Memory::place_young(const Incident& incident) {
    const auto known = std::ranges::find(*young_, incident.number, &Outline::number);
    if (!is_open(incident.state)) {
        // Among fewer than fit none is missing; else an older one would move up, which is not known here.
        if (known == young_->end()) return;
        if (young_->size() >= most_young) return young_.reset();
        young_->erase(known);
        return;
    }
    const Outline outline{incident.number, incident.title, incident.service, incident.declared};
    if (known != young_->end()) {
        *known = outline;
        return;
    }
    const auto place = std::ranges::find_if(*young_, [&](const Outline& other) {
        return std::pair(other.declared, other.number) < std::pair(outline.declared, outline.number);
    });
    young_->insert(place, outline);
    if (young_->size() > most_young) young_->pop_back();
}

void Memory::forget() {
    incidents_.clear();
    young_.reset();
}

}  // namespace tocsin::storage
