// What this process knows of the database without asking: nobody else changed it since. Forgotten as a
// whole whenever something is rolled back, and when another process wrote.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "bot/core/incident.h"
#include "storage/store.h"

namespace tocsin::storage {

class Memory {
  public:
    const Incident* incident(IncidentNumber number) const;
    void read(const Incident& incident);   // as it stands in its row
    void saved(const Incident& incident);  // `read`, and what follows for the young ones

    // The newest open incidents, at most `most_young`, newest first; nullopt: not known.
    const std::optional<std::vector<Outline>>& young() const { return young_; }
    void know_young(std::vector<Outline> newest_first) { young_ = std::move(newest_first); }

    void forget();

    static constexpr std::size_t most_incidents = 128;

  private:
    void place_young(const Incident& incident);

    std::map<IncidentNumber, Incident> incidents_;
    std::optional<std::vector<Outline>> young_;
};

}  // namespace tocsin::storage
