#include "bot/alerts/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_in_name(char c) {
    return is_letter(c) || is_digit(c) || c == '-';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct Slip {
    std::string_view written, fix;
};

// What people write from the habit of other languages.
constexpr std::array slips{
    Slip{"&&", "write AND"},
    Slip{"&", "write AND"},
    Slip{"||", "write OR"},
    Slip{"|", "write OR"},
    Slip{"=~", "write matches"},
    Slip{"=", "write =="},
    Slip{"<>", "write !="},
    Slip{"!~", "write NOT … matches"},
    Slip{"!", "write NOT"},
    Slip{"%", "write the share as a number: 0.1 for 10 %"},
    Slip{"\u201c", "write straight quotes: \""},
    Slip{"\u201d", "write straight quotes: \""},
    Slip{"\u2018", "write straight quotes: '"},
    Slip{"\u2019", "write straight quotes: '"},
    Slip{"\u2265", "write >="},
    Slip{"\u2264", "write <="},
    Slip{"\u2260", "write !="},
    Slip{"{", "write lists in [ ]"},
    Slip{"}", "write lists in [ ]"},
};

constexpr std::array<std::string_view, 12> symbols{"==", "!=", "<=", ">=", "<", ">",
                                                   "(",  ")",  "[",  "]",  ",", "."};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    std::expected<std::vector<Token>, ConditionError> run() {
        while (true) {
            while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
            if (at_ == text_.size()) break;
            if (auto token = next(); token)
                tokens_.push_back(std::move(*token));
            else
                return std::unexpected(std::move(token.error()));
        }
        tokens_.push_back({Token::Kind::end, at_, 0, "", 0});
        return std::move(tokens_);
    }

  private:
    using Result = std::expected<Token, ConditionError>;

    Result next() {
        const char c = text_[at_];
        if (is_letter(c)) return word();
        if (c == '"' || c == '\'') return quoted(c);
        const bool sign = (c == '-' || c == '+') && at_ + 1 < text_.size();
        if (is_digit(c) || (sign && is_digit(text_[at_ + 1]))) return number();
        return symbol();
    }

    Token token(Token::Kind kind, std::size_t length) {
        Token made{kind, at_, length, std::string(text_.substr(at_, length)), 0};
        at_ += length;
        return made;
    }

    Token word() {
        std::size_t end = at_;
        while (end < text_.size() && is_in_name(text_[end])) ++end;
        return token(Token::Kind::name, end - at_);
    }

    // A backslash stands before a quote or a backslash; elsewhere it is itself, as patterns want it.
    Result quoted(char quote) {
        std::string content;
        for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == quote) {
                if (!valid_utf8(content) || clean_utf8(content) != content)
                    return error(at_, "the text has characters that nobody can see", "type it anew");
                Token made = token(Token::Kind::text, i + 1 - at_);
                made.text = std::move(content);
                return made;
            }
            if (c == '\n' || c == '\r') break;
            const bool escape = c == '\\' && i + 1 < text_.size() &&
                                (text_[i + 1] == '\\' || text_[i + 1] == '"' || text_[i + 1] == '\'');
            content += escape ? text_[++i] : c;
        }
        return error(at_, "the text that begins here has no end", fmt::format("close it with {}", quote));
    }

    Result number() {
        std::size_t end = at_ + 1;
        const auto goes_on = [&](std::size_t i) {
            const char c = text_[i];
            const bool exponent = (c == '-' || c == '+') && (text_[i - 1] == 'e' || text_[i - 1] == 'E');
            return is_digit(c) || is_letter(c) || c == '.' || exponent;
        };
        while (end < text_.size() && goes_on(end)) ++end;
        const std::string_view written = text_.substr(at_, end - at_);
        const std::string_view digits = written.starts_with('+') ? written.substr(1) : written;
        double value = 0;
        const auto [rest, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (failed != std::errc() || rest != digits.data() + digits.size() || !std::isfinite(value)) {
            return error(at_, fmt::format("\"{}\" is no number", cut(written, 40)),
                         "write it like 0.1 or 5000, without a unit, or put text in quotes");
        }
        Token made = token(Token::Kind::number, written.size());
        made.number = value;
        return made;
    }

    Result symbol() {
        const std::string_view rest = text_.substr(at_);
        // Longer ones stand before what they begin with, in both tables; === and =~ begin with others.
        for (const Slip& slip : slips) {
            const bool part_of_symbol = (slip.written == "=" && rest.starts_with("==")) ||
                                        (slip.written == "!" && rest.starts_with("!="));
            if (rest.starts_with(slip.written) && !part_of_symbol)
                return error(at_, fmt::format("\"{}\" is not part of the language", slip.written),
                             std::string(slip.fix));
        }
        for (const std::string_view symbol : symbols) {
            if (rest.starts_with(symbol)) return token(Token::Kind::symbol, symbol.size());
        }
        return error(at_, "a character that does not belong here", "remove it, or put text in quotes");
    }

    static std::unexpected<ConditionError> error(std::size_t offset, std::string what, std::string fix) {
        return std::unexpected(ConditionError{offset, std::move(what), std::move(fix)});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

std::expected<std::vector<Token>, ConditionError> tokens_of(std::string_view text) {
    return Lexer(text).run();
}

bool is_name(std::string_view word) {
    return !word.empty() && is_letter(word.front()) && std::ranges::all_of(word, is_in_name);
}

}  // namespace tocsin::alerts
