#include "storage/json_fields.h"

#include <algorithm>

namespace tocsin::storage {

std::string_view key_of(DataLoss data) {
    switch (data) {
        case DataLoss::none:
            return "none";
        case DataLoss::possible:
            return "possible";
        case DataLoss::lost:
            return "lost";
    }
    throw UnreadableValue("A kind of data loss has no name.");
}

std::optional<DataLoss> parse_data_loss(std::string_view key) {
    for (const DataLoss data : {DataLoss::none, DataLoss::possible, DataLoss::lost}) {
        if (key_of(data) == key) return data;
    }
    return std::nullopt;
}

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto needs_escape = [](char c) {
        return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    };
    out += '"';
    while (!text.empty()) {
        const auto special = std::ranges::find_if(text, needs_escape);
        out.append(text.begin(), special);
        text.remove_prefix(static_cast<std::size_t>(special - text.begin()));
        if (text.empty()) break;
        const char c = text.front();
        text.remove_prefix(1);
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20) {
            out += {'\\', c};
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
        }
    }
    out += '"';
}

}  // namespace tocsin::storage
