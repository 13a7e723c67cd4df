#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

// The others are in nobody's memory.
void tell_of_note(Connection& db, std::string_view key) {
    if (key.starts_with(workspace_notes)) db.tell(Topic::workspace);
}

}  // namespace

void Tx::remember_user(const SlackUser& user) {
    db_.run(
        "INSERT INTO users (id, name, timezone, guest, bot, deactivated) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, timezone = excluded.timezone,"
        " guest = excluded.guest, bot = excluded.bot, deactivated = excluded.deactivated",
        {user.id.str(), user.name, user.timezone, column(user.guest), column(user.bot),
         column(user.deactivated)});
    db_.tell(Topic::users);
}

std::optional<SlackUser> Tx::user(const UserId& id) {
    const auto rows =
        db_.run("SELECT name, timezone, guest, bot, deactivated FROM users WHERE id = $1", {id.str()});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    return SlackUser{id, row.text(0), row.text(1), row.flag(2), row.flag(3), row.flag(4)};
}

void Tx::keep_draft(const Draft& draft) {
    db_.run("DELETE FROM drafts WHERE expires <= $1", {column(now_)});
    db_.run(
        "INSERT INTO drafts (id, user_id, content, expires) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, content = excluded.content,"
        " expires = excluded.expires",
        {draft.id, draft.user.str(), draft.content, column(draft.expires)});
}

std::optional<Draft> Tx::take_draft(std::string_view id) {
    const auto rows = db_.run("DELETE FROM drafts WHERE id = $1 RETURNING user_id, content, expires", {id});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    Draft draft{std::string(id), UserId(row.text(0)), row.text(1), time_of(row.integer(2))};
    if (draft.expires <= now_) return std::nullopt;
    return draft;
}

void Tx::set_note(std::string_view key, std::string_view value) {
    db_.run(
        "INSERT INTO notes (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = "
        "excluded.value",
        {key, value});
    tell_of_note(db_, key);
}

void Tx::forget_note(std::string_view key) {
    db_.run("DELETE FROM notes WHERE key = $1", {key});
    tell_of_note(db_, key);
}

std::optional<std::string> Tx::note(std::string_view key) {
    const auto rows = db_.run("SELECT value FROM notes WHERE key = $1", {key});
    if (rows.empty()) return std::nullopt;
    return rows.front().text(0);
}

}  // namespace tocsin::storage
