#include "bot/base/digest.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("SHA-256 gives the digest of the standard's own example") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("random tokens have the asked length and differ") {
    CHECK(random_token(16).size() == 32);
    CHECK(random_token(16) != random_token(16));
}

TEST_CASE("comparison in constant time still compares") {
    CHECK(equal_in_constant_time("token", "token"));
    CHECK_FALSE(equal_in_constant_time("token", "taken"));
    CHECK_FALSE(equal_in_constant_time("token", "toke"));
}
