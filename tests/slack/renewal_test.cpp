#include "tests/slack/session_world.h"

using namespace tocsin;
using namespace tocsin::slack;

TEST_CASE("with another token each socket is replaced, the next one first, and the old ones are drained") {
    World world;
    const SocketId first = world.open_one();
    const SocketId second = world.open_one();
    world.take(world.session.renew(world.now));
    CHECK(world.last_live == 2);
    CHECK(world.closed.empty());
    const SocketId third = world.open_one();
    CHECK(world.session.serves(first));
    const SocketId fourth = world.open_one();
    CHECK(world.requested.empty());
    CHECK(world.session.live() == 2);
    world.keep_alive(35s, {first, second, third, fourth});
    CHECK(contains(world.closed, {first, true}));
    CHECK(contains(world.closed, {second, true}));
    CHECK(world.session.serves(third));
    CHECK(world.session.serves(fourth));
}

TEST_CASE("another token ends the wait that the refused one caused, and what was being opened with it") {
    World world;
    SUBCASE("refused") {
        world.take(world.session.url_answered(world.requested_one(), Refused{"invalid_auth", {}}, world.now));
        CHECK(world.requested.empty());
    }
    SUBCASE("asked for") {
        world.requested.clear();
    }
    SUBCASE("connecting") {
        const SocketId half_open = world.requested_one();
        world.answer(half_open);
        world.take(world.session.renew(world.now));
        CHECK(contains(world.closed, {half_open, false}));
        CHECK_FALSE(world.session.knows(half_open));
        world.requested.clear();
    }
    world.take(world.session.renew(world.now));
    world.connecting.clear();
    world.open_one();
    world.open_one();
    CHECK(world.last_live == 2);
}

TEST_CASE("a new token that Slack refuses leaves the old sockets where they are") {
    World world;
    const SocketId first = world.open_one();
    const SocketId second = world.open_one();
    world.take(world.session.renew(world.now));
    world.take(world.session.url_answered(world.requested_one(), Refused{"invalid_auth", {}}, world.now));
    CHECK(world.alarms.size() == 1);
    world.keep_alive(2min, {first, second});
    CHECK(world.session.serves(first));
    CHECK(world.session.serves(second));
    CHECK(world.session.live() == 2);
}
