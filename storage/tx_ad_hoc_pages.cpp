#include "storage/columns.h"
#include "storage/json_fields.h"
#include "storage/redacted_values.h"
#include "storage/store.h"
#include "storage/unreadable.h"

namespace tocsin::storage {

void fields(auto& a, Is<AdHocDelivery> auto& v) {
    a("means", v.means);
    a("state", v.state);
    a("detail", v.detail);
    a("token_hash", v.token_hash);
}

void fields(auto& a, Is<AdHocPage> auto& v) {
    a("to", v.to);
    a("by", v.by);
    a("text", v.text);
    a("asked", v.asked);
    a("deliveries", v.deliveries);
    a("confirmed", v.confirmed);
}

namespace {

std::string to_json(const AdHocPage& page) {
    std::string text;
    {
        JsonWriter object(text);
        fields(object, page);
    }
    return text;
}

AdHocPage page_in(const std::string& value, AdHocPageId id) {
    const auto json = nlohmann::json::parse(value, nullptr, false);
    JsonReader object(json);
    AdHocPage page;
    fields(object, page);
    page.id = id;
    return page;
}

}  // namespace

AdHocPageId Tx::add_ad_hoc_page(const AdHocPage& page) {
    return AdHocPageId(db_.insert("INSERT INTO test_pages (person, confirmed, value) VALUES ($1, $2, $3)",
                                  {page.to.person.str(), column(page.confirmed), to_json(page)}));
}

void Tx::save(const AdHocPage& page) {
    db_.run("UPDATE test_pages SET confirmed = $1, value = $2 WHERE id = $3",
            {column(page.confirmed), to_json(page), page.id.value()});
}

std::optional<AdHocPage> Tx::ad_hoc_page(AdHocPageId id) {
    const auto rows = db_.run("SELECT value FROM test_pages WHERE id = $1", {id.value()});
    if (rows.empty()) return std::nullopt;
    return page_in(rows.front().text(0), id);
}

std::optional<AdHocPage> Tx::newest_ad_hoc_page(const PersonId& person) {
    const auto rows = db_.run("SELECT id, value FROM test_pages WHERE person = $1 ORDER BY id DESC LIMIT 1",
                              {person.str()});
    if (rows.empty()) return std::nullopt;
    return page_in(rows.front().text(1), AdHocPageId(rows.front().integer(0)));
}

std::optional<Time> Tx::last_confirmed_page(const PersonId& person) {
    const auto rows = db_.run("SELECT max(confirmed) FROM test_pages WHERE person = $1", {person.str()});
    if (rows.empty() || rows.front().is_null(0)) return std::nullopt;
    return time_of(rows.front().integer(0));
}

int Tx::forget_ad_hoc_pages_before(Time asked, int limit) {
    int forgotten = 0;
    for (const Row& row :
         db_.run("SELECT id, value FROM test_pages ORDER BY id LIMIT $1", {std::int64_t{limit}})) {
        try {
            if (page_in(row.text(1), AdHocPageId(row.integer(0))).asked >= asked) break;
        } catch (const UnreadableValue&) {
            continue;
        }
        db_.run("DELETE FROM test_pages WHERE id = $1", {row.integer(0)});
        ++forgotten;
    }
    return forgotten;
}

bool redact_ad_hoc_page(std::string& value, Redaction& rule) {
    return redact_stored<AdHocPage>(value, rule);
}

}  // namespace tocsin::storage
