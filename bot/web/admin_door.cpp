#include "bot/web/admin_door.h"

#include "bot/web/target.h"

namespace tocsin::web {

Taken at_admin_door(const net::HttpRequest& request, const Metrics& metrics) {
    const auto target = target_of(request);
    const auto page = target.path.size() == 1 ? target.path.front() : std::string_view();
    if (page != "healthz" && page != "readyz" && page != "metrics")
        return plain_answer(404, "Here are /healthz, /readyz and /metrics.");
    if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
    if (page == "readyz") return Handed{engine::ReadinessAsked{}};
    if (page == "healthz") return plain_answer(200, "alive");
    auto answer = plain_answer(200, "");
    answer.headers.front().value = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = metrics.text();
    return answer;
}

}  // namespace tocsin::web
