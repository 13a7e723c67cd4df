// What the public status page is made of: its name, its components, what was published, the time. The same
// for HTML, JSON and feeds, and nothing internal is in reach from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/public_history.h"
#include "bot/core/public_notice.h"

namespace tocsin::templates {

struct StatusView {
    std::string name;
    std::vector<std::string> components;
    std::vector<PublicNotice> notices;  // newest first
    Time now;
    std::string public_url;  // without / at its end; empty: not known
    bool subscribable = false;
};

std::string status_url(const StatusView& view, std::string_view path);   // absolute where it can be
std::string status_path(const StatusView& view, std::string_view path);  // for links of our own pages
std::string host_of(const StatusView& view);
std::string component_id(std::string_view component);  // 12 lower-case letters and digits
std::string page_id(const StatusView& view);

// Incidents that are neither over nor joined with another one; maintenances that are planned or under way.
std::vector<const PublicNotice*> open_notices(const StatusView& view);
std::vector<const PublicNotice*> maintenances_ahead(const StatusView& view);
ComponentState worst_state(const StatusView& view);
std::string_view overall_words(const StatusView& view);  // All systems operational
Time updated(const StatusView& view);                    // when what it says changed last
// Of an open incident nothing was heard since then for so long that people should look elsewhere.
std::optional<Time> late_from(const StatusView& view);

// What the public reads of a notice, newest first: of a withdrawn one the neutral line alone.
std::vector<const PublicEntry*> entries_shown(const PublicNotice& notice);
std::string corrected_words(const PublicEntry& entry);  // " (Corrected 14:52 UTC)"; empty: it was not

inline constexpr Duration page_is_late_after = 10min;

}  // namespace tocsin::templates
