// What conditions ask of one field, as sets: spans of numbers, lists of texts. For finding rules that can
// never win. It knows no rules and judges no alert.
#pragma once

#include <compare>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/alerts/tree.h"

namespace tocsin::alerts {

struct Span {  // of numbers; ends are part of it unless open
    double from = -std::numeric_limits<double>::infinity();
    bool from_open = false;
    double to = std::numeric_limits<double>::infinity();
    bool to_open = false;
};

// Disjoint spans in ascending order.
class Numbers {
  public:
    static Numbers all() { return Numbers({Span{}}); }
    static Numbers of(const Comparison& comparison, bool negated);

    Numbers operator&(const Numbers& other) const;
    bool empty() const { return spans_.empty(); }
    bool covers(const Numbers& other) const;  // has all of its numbers

  private:
    explicit Numbers(std::vector<Span> spans) : spans_(std::move(spans)) {}
    Numbers without(double number) const;

    std::vector<Span> spans_;
};

// Texts: those listed, or all but those listed; and of them those that the searches find, or do not find.
class Texts {
  public:
    void narrow(const Comparison& comparison, bool negated);
    void narrow(const Texts& other);

    bool empty() const;                     // surely
    bool covers(const Texts& other) const;  // surely has all of its texts
    bool listed() const { return !all_but_; }

  private:
    struct Search {
        Operation operation{};
        std::string wanted;
        bool found = true;  // or has to be missing
        auto operator<=>(const Search&) const = default;
    };
    bool has(const std::string& text) const;
    void keep(bool all_but, const std::set<std::string>& listed);

    bool all_but_ = true;
    std::set<std::string> texts_;
    std::map<Search, std::shared_ptr<const Pattern>> searches_;
};

// Comparisons that all have to hold. The numbers of a field are those its text stands for.
struct Constraint {
    std::map<Field, Numbers> numbers;
    std::map<Field, Texts> texts;

    void narrow(const Comparison& comparison, bool negated);
    void narrow(const Constraint& other);
    bool never_holds() const;                    // surely
    bool covers(const Constraint& other) const;  // surely holds whenever the other does
    // Surely both can hold at once. Only of constraints on the same fields, numbers and listed texts alone.
    bool meets(const Constraint& other) const;
};

}  // namespace tocsin::alerts
