#include "bot/core/event.h"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 15> via_names{
    "slash", "mention", "direct_message", "button", "form", "shortcut", "reaction", "command_line", "api",
    "timer", "sms",     "phone",          "push",   "web",  "provider"};

// In the order of the alternatives of EventBody.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kinds{
    "declared",      "acknowledged",     "joined",         "joins_announced",    "left",
    "watched",       "unwatched",        "updated",        "status_changed",     "severity_changed",
    "lead_offered",  "lead_declined",    "lead_taken",     "role_given",         "rhythm_changed",
    "reminder_told", "reminder_snoozed", "reminder_held",  "long_running_asked", "note_added",
    "entry_edited",  "entry_removed",    "message_pinned", "message_unpinned",   "resolved",
    "cause_given",   "reopened",         "cancelled",      "merged_into",        "absorbed",
    "page_rated",    "planned",          "paged",          "paging_waited",      "paging_ended",
    "given_back",    "escalated",        "reassigned",     "passed_on",          "page_moved",
    "ticket_wanted"};

}  // namespace

std::string_view key_of(Via via) {
    return via_names.at(static_cast<std::size_t>(via));
}

std::optional<Via> parse_via(std::string_view key) {
    const auto found = std::ranges::find(via_names, key);
    if (found == via_names.end()) return std::nullopt;
    return static_cast<Via>(found - via_names.begin());
}

std::string_view kind_of(const EventBody& body) {
    return kinds.at(body.index());
}

}  // namespace tocsin
