#include "bot/config/fingerprint.h"

#include <algorithm>
#include <map>
#include <set>

#include "bot/base/digest.h"
#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

constexpr std::size_t digits = 12;

const std::set<std::string> own_sections{"storage", "log"};
const std::map<std::string, std::set<std::string>> own_keys{
    {"http", {"listen", "admin_listen", "tls"}}, {"slack", {"connections"}}, {"watchdog", {"heartbeat_url"}}};

bool is_own(Kind kind) {
    return is_secret(kind) || kind == Kind::path;
}

// The shape of what a map has under that key; none: it does not count.
const Shape* shape_below(const Shape& shape, const std::string& key) {
    if (shape.kind == Kind::map) return is_own(shape.item.front().kind) ? nullptr : &shape.item.front();
    const Field* field = shape.find(key);
    if (field == nullptr) return nullptr;  // KEY_file of a secret: a checked document has no unknown keys
    return is_own(field->shape.kind) ? nullptr : &field->shape;
}

void leave_shared(Node& node, const Shape& shape) {
    if (shape.kind == Kind::list && node.is_list()) {
        for (Node& child : node.children) leave_shared(child, shape.item.front());
    } else if (node.is_map() && is_collection(shape.kind)) {
        std::erase_if(node.children,
                      [&](const Node& child) { return shape_below(shape, child.key) == nullptr; });
        for (Node& child : node.children) leave_shared(child, *shape_below(shape, child.key));
    }
}

}  // namespace

std::string fingerprint_of(const Node& document) {
    Node shared = document;
    leave_shared(shared, configuration_shape());
    std::erase_if(shared.children, [](const Node& section) { return own_sections.contains(section.key); });
    for (Node& section : shared.children) {
        const auto own = own_keys.find(section.key);
        if (own == own_keys.end()) continue;
        std::erase_if(section.children, [&](const Node& child) { return own->second.contains(child.key); });
    }
    // A section of which nothing counts is as good as none.
    std::erase_if(shared.children,
                  [](const Node& section) { return !section.is_scalar() && section.children.empty(); });
    return sha256_hex(json_text_of(shared)).substr(0, digits);
}

}  // namespace tocsin::config
