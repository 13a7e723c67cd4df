// What a transaction takes out of the memory. One that failed is done again with the same inputs, and must
// find it there; cards and a status page that did not leave after all are drawn again.
#pragma once

#include "bot/engine/clock_steps.h"

namespace tocsin::engine {

class Taken {
  public:
    explicit Taken(const State& state)
        : waiting_(state.waiting),
          asked_(state.asked),
          under_way_(state.under_way),
          bundles_(state.bundles),
          left_(state.left),
          hands_(state.hands),
          zones_(state.zones.taken) {}

    void put_back(State& state) const {
        move_memory(state, hands_.stepped - state.hands.stepped);
        state.waiting = waiting_;
        state.asked = asked_;
        state.under_way = under_way_;
        state.bundles = bundles_;
        state.left = left_;
        state.hands = hands_;
        if (state.zones.taken != zones_) state.zones.looked = {};
        state.zones.taken = zones_;
        state.cards.clear();
        state.page_is_stale = true;
        state.sharing.memory.clear();
        state.sharing.said = {};
    }

  private:
    decltype(State::waiting) waiting_;
    decltype(State::asked) asked_;
    decltype(State::under_way) under_way_;
    decltype(State::bundles) bundles_;
    decltype(State::left) left_;
    decltype(State::hands) hands_;
    std::size_t zones_;
};

}  // namespace tocsin::engine
