#include "bot/alerts/constraint.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace tocsin::alerts {
namespace {

// Where a span begins and ends, as points that compare: an open beginning comes after its number, an open end
// before it.
std::tuple<double, int> beginning(const Span& span) {
    return {span.from, span.from_open ? 1 : 0};
}
std::tuple<double, int> end(const Span& span) {
    return {span.to, span.to_open ? -1 : 0};
}
bool has_numbers(const Span& span) {
    return beginning(span) <= end(span);
}

Operation opposite(Operation operation) {
    switch (operation) {
        case Operation::less:
            return Operation::at_least;
        case Operation::at_most:
            return Operation::more;
        case Operation::more:
            return Operation::at_most;
        case Operation::at_least:
            return Operation::less;
        case Operation::equal:
            return Operation::unequal;
        case Operation::unequal:
        case Operation::in:
        case Operation::contains:
        case Operation::matches:
            return Operation::equal;
    }
    return operation;
}

Span span_of(Operation operation, double number) {
    switch (operation) {
        case Operation::less:
            return {.to = number, .to_open = true};
        case Operation::at_most:
            return {.to = number};
        case Operation::more:
            return {.from = number, .from_open = true};
        case Operation::at_least:
            return {.from = number};
        case Operation::equal:
        case Operation::unequal:
        case Operation::in:
        case Operation::contains:
        case Operation::matches:
            break;
    }
    return {.from = number, .to = number};
}

}  // namespace

Numbers Numbers::of(const Comparison& comparison, bool negated) {
    std::set<double> listed;
    for (const Literal& literal : comparison.literals) listed.insert(std::get<double>(literal));
    const bool is_list = comparison.operation == Operation::in;
    const Operation operation = negated && !is_list ? opposite(comparison.operation) : comparison.operation;
    if (operation == Operation::unequal || (is_list && negated)) {
        Numbers rest = all();
        for (const double number : listed) rest = rest.without(number);
        return rest;
    }
    std::vector<Span> spans;
    for (const double number : listed) spans.push_back(span_of(operation, number));
    return Numbers(std::move(spans));
}

Numbers Numbers::without(double number) const {
    std::vector<Span> spans;
    for (const Span& span : spans_) {
        Span left = span;
        Span right = span;
        if (std::tuple(number, -1) < end(left)) std::tie(left.to, left.to_open) = std::tuple(number, true);
        if (std::tuple(number, 1) > beginning(right))
            std::tie(right.from, right.from_open) = std::tuple(number, true);
        const bool inside = beginning(span) <= std::tuple(number, 0) && std::tuple(number, 0) <= end(span);
        if (!inside) {
            spans.push_back(span);
            continue;
        }
        if (has_numbers(left)) spans.push_back(left);
        if (has_numbers(right)) spans.push_back(right);
    }
    return Numbers(std::move(spans));
}

Numbers Numbers::operator&(const Numbers& other) const {
    std::vector<Span> spans;
    auto a = spans_.begin();
    auto b = other.spans_.begin();
    while (a != spans_.end() && b != other.spans_.end()) {
        Span both = beginning(*a) < beginning(*b) ? *b : *a;
        const Span& first_over = end(*a) < end(*b) ? *a : *b;
        both.to = first_over.to;
        both.to_open = first_over.to_open;
        if (has_numbers(both)) spans.push_back(both);
        if (end(*a) < end(*b))
            ++a;
        else
            ++b;
    }
    return Numbers(std::move(spans));
}

bool Numbers::covers(const Numbers& other) const {
    return std::ranges::all_of(other.spans_, [&](const Span& inner) {
        return std::ranges::any_of(spans_, [&](const Span& outer) {
            return beginning(outer) <= beginning(inner) && end(inner) <= end(outer);
        });
    });
}

