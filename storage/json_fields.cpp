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

std::string_view key_of(Alert::Status status) {
    switch (status) {
        case Alert::Status::firing:
            return "firing";
        case Alert::Status::resolved:
            return "resolved";
    }
    throw UnreadableValue("A state of an alert has no name.");
}

std::optional<Alert::Status> parse_alert_status(std::string_view key) {
    for (const auto status : {Alert::Status::firing, Alert::Status::resolved}) {
        if (key_of(status) == key) return status;
    }
    return std::nullopt;
}

}  // namespace tocsin::storage
