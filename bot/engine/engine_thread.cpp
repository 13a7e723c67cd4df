#include "bot/engine/engine_thread.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>
#include <utility>

#include "bot/base/log.h"

namespace tocsin::engine {
namespace {

namespace asio = boost::asio;

constexpr auto longest_sleep = std::chrono::seconds{1};  // the clock may jump: due times are read again
constexpr auto pause_after_store_error = std::chrono::milliseconds{200};
// Nobody waits for a result: it shares the commit of the next envelope, or that of its like.
constexpr auto results_wait = std::chrono::milliseconds{5};

}  // namespace

class EngineThread::Impl {
  public:
    Impl(Engine& engine, const Clock& clock, Hooks hooks)
        : engine_(engine),
          clock_(clock),
          hooks_(std::move(hooks)),
          work_(asio::make_work_guard(io_)),
          timer_(io_) {
        asio::post(io_, [this] { step(); });
        thread_ = std::thread([this] { io_.run(); });
    }

    ~Impl() { stop(); }

    void post(Input input) {
        asio::post(io_, [this, queued = std::move(input)]() mutable {
            const bool can_wait = std::holds_alternative<SendFinished>(queued);
            inputs_.push_back(std::move(queued));
            if (!can_wait || inputs_.size() >= Engine::most_inputs) {
                step_soon();
            } else if (timer_.expiry() > std::chrono::steady_clock::now() + results_wait) {
                sleep(results_wait);
            }
        });
    }

    void run(const std::function<void(Engine&)>& work) {
        std::promise<void> done;
        asio::post(io_, [&] {
            work(engine_);
            done.set_value();
            step();
        });
        done.get_future().wait();
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            step();
            timer_.cancel();
            work_.reset();
            stopping_ = true;
        });
        thread_.join();
    }

  private:
    // One step takes everything that is queued by then: that is the group commit.
    void step_soon() {
        if (std::exchange(step_planned_, true)) return;
        asio::post(io_, [this] { step(); });
    }

    void step() {
        step_planned_ = false;
        if (stopping_) return;
        const auto count = std::min(inputs_.size(), Engine::most_inputs);
        try {
            auto outputs = engine_.step(std::span(inputs_).first(count));
            inputs_.erase(inputs_.begin(), inputs_.begin() + static_cast<std::ptrdiff_t>(count));
            if (!outputs.empty()) hooks_.deliver(std::move(outputs));
        } catch (const storage::StoreError& error) {
            // Nothing was acknowledged: the same inputs are tried again, and Slack repeats what takes too
            // long.
            log::error("the store failed, trying again", {{"error", error.what()}});
            sleep(pause_after_store_error);
            return;
        }
        if (!inputs_.empty()) return step_soon();
        if (hooks_.idle) hooks_.idle();
        sleep_until_due();
    }

    void sleep_until_due() {
        std::chrono::steady_clock::duration pause = longest_sleep;
        if (const auto due = engine_.next_due()) {
            pause = std::clamp<std::chrono::steady_clock::duration>(*due - clock_.now(),
                                                                    std::chrono::seconds{0}, longest_sleep);
        }
        sleep(pause);
    }

    void sleep(std::chrono::steady_clock::duration pause) {
        timer_.expires_after(pause);
        timer_.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled) step();
        });
    }

    Engine& engine_;
    const Clock& clock_;
    Hooks hooks_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::steady_timer timer_;
    std::vector<Input> inputs_;
    bool step_planned_ = false;
    bool stopping_ = false;
    std::thread thread_;
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
