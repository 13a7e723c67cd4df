#include "storage/json_fields.h"

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
    throw StoreError("A kind of data loss has no name.");
}

std::optional<DataLoss> parse_data_loss(std::string_view key) {
    for (const DataLoss data : {DataLoss::none, DataLoss::possible, DataLoss::lost}) {
        if (key_of(data) == key) return data;
    }
    return std::nullopt;
}

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace tocsin::storage
