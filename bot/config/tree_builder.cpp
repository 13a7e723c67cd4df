#include "bot/config/tree_builder.h"

#include <fmt/format.h>

#include <utility>

#include "bot/config/checker.h"

namespace tocsin::config {

void TreeBuilder::open(Node::Kind kind, Position at) {
    if (open_.size() >= static_cast<std::size_t>(deepest_nesting)) {
        throw Unreadable{at, fmt::format("nested more than {} levels deep", deepest_nesting),
                         "no configuration is", "remove the brackets or indentation"};
    }
    Open next;
    next.node.kind = kind;
    next.node.at = at;
    open_.push_back(std::move(next));
}

void TreeBuilder::close(Node* anchored) {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    if (anchored != nullptr) *anchored = node;
    put(std::move(node));
}

void TreeBuilder::scalar(std::string text, Position at, bool quoted) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = std::move(text);
    node.quoted = quoted;
    node.at = at;
    put(std::move(node));
}

void TreeBuilder::null(Position at) {
    Node node;
    node.at = at;
    put(std::move(node));
}

void TreeBuilder::copy(Node subtree, Position at) {
    subtree.at = at;
    for (const Node& child : subtree.children) count(child);
    put(std::move(subtree));
}

void TreeBuilder::count(const Node& subtree) {
    ++values_;
    text_bytes_ += subtree.text.size();
    if (values_ > most_values || text_bytes_ > most_text) {
        throw Unreadable{subtree.at, "too many values", "aliases count as often as they are used",
                         fmt::format("keep it below {} values", most_values)};
    }
    for (const Node& child : subtree.children) count(child);
}

void TreeBuilder::put(Node node) {
    ++values_;
    text_bytes_ += node.text.size();
    if (values_ > most_values || text_bytes_ > most_text) {
        throw Unreadable{node.at, "too many values", "aliases count as often as they are used",
                         fmt::format("keep it below {} values", most_values)};
    }
    if (open_.empty()) {
        root_ = std::move(node);
        return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
        parent.node.children.push_back(std::move(node));
        return;
    }
    if (!parent.key) {
        if (node.is_list() || node.is_map()) {
            throw Unreadable{node.at, "a key that is a list or a map", "keys are plain words",
                             "put text in { } into quotes"};
        }
        parent.drop_value = !parent.keys.insert(node.text).second;
        if (parent.drop_value) {
            findings_.push_back(error_at(node.at, fmt::format("duplicate key \"{}\"", shown(node.text)),
                                         "it stands in the same place before", "remove one of the two"));
        }
        parent.key_at = node.at;
        parent.key = std::move(node.text);
        return;
    }
    node.key = *std::exchange(parent.key, std::nullopt);
    node.key_at = parent.key_at;
    if (!parent.drop_value) parent.node.children.push_back(std::move(node));
}

Node TreeBuilder::take_root() {
    return root_ ? std::move(*root_) : Node{};
}

}  // namespace tocsin::config
