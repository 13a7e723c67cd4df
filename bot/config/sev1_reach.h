// Whether a SEV 1 finds somebody to page, now and in each hour of the two weeks ahead. Only what the file
// says counts: covers made in Slack are not known here, and a Slack group counts as somebody.
#pragma once

#include <bitset>

#include "bot/config/configuration.h"
#include "bot/core/on_call.h"

namespace tocsin::config {

class Sev1Reach {
  public:
    using Hours = std::bitset<14 * 24>;  // the first is now itself

    Sev1Reach(const Configuration& configuration, Time now);  // which has to outlive it

    // Those in which some level reaches somebody, for an incident of this service; empty: of none.
    Hours hours(const ServiceId& service) const;

  private:
    bool reaches_somebody(const ServiceId& service, Time at) const;

    Rules rules_;  // in which everybody has every address
    Time now_;
    PagingPlan plan_;
    OnCall on_call_;
};

}  // namespace tocsin::config
