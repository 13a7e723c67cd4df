#include "bot/engine/engine_thread.h"

#include <doctest/doctest.h>

#include <future>

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

RequestCame request(std::uint64_t id, std::chrono::steady_clock::time_point until) {
    return {id, ReadinessAsked{}, until};
}

struct Running {
    SystemClock clock;
    std::unique_ptr<storage::Store> store = *storage::Store::open("sqlite::memory:", clock);
    Engine engine{*store, example_settings(), *templates::Catalog::load("")};
    std::promise<std::uint64_t> first;  // that was answered
    bool is_answered = false;           // of the engine's thread
    EngineThread thread{engine, clock, hooks()};

    EngineThread::Hooks hooks() {
        EngineThread::Hooks hooks;
        hooks.deliver = [this](const std::vector<Output>& outputs) {
            for (const auto& output : outputs) {
                const auto* answered = std::get_if<Answered>(&output);
                if (answered != nullptr && !std::exchange(is_answered, true)) first.set_value(answered->id);
            }
        };
        return hooks;
    }
};

}  // namespace

TEST_CASE("a request whose sender was told that it failed is not taken any more") {
    Running running;
    const auto now = std::chrono::steady_clock::now();
    running.thread.post(request(1, now - 1ms));
    running.thread.post(request(2, now + 1h));
    CHECK(running.first.get_future().get() == 2);
}

TEST_CASE("after the stop nothing is run, and nobody waits for it") {
    Running running;
    bool was_run = false;
    running.thread.stop();
    running.thread.run([&](Engine&) { was_run = true; });
    CHECK_FALSE(was_run);
}
