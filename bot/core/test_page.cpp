#include "bot/core/test_page.h"

namespace tocsin {

std::string_view key_of(TestDelivery::State state) {
    switch (state) {
        case TestDelivery::State::waiting:
            return "waiting";
        case TestDelivery::State::sent:
            return "sent";
        case TestDelivery::State::failed:
            return "failed";
        case TestDelivery::State::answered:
            return "answered";
    }
    return "waiting";
}

std::optional<TestDelivery::State> parse_test_delivery_state(std::string_view key) {
    using State = TestDelivery::State;
    for (const auto state : {State::waiting, State::sent, State::failed, State::answered}) {
        if (key_of(state) == key) return state;
    }
    return std::nullopt;
}

void confirm(TestPage& page, Means means, Time at) {
    for (auto& delivery : page.deliveries) {
        if (delivery.means == means) delivery.state = TestDelivery::State::answered;
    }
    if (!page.confirmed) page.confirmed = at;
}

}  // namespace tocsin
