// libpq, loaded when the first store of PostgreSQL is opened: it brings Kerberos, LDAP and more with it,
// which a bot with a SQLite file need not have installed. Only the functions that the driver calls.
#pragma once

#include <libpq-fe.h>

#include "bot/base/error.h"

namespace tocsin::storage {

struct PostgresLibrary {
    decltype(&PQconninfoParse) parse = nullptr;
    decltype(&PQconninfoFree) free_options = nullptr;
    decltype(&PQfreemem) free_memory = nullptr;
    decltype(&PQconnectdbParams) connect = nullptr;
    decltype(&PQfinish) finish = nullptr;
    decltype(&PQstatus) status = nullptr;
    decltype(&PQerrorMessage) error_message = nullptr;
    decltype(&PQparameterStatus) parameter_status = nullptr;
    decltype(&PQsetNoticeProcessor) set_notice_processor = nullptr;
    decltype(&PQsocket) socket = nullptr;
    decltype(&PQhost) host = nullptr;
    decltype(&PQdb) db = nullptr;
    decltype(&PQsendPrepare) send_prepare = nullptr;
    decltype(&PQsendQueryPrepared) send_prepared = nullptr;
    decltype(&PQsendQueryParams) send = nullptr;
    decltype(&PQconsumeInput) consume_input = nullptr;
    decltype(&PQisBusy) is_busy = nullptr;
    decltype(&PQgetResult) get_result = nullptr;
    decltype(&PQclear) clear = nullptr;
    decltype(&PQresultStatus) result_status = nullptr;
    decltype(&PQresultErrorField) error_field = nullptr;
    decltype(&PQcmdStatus) command_status = nullptr;
    decltype(&PQcmdTuples) changed = nullptr;
    decltype(&PQntuples) rows = nullptr;
    decltype(&PQnfields) columns = nullptr;
    decltype(&PQftype) type = nullptr;
    decltype(&PQgetisnull) is_null = nullptr;
    decltype(&PQgetvalue) value = nullptr;
    decltype(&PQgetlength) length = nullptr;
};

// Lives as long as the process. Error: unavailable when it is not installed.
Expected<const PostgresLibrary*> postgres_library();

}  // namespace tocsin::storage
