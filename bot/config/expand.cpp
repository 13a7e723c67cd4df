#include "bot/config/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

bool in_variable_name(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

struct Reference {
    std::string name;
    std::optional<std::string> standard;
};

// What stands between ${ and }; none for text that is no reference and stays as it is.
std::optional<Reference> read_reference(std::string_view inside) {
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if_not(inside, in_variable_name) - inside.begin());
    if (end == 0) return std::nullopt;
    Reference reference{std::string(inside.substr(0, end)), std::nullopt};
    const std::string_view rest = inside.substr(end);
    if (rest.empty()) return reference;
    if (!rest.starts_with(":-")) return std::nullopt;
    reference.standard = rest.substr(2);
    return reference;
}

void expand_text(Node& node, const Environment& environment) {
    std::string_view rest = node.text;
    std::string text;
    while (!rest.empty() && text.size() <= longest_expanded_text) {
        const std::size_t start = rest.find("${");
        const std::size_t end = start == std::string_view::npos ? start : rest.find('}', start);
        if (end == std::string_view::npos) break;
        text += rest.substr(0, start);
        if (const auto reference = read_reference(rest.substr(start + 2, end - start - 2))) {
            const auto value = environment(reference->name);
            // As in a shell, :- counts for an empty variable too.
            if (reference->standard && (!value || value->empty())) {
                text += *reference->standard;
            } else if (value) {
                text += *value;
            } else {
                node.unset.push_back(reference->name);
            }
        } else {
            text += rest.substr(start, end - start + 1);
        }
        rest.remove_prefix(end + 1);
    }
    text += rest;
    if (text == node.text) return;
    node.written = std::exchange(node.text, std::move(text));
}

Node& child(Node& parent, const std::string& key) {
    const auto found = std::ranges::find(parent.children, key, &Node::key);
    if (found != parent.children.end()) return *found;
    Node node;
    node.key = key;
    node.at = node.key_at = parent.at;
    parent.children.push_back(std::move(node));
    return parent.children.back();
}

}  // namespace

void expand(Node& node, const Environment& environment) {
    if (node.is_scalar() && node.text.find("${") != std::string::npos) expand_text(node, environment);
    for (Node& each : node.children) expand(each, environment);
}

void let_environment_win(Node& root, const Environment& environment) {
    constexpr std::array<std::pair<const char*, const char*>, 3> variables{
        {{"SLACK_APP_TOKEN", "app_token"}, {"SLACK_BOT_TOKEN", "bot_token"}, {"SLACK_API_URL", "api_url"}}};
    for (const auto& [variable, key] : variables) {
        const auto value = environment(variable);
        if (!value || value->empty()) continue;
        Node& slack = child(root, "slack");
        if (slack.is_null()) slack.kind = Node::Kind::map;
        if (!slack.is_map()) return;
        std::erase_if(slack.children,
                      [&](const Node& n) { return n.key == std::string(key) + file_suffix.data(); });
        Node& node = child(slack, key);
        node.kind = Node::Kind::scalar;
        node.text = *value;
        node.written = fmt::format("${{{}}}", variable);
        node.unset.clear();
        node.children.clear();
    }
}

}  // namespace tocsin::config
