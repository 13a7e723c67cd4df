// What both doors have in common: a request is answered at once or handed to the engine. Plain functions of
// the request; sockets are bot/net's, waiting for the engine is bot/app's.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "bot/engine/messages.h"
#include "bot/net/http.h"

namespace tocsin::web {

struct Handed {
    engine::WebRequest what;
    std::string client{};  // whom a wrong guess is counted for
    bool json = false;     // what refuses it is JSON too
};
using Taken = std::variant<net::HttpResponse, Handed>;

net::HttpResponse plain_answer(int status, std::string_view sentence);
net::HttpResponse not_allowed(std::string_view methods);  // 405
net::HttpResponse json_error(int status, std::string_view sentence);
net::HttpResponse busy(bool json);  // 503: the engine does not answer, or stops

// An answer as it goes out. Pages are stored, framed, indexed and followed by nobody, and run no script.
net::HttpResponse response_of(channels::HttpAnswer answer);

}  // namespace tocsin::web
