// The program's log: one line per event on standard error, text on a terminal and JSON elsewhere. Fields are
// named; secrets, phone numbers and whole payloads never go in.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin::log {

enum class Level { debug, info, warn, error, off };
enum class Format { automatic, text, json };

struct Field {
    Field(std::string_view field_name, std::string_view field_value) : name(field_name), value(field_value) {}
    Field(std::string_view field_name, long long number)
        : name(field_name), value(std::to_string(number)), is_number(true) {}

    std::string_view name;
    std::string value;
    bool is_number = false;
};

void configure(Level level, Format format);
void write(Level level, std::string_view message, std::initializer_list<Field> fields = {});

inline void debug(std::string_view message, std::initializer_list<Field> fields = {}) {
    write(Level::debug, message, fields);
}
inline void info(std::string_view message, std::initializer_list<Field> fields = {}) {
    write(Level::info, message, fields);
}
inline void warn(std::string_view message, std::initializer_list<Field> fields = {}) {
    write(Level::warn, message, fields);
}
inline void error(std::string_view message, std::initializer_list<Field> fields = {}) {
    write(Level::error, message, fields);
}

}  // namespace tocsin::log
