// Runs the engine on a thread of its own: inputs come in from the I/O thread, work goes back to it. It owns
// no socket and decides nothing; it waits, batches and hands over.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "bot/engine/engine.h"

namespace tocsin::engine {

class EngineThread {
  public:
    struct Hooks {
        // On the engine thread: hand the outputs to the I/O thread.
        std::function<void(std::vector<Output>)> deliver;
        // On the engine thread, after a step in which the next due instant may have changed.
        std::function<void()> idle;
        // On the engine thread, after each step, whatever is queued: has to be short.
        std::function<void()> stepped{};
        // On the engine thread, after each step: whether the store took it; else it is tried again.
        std::function<void(bool taken)> tried{};
        // On the engine thread: the store found no room on its disk. Answers whether there is some now.
        std::function<bool()> no_room{};
        // On the engine thread, once: the store went on without this process, which has to end. No step
        // follows.
        std::function<void()> lost;
    };

    // `clock` and `engine` must outlive it. Starts at once.
    EngineThread(Engine& engine, const Clock& clock, Hooks hooks);
    ~EngineThread();  // as stop()

    // From any thread. The queue is bounded by what the I/O side has open: sockets and calls.
    void post(Input input);
    // Runs `work` on the engine thread between two steps and waits for it. After stop() it is not run.
    void run(const std::function<void(Engine&)>& work);
    // Takes what is queued, then ends. Inputs that come later are dropped.
    void stop();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::engine
