#include "storage/move_store.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>

#include "storage/open_connection.h"
#include "storage/row_copy.h"
#include "storage/store.h"
#include "storage/store_errors.h"
#include "storage/unreadable.h"
#include "storage/verify.h"

namespace tocsin::storage {
namespace {

// A store that a bot has only just made has counters and no row else.
std::optional<std::string> holds_something(Connection& db) {
    for (const auto& table : db.tables()) {
        if (table == "schema_migrations" || table == "counters") continue;
        if (!db.run(fmt::format("SELECT 1 FROM {} LIMIT 1", table)).empty()) return table;
    }
    if (db.run("SELECT 1 FROM counters WHERE name = 'incident' AND value > 0").empty()) return std::nullopt;
    return "a count of incidents";
}

Expected<MoveCount> move_rows(Connection& from, Connection& to) {
    if (const auto what = holds_something(to)) {
        return fail(ErrorKind::conflict,
                    fmt::format("The store that it should move to has {} already. Nothing "
                                "was moved. Name an empty database, or a new file.",
                                *what));
    }
    RowCopy rows(from, to);
    rows.step(std::numeric_limits<std::size_t>::max());
    const auto verification = verify(to);
    if (!verification.intact) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} Nothing was moved. Check the store that it should move "
                                "from with tocsin verify.",
                                verification.problem));
    }
    return MoveCount{rows.copied(), verification.events};
}

Expected<MoveCount> move_held(Connection& from, Connection& to) {
    bool was_committing = false;
    const auto failed = [&](const std::runtime_error& error, bool is_known) {
        from.rollback();
        to.rollback();
        return fail(
            ErrorKind::unavailable,
            fmt::format("{} {}", error.what(),
                        is_known ? "Nothing was moved."
                                 : "Whether the store was moved is not known; the one that it should "
                                   "move from is as it was. Do the same again: a store that was moved "
                                   "is refused then, because something is in it already."));
    };
    try {
        from.begin();
        to.begin();
        auto moved = move_rows(from, to);
        from.rollback();
        if (!moved) {
            to.rollback();
            return moved;
        }
        was_committing = true;
        to.commit();
        return moved;
    } catch (const OutcomeUnknown& error) {
        return failed(error, false);
    } catch (const StoreLost& error) {
        return failed(error, !was_committing);
    } catch (const std::runtime_error& error) {  // StoreError, UnreadableValue
        return failed(error, true);
    }
}

}  // namespace

Expected<MoveCount> move_store(std::string_view from, std::string_view to, const Clock& clock) {
    if (!Store::is_there(from)) {
        return fail(ErrorKind::not_found,
                    fmt::format("There is no store at {}. Nothing was moved.", without_password(from)));
    }
    auto source = open_migrated(from, clock);
    if (!source) return std::unexpected(source.error());
    auto target = open_migrated(to, clock);
    if (!target) return std::unexpected(target.error());
    return move_held(**source, **target);
}

}  // namespace tocsin::storage
