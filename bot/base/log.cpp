#include "bot/base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "bot/base/log_scope.h"
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

// Of the thread: what its scopes say, and where its lines wait.
struct Kept {
    std::string name;
    std::string value;
    bool is_number;
};
thread_local std::vector<Kept> scoped;
thread_local std::vector<std::string>* held = nullptr;

// The line's own fields and those of the scopes around it, each name once.
std::vector<Kept> all_of(std::initializer_list<Field> fields) {
    std::vector<Kept> all;
    const auto add = [&](std::string_view name, const std::string& value, bool is_number) {
        if (std::ranges::find(all, name, &Kept::name) == all.end())
            all.push_back({std::string(name), value, is_number});
    };
    for (const auto& field : fields) add(field.name, field.value, field.is_number);
    for (auto outer = scoped.rbegin(); outer != scoped.rend(); ++outer)
        add(outer->name, outer->value, outer->is_number);
    return all;
}

std::string as_text(Level level, std::string_view message, const std::vector<Kept>& fields) {
    std::string line = fmt::format("{} {:<5} {}", format_rfc3339(SystemClock{}.now()), level_name(level),
                                   replace_all(clean_utf8(message), "\n", " "));
    for (const auto& field : fields) {
        line += fmt::format(" {}={}", field.name,
                            field.is_number || plain(field.value) ? field.value : json_text(field.value));
    }
    return line;
}

std::string as_json(Level level, std::string_view message, const std::vector<Kept>& fields) {
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
    const auto all = all_of(fields);
    auto line = json ? as_json(level, message, all) : as_text(level, message, all);
    if (held != nullptr && (level == Level::info || level == Level::debug)) {
        held->push_back(std::move(line));
        return;
    }
    logger->log(wanted, "{}", line);
}

Scope::Scope(std::vector<Field> fields) : before_(scoped.size()) {
    for (auto& field : fields)
        scoped.push_back({std::string(field.name), std::move(field.value), field.is_number});
}

Scope::~Scope() {
    scoped.erase(scoped.begin() + static_cast<std::ptrdiff_t>(before_), scoped.end());
}

Held::Held() {
    held = &lines_;
}

Held::~Held() {
    held = nullptr;
}

void Held::let_go() {
    for (const auto& line : lines_) output().logger->log(spdlog::level::info, "{}", line);
    lines_.clear();
}

}  // namespace tocsin::log
