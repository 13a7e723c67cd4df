// What a fuzz target says when a promise is broken: the sentence, and an abort that libFuzzer keeps the input
// of. Not for unit tests, which have doctest.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace tocsin::fuzz {

inline void expect(bool promise_kept, const char* promise) {
    if (promise_kept) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

}  // namespace tocsin::fuzz
