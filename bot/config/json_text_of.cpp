#include <nlohmann/json.hpp>

#include "bot/base/json_text.h"
#include "bot/config/document.h"

namespace tocsin::config {
namespace {

// 010 and .5 are numbers in YAML and none in JSON.
bool is_literal(const std::string& text) {
    return text.find_first_of("\"[{") == std::string::npos && nlohmann::json::accept(text);
}

void append(std::string& out, const Node& node) {
    const char* separator = "";
    switch (node.kind) {
        case Node::Kind::null:
            out += "null";
            return;
        case Node::Kind::scalar:
            if (!node.quoted && is_literal(node.text)) {
                out += node.text;
            } else {
                append_json_string(out, node.text);
            }
            return;
        case Node::Kind::list:
        case Node::Kind::map:
            break;
    }
    out += node.is_map() ? '{' : '[';
    for (const Node& child : node.children) {
        out += separator;
        separator = ",";
        if (node.is_map()) {
            append_json_string(out, child.key);
            out += ':';
        }
        append(out, child);
    }
    out += node.is_map() ? '}' : ']';
}

}  // namespace

std::string json_text_of(const Node& node) {
    std::string out;
    append(out, node);
    return out;
}

}  // namespace tocsin::config
