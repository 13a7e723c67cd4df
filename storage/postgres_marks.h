// What each process leaves on the server with every transaction that writes: a mark of its own, by which it
// learns what became of a commit whose answer was lost, and which topics it changed, for those it takes turns
// with. Whose turn it is, is not known here.
#pragma once

#include <map>
#include <string>

#include "storage/hold.h"
#include "storage/postgres_session.h"

namespace tocsin::storage {

class PostgresMarks {
  public:
    PostgresMarks();

    // In the process's first session: there may be no tables yet, also none of the schema.
    void begin(PostgresSession& session);

    enum class Found {
        as_known,  // our last transaction that is known to be stored
        stored,    // the doubtful one: it is known to be stored now
        else_was,  // neither: the server lost what it had stored
    };
    // In another session, when the one before has ended. Whatever was told before is told again.
    Found compare(PostgresSession& session);

    struct Look {
        Topics changed;  // by others, since the look before
        Time now;        // the server's
    };
    Look look(PostgresSession& session);
    bool others_wrote(PostgresSession& session) { return look(session).changed.contains(Topic::anything); }

    // Part of a transaction that writes. Its end is told to one of the three.
    void write(PostgresSession& session, const Topics& changed);
    void committed();
    void rolled_back();
    void doubtful();  // the answer to the commit was lost

    bool is_in_doubt() const { return !doubtful_.empty(); }

  private:
    void mark(PostgresSession& session, const std::string& mark);

    const std::string writer_;
    std::string stored_;                  // the mark of the last transaction that is known to be stored
    std::string written_;                 // of the one under way
    std::string doubtful_;                // of the one of which nobody knows
    Topics told_;                         // by the one under way
    std::map<Topic, std::int64_t> seen_;  // generations; those of our own transactions among them
};

}  // namespace tocsin::storage
