#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

WebSession session_in(const Row& row) {
    return {WebSessionId(row.integer(0)), UserId(row.text(1)),     row.text(2),
            time_of(row.integer(3)),      time_of(row.integer(4)), time_of(row.integer(5))};
}

}  // namespace

void Tx::keep_sign_in(std::string_view token_hash, const SignIn& sign_in) {
    db_.run("INSERT INTO sign_ins (token, user_id, page, made, expires) VALUES ($1, $2, $3, $4, $5)",
            {token_hash, sign_in.user.str(), sign_in.page, column(sign_in.made), column(sign_in.expires)});
}

std::optional<SignIn> Tx::sign_in(std::string_view token_hash) {
    const auto rows =
        db_.run("SELECT user_id, page, made, expires FROM sign_ins WHERE token = $1", {token_hash});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    return SignIn{UserId(row.text(0)), row.text(1), time_of(row.integer(2)), time_of(row.integer(3))};
}

void Tx::end_sign_in(std::string_view token_hash) {
    db_.run("UPDATE sign_ins SET expires = $1 WHERE token = $2", {column(now_), token_hash});
}

int Tx::sign_ins_of(const UserId& user, Time since) {
    return static_cast<int>(
        db_.run("SELECT count(*) FROM sign_ins WHERE user_id = $1 AND made > $2", {user.str(), column(since)})
            .front()
            .integer(0));
}

WebSessionId Tx::add_web_session(std::string_view token_hash, const WebSession& session) {
    return WebSessionId(
        db_.insert("INSERT INTO web_sessions (token, user_id, browser, began, seen, ends)"
                   " VALUES ($1, $2, $3, $4, $5, $6)",
                   {token_hash, session.user.str(), session.browser, column(session.began),
                    column(session.seen), column(session.ends)}));
}

std::optional<WebSession> Tx::web_session(std::string_view token_hash) {
    const auto rows = db_.run(
        "SELECT id, user_id, browser, began, seen, ends FROM web_sessions WHERE token = $1", {token_hash});
    return rows.empty() ? std::nullopt : std::optional(session_in(rows.front()));
}

std::vector<WebSession> Tx::web_sessions_of(const UserId& user) {
    std::vector<WebSession> sessions;
    for (const Row& row :
         db_.run("SELECT id, user_id, browser, began, seen, ends FROM web_sessions WHERE user_id = $1"
                 " ORDER BY seen DESC, id DESC",
                 {user.str()}))
        sessions.push_back(session_in(row));
    return sessions;
}

void Tx::saw_web_session(WebSessionId id) {
    db_.run("UPDATE web_sessions SET seen = $1 WHERE id = $2", {column(now_), id.value()});
}

void Tx::end_web_session(WebSessionId id) {
    db_.run("DELETE FROM web_sessions WHERE id = $1", {id.value()});
}

int Tx::end_web_sessions(const std::optional<UserId>& of) {
    if (!of) {
        db_.run("UPDATE sign_ins SET expires = $1 WHERE expires > $1", {column(now_)});
        return static_cast<int>(db_.change("DELETE FROM web_sessions"));
    }
    db_.run("UPDATE sign_ins SET expires = $1 WHERE expires > $1 AND user_id = $2",
            {column(now_), of->str()});
    return static_cast<int>(db_.change("DELETE FROM web_sessions WHERE user_id = $1", {of->str()}));
}

void Tx::forget_web_sessions_that_ended() {
    db_.run("DELETE FROM web_sessions WHERE ends <= $1 OR seen <= $2",
            {column(now_), column(now_ - session_idle)});
    db_.run("DELETE FROM sign_ins WHERE expires <= $1", {column(now_ - sign_ins_are_known_for)});
}

}  // namespace tocsin::storage
