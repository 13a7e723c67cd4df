// A page that somebody sends to themselves: by which means it goes, and what became of each. It belongs to no
// incident and counts in nothing. Values only; sending it is the engine's business.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/actor.h"
#include "bot/core/escalation.h"

namespace tocsin {

using TestPageId = NumberId<struct TestPageTag>;

struct TestDelivery {
    Means means{};
    enum class State { waiting, sent, failed, answered } state = State::waiting;
    std::string detail;      // the provider that has it, or why it failed; for people
    std::string token_hash;  // of the token that the newest try carried; empty: none did
    bool operator==(const TestDelivery&) const = default;
};
std::string_view key_of(TestDelivery::State state);
std::optional<TestDelivery::State> parse_test_delivery_state(std::string_view key);

struct TestPage {
    TestPageId id;
    Actor to;
    Time asked;
    std::vector<TestDelivery> deliveries;
    std::optional<Time> confirmed;  // by the person, that it reached them
    bool operator==(const TestPage&) const = default;
};

// The person answered by this means. The first answer is the one that counts.
void confirm(TestPage& page, Means means, Time at);

}  // namespace tocsin
