#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "bot/sandbox/workspace.h"

namespace tocsin::sandbox {

namespace {

bool name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::optional<std::string> reference(const Workspace& workspace, char sign, std::string_view name,
                                     bool labels) {
    if (sign == '#') {
        for (const auto& [id, channel] : workspace.channels) {
            if (channel.kind != Channel::Kind::channel || channel.name != name) continue;
            return fmt::format("<#{}|{}>", id, channel.is_private ? "" : channel.name);
        }
        return std::nullopt;
    }
    for (const auto& [id, person] : workspace.people) {
        if (same_name(person.name, name)) {
            return labels ? fmt::format("<@{}|{}>", id, person.name) : fmt::format("<@{}>", id);
        }
    }
    for (const auto& group : workspace.groups) {
        if (same_name(group.handle, name)) return fmt::format("<!subteam^{}|@{}>", group.id, group.handle);
    }
    return std::nullopt;
}

}  // namespace

std::string escape_typed(const Workspace& workspace, std::string_view typed, bool labels) {
    std::string text;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const char c = typed[i];
        const bool at_start = i == 0 || !name_character(typed[i - 1]);
        if ((c == '@' || c == '#') && at_start) {
            std::size_t end = i + 1;
            while (end < typed.size() && name_character(typed[end])) ++end;
            while (end > i + 1 && typed[end - 1] == '.') --end;
            if (auto found = reference(workspace, c, typed.substr(i + 1, end - i - 1), labels)) {
                text += *found;
                i = end - 1;
                continue;
            }
        }
        if (c == '&') {
            text += "&amp;";
        } else if (c == '<') {
            text += "&lt;";
        } else if (c == '>') {
            text += "&gt;";
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace tocsin::sandbox
