// What a person says when declaring, whether in one line or in the form, and the line's grammar
// (interactions.md 4.3). Deciding what follows from it is in declare.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/rules.h"
#include "commands/request.h"

namespace tocsin::commands {

inline constexpr std::size_t longest_title = 120;  // UTF-16 units
inline constexpr std::size_t longest_impact = 3000;

struct Declaration {
    std::optional<Severity> severity;
    std::string title;
    std::string impact;
    ServiceId service;
    std::optional<Time> started;  // none: now
    bool is_private = false;
    bool drill = false;
    bool status_page = false;  // the form of the public entry comes next
    bool nopage = false;
    std::string link;  // of the message it was made from
    bool operator==(const Declaration&) const = default;
};

// By its ID or its name. Error: there is no such service; says which there are.
Expected<ServiceId> service_named(std::string_view name, const Rules& rules);

// "[severity] {option} title [-- what users see]". Error: an unknown service, an unreadable time.
Expected<Declaration> parse_declaration(std::string_view text, const Rules& rules, std::string_view zone,
                                        Time now);
// Whatever is more than one line of `longest_title` moves to the impact.
void fit_title(Declaration& declaration);

std::string write_declaration(const Declaration& declaration);  // JSON, for a draft
std::optional<Declaration> read_declaration(std::string_view content);

}  // namespace tocsin::commands
