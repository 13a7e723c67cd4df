#include "bot/slack/envelope.h"

#include <algorithm>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"
#include "bot/slack/payload.h"

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::size_t max_id_bytes = 200;
constexpr std::size_t max_frame_bytes = 16'000;

// Slack sends again what is not acknowledged, even what nobody can read: find the ID without parsing. Inside
// a string of the payload its quotes would be escaped, so this cannot be somebody's words.
std::string salvage_id(std::string_view text) {
    constexpr std::string_view name = "\"envelope_id\"";
    const std::size_t found = text.find(name);
    if (found == std::string_view::npos) return {};
    std::string_view rest = text.substr(found + name.size());
    for (const char expected : {':', '"'}) {
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        if (rest.empty() || rest.front() != expected) return {};
        rest.remove_prefix(1);
    }
    const std::string_view id = rest.substr(0, rest.find('"'));
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_';
    });
    return plain && id.size() < rest.size() && id.size() <= max_id_bytes ? std::string(id) : std::string();
}

Envelope malformed(std::string_view text, std::string reason) {
    Envelope envelope;
    envelope.id = salvage_id(text);
    if (!envelope.id.empty()) envelope.input_key = "envelope/" + envelope.id;
    envelope.payload = Malformed{std::move(reason)};
    return envelope;
}

json parse(std::string_view text) {
    json frame = parse_foreign(text, max_envelope_depth);
    if (frame.is_discarded() && !valid_utf8(text))
        frame = parse_foreign(clean_utf8(text), max_envelope_depth);
    return frame;
}

ReadPayload read_payload(std::string_view type, const json& payload) {
    if (type == "slash_commands") return read_slash_command(payload);
    if (type == "interactive") return read_interaction(payload);
    if (type == "events_api") return read_event(payload);
    return {Unknown{std::string(type)}, {}};
}

}  // namespace

Envelope parse_envelope(std::string_view text) {
    if (text.size() > max_envelope_bytes) return malformed(text, "longer than 4 MiB");
    const json frame = parse(text);
    if (!frame.is_object()) return malformed(text, "not a JSON object of at most 100 levels");

    Envelope envelope;
    const std::string type = text_of(frame, "type");
    if (type == "hello") {
        envelope.payload = Hello{int_of(frame, "num_connections"),
                                 int_of(member(frame, "debug_info"), "approximate_connection_time"),
                                 text_of(member(frame, "connection_info"), "app_id")};
        return envelope;
    }
    if (type == "disconnect") {
        envelope.payload = Disconnect{text_of(frame, "reason")};
        return envelope;
    }
    envelope.id = text_of(frame, "envelope_id");
    if (envelope.id.size() > max_id_bytes) return malformed({}, "an envelope_id of more than 200 bytes");
    envelope.accepts_response = bool_of(frame, "accepts_response_payload");
    envelope.retry_attempt = int_of(frame, "retry_attempt");
    if (type.empty()) {
        envelope.payload = Malformed{"no type"};
    } else {
        auto [payload, key] = read_payload(type, member(frame, "payload"));
        envelope.payload = std::move(payload);
        envelope.input_key = std::move(key);
    }
    const bool remembered =
        !std::holds_alternative<BlockSuggestion>(envelope.payload) && !envelope.id.empty();
    if (envelope.input_key.empty() && remembered) envelope.input_key = "envelope/" + envelope.id;
    return envelope;
}

Acknowledgment acknowledgment(const std::string& envelope_id, const JsonText& payload) {
    auto frame = JsonText::object({{"envelope_id", envelope_id}});
    const std::string bare(frame.text());
    if (payload.is_null()) return {bare, false};
    frame.set("payload", payload);
    if (frame.text().size() > max_frame_bytes) return {bare, true};
    return {std::string(frame.text()), false};
}

}  // namespace tocsin::slack
