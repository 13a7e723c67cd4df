// Copies every row of a database into another one of the same schema, whatever their kinds, in pieces:
// timers, what waits to be sent and what is remembered as well. Also how the copy of a server becomes a file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/base/error.h"
#include "storage/connection.h"
#include "storage/growing_copy.h"

namespace tocsin::storage {

class RowCopy {
  public:
    // Each has a transaction that the caller began and ends; of `from` it has to be one view of all.
    RowCopy(Connection& from, Connection& to);

    // At most so many rows more; true: every row is there. What `to` had in a table before goes.
    bool step(std::size_t rows);
    long long copied() const { return copied_; }

  private:
    std::vector<Row> next(const TableShape& table, std::size_t rows) const;
    void insert(const TableShape& table, const std::vector<Row>& rows);

    Connection& from_;
    Connection& to_;
    std::vector<TableShape> left_;  // the last one first
    std::vector<Value> behind_;     // the key of the last row that was copied of this table; empty: none was
    long long copied_ = 0;
};

// A SQLite file with all that `from` has at this moment. The connection is used until the copy is complete.
Expected<std::unique_ptr<GrowingCopy>> begin_copy_to_sqlite(std::unique_ptr<Connection> from,
                                                            const std::string& file);
// The same at once; the file has its name only when it is complete.
Expected<void> copy_to_sqlite(std::unique_ptr<Connection> from, const std::string& file);

}  // namespace tocsin::storage
