#include "bot/core/event.h"

#include <array>
#include <utility>

namespace tocsin {
namespace {

constexpr std::array<std::pair<Via, std::string_view>, 10> via_names{{{Via::slash, "slash"},
                                                                      {Via::mention, "mention"},
                                                                      {Via::direct_message, "direct_message"},
                                                                      {Via::button, "button"},
                                                                      {Via::form, "form"},
                                                                      {Via::shortcut, "shortcut"},
                                                                      {Via::reaction, "reaction"},
                                                                      {Via::command_line, "command_line"},
                                                                      {Via::api, "api"},
                                                                      {Via::timer, "timer"}}};

// In the order of the alternatives of EventBody.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kinds{
    "declared",      "acknowledged",     "joined",        "joins_announced",    "left",
    "watched",       "unwatched",        "updated",       "status_changed",     "severity_changed",
    "lead_offered",  "lead_declined",    "lead_taken",    "role_given",         "rhythm_changed",
    "reminder_told", "reminder_snoozed", "reminder_held", "long_running_asked", "target_missed",
    "note_added",    "entry_edited",     "entry_removed", "message_pinned",     "message_unpinned",
    "resolved",      "cause_given",      "reopened",      "cancelled",          "merged_into",
    "absorbed",      "page_rated"};

}  // namespace

std::string_view key_of(Via via) {
    return via_names.at(static_cast<std::size_t>(via)).second;
}

std::optional<Via> parse_via(std::string_view key) {
    for (const auto& [via, name] : via_names) {
        if (name == key) return via;
    }
    return std::nullopt;
}

std::string_view kind_of(const EventBody& body) {
    return kinds.at(body.index());
}

}  // namespace tocsin
