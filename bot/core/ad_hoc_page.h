// A page to one person that belongs to no incident: a test of their own means, or somebody asks for them. By
// which means it goes, and what became of each. Values only; sending it is the engine's business.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/actor.h"
#include "bot/core/escalation.h"

namespace tocsin {

using AdHocPageId = NumberId<struct AdHocPageTag>;

struct AdHocDelivery {
    Means means{};
    enum class State { waiting, sent, failed, answered } state = State::waiting;
    std::string detail;      // the provider that has it, or why it failed; for people
    std::string token_hash;  // of the token that the newest try carried; empty: none did
    bool operator==(const AdHocDelivery&) const = default;
};
std::string_view key_of(AdHocDelivery::State state);
std::optional<AdHocDelivery::State> parse_delivery_state(std::string_view key);

struct AdHocPage {
    AdHocPageId id;
    Actor to;
    Actor by{};          // who asks for them; empty: it is a test of their own
    std::string text{};  // what they are asked for; may be empty
    Time asked;
    std::vector<AdHocDelivery> deliveries;
    std::optional<Time> confirmed;  // by the person, that it reached them
    bool operator==(const AdHocPage&) const = default;
};

bool is_test(const AdHocPage& page);

// The person answered by this means. The first answer is the one that counts.
void confirm(AdHocPage& page, Means means, Time at);

}  // namespace tocsin
