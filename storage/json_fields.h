// Writes and reads our values as JSON from one description of their fields: `fields(archive, value)` calls
// `archive("name", value.member)` for each. Empty texts, lists and options, false and 0 are left out and read
// back as such, whatever a member's initializer says. The same description leads a redaction through a value.
// Not for foreign JSON.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/json_text.h"
#include "bot/base/time.h"
#include "bot/core/ad_hoc_page.h"
#include "bot/core/alert.h"
#include "bot/core/event.h"
#include "bot/core/rota_change.h"
#include "storage/redaction.h"
#include "storage/unreadable.h"

namespace tocsin::storage {

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

std::string_view key_of(DataLoss data);
std::optional<DataLoss> parse_data_loss(std::string_view key);
std::string_view key_of(Alert::Status status);
std::optional<Alert::Status> parse_alert_status(std::string_view key);
using tocsin::key_of;

template <class T>
std::optional<T> parse_key(std::string_view key) {
    if constexpr (std::same_as<T, State>) {
        return parse_state(key);
    } else if constexpr (std::same_as<T, Severity>) {
        return parse_severity(key);
    } else if constexpr (std::same_as<T, Via>) {
        return parse_via(key);
    } else if constexpr (std::same_as<T, Means>) {
        return parse_means(key);
    } else if constexpr (std::same_as<T, PageVerdict>) {
        return parse_page_verdict(key);
    } else if constexpr (std::same_as<T, PageState>) {
        return parse_page_state(key);
    } else if constexpr (std::same_as<T, PageCause>) {
        return parse_page_cause(key);
    } else if constexpr (std::same_as<T, PagingEnd>) {
        return parse_paging_end(key);
    } else if constexpr (std::same_as<T, ActionPriority>) {
        return parse_action_priority(key);
    } else if constexpr (std::same_as<T, PostMortemSection>) {
        return parse_post_mortem_section(key);
    } else if constexpr (std::same_as<T, Milestone>) {
        return parse_milestone(key);
    } else if constexpr (std::same_as<T, AdHocDelivery::State>) {
        return parse_delivery_state(key);
    } else if constexpr (std::same_as<T, StepListKind>) {
        return parse_step_list_kind(key);
    } else if constexpr (std::same_as<T, StepMark>) {
        return parse_step_mark(key);
    } else if constexpr (std::same_as<T, Alert::Status>) {
        return parse_alert_status(key);
    } else if constexpr (std::same_as<T, Override::Kind>) {
        return parse_override_kind(key);
    } else if constexpr (std::same_as<T, PublicHeading>) {
        return parse_public_heading(key);
    } else if constexpr (std::same_as<T, ComponentState>) {
        return parse_component_state(key);
    } else if constexpr (std::same_as<T, PublicEnd>) {
        return parse_public_end(key);
    } else if constexpr (std::same_as<T, RotaChange::State>) {
        return parse_rota_change_state(key);
    } else {
        return parse_data_loss(key);
    }
}

void fields(auto& archive, Is<Actor> auto& actor) {
    archive("user", actor.user);
    archive("name", actor.name);
    archive("person", actor.person);
}

// Appends to a text in the order of the calls, so that the same value always gives the same bytes.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) { out_ += '{'; }
    JsonWriter(const JsonWriter&) = delete;
    JsonWriter& operator=(const JsonWriter&) = delete;
    ~JsonWriter() { out_ += '}'; }

    template <class T>
    void operator()(std::string_view name, const T& value) {
        if (is_empty(value)) return;
        if (!first_) out_ += ',';
        first_ = false;
        append_json_string(out_, name);
        out_ += ':';
        write(value);
    }

  private:
    template <class T>
    static bool is_empty(const T& value) {
        if constexpr (requires { value.empty(); }) {
            return value.empty();
        } else if constexpr (requires { value.has_value(); }) {
            return !value.has_value();
        } else if constexpr (Is<T, Actor>) {
            return !value.is_somebody() && value.name.empty();
        } else if constexpr (requires { value.value() == 0; }) {
            return value.value() == 0;
        } else if constexpr (Is<T, Severity>) {
            return value == Severity{};  // none of the four
        } else if constexpr (Is<T, bool> || std::integral<T>) {
            return value == T{};
        } else {
            return false;
        }
    }

    void write(const std::string& text) { append_json_string(out_, text); }
    void write(bool flag) { out_ += flag ? "true" : "false"; }
    template <std::integral T>
    void write(const T& number) {
        out_ += std::to_string(number);
    }
    void write(Time at) { append_json_string(out_, format_rfc3339(at)); }
    void write(Duration duration) { out_ += std::to_string(duration.count()); }
    template <class Tag>
    void write(NumberId<Tag> number) {
        out_ += std::to_string(number.value());
    }
    void write(const Target& target) { append_json_string(out_, text_of(target)); }
    template <class Tag>
    void write(const TextId<Tag>& id) {
        append_json_string(out_, id.str());
    }
    template <class T>
    void write(const std::optional<T>& value) {
        write(*value);
    }
    template <class T>
    void write(const std::vector<T>& values) {
        char separator = '[';
        for (const T& value : values) {
            out_ += separator;
            separator = ',';
            write(value);
        }
        out_ += ']';
    }
    template <class T>
    void write(const std::map<std::string, T>& values) {
        JsonWriter object(out_);
        for (const auto& [name, value] : values) object.member(name, value);
    }
    template <class T>
    void write(const T& value) {
        if constexpr (std::is_enum_v<T>) {
            append_json_string(out_, key_of(value));
        } else {
            JsonWriter object(out_);
            fields(object, value);
        }
    }
    template <class T>
    void member(std::string_view name, const T& value) {  // written even when empty
        if (!first_) out_ += ',';
        first_ = false;
        append_json_string(out_, name);
        out_ += ':';
        write(value);
    }

