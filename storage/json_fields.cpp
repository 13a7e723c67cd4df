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
    throw UnreadableValue("A kind of data loss has no name.");
}

std::optional<DataLoss> parse_data_loss(std::string_view key) {
    for (const DataLoss data : {DataLoss::none, DataLoss::possible, DataLoss::lost}) {
        if (key_of(data) == key) return data;
    }
    return std::nullopt;
}

}  // namespace tocsin::storage
