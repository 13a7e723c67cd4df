#include "bot/config/document.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/config/tree_builder.h"

namespace tocsin::config {
namespace {

// yaml-cpp takes byte 4 for the end of the file: what no text editor writes is refused beforehand.
bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
}

void refuse_unprintable(std::string_view text) {
    if (valid_utf8(text) && std::ranges::none_of(text, is_control)) return;
    int line = 0;
    for (const std::string_view part : split(text, '\n')) {
        ++line;
        if (!valid_utf8(part)) {
            throw Unreadable{
                {line, 1}, "text that is not UTF-8", "names would be mangled", "save it as UTF-8"};
        }
        const auto control = std::ranges::find_if(part, is_control);
        if (control == part.end()) continue;
        throw Unreadable{{line, static_cast<int>(control - part.begin()) + 1},
                         "a control character",
                         "it cannot be seen",
                         "remove it"};
    }
}

}  // namespace

const Node* Node::find(std::string_view name) const {
    if (!is_map()) return nullptr;
    const auto found = std::ranges::find(children, name, &Node::key);
    return found == children.end() ? nullptr : &*found;
}

Node read_document(std::string_view text, std::vector<Finding>& findings) {
    Node root;
    try {
        refuse_unprintable(text);
        const std::size_t start = text.find_first_not_of(" \t\r\n");
        const bool json = start != std::string_view::npos && text[start] == '{';
        root = json ? read_json(text, findings) : read_yaml(text, findings);
        if (!root.is_map() && !root.is_null()) {
            throw Unreadable{root.at, "no keys", "a configuration is a map of keys", "write key: value"};
        }
    } catch (const Unreadable& problem) {
        findings.push_back(error_at(problem.at, problem.what, problem.why, problem.fix));
        return {};
    }
    root.kind = Node::Kind::map;
    return root;
}

}  // namespace tocsin::config
