#include "storage/postgres_marks.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "bot/base/digest.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t mark_bytes = 16;

// A process that is gone for a day has no commit in doubt any more.
constexpr std::string_view forget_old_marks =
    "DELETE FROM tocsin_marks WHERE written < now() - interval '1 day'";

}  // namespace

PostgresMarks::PostgresMarks() : writer_(random_token(mark_bytes)) {}

void PostgresMarks::begin(PostgresSession& session) {
    session.command(
        "CREATE TABLE IF NOT EXISTS tocsin_marks (writer TEXT PRIMARY KEY, mark TEXT NOT NULL,"
        " written TIMESTAMPTZ NOT NULL DEFAULT now())");
    session.command(
        "CREATE TABLE IF NOT EXISTS tocsin_news (topic INTEGER PRIMARY KEY, generation BIGINT NOT NULL)");
    for (const Topic topic : all_topics) {
        session.command(
            fmt::format("INSERT INTO tocsin_news (topic, generation) VALUES ({}, 0) ON CONFLICT DO NOTHING",
                        std::to_underlying(topic)));
    }
    session.command(std::string(forget_old_marks));
    stored_ = random_token(mark_bytes);
    mark(session, stored_);
    look(session);
}

PostgresMarks::Found PostgresMarks::compare(PostgresSession& session) {
    const auto rows = session
                          .run("SELECT mark FROM tocsin_marks WHERE writer = $1",
                               std::array<Parameter, 1>{std::string_view(writer_)})
                          .rows;
    const auto found = rows.empty() ? "" : rows.front().text(0);
    const auto doubtful = std::exchange(doubtful_, {});
    if (!doubtful.empty() && found == doubtful) {
        stored_ = found;
        for (const Topic topic : told_) ++seen_[topic];
        return Found::stored;
    }
    return found == stored_ ? Found::as_known : Found::else_was;
}

PostgresMarks::Look PostgresMarks::look(PostgresSession& session) {
    Look look;
    for (const Row& row :
         session
             .run("SELECT topic, generation, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
                  " FROM tocsin_news",
                  {})
             .rows) {
        look.now = Time(Duration(row.integer(2)));
        const auto topic = static_cast<Topic>(row.integer(0));
        if (!all_topics.contains(topic)) continue;  // of a newer version
        if (std::exchange(seen_[topic], row.integer(1)) != row.integer(1)) look.changed.insert(topic);
    }
    return look;
}

// Part of each transaction that writes. The server's own number of a transaction would not do: after a crash
// it is given out again.
void PostgresMarks::write(PostgresSession& session, const Topics& changed) {
    written_ = random_token(mark_bytes);
    told_ = changed;
    told_.insert(Topic::anything);
    std::int64_t bits = 0;
    for (const Topic topic : told_) bits |= std::int64_t{1} << std::to_underlying(topic);
    session.run("UPDATE tocsin_news SET generation = generation + 1 WHERE ($1 >> topic) & 1 = 1",
                std::array<Parameter, 1>{bits});
    mark(session, written_);
}

void PostgresMarks::mark(PostgresSession& session, const std::string& mark) {
    session.run(
        "INSERT INTO tocsin_marks (writer, mark) VALUES ($1, $2)"
        " ON CONFLICT (writer) DO UPDATE SET mark = excluded.mark, written = now()",
        std::array<Parameter, 2>{std::string_view(writer_), std::string_view(mark)});
}

void PostgresMarks::committed() {
    if (written_.empty()) return;
    stored_ = std::exchange(written_, {});
    for (const Topic topic : told_) ++seen_[topic];
}

void PostgresMarks::rolled_back() {
    written_.clear();
}

void PostgresMarks::doubtful() {
    doubtful_ = std::exchange(written_, {});
}

}  // namespace tocsin::storage
