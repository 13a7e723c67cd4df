#include <limits>

#include "storage/columns.h"
#include "storage/json_fields.h"
#include "storage/redacted_values.h"
#include "storage/store.h"

namespace tocsin::storage {

void fields(auto& a, Is<PublicEntry> auto& v) {
    auto text = v.text.str();
    a("number", v.number);
    a("at", v.at);
    a("heading", v.heading);
    a("text", text);
    a("components", v.components);
    a("corrected", v.corrected);
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(v)>>)
        v.text = PublicText::confirmed(std::move(text));
}

void fields(auto& a, Is<PublicNotice> auto& v) {
    auto title = v.title.str();
    a("id", v.id);
    a("incident", v.incident);
    a("title", title);
    a("entries", v.entries);
    a("scheduled_for", v.scheduled_for);
    a("scheduled_until", v.scheduled_until);
    a("end", v.end);
    a("joined_to", v.joined_to);
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(v)>>)
        v.title = PublicText::confirmed(std::move(title));
}

namespace {

std::string to_json(const PublicNotice& notice) {
    std::string text;
    {
        JsonWriter object(text);
        fields(object, notice);
    }
    return text;
}

std::vector<PublicNotice> notices_in(const std::vector<Row>& rows) {
    std::vector<PublicNotice> notices;
    for (const Row& row : rows) {
        const auto json = nlohmann::json::parse(row.text(0), nullptr, false);
        JsonReader object(json);
        fields(object, notices.emplace_back());
    }
    return notices;
}

std::int64_t end_of(const PublicNotice& notice) {
    constexpr Time end_of_time = Time::max();
    if (const auto end = ended_at(notice, end_of_time)) return column(*end);
    return std::numeric_limits<std::int64_t>::max();
}

}  // namespace

void Tx::save(const PublicNotice& notice) {
    db_.run(
        "INSERT INTO public_notices (id, incident, opened, ends, value) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (id) DO UPDATE SET incident = excluded.incident, ends = excluded.ends, "
        "value = excluded.value",
        {notice.id.str(), notice.incident.value(), column(opened_at(notice)), end_of(notice),
         to_json(notice)});
    db_.tell(Topic::notices);
}

std::optional<PublicNotice> Tx::public_notice(const NoticeId& id) {
    auto found = notices_in(db_.run("SELECT value FROM public_notices WHERE id = $1", {id.str()}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<PublicNotice> Tx::public_notices(Time not_over_at, int limit) {
    return notices_in(
        db_.run("SELECT value FROM public_notices WHERE ends >= $1 ORDER BY opened DESC, id LIMIT $2",
                {column(not_over_at), static_cast<std::int64_t>(limit)}));
}

std::map<int, std::string> Tx::pushed(std::string_view mirror, const NoticeId& notice) {
    std::map<int, std::string> ids;
    for (const Row& row :
         db_.run("SELECT entry, foreign_id FROM public_pushes WHERE mirror = $1 AND notice = $2",
                 {mirror, notice.str()}))
        ids.emplace(static_cast<int>(row.integer(0)), row.text(1));
    return ids;
}

void Tx::remember_pushed(std::string_view mirror, const NoticeId& notice, int entry, std::string_view id) {
    db_.run(
        "INSERT INTO public_pushes (mirror, notice, entry, foreign_id) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (mirror, notice, entry) DO UPDATE SET foreign_id = excluded.foreign_id",
        {mirror, notice.str(), std::int64_t{entry}, id});
}

bool redact_public_notice(std::string& value, Redaction& rule) {
    return redact_stored<PublicNotice>(value, rule);
}

}  // namespace tocsin::storage
