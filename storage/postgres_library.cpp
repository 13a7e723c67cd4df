#include "storage/postgres_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string>

namespace tocsin::storage {
namespace {

constexpr const char* file = "libpq.so.5";

struct Loaded {
    PostgresLibrary library;
    std::string problem;  // empty: it is there
};

Loaded load() {
    Loaded loaded;
    void* const handle = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        loaded.problem = ::dlerror();
        return loaded;
    }
    const auto find = [&](auto& function, const char* name) {
        void* const found = ::dlsym(handle, name);
        if (found == nullptr) loaded.problem = fmt::format("it has no {}", name);
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(found);
    };
    auto& pq = loaded.library;
    find(pq.parse, "PQconninfoParse");
    find(pq.free_options, "PQconninfoFree");
    find(pq.free_memory, "PQfreemem");
    find(pq.connect, "PQconnectdbParams");
    find(pq.finish, "PQfinish");
    find(pq.status, "PQstatus");
    find(pq.error_message, "PQerrorMessage");
    find(pq.parameter_status, "PQparameterStatus");
    find(pq.set_notice_processor, "PQsetNoticeProcessor");
    find(pq.socket, "PQsocket");
    find(pq.host, "PQhost");
    find(pq.db, "PQdb");
    find(pq.send_prepare, "PQsendPrepare");
    find(pq.send_prepared, "PQsendQueryPrepared");
    find(pq.send, "PQsendQueryParams");
    find(pq.consume_input, "PQconsumeInput");
    find(pq.is_busy, "PQisBusy");
    find(pq.get_result, "PQgetResult");
    find(pq.clear, "PQclear");
    find(pq.result_status, "PQresultStatus");
    find(pq.error_field, "PQresultErrorField");
    find(pq.command_status, "PQcmdStatus");
    find(pq.changed, "PQcmdTuples");
    find(pq.rows, "PQntuples");
    find(pq.columns, "PQnfields");
    find(pq.type, "PQftype");
    find(pq.is_null, "PQgetisnull");
    find(pq.value, "PQgetvalue");
    find(pq.length, "PQgetlength");
    return loaded;
}

}  // namespace

Expected<const PostgresLibrary*> postgres_library() {
    static const Loaded loaded = load();
    if (loaded.problem.empty()) return &loaded.library;
    return fail(
        ErrorKind::unavailable,
        fmt::format("PostgreSQL cannot be spoken to: {} cannot be used ({}). Nothing was opened. Install "
                    "the package libpq5.",
                    file, loaded.problem));
}

}  // namespace tocsin::storage
