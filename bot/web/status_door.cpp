#include "bot/web/status_door.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/web/door.h"

namespace tocsin::web {
namespace {

const templates::StatusDocument* document_at(const templates::StatusSite& site, std::string_view path,
                                             Time now) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    if (site.late_from && now >= *site.late_from) {
        if (const auto late = site.late.find(path); late != site.late.end()) return &late->second;
    }
    const auto found = site.documents.find(path);
    return found == site.documents.end() ? nullptr : &found->second;
}

bool has_it_already(const net::HttpRequest& request, std::string_view etag) {
    const auto known = net::header(request.headers, "If-None-Match");
    if (known.empty()) return false;
    const auto tags = split(known, ',');
    return std::ranges::any_of(tags, [&](std::string_view tag) {
        tag = trim(tag);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        return tag == etag || tag == "*";
    });
}

net::HttpResponse nothing_here() {
    auto answer = plain_answer(404, "There is nothing here.");
    answer.headers.push_back({"Access-Control-Allow-Origin", "*"});
    return answer;
}

}  // namespace

bool StatusDoor::is_for_status(const Target& target) {
    const auto& path = target.path;
    if (path.empty()) return false;
    if (path[0] == "status") return true;
    if (path.size() == 1) return path[0] == "history.rss" || path[0] == "history.atom";
    return path[0] == "api" && path[1] == "v2";
}

net::HttpResponse StatusDoor::take(const net::HttpRequest& request, Time now) const {
    if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
    const auto path = std::string_view(request.target).substr(0, request.target.find_first_of("?#"));
    const auto* document = site_ == nullptr ? nullptr : document_at(*site_, path, now);
    if (document == nullptr) return nothing_here();
    const bool known = has_it_already(request, document->etag);
    net::HttpResponse answer{.status = known ? 304 : 200,
                             .headers = {{"Content-Type", document->type},
                                         {"Cache-Control", "public, max-age=10"},
                                         {"ETag", document->etag},
                                         {"Access-Control-Allow-Origin", "*"},
                                         {"X-Content-Type-Options", "nosniff"}},
                             .body = known ? std::string() : document->body};
    if (document->type.starts_with("text/html")) {
        for (const auto& [name, value] : status_page_headers)
            answer.headers.push_back({std::string(name), std::string(value)});
    }
    return answer;
}

}  // namespace tocsin::web
