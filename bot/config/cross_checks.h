// What only shows when several keys are read together: overlaps, spans that are empty, people nobody can
// reach. Each check adds its findings and changes nothing.
#pragma once

#include <vector>

#include "bot/config/configuration.h"
#include "bot/config/load.h"
#include "bot/config/section.h"

namespace tocsin::config {

struct Document {
    const Section& root;
    const Configuration& configuration;
    std::vector<Finding>& findings;

    void error(const Section& where, std::string what, std::string why, std::string fix) const;
    void warning(const Section& where, std::string what, std::string why, std::string fix) const;
};

void check_system(const Document& document, Needs needs);  // tokens, listeners, folders
void check_providers(const Document& document);            // paging
void check_schedules(const Document& document);            // layers, restrictions, overrides, business hours
void check_coverage(const Document& document, Time from);  // 12 months of every schedule, 14 days of SEV 1
void check_reach(const Document& document);                // who can be paged, by which means
void check_alerts(const Document& document);               // names that stand twice, components

}  // namespace tocsin::config
