#include "storage/postgres_session.h"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "bot/base/text.h"
#include "storage/postgres_dialect.h"
#include "storage/store_errors.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t max_plans = 256;     // all of ours are fewer; texts that vary must not fill memory
constexpr int longest_answer_ms = 60'000;  // a new index of a big table takes that long; nothing else does

// Of the server's catalogue, which is fixed: src/include/catalog/pg_type.dat.
constexpr Oid type_bool = 16, type_int8 = 20, type_int2 = 21, type_int4 = 23, type_text = 25, type_oid = 26,
              type_numeric = 1700;

// What the URL says of these wins. A peer that is gone without a word is noticed within ten seconds.
constexpr std::array<std::pair<const char*, const char*>, 8> wishes{{
    {"connect_timeout", "5"},
    {"keepalives_idle", "4"},
    {"keepalives_interval", "2"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "10000"},
    {"target_session_attrs", "read-write"},
    {"fallback_application_name", "tocsin"},
    {"client_encoding", "UTF8"},
}};

// The same for the server, which has to give the locks of a machine that vanished to the next one.
constexpr std::array<const char*, 8> session_settings{
    "SET default_transaction_isolation = 'serializable'",
    "SET idle_in_transaction_session_timeout = 0",
    "SET statement_timeout = 0",
    "SET jit = off",
    "SET tcp_keepalives_idle = 4",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 10000",  // while an answer is under way that nobody acknowledges
};

std::string sentence(const char* message) {
    std::string words(trim(message == nullptr ? "" : message));
    for (char& c : words) {
        if (c == '\n') c = ' ';
    }
    while (words.ends_with('.')) words.pop_back();
    return words;
}

// The server keeps no NUL and nothing that is not UTF-8. What is only looked for cannot be there either.
std::string_view keepable(std::string_view text, bool is_kept, std::string& instead) {
    if (valid_utf8(text) && !text.contains('\0')) return text;
    if (is_kept)
        throw UnreadableValue("A text has characters that the database cannot keep; it was not stored.");
    instead = clean_utf8(text) + "\xEF\xBF\xBF";  // U+FFFF is no character
    return instead;
}

}  // namespace

struct PostgresSession::Bound {
    Bound(std::span<const Parameter> parameters, bool is_kept) {
        texts.reserve(parameters.size());
        for (const Parameter& parameter : parameters) {
            if (const auto* text = std::get_if<std::string_view>(&parameter)) {
                const auto bytes = keepable(*text, is_kept, texts.emplace_back());
                add(type_text, 't', bytes.data() == nullptr ? "" : bytes.data(), bytes.size(), 1);
            } else if (const auto* number = std::get_if<std::int64_t>(&parameter)) {
                const auto& digits = texts.emplace_back(std::to_string(*number));
                add(type_int8, 'i', digits.c_str(), digits.size(), 0);
            } else {
                add(0, 'n', nullptr, 0, 0);
            }
        }
    }
    void add(Oid type, char letter, const char* value, std::size_t size, int format) {
        types.push_back(type);
        signature += letter;
        values.push_back(value);
        lengths.push_back(static_cast<int>(size));
        formats.push_back(format);
    }
    int count() const { return static_cast<int>(types.size()); }

    std::vector<std::string> texts;
    std::vector<Oid> types;
    std::string signature;
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
};

PostgresSession::PostgresSession(const PostgresLibrary& library, const std::string& url)
    : pq_(library), link_(nullptr, Finish{&library}) {
    std::vector<const char*> keywords, values;
    for (const auto& [keyword, value] : wishes) {
        keywords.push_back(keyword);
        values.push_back(value);
    }
    keywords.insert(keywords.end(), {"dbname", nullptr});
    values.insert(values.end(), {url.c_str(), nullptr});
    link_.reset(pq_.connect(keywords.data(), values.data(), 1));
    if (!link_ || pq_.status(link_.get()) != CONNECTION_OK) {
        throw SessionLost(fmt::format("The database cannot be reached: {}.",
                                      sentence(link_ ? pq_.error_message(link_.get()) : "no memory")));
    }
    pq_.set_notice_processor(link_.get(), [](void*, const char*) {}, nullptr);
    const char* encoding = pq_.parameter_status(link_.get(), "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
        throw StoreError(
            "The database does not keep its texts in UTF-8. Make one that does: CREATE DATABASE … ENCODING "
            "'UTF8' TEMPLATE template0.");
    }
    for (const char* setting : session_settings) command(setting);
}

std::string PostgresSession::place() const {
    return fmt::format("{}/{}", pq_.host(link_.get()), pq_.db(link_.get()));
}

void PostgresSession::lost() {
    const auto why = sentence(pq_.error_message(link_.get()));
    throw SessionLost(fmt::format("The connection to the database was lost: {}.",
                                  why.empty() ? "it does not answer" : why));
}

