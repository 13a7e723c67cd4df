#include "tests/slack/session_world.h"

using namespace tocsin;
using namespace tocsin::slack;

TEST_CASE("two sockets are opened, one after the other, and count only after hello") {
    World world;
    const SocketId first = world.requested_one();
    CHECK(world.session.live() == 0);
    world.answer(first);
    CHECK(world.requested.empty());
    CHECK_FALSE(world.session.serves(first));
    world.connecting.clear();
    world.take(world.session.hello(first, Hello{}, world.now));
    CHECK(world.last_live == 1);
    const SocketId second = world.open_one();
    CHECK(world.last_live == 2);
    CHECK(second != first);
    CHECK(world.requested.empty());
    CHECK(world.session.serves(first));
}

TEST_CASE("a socket that closes without a word is replaced at once while the other serves") {
    World world;
    const SocketId first = world.open_one();
    const SocketId second = world.open_one();
    for (int i = 0; i < 10; ++i) {
        world.take(world.session.closed(i == 0 ? first : SocketId(0), world.now));
        if (i == 0) CHECK(world.last_live == 1);
    }
    CHECK(world.session.any_live() == second);
    world.open_one();
    CHECK(world.last_live == 2);
}

TEST_CASE("refresh: the new socket says hello before the old one is closed") {
    for (const char* reason : {"warning", "refresh_requested", "something_new"}) {
        World world(1);
        const SocketId old = world.open_one();
        world.take(world.session.disconnect(old, Disconnect{reason}, world.now));
        CHECK(world.session.serves(old));
        CHECK(world.closed.empty());
        const SocketId fresh = world.open_one();
        CHECK(world.session.serves(old));
        CHECK(world.last_live == 1);
        CHECK(world.session.any_live() == fresh);
        world.keep_alive(25s, {old, fresh});
        CHECK(world.closed.empty());
        world.keep_alive(10s, {old, fresh});
        CHECK(contains(world.closed, {old, true}));
        CHECK_FALSE(world.session.serves(old));
        CHECK(world.last_live == 1);
    }
}

TEST_CASE("while no replacement can be had the old socket goes on serving") {
    World world(1);
    const SocketId old = world.open_one();
    world.take(world.session.disconnect(old, Disconnect{"warning"}, world.now));
    world.take(world.session.url_answered(world.requested_one(), Unreachable{"down"}, world.now));
    world.requested.clear();
    world.keep_alive(60s, {old});
    CHECK(world.session.serves(old));
    CHECK(world.session.live() == 1);
}

TEST_CASE("sockets are replaced before Slack ends them, and not both at the same time") {
    World world;
    const SocketId first = world.open_one(1000);
    const SocketId second = world.open_one(1000);
    world.keep_alive(690s, {first, second});
    CHECK(world.requested.empty());
    world.keep_alive(15s, {first, second});
    const SocketId third = world.open_one(1000);
    CHECK(world.session.serves(second));
    world.keep_alive(80s, {first, second, third});
    CHECK(world.requested.empty());
    world.keep_alive(20s, {first, third});
    CHECK(world.requested.size() == 1);
    CHECK(world.session.serves(first));
}

TEST_CASE("a silent socket is pinged and given up within 30 seconds") {
    World world(1);
    const SocketId id = world.open_one();
    world.pass(10s);
    CHECK(world.pinged == std::vector<SocketId>{id});
    world.pass(14s);
    CHECK(world.closed.empty());
    world.pass(2s);
    CHECK(contains(world.closed, {id, false}));
    CHECK(world.last_live == 0);
    CHECK(world.requested.size() == 1);
}

TEST_CASE("a socket that answers pings lives on") {
    World world(1);
    const SocketId id = world.open_one();
    world.keep_alive(3600s, {id});
    CHECK(world.closed.empty());
    CHECK(world.pinged.size() >= 350);
    CHECK(world.requested.empty());
}

TEST_CASE(
    "failures at every step: the first is tried again at once, later ones after a growing pause with "
    "jitter") {
    const auto fail_by_url = [](World& world, SocketId id) {
        world.take(world.session.url_answered(id, Unreachable{"refused"}, world.now));
    };
    const auto fail_uncertain = [](World& world, SocketId id) {
        world.take(world.session.url_answered(id, Uncertain{"cut"}, world.now));
    };
    const auto fail_without_url = [](World& world, SocketId id) {
        world.take(world.session.url_answered(id, Answered{{{"ok", true}}}, world.now));
    };
    const auto fail_by_connect = [](World& world, SocketId id) {
        world.answer(id);
        world.take(world.session.connect_failed(id, world.now));
    };
    const auto fail_before_hello = [](World& world, SocketId id) {
        world.answer(id);
        world.take(world.session.closed(id, world.now));
    };
    const auto refused_before_hello = [](World& world, SocketId id) {
        world.answer(id);
        world.take(world.session.disconnect(id, Disconnect{"warning"}, world.now));
    };
    const std::vector<std::function<void(World&, SocketId)>> failures{
        fail_by_url,     fail_uncertain,    fail_without_url,
        fail_by_connect, fail_before_hello, refused_before_hello};
    for (const auto& failure : failures) {
        World world(2, 0.5);
        failure(world, world.requested_one());
        std::vector<double> pauses;
        for (int i = 0; i < 9; ++i) {
            const Instant before = world.now;
            world.step_to_request();
            pauses.push_back(std::chrono::duration<double>(world.now - before).count());
            failure(world, world.requested_one());
        }
        CHECK(pauses == std::vector<double>{0, 0.5, 1, 2, 4, 8, 15, 15, 15});
    }
}

