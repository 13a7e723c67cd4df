#include "bot/core/ad_hoc_page.h"

namespace tocsin {

std::string_view key_of(AdHocDelivery::State state) {
    switch (state) {
        case AdHocDelivery::State::waiting:
            return "waiting";
        case AdHocDelivery::State::sent:
            return "sent";
        case AdHocDelivery::State::failed:
            return "failed";
        case AdHocDelivery::State::answered:
            return "answered";
    }
    return "waiting";
}

std::optional<AdHocDelivery::State> parse_delivery_state(std::string_view key) {
    using State = AdHocDelivery::State;
    for (const auto state : {State::waiting, State::sent, State::failed, State::answered}) {
        if (key_of(state) == key) return state;
    }
    return std::nullopt;
}

bool is_test(const AdHocPage& page) {
    return !page.by.is_somebody();
}

void confirm(AdHocPage& page, Means means, Time at) {
    for (auto& delivery : page.deliveries) {
        if (delivery.means == means) delivery.state = AdHocDelivery::State::answered;
    }
    if (!page.confirmed) page.confirmed = at;
}

}  // namespace tocsin
