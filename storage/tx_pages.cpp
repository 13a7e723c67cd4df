#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

constexpr Duration expired_links_stay = 7 * 24h;

std::optional<PageRef> page_in(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    return PageRef{IncidentNumber(rows.front().integer(0)), static_cast<int>(rows.front().integer(1))};
}

}  // namespace

void Tx::keep_page_link(std::string_view token_hash, const PageRef& page, Time expires) {
    db_.run("DELETE FROM page_links WHERE expires <= $1", {column(now_ - expired_links_stay)});
    db_.run("INSERT INTO page_links (token_hash, incident, page, expires) VALUES ($1, $2, $3, $4)",
            {token_hash, page.incident.value(), std::int64_t{page.page}, column(expires)});
}

std::optional<PageLink> Tx::page_link(std::string_view token_hash) {
    const auto rows =
        db_.run("SELECT incident, page, expires FROM page_links WHERE token_hash = $1", {token_hash});
    const auto page = page_in(rows);
    if (!page) return std::nullopt;
    return PageLink{*page, time_of(rows.front().integer(2))};
}

void Tx::remember_delivery(std::string_view provider, std::string_view id, const PageRef& page) {
    db_.run(
        "INSERT INTO deliveries (provider, id, incident, page) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (provider, id) DO NOTHING",
        {provider, id, page.incident.value(), std::int64_t{page.page}});
}

std::optional<PageRef> Tx::delivery(std::string_view provider, std::string_view id) {
    return page_in(
        db_.run("SELECT incident, page FROM deliveries WHERE provider = $1 AND id = $2", {provider, id}));
}

}  // namespace tocsin::storage
