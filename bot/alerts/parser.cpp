#include "bot/alerts/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/alerts/comparison.h"
#include "bot/alerts/fields.h"
#include "bot/alerts/lexer.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

constexpr std::size_t longest_shown = 40;

constexpr std::array<std::string_view, 8> words{"and",      "or",      "not",  "in",
                                                "contains", "matches", "true", "false"};

constexpr std::array operations{
    std::pair{std::string_view("=="), Operation::equal},
    std::pair{std::string_view("!="), Operation::unequal},
    std::pair{std::string_view("<"), Operation::less},
    std::pair{std::string_view("<="), Operation::at_most},
    std::pair{std::string_view(">"), Operation::more},
    std::pair{std::string_view(">="), Operation::at_least},
    std::pair{std::string_view("in"), Operation::in},
    std::pair{std::string_view("contains"), Operation::contains},
    std::pair{std::string_view("matches"), Operation::matches},
};

// 0.1 < error_rate is error_rate > 0.1.
Operation turned(Operation operation) {
    switch (operation) {
        case Operation::less:
            return Operation::more;
        case Operation::at_most:
            return Operation::at_least;
        case Operation::more:
            return Operation::less;
        case Operation::at_least:
            return Operation::at_most;
        case Operation::equal:
        case Operation::unequal:
        case Operation::in:
        case Operation::contains:
        case Operation::matches:
            return operation;
    }
    return operation;
}

bool turns(Operation operation) {
    return operation == Operation::equal || operation == Operation::unequal || orders(operation);
}

// The tree is built without results to check at every step: what is wrong is thrown, and caught in
// parse_expression.
class Parser {
  public:
    Parser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

    Expression run() {
        if (now().kind == Token::Kind::end) wrong("the condition is empty", "write one, or true");
        Expression whole = any(0);
        if (now().kind != Token::Kind::end) {
            if (is_symbol(")")) wrong("a ) without a (", "remove it");
            if (operation_here()) wrong("a comparison goes on", "join two comparisons with AND");
            wrong(fmt::format("{} stands where AND or OR would", shown()), "write AND or OR before it");
        }
        return whole;
    }

  private:
    const Token& now() const { return tokens_[at_]; }
    bool is_symbol(std::string_view symbol) const {
        return now().kind == Token::Kind::symbol && now().text == symbol;
    }
    bool is_word(std::string_view word) const {
        return now().kind == Token::Kind::name && iequals(now().text, word);
    }
    bool take(bool is_here) {
        if (is_here) ++at_;
        return is_here;
    }

    [[noreturn]] void wrong(std::string what, std::string fix) const {
        wrong_at(now().offset, std::move(what), std::move(fix));
    }
    [[noreturn]] static void wrong_at(std::size_t offset, std::string what, std::string fix) {
        throw ConditionError{offset, std::move(what), std::move(fix)};
    }
    std::string shown() const {
        if (now().kind == Token::Kind::end) return "the end";
        return cut(text_.substr(now().offset, now().length), longest_shown);
    }

    Expression any(int depth) {
        return joined("or", Expression::Kind::any, [&] { return all(depth); });
    }
    Expression all(int depth) {
        return joined("and", Expression::Kind::all, [&] { return one(depth); });
    }

    Expression joined(std::string_view word, Expression::Kind kind, auto part) {
        std::vector<Expression> parts;
        parts.push_back(part());
        while (take(is_word(word))) parts.push_back(part());
        if (parts.size() == 1) return std::move(parts.front());
        return {kind, false, std::nullopt, std::move(parts)};
    }

    Expression one(int depth) {
        if (depth > deepest_condition)
            wrong(fmt::format("more than {} parentheses and NOTs within each other", deepest_condition),
                  "write two rules");
        if (take(is_word("not"))) return negation(one(depth + 1));
        if (is_symbol("(")) {
            const std::size_t opened = now().offset;
            ++at_;
            Expression inside = any(depth + 1);
            if (!take(is_symbol(")"))) unclosed(opened);
            return inside;
        }
        return comparison();
    }

    [[noreturn]] void unclosed(std::size_t opened) const {
        if (now().kind == Token::Kind::end) wrong_at(opened, "a ( without a )", "close it");
        if (operation_here()) wrong("a comparison goes on", "join two comparisons with AND");
        wrong(fmt::format("{} stands where AND, OR or ) would", shown()), "write one of them before it");
    }

    static Expression negation(Expression inside) {
        Expression made{Expression::Kind::negation, false, std::nullopt, {}};
        made.parts.push_back(std::move(inside));
        return made;
    }

    std::optional<Operation> operation_here() const {
        for (const auto& [symbol, operation] : operations) {
            if (is_symbol(symbol) || is_word(symbol)) return operation;
        }
        return std::nullopt;
    }

    std::optional<PlacedLiteral> take_literal() {
        const Token& token = now();
        if (token.kind == Token::Kind::text) return ++at_, PlacedLiteral{token.text, token.offset};
        if (token.kind == Token::Kind::number) return ++at_, PlacedLiteral{token.number, token.offset};
        if (is_word("true") || is_word("false")) {
            return ++at_, PlacedLiteral{iequals(token.text, "true"), token.offset};
        }
        return std::nullopt;
    }

