#include "templates/status_site.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "templates/status_feeds.h"
#include "templates/status_json.h"
#include "templates/status_pages.h"
#include "templates/subscription_pages.h"

namespace tocsin::templates {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";
constexpr std::string_view json = "application/json; charset=utf-8";
constexpr std::string_view atom = "application/atom+xml; charset=utf-8";
constexpr std::string_view rss = "application/rss+xml; charset=utf-8";
constexpr std::size_t etag_digits = 20;

struct Shelf {
    StatusSite::Documents& documents;

    void put(std::string path, std::string_view type, std::string body) const {
        auto etag = fmt::format("\"{}\"", sha256_hex(body).substr(0, etag_digits));
        documents.insert_or_assign(std::move(path),
                                   StatusDocument{std::string(type), std::move(body), std::move(etag)});
    }
};

}  // namespace

StatusSite status_site(const StatusView& view) {
    StatusSite site;
    const Shelf shelf{site.documents};
    shelf.put("/status", html, status_page(view, false));
    shelf.put("/status/history", html, status_history_page(view));
    if (view.subscribable) shelf.put(std::string(subscribe_path), html, subscribe_page(view));
    for (const auto& notice : view.notices)
        shelf.put("/status/i/" + notice.id.str(), html, status_notice_page(view, notice, false));
    shelf.put("/status/feed.atom", atom, status_atom(view, "/status/feed.atom"));
    shelf.put("/history.atom", atom, status_atom(view, "/history.atom"));
    shelf.put("/history.rss", rss, status_rss(view));
    for (auto& [path, body] : status_json(view)) shelf.put(path, json, std::move(body));
    site.late_from = late_from(view);
    const Shelf later{site.late};
    if (!site.late_from) return site;
    later.put("/status", html, status_page(view, true));
    for (const auto* notice : open_notices(view))
        later.put("/status/i/" + notice->id.str(), html, status_notice_page(view, *notice, true));
    return site;
}

}  // namespace tocsin::templates
