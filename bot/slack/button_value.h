// The value of a button or a menu's option (interactions.md section 14): `<incident>.<card
// revision>[.<argument>]`,
// `<incident>.r<reminder>[.<argument>]`, `<incident>.p<page>[.<argument>]`, `<incident>.a<action
// item>[.<argument>]` or `<incident>[.<argument>]`. A key for looking things up, never a permission.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"

namespace tocsin::slack {

struct ButtonValue {
    enum class Kind { incident, card, reminder, page, action };
    IncidentNumber incident;
    Kind kind = Kind::incident;
    int number = 0;        // card revision, reminder, page or action item
    std::string argument;  // may hold dots; empty: none
    bool operator==(const ButtonValue&) const = default;
};

std::string format(const ButtonValue& value);
// nullopt for everything that Tocsin does not write.
std::optional<ButtonValue> parse_button_value(std::string_view text);

}  // namespace tocsin::slack
