#include "bot/base/text.h"
#include "bot/sandbox/api.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t max_text = 40'000;
constexpr std::size_t max_metadata_bytes = 16'384;
constexpr std::size_t max_attachments = 100;

bool flat(const json& value) {
    if (!value.is_structured()) return true;
    for (const auto& each : value) {
        if (!each.is_structured()) continue;
        for (const auto& inner : each) {
            if (inner.is_structured()) return false;
        }
    }
    return true;
}

std::expected<json, ApiError> metadata_of(const ApiCall& call) {
    if (!call.has("metadata")) return json();
    json metadata = call.structure("metadata");
    if (metadata.is_object() && metadata.empty()) return json();
    const json& payload = member(metadata, "event_payload");
    if (string_member(metadata, "event_type").empty() || !payload.is_object()) {
        return refuse("invalid_metadata_format");
    }
    for (const auto& each : payload) {
        if (!flat(each)) return refuse("invalid_metadata_schema");
    }
    if (metadata.dump().size() > max_metadata_bytes) return refuse("metadata_too_large");
    return metadata;
}

// A picture that is not there, or not whole yet, cannot be shown.
std::optional<Problem> missing_picture(const Workspace& workspace, const json& blocks) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto& file = member(blocks[i], "slack_file");
        if (!file.is_null() && !workspace.files.shows(string_member(file, "id")))
            return Problem{"invalid slack file", "/blocks/" + std::to_string(i) + "/slack_file"};
    }
    return std::nullopt;
}

}  // namespace

std::expected<MessageParts, ApiError> message_parts(const ApiCall& call, bool limit_total) {
    MessageParts parts;
    parts.text = call.text("text");
    if (call.has("blocks")) {
        json blocks = call.structure("blocks");
        if (!blocks.is_array()) return refuse("invalid_blocks_format");
        if (!blocks.empty()) {
            auto problems = check_blocks(blocks, Surface::message, call.refused);
            if (!problems.empty()) return std::unexpected(block_error("invalid_blocks", problems));
            if (auto problem = missing_picture(call.workspace, blocks))
                return std::unexpected(block_error("invalid_blocks", {*std::move(problem)}));
            if (limit_total && text_total(blocks) > max_text_total) return refuse("msg_blocks_too_long");
        }
        add_block_ids(blocks, [&] { return call.workspace.ids.next("b"); });
        parts.blocks = std::move(blocks);
        parts.has_blocks = true;
    }
    if (call.has("attachments")) {
        parts.attachments = call.structure("attachments");
        if (!parts.attachments.is_array()) return refuse("invalid_attachments");
        if (parts.attachments.size() > max_attachments) return refuse("too_many_attachments");
    }
    if (call.has("markdown_text")) {
        if (!parts.text.empty() || !parts.blocks.empty()) return refuse("markdown_text_conflict");
        parts.text = call.text("markdown_text");
        if (utf16_length(parts.text) > 12'000) return refuse("msg_too_long");
        parts.blocks = json::array({{{"type", "markdown"}, {"text", parts.text}}});
    }
    if (parts.text.empty() && parts.blocks.empty() && parts.attachments.empty()) return refuse("no_text");
    if (utf16_length(parts.text) > max_text) parts.text = cut(parts.text, max_text);
    auto metadata = metadata_of(call);
    if (!metadata) return std::unexpected(metadata.error());
    parts.metadata = std::move(*metadata);
    return parts;
}

}  // namespace tocsin::sandbox