    Expression comparison() {
        const std::size_t from = now().offset;
        count_operand();
        if (const auto literal = take_literal()) return turned_comparison(*literal, from);
        if (now().kind != Token::Kind::name || is_word_of_language(now().text))
            wrong(fmt::format("{} stands where a comparison would begin", shown()),
                  "name a field, as in alert.title");
        const std::size_t field_at = now().offset;
        Field field = take_field();
        const bool negated = take(is_word("not"));
        const auto operation = operation_here();
        if (!operation) {
            wrong_at(from, fmt::format("{} is compared with nothing", to_text(field)),
                     fmt::format("write {} == … or another comparison", to_text(field)));
        }
        if (negated && turns(*operation))
            wrong("NOT before a comparison's sign", "write NOT before the comparison");
        ++at_;
        const auto literals = *operation == Operation::in ? take_list() : std::vector{take_right_side()};
        Expression made = make(std::move(field), *operation, literals, from, field_at);
        made.comparison->negated = negated;
        return made;
    }

    // A constant, or a comparison with the literal first.
    Expression turned_comparison(const PlacedLiteral& literal, std::size_t from) {
        const auto operation = operation_here();
        if (!operation) {
            if (const auto* flag = std::get_if<bool>(&literal.value))
                return {Expression::Kind::constant, *flag, std::nullopt, {}};
            wrong_at(from, "a value that is compared with nothing",
                     "write a field and a comparison before it");
        }
        if (!turns(*operation)) {
            wrong(fmt::format("{} wants the field before it", symbol_of(*operation)),
                  "write it as in alert.title contains \"db\"");
        }
        ++at_;
        if (now().kind != Token::Kind::name || is_word_of_language(now().text))
            wrong("nothing is read here", "name a field, as in alert.title");
        const std::size_t field_at = now().offset;
        Field field = take_field();
        return make(std::move(field), turned(*operation), {literal}, from, field_at);
    }

    PlacedLiteral take_right_side() {
        if (auto literal = take_literal()) return std::move(*literal);
        if (is_symbol("[")) wrong("a list after something other than in", "write in before it");
        if (now().kind == Token::Kind::name && !is_word_of_language(now().text)) {
            wrong(fmt::format("{} would be compared with a name", shown()),
                  "put text in quotes; two fields cannot be compared with each other");
        }
        wrong(fmt::format("{} stands where a value would", shown()), "write a number or a text in quotes");
    }

    std::vector<PlacedLiteral> take_list() {
        if (!take(is_symbol("["))) wrong("in wants a list", "write it as in [\"a\", \"b\"]");
        std::vector<PlacedLiteral> entries;
        do {
            count_operand();
            auto literal = take_literal();
            if (!literal)
                wrong(fmt::format("{} stands where an entry of the list would", shown()),
                      "write a number or a text in quotes");
            entries.push_back(std::move(*literal));
        } while (take(is_symbol(",")));
        if (!take(is_symbol("]")))
            wrong(fmt::format("{} stands where , or ] would", shown()), "close the list with ]");
        return entries;
    }

    Field take_field() {
        const Token first = now();
        ++at_;
        if (!is_symbol(".")) {
            if (iequals(first.text, "alert") || iequals(first.text, "uptime_monitor"))
                unknown(first, first.text);
            return {Field::Kind::value, first.text};
        }
        std::string path = first.text;
        while (take(is_symbol("."))) {
            if (now().kind != Token::Kind::name)
                wrong(fmt::format("{} stands where a name would", shown()),
                      "write a name after the dot; one of other characters as in alert.labels[\"a b\"]");
            if (path == "alert.labels") return label(tokens_[at_++].text);
            path += "." + now().text;
            ++at_;
        }
        if (path == "alert.labels" && take(is_symbol("["))) return label_in_brackets();
        const auto kind = field_named(path);
        if (!kind) unknown(first, path);
        return {*kind, {}};
    }

    Field label(std::string name) const {
        if (is_symbol(".")) wrong("a label's name with a dot", "write it as in alert.labels[\"a.b\"]");
        return {Field::Kind::label, std::move(name)};
    }

    Field label_in_brackets() {
        if (now().kind != Token::Kind::text)
            wrong("a label's name is missing", "write it in quotes, as in alert.labels[\"a b\"]");
        Field label{Field::Kind::label, now().text};
        ++at_;
        if (!take(is_symbol("]"))) wrong("a [ without a ]", "close it");
        return label;
    }

    [[noreturn]] static void unknown(const Token& first, const std::string& path) {
        if (path == "alert.labels")
            wrong_at(first.offset, "alert.labels names no label", "write alert.labels.NAME");
        wrong_at(first.offset, fmt::format("there is no {}", cut(path, longest_shown)), instead_of(path));
    }

    Expression make(Field field, Operation operation, const std::vector<PlacedLiteral>& literals,
                    std::size_t from, std::size_t field_at) {
        auto made = make_comparison(std::move(field), operation, literals, from);
        if (!made) throw std::move(made.error());
        const Token& last = tokens_[at_ - 1];
        made->field_at = field_at;
        made->written = text_.substr(from, last.offset + last.length - from);
        return {Expression::Kind::comparison, false, std::move(*made), {}};
    }

    void count_operand() {
        if (++operands_ > most_operands)
            wrong(fmt::format("more than {} comparisons and entries of lists", most_operands),
                  "write several rules");
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t operands_ = 0;
};

}  // namespace

bool is_word_of_language(std::string_view word) {
    return std::ranges::any_of(words, [&](std::string_view one) { return iequals(one, word); });
}

std::expected<Expression, ConditionError> parse_expression(std::string_view text) {
    if (text.size() > longest_condition) {
        return std::unexpected(ConditionError{
            longest_condition, fmt::format("the condition is longer than {} bytes", longest_condition),
            "write several rules"});
    }
    auto tokens = tokens_of(text);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    try {
        return Parser(text, std::move(*tokens)).run();
    } catch (ConditionError& error) {
        return std::unexpected(std::move(error));
    }
}

}  // namespace tocsin::alerts
