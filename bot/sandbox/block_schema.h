// Which fields every Block Kit type has, and their limits: a table for the validator. Rules that involve more
// than one field are in block_rules.cpp.
#pragma once

#include <span>
#include <string_view>

namespace tocsin::sandbox {

struct Field {
    enum class Kind {
        string,  // min..max UTF-16 units
        plain,   // text object, plain_text only
        text,    // text object of either type
        boolean,
        integer,  // min..max
        choice,   // a string out of `types`
        pattern,  // a string like `types`: 9 is a digit
        option,
        options,  // min..max of them
        groups,   // option groups
        confirm,
        part,   // an object whose type is one of `types`
        parts,  // min..max of them
        free,   // any JSON; looked at by a rule, or not at all
    };

    std::string_view name;
    Kind kind;
    long min = 0;
    long max = 0;
    bool required = false;
    std::string_view types{};  // separated by spaces
};

struct Schema {
    std::string_view type;
    std::string_view surfaces;  // of blocks: m message, v modal, h home; empty: not a block
    std::span<const Field> fields;
};

const Schema* block_schema(std::string_view type);
const Schema* element_schema(std::string_view type);

}  // namespace tocsin::sandbox
