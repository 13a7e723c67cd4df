#include "storage/exported_tables.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "bot/base/text.h"
#include "storage/alert_json.h"
#include "storage/columns.h"
#include "storage/rota_change_json.h"
#include "storage/store.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

using Kind = ExportedColumn::Kind;
using nlohmann::json;

const std::vector<ExportedTable>& tables() {
    static const std::vector<ExportedTable> all{
        {"rota_changes",
         "id",
         {{"id", Kind::number}, {"state", Kind::word_of}, {"value", Kind::value}},
         [](std::string_view value) { rota_change_from_json(value); }},
        {"silences",
         "id",
         {{"id", Kind::number}, {"until_at", Kind::instant_of, "lifted", "until"}, {"value", Kind::value}},
         [](std::string_view value) { silence_from_json(value); }},
        {"shifts",
         "schedule, person, start",
         {{"schedule"}, {"person"}, {"start", Kind::instant}, {"ready", Kind::instant}, {"told"}}},
        {"handoffs",
         "id",
         {{"id", Kind::number},
          {"schedule"},
          {"at", Kind::instant},
          {"user_id"},
          {"name"},
          {"person"},
          {"words"}}},
        {"test_pages",
         "id",
         {{"id", Kind::number},
          {"person"},
          {"confirmed", Kind::instant_of, "confirmed"},
          {"value", Kind::value}}},
        {"contacts", "person", {{"person"}, {"value", Kind::value}}},
        {"stopped_numbers", "hash", {{"hash"}, {"salt"}, {"since", Kind::instant}}},
        {.name = "alerts",
         .order = "id",
         .columns = {{"id", Kind::number},
                     {"source"},
                     {"name"},
                     {"alike"},
                     {"firing", Kind::flag},
                     {"incident", Kind::number},
                     {"told", Kind::instant, "last_told"},
                     {"value", Kind::value}},
         .check = [](std::string_view value) { alert_record_from_json(value); },
         .key = "alert_records"},
        {"alert_counts", "quarter, rule", {{"quarter", Kind::number}, {"rule"}, {"fired", Kind::number}}},
        {"deployments",
         "id",
         {{"id", Kind::number},
          {"source"},
          {"name"},
          {"at", Kind::instant},
          {"what"},
          {"environment"},
          {"version"},
          {"commit_id"},
          {"person"},
          {"link"}}},
        {"public_notices",
         "id",
         {{"id", Kind::text, "notice_id"},
          {"incident", Kind::number, "of_incident"},
          {"opened", Kind::number, "opened_us"},
          {"ends", Kind::number, "ends_us"},
          {"value", Kind::value}}},
        {"public_pushes",
         "mirror, notice, entry",
         {{"mirror"}, {"notice"}, {"entry", Kind::number}, {"foreign_id"}}},
        {"subscribers",
         "id",
         {{"id", Kind::number},
          {"address"},
          {"asked", Kind::instant},
          {"asks", Kind::number},
          {"confirmed", Kind::instant}}},
        {"subscriber_tokens", "token", {{"token"}, {"subscriber", Kind::number}, {"made", Kind::instant}}},
        {"messages", "incident, name", {{"incident", Kind::number}, {"name"}, {"channel"}, {"ts"}}},
        {"notes", "key", {{"key"}, {"value"}}},
    };
    return all;
}

std::string key_of(const ExportedColumn& column) {
    return std::string(column.key.empty() ? column.name : column.key);
}

json cell(const Row& row, std::size_t index, Kind kind) {
    if (row.is_null(index)) return nullptr;
    if (kind == Kind::number) return row.integer(index);
    if (kind == Kind::flag) return row.flag(index);
    if (kind == Kind::instant) return format_rfc3339(time_of(row.integer(index)));
    return row.text(index);
}

json object_of(const ExportedTable& table, const Row& row) {
    json object = json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        if (column.kind != Kind::value) continue;
        const auto value = json::parse(row.text(i), nullptr, false);
        if (!value.is_object()) throw UnreadableValue("It is no object.");
        if (table.check != nullptr) table.check(row.text(i));
        object.update(value);
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto kind = table.columns[i].kind;
        if (kind == Kind::value || kind == Kind::word_of || kind == Kind::instant_of) continue;
        object[key_of(table.columns[i])] = cell(row, i, kind);
    }
    return object;
}

// "Row 7", "Row dana": by the first column of its key.
std::string name_of(const ExportedTable& table, const Row& row) {
    const auto key = table.order.substr(0, table.order.find(','));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name != key) continue;
        const auto* number = std::get_if<std::int64_t>(&row.values.at(i));
        return number != nullptr ? fmt::format("Row {}", *number) : fmt::format("Row {}", row.text(i));
    }
    return "A row";
}

