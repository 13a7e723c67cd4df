// The fields that a condition may name, and reading them from what is known. What may be compared with what
// is comparison.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/alerts/condition.h"
#include "bot/alerts/tree.h"

namespace tocsin::alerts {

// "alert.title" and so on; "alert.labels.NAME" is not among them.
const std::vector<std::string>& field_names();
std::optional<Field::Kind> field_named(std::string_view name);

// What somebody may have meant by a path that names no field: a sentence of advice.
std::string instead_of(std::string_view path);

std::string to_text(const Field& field);  // as a condition names it

// All words the field can have; none: any.
std::vector<std::string> words_of(Field::Kind kind);

// None when it is not known: no alert, no such part of it, no fresh value. A label that an alert does not
// have reads as empty, as Alertmanager's matchers have it. The text lives as long as the alert.
std::optional<std::string_view> text_of(const Field& field, const Situation& situation);
// Of a value, or of a text that is a number and nothing else.
std::optional<double> number_of(const Field& field, const Situation& situation);
std::optional<double> number_in(std::string_view text);

}  // namespace tocsin::alerts
