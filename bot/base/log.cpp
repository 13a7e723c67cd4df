#include "bot/base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "bot/base/text.h"
#include "bot/base/time.h"

namespace tocsin::log {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
        case Level::off:
            return spdlog::level::off;
    }
    return spdlog::level::info;
}

std::string_view level_name(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
        case Level::off:
            return "off";
    }
    return "info";
}

// One line whatever the text holds: nobody can forge a log line through a title.
std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : clean_utf8(text)) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += c;
        }
    }
    return out + "\"";
}

bool plain(std::string_view value) {
    return !value.empty() && value.find_first_of(" \"\n\t=\\") == std::string_view::npos &&
           clean_utf8(value) == value;
}

std::string as_text(Level level, std::string_view message, std::initializer_list<Field> fields) {
    std::string line = fmt::format("{} {:<5} {}", format_rfc3339(SystemClock{}.now()), level_name(level),
                                   replace_all(clean_utf8(message), "\n", " "));
    for (const auto& field : fields) {
        line += fmt::format(" {}={}", field.name, plain(field.value) ? field.value : json_text(field.value));
    }
    return line;
}

std::string as_json(Level level, std::string_view message, std::initializer_list<Field> fields) {
    std::string line =
        fmt::format(R"({{"at":"{}","level":"{}","message":{})", format_rfc3339(SystemClock{}.now()),
                    level_name(level), json_text(message));
    for (const auto& field : fields) {
        line += fmt::format(",\"{}\":{}", field.name, field.is_number ? field.value : json_text(field.value));
    }
    return line + "}";
}

struct Output {
    std::shared_ptr<spdlog::logger> logger;
    bool json;
};

Output make_output(Level level, Format format) {
    auto logger =
        std::make_shared<spdlog::logger>("tocsin", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
    logger->set_level(spdlog_level(level));
    logger->flush_on(spdlog::level::debug);
    const bool json = format == Format::json || (format == Format::automatic && isatty(STDERR_FILENO) == 0);
    return {std::move(logger), json};
}

// The log is the one thing that everybody writes to from everywhere; it is set once, before any thread
// starts.
Output& output() {
    static Output shared = make_output(Level::info, Format::automatic);
    return shared;
}

}  // namespace

void configure(Level level, Format format) {
    output() = make_output(level, format);
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
    const auto& [logger, json] = output();
    const auto wanted = spdlog_level(level);
    if (!logger->should_log(wanted)) return;
    logger->log(wanted, "{}", json ? as_json(level, message, fields) : as_text(level, message, fields));
}

}  // namespace tocsin::log
