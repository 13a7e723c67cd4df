#include "commands/waiting.h"

#include <nlohmann/json.hpp>

namespace tocsin::commands {

using nlohmann::json;

std::string write_waiting(const Waiting& waiting) {
    const auto content = JsonText::object({{"verb", waiting.verb},
                                           {"text", waiting.text},
                                           {"incident", waiting.incident.value()},
                                           {"typed", waiting.typed},
                                           {"asked_at", waiting.asked_at}});
    return std::string(content.text());
}

std::optional<Waiting> read_waiting(std::string_view content) {
    const auto read = json::parse(content, nullptr, false);
    if (!read.is_object()) return std::nullopt;
    const auto text = [&](const char* key) {
        const auto at = read.find(key);
        return at != read.end() && at->is_string() ? at->get<std::string>() : std::string{};
    };
    Waiting waiting{text("verb"), text("text"), IncidentNumber{}, text("typed")};
    const auto number = read.find("incident");
    if (number != read.end() && number->is_number_integer()) {
        waiting.incident = IncidentNumber{number->get<std::int64_t>()};
    }
    const auto asked_at = read.find("asked_at");
    if (asked_at != read.end() && asked_at->is_number_integer()) waiting.asked_at = asked_at->get<int>();
    return waiting.verb.empty() ? std::nullopt : std::optional{std::move(waiting)};
}

std::string keep(const Waiting& waiting, const UserId& user, Desk& desk) {
    return desk.keep_draft(user, write_waiting(waiting));
}

std::optional<std::string> take_kept(std::string_view value, const UserId& user, Desk& desk) {
    // The name is the last part: `<incident>.<name>` where the question is about an incident.
    const auto dot = value.rfind('.');
    const auto name = dot == std::string_view::npos ? value : value.substr(dot + 1);
    auto draft = desk.tx().take_draft(name);
    if (!draft) return std::nullopt;
    if (draft->user != user) {
        desk.tx().keep_draft(*draft);
        return std::nullopt;
    }
    return std::move(draft->content);
}

}  // namespace tocsin::commands
