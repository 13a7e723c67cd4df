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
    }
    return "waiting";
}

std::optional<TestDelivery::State> parse_test_delivery_state(std::string_view key) {
    using State = TestDelivery::State;
    for (const auto state : {State::waiting, State::sent, State::failed}) {
        if (key_of(state) == key) return state;
    }
    return std::nullopt;
}

}  // namespace tocsin