bool Texts::has(const std::string& text) const {
    if (texts_.contains(text) == all_but_) return false;
    return std::ranges::all_of(searches_, [&](const auto& entry) {
        const auto& [search, pattern] = entry;
        const bool found = pattern ? pattern->found_in(text) : text.contains(search.wanted);
        return found == search.found;
    });
}

void Texts::keep(bool all_but, const std::set<std::string>& listed) {
    if (all_but_ && all_but) {
        texts_.insert(listed.begin(), listed.end());
    } else if (all_but_) {
        std::set<std::string> rest;
        std::ranges::set_difference(listed, texts_, std::inserter(rest, rest.end()));
        texts_ = std::move(rest);
        all_but_ = false;
    } else {
        std::erase_if(texts_, [&](const std::string& text) { return listed.contains(text) == all_but; });
    }
}

void Texts::narrow(const Comparison& comparison, bool negated) {
    std::set<std::string> listed;
    for (const Literal& literal : comparison.literals) listed.insert(std::get<std::string>(literal));
    const Operation operation = comparison.operation;
    if (operation == Operation::contains || operation == Operation::matches)
        searches_[{operation, *listed.begin(), !negated}] = comparison.pattern;
    else
        keep(negated != (operation == Operation::unequal), listed);
}

void Texts::narrow(const Texts& other) {
    keep(other.all_but_, other.texts_);
    searches_.insert(other.searches_.begin(), other.searches_.end());
}

bool Texts::empty() const {
    if (!all_but_) return std::ranges::none_of(texts_, [&](const auto& text) { return has(text); });
    return std::ranges::any_of(searches_, [&](const auto& entry) {
        Search opposite = entry.first;
        opposite.found = !opposite.found;
        return searches_.contains(opposite);
    });
}

bool Texts::covers(const Texts& other) const {
    if (!other.all_but_) {
        return std::ranges::all_of(other.texts_,
                                   [&](const auto& text) { return !other.has(text) || has(text); });
    }
    const bool searches = std::ranges::all_of(
        searches_, [&](const auto& entry) { return other.searches_.contains(entry.first); });
    return searches && all_but_ && std::ranges::includes(other.texts_, texts_);
}

void Constraint::narrow(const Comparison& comparison, bool negated) {
    if (!comparison.reads_number()) {
        texts[comparison.field].narrow(comparison, negated);
        return;
    }
    auto [known, fresh] = numbers.emplace(comparison.field, Numbers::all());
    known->second = known->second & Numbers::of(comparison, negated);
}

void Constraint::narrow(const Constraint& other) {
    for (const auto& [field, wanted] : other.texts) texts[field].narrow(wanted);
    for (const auto& [field, wanted] : other.numbers) {
        auto [known, fresh] = numbers.emplace(field, wanted);
        if (!fresh) known->second = known->second & wanted;
    }
}

bool Constraint::never_holds() const {
    return std::ranges::any_of(numbers, [](const auto& entry) { return entry.second.empty(); }) ||
           std::ranges::any_of(texts, [](const auto& entry) { return entry.second.empty(); });
}

bool Constraint::covers(const Constraint& other) const {
    const auto covers_each = [](const auto& mine, const auto& theirs) {
        return std::ranges::all_of(mine, [&](const auto& entry) {
            const auto found = theirs.find(entry.first);
            return found != theirs.end() && entry.second.covers(found->second);
        });
    };
    return covers_each(numbers, other.numbers) && covers_each(texts, other.texts);
}

bool Constraint::meets(const Constraint& other) const {
    const auto same_field = [](const auto& a, const auto& b) { return a.first == b.first; };
    if (!std::ranges::equal(numbers, other.numbers, same_field)) return false;
    if (!std::ranges::equal(texts, other.texts, same_field)) return false;
    Constraint both = *this;
    both.narrow(other);
    const bool plain = std::ranges::all_of(both.texts, [&](const auto& entry) {
        return entry.second.listed() && !numbers.contains(entry.first);
    });
    return plain && !both.never_holds();
}

}  // namespace tocsin::alerts
