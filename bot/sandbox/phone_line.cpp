#include "bot/sandbox/phone_line.h"

#include <algorithm>

namespace tocsin::sandbox {

PhoneLine::PhoneLine(boost::asio::io_context& io, const Clock& clock, Phones& phones,
                     std::function<void()> changed)
    : clock_(clock),
      phones_(phones),
      changed_(std::move(changed)),
      client_(io, {.attempt = std::chrono::seconds(15)}),  // what Twilio gives an answer
      timer_(io) {}

void PhoneLine::look() {
    if (stopped_) return;
    phones_.tick();
    carry();
    arm();
}

void PhoneLine::carry() {
    auto callback = phones_.next_callback();
    if (!callback) return;
    net::OutgoingRequest request{.method = "POST",
                                 .url = callback->url,
                                 .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                             {"X-Twilio-Signature", phones_.signature(*callback)}},
                                 .body = write_form(callback->fields)};
    client_.send(std::move(request), Reach::anywhere,
                 [weak = weak_from_this(), callback = std::move(*callback)](net::HttpResult result) {
                     const auto self = weak.lock();
                     if (!self || self->stopped_) return;
                     self->phones_.answered(callback, result ? result->status : 0,
                                            result ? result->body : std::string());
                     self->changed_();
                 });
}

void PhoneLine::arm() {
    const auto due = phones_.next_due();
    if (!due) {
        timer_.cancel();
        return;
    }
    timer_.expires_after(
        std::chrono::duration_cast<std::chrono::microseconds>(std::max(Duration{0}, *due - clock_.now())));
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || !self || self->stopped_) return;
        self->phones_.tick();
        self->changed_();
    });
}

void PhoneLine::stop() {
    stopped_ = true;
    timer_.cancel();
    client_.stop();
}

}  // namespace tocsin::sandbox
