#include "bot/engine/api_body.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr int max_depth = 16;
constexpr std::size_t shortest_title = 3;

std::unexpected<Error> unreadable(std::string sentence) {
    return fail(ErrorKind::invalid, std::move(sentence) + " Nothing was changed.");
}

// Reads one member after the other; the first one that is wrong is what is told.
class Reader {
  public:
    explicit Reader(const json& body) : body_(body) {}

    std::string text(std::string_view name) {
        auto read = text_in(body_, name);
        if (!read) return note(read.error()), std::string();
        return *std::move(read);
    }
    // What people call it differs from verb to verb; one of them is enough.
    std::string words() {
        auto said = text("text");
        return said.empty() ? text("reason") : said;
    }
    std::optional<Time> instant(std::string_view name) {
        const auto written = text(name);
        if (written.empty()) return std::nullopt;
        const auto at = parse_rfc3339(written);
        if (!at) return note(at.error()), std::nullopt;
        return *at;
    }
    std::optional<Duration> duration(std::string_view name) {
        const auto written = text(name);
        if (written.empty()) return std::nullopt;
        const auto length = parse_duration(written);
        if (!length) return note(length.error()), std::nullopt;
        return *length;
    }
    bool flag(std::string_view name) {
        const auto& value = member(body_, name);
        if (value.is_null()) return false;
        if (!value.is_boolean())
            note({ErrorKind::invalid, fmt::format("{} is true or false. Nothing was changed.", name)});
        return value.is_boolean() && value.get<bool>();
    }
    std::optional<Severity> severity() {
        const auto& value = member(body_, "severity");
        if (value.is_number_integer()) return parse_severity(value.dump());
        return value.is_string() ? parse_severity(trim(value.get_ref<const std::string&>())) : std::nullopt;
    }
    void note(Error error) {
        if (!error_) error_ = std::move(error);
    }
    template <class Value>
    Expected<Value> or_error(Value value) {
        if (error_) return std::unexpected(*std::move(error_));
        return value;
    }

  private:
    const json& body_;
    std::optional<Error> error_;
};

// "identified", "Monitoring"; empty when absent.
std::optional<tocsin::State> status_in(Reader& read) {
    const auto word = read.text("status");
    if (word.empty()) return std::nullopt;
    const auto state = parse_state(to_lower(word));
    using enum tocsin::State;
    if (state == investigating || state == identified || state == monitoring || state == resolved)
        return state;
    read.note({ErrorKind::invalid,
               fmt::format("\"{}\" is no status. It can be investigating, identified, monitoring or "
                           "resolved. Nothing was changed.",
                           cut(word, 40))});
    return std::nullopt;
}

CommandBody change_status(Reader& read) {
    const auto to = status_in(read);
    if (to == tocsin::State::resolved) {
        command::Resolve resolve;
        resolve.mitigation = read.words();
        return resolve;
    }
    if (!to) read.note({ErrorKind::invalid, "status is missing. Nothing was changed."});
    return command::ChangeStatus{to.value_or(tocsin::State::investigating), read.words()};
}

CommandBody update(Reader& read) {
    command::Update update;
    update.text = read.words();
    update.eta = read.duration("eta");
    update.next = read.duration("next");
    update.status = status_in(read);
    if (update.status == tocsin::State::resolved)
        read.note({ErrorKind::invalid, "An update does not resolve: resolve does. Nothing was changed."});
    return update;
}

CommandBody resolve(Reader& read) {
    command::Resolve resolve;
    resolve.mitigation = read.words();
    resolve.cause = read.text("cause");
    resolve.restored = read.instant("restored");
    return resolve;
}

CommandBody change_severity(Reader& read) {
    const auto to = read.severity();
    if (!to) {
        read.note({ErrorKind::invalid,
                   "severity is missing or none: sev1, sev2, sev3 or sev4. Nothing was changed."});
    }
    return command::ChangeSeverity{to.value_or(Severity::sev2), read.words()};
}

CommandBody note(Reader& read) {
    const auto at = read.instant("at");
    return command::AddNote{at, read.words()};
}

}  // namespace

Expected<json> body_in(std::string_view text) {
    if (trim(text).empty()) return json(json::value_t::object);
    auto body = parse_unambiguous(text, max_depth);
    if (body.is_discarded() || !body.is_object())
        return unreadable("The body is not a JSON object in UTF-8 with every member once.");
    return body;
}

Expected<std::string> text_in(const json& body, std::string_view name) {
    const auto& value = member(body, name);
    if (value.is_null()) return std::string();
    if (!value.is_string()) return unreadable(fmt::format("{} has to be text.", name));
    const auto clean = clean_utf8(value.get_ref<const std::string&>());
    return std::string(trim(clean));
}

Expected<ReadDeclaration> declaration_in(const json& body, const Rules& rules, Time now) {
    Reader read(body);
    ReadDeclaration found;
    auto& declaration = found.declaration;
    declaration.title = read.text("title");
    declaration.impact = read.text("description");
    declaration.started = read.instant("started");
    declaration.drill = read.flag("drill");
    declaration.is_private = read.flag("private");
    declaration.nopage = read.flag("nopage");
    if (const auto name = read.text("service"); !name.empty()) {
        auto service = commands::service_named(name, rules);
        if (service) {
            declaration.service = *std::move(service);
        } else {
            read.note(service.error());
        }
    }
    if (utf16_length(declaration.title) < shortest_title) {
        read.note({ErrorKind::invalid,
                   "title says what is broken, in at least 3 characters. Nothing was declared."});
    }
    if (declaration.started && *declaration.started > now)
        read.note({ErrorKind::invalid, "The start cannot be in the future. Nothing was declared."});
    declaration.severity = read.severity();
    if (!declaration.severity) {
        declaration.severity = Severity::sev2;
        found.remark = "The severity is missing or none of sev1 to sev4: declared as SEV 2.";
    }
    commands::fit_title(declaration);
    return read.or_error(std::move(found));
}

Expected<CommandBody> command_in(std::string_view verb, const json& body) {
    Reader read(body);
    const auto command = [&]() -> CommandBody {
        if (verb == "ack") return command::Acknowledge{};
        if (verb == "update") return update(read);
        if (verb == "status") return change_status(read);
        if (verb == "severity") return change_severity(read);
        if (verb == "escalate") return command::Escalate{read.words()};
        if (verb == "resolve") return resolve(read);
        if (verb == "reopen") return command::Reopen{read.words()};
        if (verb == "cancel") return command::Cancel{read.words()};
        if (verb == "note") return note(read);
        read.note({ErrorKind::not_found, fmt::format("There is no verb {}. Nothing was changed.", verb)});
        return command::Acknowledge{};
    };
    auto made = command();
    return read.or_error(std::move(made));
}

}  // namespace tocsin::engine
