// Any bytes as a frame of the socket: read without an exception, and never left without an acknowledgment.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "bot/base/text.h"
#include "bot/slack/envelope.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using fuzz::expect;
using nlohmann::json;

namespace {

constexpr std::size_t max_id_bytes = 200;
constexpr std::size_t max_frame_bytes = 16'000;

bool is_control(const slack::Payload& payload) {
    return std::holds_alternative<slack::Hello>(payload) ||
           std::holds_alternative<slack::Disconnect>(payload);
}

void check_acknowledgment(const std::string& id, const JsonText& payload) {
    const auto acknowledgment = slack::acknowledgment(id, payload);
    const json frame = json::parse(acknowledgment.frame, nullptr, false);
    expect(frame.is_object(), "an acknowledgment is one JSON object");
    expect(frame.value("envelope_id", json()) == json(id), "it names its envelope");
    expect(acknowledgment.frame.size() <= max_frame_bytes, "it fits a frame");
    expect(frame.contains("payload") == (!payload.is_null() && !acknowledgment.payload_dropped),
           "its payload is whole or said to be missing");
}

void check_envelope(std::string_view text) {
    const auto envelope = slack::parse_envelope(text);
    expect(envelope == slack::parse_envelope(text), "the same frame is read the same way");
    expect(envelope.id.size() <= max_id_bytes, "an ID is short");
    expect(valid_utf8(envelope.id) && valid_utf8(envelope.input_key), "what is stored is UTF-8");
    if (is_control(envelope.payload)) {
        expect(envelope.id.empty(), "control frames are not acknowledged");
        return;
    }
    const bool remembered = !std::holds_alternative<slack::BlockSuggestion>(envelope.payload);
    if (envelope.id.empty()) return;
    expect(!remembered || !envelope.input_key.empty(), "what is acted on is recognised when it comes again");
    check_acknowledgment(envelope.id, JsonText());
    check_acknowledgment(envelope.id, JsonText::object({{"text", clean_utf8(text)}}));
}

// Whatever stands in the payload, Slack's envelope around it is acknowledged.
void check_payload(std::string_view text, const char* type) {
    std::string frame = R"({"envelope_id":"E-1","type":")";
    frame += type;
    frame += R"(","payload":)";
    frame += text;
    frame += "}";
    const auto envelope = slack::parse_envelope(frame);
    expect(envelope.id == "E-1", "an odd payload does not cost the acknowledgment");
    expect(!is_control(envelope.payload), "a payload cannot play a control frame");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_envelope(text);
    if (json::accept(text)) {
        for (const char* type : {"slash_commands", "interactive", "events_api"}) check_payload(text, type);
    }
    return 0;
}