PostgresSession::Result PostgresSession::sent(int accepted) {
    if (accepted == 0) lost();
    Result last(nullptr, Clear{&pq_});
    for (;;) {
        while (pq_.is_busy(link_.get()) != 0) {
            pollfd readable{pq_.socket(link_.get()), POLLIN, 0};
            const int ready = ::poll(&readable, 1, longest_answer_ms);
            if (ready < 0 && errno == EINTR) continue;
            if (ready <= 0 || pq_.consume_input(link_.get()) == 0) lost();
        }
        Result next(pq_.get_result(link_.get()), Clear{&pq_});
        if (!next) break;
        last = std::move(next);
    }
    if (!last || pq_.status(link_.get()) != CONNECTION_OK) lost();
    return last;
}

PostgresSession::Result PostgresSession::good(Result result) {
    const auto status = pq_.result_status(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail_with(*result);
    return result;
}

void PostgresSession::fail_with(const PGresult& result) {
    const char* given = pq_.error_field(&result, PG_DIAG_SQLSTATE);
    const std::string_view state = given == nullptr ? "" : given;
    const auto why = sentence(pq_.error_field(&result, PG_DIAG_MESSAGE_PRIMARY));
    if (state == "40001" || state == "40P01")
        throw TransactionRefused(fmt::format("The database refused the transaction: {}.", why));
    if (state == "55P03") throw LockTaken(fmt::format("Another process holds what is needed: {}.", why));
    // It shuts down, or has become one that only copies another.
    if (state.starts_with("57P0") || state.starts_with("08") || state == "25006")
        throw SessionLost(fmt::format("The database went away: {}.", why));
    throw StoreError(fmt::format("The database failed: {}.", why));
}

std::string PostgresSession::command(const std::string& sql) {
    const auto result =
        good(sent(pq_.send(link_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0)));
    return pq_.command_status(result.get());
}

PostgresSession::Plan& PostgresSession::plan(std::string_view sql) {
    const auto known = plans_.find(sql);
    if (known != plans_.end()) return known->second;
    if (plans_.size() >= max_plans) {
        command("DEALLOCATE ALL");
        plans_.clear();
    }
    const auto word = first_word(sql);
    const bool is_prepared = word == "SELECT" || word == "INSERT" || word == "UPDATE" || word == "DELETE";
    return plans_.emplace(std::string(sql), Plan{in_postgres(sql), is_prepared, {}}).first->second;
}

// The types of the parameters are ours to say: the server would guess those that stand beside none. A null
// has none, so that a statement may have several plans.
const std::string& PostgresSession::prepared(Plan& plan, const Bound& bound) {
    for (const auto& [signature, name] : plan.names) {
        if (signature == bound.signature) return name;
    }
    auto name = fmt::format("s{}", ++prepared_);
    good(sent(
        pq_.send_prepare(link_.get(), name.c_str(), plan.text.c_str(), bound.count(), bound.types.data())));
    return plan.names.emplace_back(bound.signature, std::move(name)).second;
}

Done PostgresSession::run(std::string_view sql, std::span<const Parameter> parameters) {
    Plan& known = plan(sql);
    const Bound bound(parameters, is_write(sql));
    Result result(nullptr, Clear{&pq_});
    if (known.is_prepared) {
        const auto& name = prepared(known, bound);
        result = sent(pq_.send_prepared(link_.get(), name.c_str(), bound.count(), bound.values.data(),
                                        bound.lengths.data(), bound.formats.data(), 0));
    } else {
        result = sent(pq_.send(link_.get(), known.text.c_str(), bound.count(), bound.types.data(),
                               bound.values.data(), bound.lengths.data(), bound.formats.data(), 0));
    }
    result = good(std::move(result));
    Done done;
    const int rows = pq_.rows(result.get());
    done.rows.reserve(static_cast<std::size_t>(rows));
    for (int i = 0; i < rows; ++i) done.rows.push_back(row_of(*result, i));
    const std::string_view changed = pq_.changed(result.get());
    std::from_chars(changed.data(), changed.data() + changed.size(), done.changed);
    return done;
}

Row PostgresSession::row_of(const PGresult& result, int index) const {
    Row row;
    const int columns = pq_.columns(&result);
    row.values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
        if (pq_.is_null(&result, index, i) != 0) {
            row.values.emplace_back(Null{});
            continue;
        }
        const std::string_view value(pq_.value(&result, index, i),
                                     static_cast<std::size_t>(pq_.length(&result, index, i)));
        const Oid type = pq_.type(&result, i);
        if (type == type_bool) {
            row.values.emplace_back(std::int64_t{value == "t"});
        } else if (type == type_int8 || type == type_int4 || type == type_int2 || type == type_oid ||
                   type == type_numeric) {
            std::int64_t number = 0;
            const auto* end = value.data() + value.size();
            const auto read = std::from_chars(value.data(), end, number);
            if (read.ec != std::errc{} || read.ptr != end)
                throw StoreError("The database answered a number that is not whole, or too large.");
            row.values.emplace_back(number);
        } else {
            row.values.emplace_back(std::string(value));
        }
    }
    return row;
}

}  // namespace tocsin::storage
