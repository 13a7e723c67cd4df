#include "bot/app/value_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/alerts/prometheus.h"

namespace tocsin::app {

// Alive for as long as an answer is awaited.
struct ValueReader::Reading {
    engine::ValuesRead read;
    std::size_t open = 0;
    OnRead on_read;

    void take(const std::string& name, const net::HttpResult& result) {
        if (result) {
            const auto value = alerts::read_instant(result->status, result->body);
            if (!value) {
                note(name, value.error().message);
            } else if (*value) {
                read.values.emplace(name, **value);
            }
        } else {
            note(name, result.error().reason);
        }
        if (--open == 0) on_read(std::move(read));
    }

    void note(const std::string& name, const std::string& reason) {
        if (read.problem.empty()) read.problem = fmt::format("{}: {}", name, reason);
    }
};

void ValueReader::read(engine::ReadValues wanted, OnRead on_read) {
    if (!under_way_.expired() || wanted.queries.empty()) return;
    while (wanted.url.ends_with('/')) wanted.url.pop_back();
    auto reading = std::make_shared<Reading>();
    under_way_ = reading;
    reading->open = std::min(wanted.queries.size(), most_values);
    reading->on_read = std::move(on_read);
    std::size_t asked = 0;
    for (const auto& [name, promql] : wanted.queries) {
        if (asked++ == most_values) break;
        client_.send({.method = "POST",
                      .url = fmt::format("{}{}", wanted.url, alerts::instant_query_path),
                      .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                      .body = alerts::instant_query(promql)},
                     Reach::anywhere,
                     [reading, name](const net::HttpResult& result) { reading->take(name, result); });
    }
}

}  // namespace tocsin::app
