#include "bot/engine/alert_answers.h"

#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/engine/json_answer.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr std::size_t request_bytes = 16;

// As Opsgenie's clients expect one: 8-4-4-4-12 hexadecimal digits.
std::string request_id() {
    auto id = sha256_hex(random_token(request_bytes)).substr(0, 32);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) id.insert(at, 1, '-');
    return id;
}

json shown(const AlertsCame& came, const std::vector<AlertId>& ids) {
    switch (came.manner) {
        case AlertsCame::Manner::pagerduty:
            return {{"status", "success"},
                    {"message", "Event processed"},
                    {"dedup_key", came.alerts.empty() ? "" : came.alerts.front().key}};
        case AlertsCame::Manner::opsgenie:
            return {{"result", "Request will be processed"}, {"took", 0.0}, {"requestId", request_id()}};
        case AlertsCame::Manner::ids:
            break;
    }
    json list = json::array();
    for (const auto& id : ids) list.push_back(std::to_string(id.value()));
    return {{"ids", std::move(list)}};
}

}  // namespace

channels::HttpAnswer answer_to(const AlertsCame& came, const std::vector<AlertId>& ids) {
    return json_answer(202, shown(came, ids));
}

}  // namespace tocsin::engine
