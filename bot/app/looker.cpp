#include "bot/app/looker.h"

#include <chrono>

namespace tocsin::app {
namespace {

Look seen(const net::HttpResult& result, const std::string& contains, Duration took) {
    Look look;
    look.took = took;
    if (!result) {
        look.problem = result.error().reason;
        return look;
    }
    look.status = result->status;
    look.has_text = contains.empty() || result->body.contains(contains);
    if (result->certificate_until) look.certificate_until = Time{*result->certificate_until};
    return look;
}

}  // namespace

void Looker::look(engine::LookAt at, OnLooked on_looked) {
    const auto limit = std::chrono::ceil<std::chrono::milliseconds>(at.timeout);
    auto& eye = eyes_[at.monitor];
    if (eye.client == nullptr || eye.timeout != at.timeout) {
        eye.timeout = at.timeout;
        eye.client = std::make_unique<net::HttpClient>(
            io_, net::HttpClientOptions{.attempt = limit,
                                        .connect = limit,
                                        .keep = std::chrono::milliseconds{0},
                                        .max_body_bytes = longest_body,
                                        .tells_certificate = true,
                                        .plain_anywhere = true});
    }
    const auto begun = std::chrono::steady_clock::now();
    eye.client->send({.method = "GET", .url = at.url}, Reach::anywhere,
                     [at, begun, on_looked = std::move(on_looked)](const net::HttpResult& result) {
                         const auto took =
                             std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begun);
                         on_looked({at.monitor, seen(result, at.contains, took)});
                     });
}

void Looker::stop() {
    for (const auto& [monitor, eye] : eyes_) eye.client->stop();
}

}  // namespace tocsin::app
