#include "bot/config/checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/config/scalar_check.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

constexpr std::size_t longest_shown = 60;

std::string joined(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
}

std::string known_keys_of(const Shape& shape, std::string_view word) {
    std::vector<std::string> keys;
    for (const Field& field : shape.fields) {
        keys.push_back(field.name);
        if (is_secret(field.shape.kind)) keys.push_back(field.name + std::string(file_suffix));
    }
    return choose_from(word, keys, "remove it");
}

class Checker {
  public:
    Checker(const Names& names, Needs needs, std::vector<Finding>& findings)
        : names_(names), needs_(needs), findings_(findings) {}

    void check(const Node& node, const Shape& shape, const std::string& path) {
        if (findings_.size() > most_findings || shape.kind == Kind::anything) return;
        if (shape.kind == Kind::object) {
            if (is_a(node, Node::Kind::map, "keys with values", path)) check_object(node, shape, path);
        } else if (shape.kind == Kind::map) {
            if (is_a(node, Node::Kind::map, "names with values", path)) check_map(node, shape, path);
        } else if (shape.kind == Kind::list) {
            if (is_a(node, Node::Kind::list, "a list", path)) check_list(node, shape, path);
        } else if (shape.kind == Kind::turn && node.is_list()) {
            for (const Node& person : node.children) check_entry(person, plain(Kind::person), path);
        } else if (is_a(node, Node::Kind::scalar, "one value", path)) {
            check_scalar(node, shape, path);
        }
    }

  private:
    void error(Position at, std::string what, std::string why, std::string fix) {
        findings_.push_back(error_at(at, std::move(what), std::move(why), std::move(fix)));
    }

    bool is_a(const Node& node, Node::Kind kind, std::string_view needed, const std::string& path) {
        if (node.kind == kind) return true;
        const bool empty_text = node.is_scalar() && node.text.empty() && kind != Node::Kind::scalar;
        if (!node.is_null() && !empty_text) {
            const char* fix = kind == Node::Kind::list ? "write [a, b], or - before each entry"
                                                       : "look it up in docs/configuration.md";
            error(node.at, path + " has a value of another form", fmt::format("{} is needed here", needed),
                  fix);
        }
        return false;
    }

    void check_object(const Node& node, const Shape& shape, const std::string& path) {
        for (const Node& child : node.children) {
            if (const Field* field = shape.find(child.key)) {
                check(child, field->shape, joined(path, child.key));
            } else if (const Field* secret = secret_in_file(shape, child.key)) {
                check_secret_file(node, child, *secret, joined(path, child.key));
            } else {
                error(child.key_at, fmt::format("unknown key \"{}\"", shown(child.key)),
                      path.empty() ? "there is no such key" : path + " has no such key",
                      known_keys_of(shape, child.key));
            }
        }
        for (const Field& field : shape.fields) {
            if (field.required && !is_given(node, field)) {
                error(
                    node.key.empty() ? node.at : node.key_at,
                    fmt::format("{} is missing", joined(path, field.name)),
                    fmt::format("it is needed here ({})", field.meaning.substr(0, field.meaning.size() - 1)),
                    fmt::format("add {}: …", field.name));
            }
        }
    }

    static const Field* secret_in_file(const Shape& shape, std::string_view key) {
        if (!key.ends_with(file_suffix)) return nullptr;
        const Field* field = shape.find(key.substr(0, key.size() - file_suffix.size()));
        return field != nullptr && is_secret(field->shape.kind) ? field : nullptr;
    }

    void check_secret_file(const Node& parent, const Node& child, const Field& secret,
                           const std::string& path) {
        check(child, plain(Kind::path), path);
        const Node* direct = parent.find(secret.name);
        if (direct == nullptr || direct->is_null()) return;
        error(child.key_at, fmt::format("{} beside {}", child.key, secret.name), "only one of them can count",
              "remove one of the two");
    }

    static bool is_given(const Node& node, const Field& field) {
        const Node* child = node.find(field.name);
        if (child == nullptr && is_secret(field.shape.kind))
            child = node.find(field.name + std::string(file_suffix));
        return child != nullptr && !child->is_null();
    }

    void check_map(const Node& node, const Shape& shape, const std::string& path) {
        for (const Node& child : node.children) {
            if (!is_name(child.key)) {
                error(child.key_at,
                      fmt::format("\"{}\" is no name for an entry of {}", shown(child.key), path),
                      "names are letters, digits, - and _, at most 64", "write a shorter or simpler one");
            }
            const std::string child_path = joined(path, shown(child.key));
            if (!child.is_null()) {
                check(child, shape.item.front(), child_path);
            } else if (shape.item.front().kind == Kind::object) {
                Node empty = child;
                empty.kind = Node::Kind::map;
                check(empty, shape.item.front(), child_path);
            } else {
                error(child.at, child_path + " is empty", "an entry without a value means nothing",
                      "remove it");
            }
        }
    }

    void check_list(const Node& node, const Shape& shape, const std::string& path) {
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            check_entry(node.children[i], shape.item.front(), fmt::format("{}[{}]", path, i + 1));
        }
    }

    void check_entry(const Node& node, const Shape& shape, const std::string& path) {
        if (node.is_null() || (node.is_scalar() && node.text.empty() && node.unset.empty())) {
            error(node.at, path + " is empty", "an entry without a value means nothing", "remove it");
        } else {
            check(node, shape, path);
        }
    }

    void check_scalar(const Node& node, const Shape& shape, const std::string& path) {
        const bool token = shape.kind == Kind::app_token || shape.kind == Kind::bot_token;
        if (!node.unset.empty()) {
            if (token && needs_.slack_tokens) return;  // the missing token is an error of its own
            for (const std::string& name : node.unset) {
                findings_.push_back(
                    warning_at(node.at, fmt::format("{} names ${{{}}}", path, name),
                               "that environment variable is not set",
                               name == "CREDENTIALS_DIRECTORY"
                                   ? "systemd sets it for the service: check with its credentials, as "
                                     "docs/setup.md does"
                                   : fmt::format("set it, or write \"${{{}:-…}}\" with a default", name)));
            }
            return;
        }
        if (node.text.empty()) return;
        const auto complaint = complaint_about(shape, node.text, names_);
        if (!complaint) return;
        error(node.at,
              is_secret(shape.kind) ? path + " is no such token"
                                    : fmt::format("{} is \"{}\"", path, shown(node)),
              complaint->why, complaint->fix);
    }

    const Names& names_;
    Needs needs_;
    std::vector<Finding>& findings_;
};

}  // namespace

void check_shape(const Node& root, const Shape& shape, const Names& names, Needs needs,
                 std::vector<Finding>& findings) {
    Checker(names, needs, findings).check(root, shape, "");
}

std::string shown(std::string_view text) {
    const bool token =
        text.find("xox") != std::string_view::npos || text.find("xapp-") != std::string_view::npos;
    const bool password_in_url =
        text.find("://") != std::string_view::npos && text.find('@') != std::string_view::npos;
    if (token || password_in_url) return "***";
    return cut(first_line(text), longest_shown);
}

std::string shown(const Node& node) {
    return shown(node.written.empty() ? node.text : node.written);
}

}  // namespace tocsin::config
