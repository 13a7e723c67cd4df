// What both doors have in common: a request is answered at once, handed to the engine, or waits for what it
// has to be checked with. Plain functions of
// the request; sockets are bot/net's, waiting for the engine is bot/app's.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "bot/engine/messages.h"
#include "bot/net/http.h"

namespace tocsin::web {

struct Handed {
    engine::WebRequest what;
    std::string client{};  // whom a wrong guess is counted for
    bool json = false;     // what refuses it is JSON too
};
// The request is to be taken again when the certificate at this address is known (PublicDoor::learn).
struct CertificateWanted {
    std::string url;  // of Amazon SNS
};
using Taken = std::variant<net::HttpResponse, Handed, CertificateWanted>;

inline constexpr std::string_view only_our_style =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
// Of public pages, which may be kept and found; those of others are response_of's.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 3> status_page_headers{
    {{"Referrer-Policy", "no-referrer"},
     {"X-Frame-Options", "DENY"},
     {"Content-Security-Policy", only_our_style}}};

net::HttpResponse plain_answer(int status, std::string_view sentence);
net::HttpResponse not_allowed(std::string_view methods);  // 405
net::HttpResponse json_error(int status, std::string_view sentence);
net::HttpResponse sentence(int status, std::string_view words);  // as a page for people
net::HttpResponse too_often(std::string_view words);             // the same, 429
net::HttpResponse busy(bool json);                               // 503: the engine does not answer, or stops
net::HttpResponse guessed_too_often(bool json);                  // 429: wrong tokens of one address
net::HttpResponse cannot_check();  // 503: the certificate that was wanted cannot be had

bool is_look(const net::HttpRequest& request);  // GET or HEAD: changes nothing
// A form that another site shows. Browsers that do not say where a form comes from send what our pages carry,
// which another site does not know.
bool is_from_elsewhere(const net::HttpRequest& request);

// An answer as it goes out. Pages are stored, framed, indexed and followed by nobody, and run no script.
net::HttpResponse response_of(channels::HttpAnswer answer);

}  // namespace tocsin::web
