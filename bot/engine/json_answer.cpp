#include "bot/engine/json_answer.h"

#include <nlohmann/json.hpp>

namespace tocsin::engine {
namespace {

using nlohmann::json;

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
            return 400;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::unavailable:
            return 503;
        case ErrorKind::damaged:
        case ErrorKind::internal:
            return 500;
    }
    return 500;
}

}  // namespace

channels::HttpAnswer json_answer(int status, const json& body) {
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"};
}

channels::HttpAnswer json_refusal(const Error& error) {
    return json_answer(status_of(error.kind), json{{"error", error.message}});
}

}  // namespace tocsin::engine
