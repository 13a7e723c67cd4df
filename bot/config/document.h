// A configuration text as a tree in which every value knows its place, and the reading of that tree from YAML
// or JSON. What the keys mean is not known here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/config/finding.h"

namespace tocsin::config {

struct Node {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    std::string text;     // of a scalar, quotes and escapes undone
    bool quoted = false;  // of a scalar: it is text, whatever it looks like
    std::string written;  // of a scalar that named environment variables: the text as in the file
    Position at;
    std::string key;  // when it is a value in a map
    Position key_at;
    std::vector<Node> children;      // of a list or map, as written; no key twice
    std::vector<std::string> unset;  // environment variables its text names that are not set

    bool is_null() const { return kind == Kind::null; }
    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_list() const { return kind == Kind::list; }
    bool is_map() const { return kind == Kind::map; }
    // The child with that key, nullptr when there is none or this is no map.
    const Node* find(std::string_view name) const;
};

inline constexpr int deepest_nesting = 32;
inline constexpr std::size_t most_values = 100'000;        // with every alias written out
inline constexpr std::size_t most_text = 8 * 1024 * 1024;  // bytes, with every alias written out

// Text whose first character is { is JSON, everything else YAML; empty text is an empty map. A text that
// cannot be read, or has a key twice, adds errors (their `file` stays empty).
Node read_document(std::string_view text, std::vector<Finding>& findings);

// The same as JSON: a scalar without quotes that JSON knows (a number, true, false, null) is that.
std::string json_text_of(const Node& node);

}  // namespace tocsin::config
