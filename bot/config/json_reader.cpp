#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/config/tree_builder.h"

namespace tocsin::config {
namespace {

using nlohmann::json;

// Tells how far the parser has read, which is the only place the library lets us learn it from.
struct Reading {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at = nullptr;
    const char** reached = nullptr;

    reference operator*() const { return *at; }
    Reading& operator++() {
        *reached = ++at;
        return *this;
    }
    bool operator==(const Reading& other) const { return at == other.at; }
    bool operator!=(const Reading& other) const { return at != other.at; }
};

// Lines are counted as parsing goes on, so that a long file is not read again for each value.
class Places {
  public:
    explicit Places(std::string_view text) : text_(text) {}

    Position of(std::size_t offset) {
        for (; counted_ < offset; ++counted_) {
            if (text_[counted_] != '\n') continue;
            ++line_;
            line_start_ = counted_ + 1;
        }
        // A token may begin on the line before the last newline that was counted.
        if (offset < line_start_) return {line_ - 1, 1};
        return {line_, static_cast<int>(offset - line_start_) + 1};
    }

  private:
    std::string_view text_;
    std::size_t counted_ = 0;
    std::size_t line_start_ = 0;
    int line_ = 1;
};

class Events final : public nlohmann::json_sax<json> {
  public:
    Events(std::string_view text, const char** reached, std::vector<Finding>& findings)
        : text_(text), reached_(reached), places_(text), tree_(findings) {}

    bool null() override { return tree_.null(word_start()), true; }
    bool boolean(bool value) override {
        return tree_.scalar(value ? "true" : "false", word_start(), false), true;
    }
    bool number_integer(number_integer_t value) override { return number(fmt::format("{}", value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(fmt::format("{}", value)); }
    bool number_float(number_float_t, const string_t& source) override { return number(source); }
    bool string(string_t& value) override { return tree_.scalar(value, string_start(), true), true; }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return tree_.open(Node::Kind::map, bracket()), true; }
    bool key(string_t& name) override { return tree_.scalar(name, string_start(), true), true; }
    bool end_object() override { return tree_.close(), true; }
    bool start_array(std::size_t) override { return tree_.open(Node::Kind::list, bracket()), true; }
    bool end_array() override { return tree_.close(), true; }
    bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

    Position reached() { return places_.of(std::min(offset(), text_.size())); }
    Node take_root() { return tree_.take_root(); }

  private:
    std::size_t offset() const { return static_cast<std::size_t>(*reached_ - text_.data()); }
    Position bracket() { return places_.of(offset() - 1); }
    bool number(std::string text) { return tree_.scalar(std::move(text), word_start(), false), true; }

    // Back from the end of a number or literal, past the one character the parser looked ahead.
    Position word_start() {
        const auto in_word = [&](std::size_t i) {
            const char c = text_[i];
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '+' || c == '.';
        };
        std::size_t end = std::min(offset(), text_.size());
        while (end > 0 && !in_word(end - 1)) --end;
        while (end > 0 && in_word(end - 1)) --end;
        return places_.of(end);
    }

    // Back from the closing quote to the nearest quote that no odd number of backslashes stands before.
    Position string_start() {
        std::size_t i = offset() - 1;
        while (i > 0) {
            --i;
            if (text_[i] != '"') continue;
            std::size_t slashes = 0;
            while (slashes < i && text_[i - slashes - 1] == '\\') ++slashes;
            if (slashes % 2 == 0) break;
        }
        return places_.of(i);
    }

    std::string_view text_;
    const char** reached_;
    Places places_;
    TreeBuilder tree_;
};

}  // namespace

Node read_json(std::string_view text, std::vector<Finding>& findings) {
    const char* reached = text.data();
    Events events(text, &reached, findings);
    if (!json::sax_parse(Reading{text.data(), &reached}, Reading{text.data() + text.size(), &reached},
                         &events)) {
        throw Unreadable{events.reached(), "not readable as JSON", "text that starts with { is JSON",
                         "mend it just before this place, or write YAML"};
    }
    return events.take_root();
}

}  // namespace tocsin::config
