#include "storage/connection.h"

namespace tocsin::storage {

void Connection::run_script(std::string_view script) {
    while (!script.empty()) {
        const auto end = script.find(";\n");
        const auto statement = script.substr(0, end);
        script.remove_prefix(end == std::string_view::npos ? script.size() : end + 2);
        if (statement.find_first_not_of(" \n") != std::string_view::npos) run(statement);
    }
}

}  // namespace tocsin::storage
