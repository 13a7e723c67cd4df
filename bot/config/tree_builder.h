// Puts a tree together from the events of a parser, and refuses what is too deep, too large or said twice.
// Used by the readers of YAML and JSON only.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/config/document.h"

namespace tocsin::config {

// Ends a parser from inside its callbacks; it never leaves read_document.
struct Unreadable {
    Position at;
    std::string what;
    std::string why;
    std::string fix;
};

class TreeBuilder {
  public:
    explicit TreeBuilder(std::vector<Finding>& findings) : findings_(findings) {}

    void open(Node::Kind kind, Position at);
    void close(Node* anchored = nullptr);  // `anchored` gets a copy of what is now complete
    void scalar(std::string text, Position at, bool quoted);
    void null(Position at);
    void copy(Node subtree, Position at);  // an alias

    Node take_root();

  private:
    struct Open {
        Node node;
        std::set<std::string> keys;
        std::optional<std::string> key;  // read, its value not yet
        Position key_at;
        bool drop_value = false;  // of a key that was there before
    };

    void count(const Node& subtree);
    void put(Node node);

    std::vector<Finding>& findings_;
    std::vector<Open> open_;
    std::optional<Node> root_;
    std::size_t values_ = 0;
    std::size_t text_bytes_ = 0;
};

// The two readers. They throw Unreadable.
Node read_yaml(std::string_view text, std::vector<Finding>& findings);
Node read_json(std::string_view text, std::vector<Finding>& findings);

}  // namespace tocsin::config