    std::string& out_;
    bool first_ = true;
};

// Throws UnreadableValue for what no JsonWriter wrote.
class JsonReader {
  public:
    explicit JsonReader(const nlohmann::json& object) : object_(object) {
        if (!object.is_object()) throw UnreadableValue("An object was expected in a stored value.");
    }

    template <class T>
    void operator()(std::string_view name, T& value) {
        const auto found = object_.find(name);
        if (found == object_.end()) {
            value = T{};
        } else {
            read(*found, value);
        }
    }

  private:
    template <class T>
    static T plain(const nlohmann::json& json) {
        const bool fits = std::same_as<T, std::string> ? json.is_string()
                          : std::same_as<T, bool>      ? json.is_boolean()
                                                       : json.is_number_integer();
        if (!fits) throw UnreadableValue("A stored value has another type than expected.");
        return json.get<T>();
    }

    static void read(const nlohmann::json& json, std::string& text) { text = plain<std::string>(json); }
    static void read(const nlohmann::json& json, bool& flag) { flag = plain<bool>(json); }
    static void read(const nlohmann::json& json, std::integral auto& number) {
        number = plain<std::remove_reference_t<decltype(number)>>(json);
    }
    static void read(const nlohmann::json& json, Time& at) {
        const auto parsed = parse_rfc3339(plain<std::string>(json));
        if (!parsed) throw UnreadableValue("A stored instant cannot be read.");
        at = *parsed;
    }
    static void read(const nlohmann::json& json, Duration& duration) {
        duration = Duration(plain<std::int64_t>(json));
    }
    template <class Tag>
    static void read(const nlohmann::json& json, NumberId<Tag>& number) {
        number = NumberId<Tag>(plain<std::int64_t>(json));
    }
    static void read(const nlohmann::json& json, Target& target) {
        const auto text = plain<std::string>(json);
        const auto parsed = parse_target(text);
        if (!parsed && !text.empty()) throw UnreadableValue("A stored target is not known to this program.");
        target = parsed.value_or(Target{});
    }
    template <class Tag>
    static void read(const nlohmann::json& json, TextId<Tag>& id) {
        id = TextId<Tag>(plain<std::string>(json));
    }
    template <class T>
    static void read(const nlohmann::json& json, std::optional<T>& value) {
        read(json, value.emplace());
    }
    template <class T>
    static void read(const nlohmann::json& json, std::vector<T>& values) {
        values.clear();
        for (const auto& item : json) read(item, values.emplace_back());
    }
    template <class T>
    static void read(const nlohmann::json& json, std::map<std::string, T>& values) {
        values.clear();
        for (const auto& [name, item] : json.items()) read(item, values[name]);
    }
    template <class T>
    static void read(const nlohmann::json& json, T& value) {
        if constexpr (std::is_enum_v<T>) {
            const auto parsed = parse_key<T>(plain<std::string>(json));
            if (!parsed) throw UnreadableValue("A stored word is not known to this program.");
            value = *parsed;
        } else {
            JsonReader object(json);
            fields(object, value);
        }
    }

    const nlohmann::json& object_;
};

// Takes what a redaction names out of a value.
class Redactor {
  public:
    explicit Redactor(Redaction& rule) : rule_(rule) {}

    template <class T>
    void operator()(std::string_view, T& value) {
        visit(value);
    }
    bool changed() const { return changed_; }

  private:
    void visit(std::string& text) { changed_ |= rule_.text(text); }
    void visit(Actor& who) { changed_ |= rule_.actor(who); }
    void visit(UserId& user) { changed_ |= rule_.user(user); }
    void visit(PersonId& person) { changed_ |= rule_.person(person); }
    void visit(Target& target) { changed_ |= rule_.target(target); }
    template <class T>
    void visit(std::optional<T>& value) {
        if (value) visit(*value);
    }
    template <class T>
    void visit(std::vector<T>& values) {
        for (T& value : values) visit(value);
    }
    template <class T>
    void visit(std::map<std::string, T>& values) {
        for (auto& [name, value] : values) visit(value);
    }
    template <class T>
    void visit(T& value) {
        if constexpr (requires { fields(*this, value); }) fields(*this, value);
    }

    Redaction& rule_;
    bool changed_ = false;
};

// The same for one that stands in a column.
template <class Value>
bool redact_stored(std::string& text, Redaction& rule) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    JsonReader object(json);
    Value value;
    fields(object, value);
    Redactor redactor(rule);
    fields(redactor, value);
    if (!redactor.changed()) return false;
    text.clear();
    JsonWriter written(text);
    fields(written, value);
    return true;
}

}  // namespace tocsin::storage
