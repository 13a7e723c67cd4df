#include "bot/app/descriptors.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

TEST_CASE("as many descriptors are allowed as are wanted and the system has, and never fewer than before") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlimit few = before;
    few.rlim_cur = 256;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
    CHECK(tocsin::app::allow_descriptors(100) == 256);
    CHECK(tocsin::app::allow_descriptors(300) == 300);
    rlimit now{};
    getrlimit(RLIMIT_NOFILE, &now);
    CHECK(now.rlim_cur == 300);
    CHECK(tocsin::app::allow_descriptors(before.rlim_max + 1) == before.rlim_max);
    setrlimit(RLIMIT_NOFILE, &before);
}