TEST_CASE("a URL request and a handshake that hang are given up after ten seconds") {
    World world(1);
    const SocketId hanging = world.requested_one();
    world.pass(10s);
    CHECK(contains(world.closed, {hanging, false}));
    const SocketId next = world.requested_one();
    CHECK(next != hanging);
    world.answer(next);
    world.pass(11s);
    CHECK(contains(world.closed, {next, false}));
    world.answer(hanging);
    CHECK_FALSE(world.session.knows(hanging));
}

TEST_CASE("Retry-After is obeyed") {
    World world(1);
    world.take(world.session.url_answered(world.requested_one(), Limited{30s}, world.now));
    world.pass(29s);
    CHECK(world.requested.empty());
    world.pass(2s);
    CHECK(world.requested.size() == 1);
}

TEST_CASE("a refused token is probed every five minutes, loudly, and never given up") {
    World world;
    for (int probe = 1; probe <= 5; ++probe) {
        world.take(world.session.url_answered(world.requested_one(), Refused{"invalid_auth", {}}, world.now));
        REQUIRE(
            static_cast<int>(std::count_if(world.alarms.begin(), world.alarms.end(), [](const auto& alarm) {
                return alarm.find("invalid_auth") != std::string::npos;
            })) == probe);
        world.pass(299s);
        CHECK(world.requested.empty());
        world.pass(1s);
    }
    world.open_one();
    CHECK(world.last_live == 1);
}

TEST_CASE("Socket Mode switched off raises the alarm and is probed slowly") {
    World world(1);
    const SocketId id = world.open_one();
    world.take(world.session.disconnect(id, Disconnect{"link_disabled"}, world.now));
    REQUIRE(world.alarms.size() == 1);
    CHECK(world.alarms[0].find("Socket Mode") != std::string::npos);
    world.take(world.session.closed(id, world.now));
    world.pass(299s);
    CHECK(world.requested.empty());
    world.pass(2s);
    CHECK(world.requested.size() == 1);
}

TEST_CASE("too many sockets: a pause of several seconds, then one replacement") {
    World world(1, 0.0);
    const SocketId id = world.open_one();
    world.take(world.session.disconnect(id, Disconnect{"too_many_websockets"}, world.now));
    world.take(world.session.closed(id, world.now));
    world.pass(4s);
    CHECK(world.requested.empty());
    world.pass(1s);
    CHECK(world.requested.size() == 1);
}

TEST_CASE("a minute without any connection raises one alarm, and again after the next outage") {
    World world(1);
    for (int outage = 1; outage <= 2; ++outage) {
        if (outage == 1)
            world.take(world.session.url_answered(world.requested_one(), Limited{1h}, world.now));
        world.pass(59s);
        CHECK(static_cast<int>(world.alarms.size()) == outage - 1);
        world.pass(1min);
        CHECK(static_cast<int>(world.alarms.size()) == outage);
        if (outage == 2) break;
        world.step_to_request();
        const SocketId id = world.open_one();
        world.take(world.session.closed(id, world.now));
        world.take(world.session.url_answered(world.requested_one(), Limited{1h}, world.now));
    }
}

TEST_CASE("a Slack that hangs up after every hello is not stormed") {
    World world(1);
    int opened = 0;
    const Instant start = world.now;
    while (world.now - start < 60s) {
        if (world.requested.empty()) {
            world.pass(100ms);
            continue;
        }
        world.take(world.session.closed(world.open_one(), world.now));
        ++opened;
    }
    CHECK(opened >= 20);
    CHECK(opened <= 85);
}

TEST_CASE("stopping says goodbye to every socket and wants nothing more") {
    World world;
    const SocketId first = world.open_one();
    const SocketId second = world.open_one();
    world.take(world.session.stop());
    CHECK(contains(world.closed, {first, true}));
    CHECK(contains(world.closed, {second, true}));
    CHECK_FALSE(world.session.due().has_value());
    world.take(world.session.closed(first, world.now));
    world.take(world.session.tick(world.now + 1h));
    CHECK(world.requested.empty());
}

TEST_CASE("news of sockets that are long gone change nothing") {
    World world(1);
    const SocketId id = world.open_one();
    for (const SocketId gone : {SocketId(0), SocketId(99)}) {
        world.take(world.session.hello(gone, Hello{}, world.now));
        world.take(world.session.disconnect(gone, Disconnect{"warning"}, world.now));
        world.take(world.session.closed(gone, world.now));
        world.take(world.session.connect_failed(gone, world.now));
        world.answer(gone);
    }
    CHECK(world.session.live() == 1);
    CHECK(world.session.serves(id));
    CHECK(world.requested.empty());
    CHECK(world.closed.empty());
}