std::string column_names(const ExportedTable& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.emplace_back(column.name);
    return join(names, ", ");
}

[[noreturn]] void refuse(const ExportedTable& table, std::string_view what) {
    throw UnreadableValue(fmt::format("{} of {} cannot be read.", what, table.json_key()));
}

const json& member_of(const json& object, const std::string& key) {
    static const json null;
    const auto found = object.find(key);
    return found == object.end() ? null : *found;
}

// A row on its way back: the texts live here while parameters point at them.
class RowPutBack {
  public:
    RowPutBack(const ExportedTable& table, const json& object) : table_(table) {
        if (!object.is_object()) refuse(table, "A row");
        value_ = object;
        for (const auto& column : table.columns) {
            const bool own = column.kind == Kind::text || column.kind == Kind::number ||
                             column.kind == Kind::flag || column.kind == Kind::instant;
            if (own) value_.erase(key_of(column));
        }
        texts_.reserve(table.columns.size());
        for (const auto& column : table.columns) parameters_.push_back(parameter(column, object));
    }
    std::span<const Parameter> parameters() const { return parameters_; }

  private:
    Parameter text(std::string words) { return std::string_view(texts_.emplace_back(std::move(words))); }

    Parameter instant(const json& at) const {
        const auto read =
            at.is_string() ? parse_rfc3339(at.get_ref<const std::string&>()) : fail(ErrorKind::invalid, "");
        if (!read) refuse(table_, "An instant");
        return tocsin::storage::column(*read);
    }

    Parameter parameter(const ExportedColumn& column, const json& object) {
        const json& at = member_of(object, key_of(column));
        switch (column.kind) {
            case Kind::text:
            case Kind::word_of:
                if (!at.is_string()) refuse(table_, fmt::format("The text \"{}\"", key_of(column)));
                return text(at.get<std::string>());
            case Kind::number:
                if (!at.is_number_integer()) refuse(table_, fmt::format("The number \"{}\"", key_of(column)));
                return at.get<std::int64_t>();
            case Kind::flag:
                if (!at.is_boolean()) refuse(table_, fmt::format("\"{}\"", key_of(column)));
                return tocsin::storage::column(at.get<bool>());
            case Kind::instant:
                return at.is_null() ? Parameter(Null{}) : instant(at);
            case Kind::instant_of: {
                const json& other = member_of(object, std::string(column.otherwise));
                if (!at.is_null()) return instant(at);
                return other.is_null() ? Parameter(Null{}) : instant(other);
            }
            case Kind::value: {
                auto words = value_.dump();
                if (table_.check != nullptr) table_.check(words);
                return text(std::move(words));
            }
        }
        std::unreachable();
    }

    const ExportedTable& table_;
    json value_;
    std::vector<std::string> texts_;
    std::vector<Parameter> parameters_;
};

}  // namespace

std::span<const ExportedTable> exported_tables() {
    return tables();
}

std::string rows_as_json(Connection& connection, const ExportedTable& table,
                         std::vector<std::string>& damaged) {
    std::string out = "[";
    std::vector<Row> rows;
    try {
        rows = connection.run(
            fmt::format("SELECT {} FROM {} ORDER BY {}", column_names(table), table.name, table.order));
    } catch (const StoreError&) {
        damaged.push_back(fmt::format("The list {} cannot be read. It was left out.", table.json_key()));
    }
    for (const Row& row : rows) {
        try {
            const auto text = object_of(table, row).dump(-1, ' ', false, json::error_handler_t::replace);
            if (out.size() > 1) out += ',';
            out += text;
        } catch (const UnreadableValue&) {
            damaged.push_back(fmt::format("{} of {} cannot be read. It was left out.", name_of(table, row),
                                          table.json_key()));
        }
    }
    return out + "]";
}

void put_back(Connection& connection, const ExportedTable& table, const json& rows) {
    if (!rows.is_array()) refuse(table, "The list");
    std::vector<std::string> places;
    for (std::size_t i = 1; i <= table.columns.size(); ++i) places.push_back(fmt::format("${}", i));
    const auto sql =
        fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, column_names(table), join(places, ", "));
    for (const json& object : rows) connection.run_with(sql, RowPutBack(table, object).parameters());
    if (table.columns.front().name != "id" || table.columns.front().kind != Kind::number) return;
    const auto last = connection.run(fmt::format("SELECT coalesce(max(id), 0) FROM {}", table.name));
    connection.count_on(std::string(table.name), last.at(0).integer(0));
}

}  // namespace tocsin::storage
