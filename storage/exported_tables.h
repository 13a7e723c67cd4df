// What an export holds beside incidents and their timelines: a list of tables, each with its columns, from
// which they are written as JSON and put back. A new table is a line there. What waits to be done (timers,
// outbox) and what is soon worthless (inputs, drafts, codes, links) is not exported.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

namespace tocsin::storage {

struct ExportedColumn {
    enum class Kind {
        text,
        number,
        flag,
        instant,     // null where the column is
        value,       // an object of ours: its members stand beside the other columns
        word_of,     // repeats the text member `key` of the value
        instant_of,  // repeats the instant `key` of the value, or else `otherwise`
    };
    std::string_view name;
    Kind kind = Kind::text;
    std::string_view key = {};  // in the JSON; empty: the name
    std::string_view otherwise = {};
};

struct ExportedTable {
    std::string_view name;   // in the database
    std::string_view order;  // columns; the same store always gives the same bytes
    std::vector<ExportedColumn> columns;
    void (*check)(std::string_view value) = nullptr;  // throws UnreadableValue for what is none of ours
    std::string_view key = {};                        // in the JSON; empty: the name

    std::string_view json_key() const { return key.empty() ? name : key; }
};

std::span<const ExportedTable> exported_tables();

// What cannot be read is left out, and named in `damaged`: a sentence for each row.
std::string rows_as_json(Connection& connection, const ExportedTable& table,
                         std::vector<std::string>& damaged);
// Into the empty table. UnreadableValue for what rows_as_json did not write.
void put_back(Connection& connection, const ExportedTable& table, const nlohmann::json& rows);

}  // namespace tocsin::storage
