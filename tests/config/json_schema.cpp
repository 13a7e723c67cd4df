#include "tests/config/json_schema.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>

#include "bot/base/text.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

using nlohmann::json;

class Validator {
  public:
    explicit Validator(const json& root) : root_(root) {}

    void check(const json& value, const json& schema, const std::string& path) {
        if (schema.is_boolean()) return need(schema.get<bool>(), path, "false");
        if (!schema.is_object()) throw std::runtime_error("a schema that is no object");
        for (const auto& [keyword, rule] : schema.items()) check_keyword(value, schema, keyword, rule, path);
    }

    std::vector<std::string> found;

  private:
    void need(bool fine, const std::string& path, const std::string& keyword) {
        if (!fine) found.push_back(path + ": " + keyword);
    }

    bool passes(const json& value, const json& schema) const {
        Validator inner(root_);
        inner.check(value, schema, "");
        return inner.found.empty();
    }

    long matching(const json& value, const json& schemas) const {
        return std::ranges::count_if(schemas, [&](const json& each) { return passes(value, each); });
    }

    static bool has_type(const json& value, const std::string& type) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "integer") return value.is_number_integer();
        if (type == "number") return value.is_number();
        if (type == "boolean") return value.is_boolean();
        if (type == "null") return value.is_null();
        throw std::runtime_error("unknown type " + type);
    }

    void check_keyword(const json& value, const json& schema, const std::string& keyword, const json& rule,
                       const std::string& path) {
        static const std::set<std::string> notes{"$schema", "title", "description", "definitions",
                                                 "regex",   "_note", "default",     "format"};
        if (notes.contains(keyword)) return;
        if (keyword == "$ref") {
            check(value, root_.at(json::json_pointer(rule.get<std::string>().substr(1))), path);
        } else if (keyword == "type") {
            const json types = rule.is_array() ? rule : json::array({rule});
            const bool fine = std::ranges::any_of(
                types, [&](const json& t) { return has_type(value, t.get<std::string>()); });
            need(fine, path, keyword);
        } else if (keyword == "enum") {
            need(std::ranges::find(rule, value) != rule.end(), path, keyword);
        } else if (keyword == "anyOf") {
            need(matching(value, rule) >= 1, path, keyword);
        } else if (keyword == "oneOf") {
            need(matching(value, rule) == 1, path, keyword);
        } else if (keyword == "allOf") {
            for (const json& each : rule) check(value, each, path);
        } else {
            check_by_type(value, schema, keyword, rule, path);
        }
    }

    void check_by_type(const json& value, const json& schema, const std::string& keyword, const json& rule,
                       const std::string& path) {
        if (keyword == "required") {
            for (const json& name : rule)
                need(!value.is_object() || value.contains(name.get<std::string>()), path, keyword);
        } else if (keyword == "properties") {
            if (!value.is_object()) return;
            for (const auto& [name, each] : rule.items()) {
                if (value.contains(name)) check(value.at(name), each, path + "/" + name);
            }
        } else if (keyword == "additionalProperties") {
            if (!value.is_object()) return;
            for (const auto& [name, each] : value.items()) {
                const bool listed = schema.contains("properties") && schema["properties"].contains(name);
                if (!listed) check(each, rule, path + "/" + name);
            }
        } else if (keyword == "propertyNames") {
            if (!value.is_object()) return;
            for (const auto& [name, each] : value.items()) check(json(name), rule, path + "/" + name);
        } else if (keyword == "items") {
            if (!value.is_array()) return;
            for (std::size_t i = 0; i < value.size(); ++i)
                check(value[i], rule, path + "/" + std::to_string(i));
        } else if (keyword == "minItems") {
            need(!value.is_array() || value.size() >= rule.get<std::size_t>(), path, keyword);
        } else if (keyword == "maxItems") {
            need(!value.is_array() || value.size() <= rule.get<std::size_t>(), path, keyword);
        } else if (keyword == "uniqueItems") {
            need(!value.is_array() || std::set<json>(value.begin(), value.end()).size() == value.size(), path,
                 keyword);
        } else if (keyword == "minLength") {
            need(!value.is_string() || value.get<std::string>().size() >= rule.get<std::size_t>(), path,
                 keyword);
        } else if (keyword == "maxLength") {
            need(!value.is_string() || value.get<std::string>().size() <= rule.get<std::size_t>(), path,
                 keyword);
        } else if (keyword == "pattern") {
            const bool fine = !value.is_string() || std::regex_search(value.get<std::string>(),
                                                                      std::regex(rule.get<std::string>()));
            need(fine, path, keyword);
        } else if (keyword == "minimum") {
            need(!value.is_number() || value.get<double>() >= rule.get<double>(), path, keyword);
        } else if (keyword == "maximum") {
            need(!value.is_number() || value.get<double>() <= rule.get<double>(), path, keyword);
        } else {
            throw std::runtime_error("unknown keyword " + keyword);
        }
    }

    const json& root_;
};

}  // namespace

std::vector<std::string> violations(const json& value, const json& schema) {
    Validator validator(schema);
    validator.check(value, schema, "");
    return validator.found;
}

json json_of(const Node& node) {
    json value;
    switch (node.kind) {
        case Node::Kind::null:
            break;
        case Node::Kind::scalar:
            value = node.text;
            if (const auto flag = read_flag(node.text)) value = *flag;
            if (const auto number = read_integer(node.text); number && !node.text.starts_with('+'))
                value = *number;
            break;
        case Node::Kind::list:
            value = json::array();
            for (const Node& child : node.children) value.push_back(json_of(child));
            break;
        case Node::Kind::map:
            value = json::object();
            for (const Node& child : node.children) value[child.key] = json_of(child);
            break;
    }
    return value;
}

std::string read_text_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

json read_yaml_file(const std::string& path) {
    std::vector<Finding> findings;
    const Node root = read_document(read_text_file(path), findings);
    if (!findings.empty()) throw std::runtime_error(path + " " + to_line(findings.front()));
    return json_of(root);
}

}  // namespace tocsin::config
