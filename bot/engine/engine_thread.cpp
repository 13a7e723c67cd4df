#include "bot/engine/engine_thread.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "bot/base/log.h"
#include "bot/base/log_scope.h"
#include "storage/store_errors.h"

namespace tocsin::engine {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto longest_sleep = std::chrono::seconds{1};  // the clock may jump: due times are read again
constexpr auto pause_after_store_error = std::chrono::milliseconds{200};
constexpr auto pause_until_clocks_meet = std::chrono::milliseconds{10};
// Nobody waits for a result: it shares the commit of the next envelope, or that of its like.
constexpr auto results_wait = std::chrono::milliseconds{5};

bool is_over(const Input& input) {
    const auto* request = std::get_if<RequestCame>(&input);
    return request != nullptr && Steady::now() >= request->until;
}

}  // namespace

class EngineThread::Impl {
  public:
    Impl(Engine& engine, const Clock& clock, Hooks hooks)
        : engine_(engine), clock_(clock), hooks_(std::move(hooks)), thread_([this] { live(); }) {}

    ~Impl() { stop(); }

    void post(Input input) {
        const bool can_wait = std::holds_alternative<SendFinished>(input);
        const std::lock_guard lock(mutex_);
        inputs_.push_back(std::move(input));
        const bool waits = can_wait && inputs_.size() < Engine::most_inputs;
        wake_by(waits ? Steady::now() + results_wait : Steady::now());
    }

    void run(const std::function<void(Engine&)>& work) {
        std::packaged_task<void(Engine&)> task(work);
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
            work_.push_back(&task);
            wake_by(Steady::now());
        }
        task.get_future().get();
    }

    void stop() {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            wake_by(Steady::now());
        }
        thread_.join();
    }

  private:
    void wake_by(Steady::time_point at) {
        if (at >= wake_at_) return;
        wake_at_ = at;
        wake_.notify_one();
    }

    void live() {
        std::unique_lock lock(mutex_);
        for (bool last = false; !last;) {
            while (Steady::now() < wake_at_) wake_.wait_until(lock, wake_at_);
            take_batch();
            wake_at_ = inputs_.empty() ? Steady::time_point::max() : Steady::now();
            const auto work = std::exchange(work_, {});
            lock.unlock();
            for (auto* task : work) (*task)(engine_);
            const bool done = step();
            if (hooks_.tried && !lost_) hooks_.tried(done);
            if (hooks_.stepped && !lost_) hooks_.stepped();
            lock.lock();
            last = stopping_ && (inputs_.empty() || !done);
            const bool idle = inputs_.empty() && done;
            lock.unlock();
            if (idle && hooks_.idle) hooks_.idle();
            const auto wake_at = done ? next_step() : Steady::now() + pause_after_store_error;
            lock.lock();
            wake_by(wake_at);
        }
    }

    // One step takes everything that is queued by then: that is the group commit.
    void take_batch() {
        std::erase_if(batch_, is_over);
        std::erase_if(inputs_, is_over);
        const auto count = std::min(inputs_.size(), Engine::most_inputs - batch_.size());
        const auto end = inputs_.begin() + static_cast<std::ptrdiff_t>(count);
        batch_.insert(batch_.end(), std::move_iterator(inputs_.begin()), std::move_iterator(end));
        inputs_.erase(inputs_.begin(), end);
        left_ = inputs_.size();
    }

    bool step() {
        if (lost_) {
            batch_.clear();
            return true;
        }
        for (;;) {
            try {
                return step_once();
            } catch (const storage::DiskFull& error) {
                if (!hooks_.no_room || !hooks_.no_room()) return failed(error);
            }
        }
    }

    bool step_once() {
        try {
            const auto began = Steady::now();
            log::Held lines;  // they tell of what is durable
            auto outputs = engine_.step(batch_);
            lines.let_go();
            batch_.clear();
            if (outputs.empty()) return true;
            const std::chrono::duration<double> took = Steady::now() - began;
            outputs.emplace_back(Measurements{{{Metric::engine_step, {}, took.count()},
                                               {Metric::engine_waiting, {}, static_cast<double>(left_)}},
                                              {}});
            hooks_.deliver(std::move(outputs));
            return true;
        } catch (const storage::StoreLost& error) {
            log::error("the store is lost to this process, it ends", {{"error", error.what()}});
            lost_ = true;
            batch_.clear();
            if (hooks_.lost) hooks_.lost();
            return true;
        } catch (const storage::DiskFull&) {
            throw;
        } catch (const storage::StoreError& error) {
            return failed(error);
        }
    }

    // Nothing was acknowledged: the same inputs are tried again, and Slack repeats what takes too long.
    bool failed(const storage::StoreError& error) {
        log::error("the store failed, trying again", {{"error", error.what()}});
        std::vector<Output> outputs;
        outputs.emplace_back(Measurements{{{Metric::store_errors, {}, 1}}, {}});
        hooks_.deliver(std::move(outputs));
        return false;
    }

    Steady::time_point next_step() {
        Steady::duration pause = longest_sleep;
        const auto due = engine_.next_due();
        if (due && !lost_)
            pause = std::clamp<Steady::duration>(*due - clock_.now(), Steady::duration{0}, longest_sleep);
        // It was due for us before the step already, and is not yet by the store's clock.
        if (pause == Steady::duration{0} && std::exchange(due_, due) == due) pause = pause_until_clocks_meet;
        return Steady::now() + pause;
    }

    Engine& engine_;
    const Clock& clock_;
    Hooks hooks_;
    std::vector<Input> batch_;  // of the engine's thread; kept when the store fails
    std::size_t left_ = 0;      // of the engine's thread: inputs beside the batch
    bool lost_ = false;         // of the engine's thread: the store is another process's
    std::optional<Time> due_;   // of the engine's thread: what the step before left to do

    std::mutex mutex_;  // of what follows
    std::condition_variable wake_;
    Steady::time_point wake_at_ = Steady::time_point::min();  // at once
    std::vector<Input> inputs_;
    std::vector<std::packaged_task<void(Engine&)>*> work_;
    bool stopping_ = false;

    std::thread thread_;  // last: it uses everything else
};

EngineThread::EngineThread(Engine& engine, const Clock& clock, Hooks hooks)
    : impl_(std::make_unique<Impl>(engine, clock, std::move(hooks))) {}
EngineThread::~EngineThread() = default;
void EngineThread::post(Input input) {
    impl_->post(std::move(input));
}
void EngineThread::run(const std::function<void(Engine&)>& work) {
    impl_->run(work);
}
void EngineThread::stop() {
    impl_->stop();
}

}  // namespace tocsin::engine
