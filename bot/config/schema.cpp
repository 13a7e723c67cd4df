#include "bot/config/schema.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

using json = nlohmann::ordered_json;

json schema_of(const Shape& shape);

// A value may come from the environment wherever its own form would not allow the text.
json or_variable(json typed) {
    json all;
    all["anyOf"] = json::array();
    all["anyOf"].push_back(std::move(typed));
    all["anyOf"].push_back(
        json::object({{"type", "string"}, {"pattern", "\\$\\{[A-Za-z0-9_]+(:-[^}]*)?\\}"}}));
    return all;
}

json matching(std::string_view pattern) {
    json schema;
    schema["type"] = "string";
    schema["pattern"] = pattern;
    return or_variable(std::move(schema));
}

json of_type(std::string_view type) {
    json schema;
    schema["type"] = type;
    return schema;
}

json nullable(json schema) {
    schema["type"] = json::array({schema["type"], "null"});
    return schema;
}

json schema_of_integer(const Shape& shape) {
    json schema = of_type("integer");
    schema["minimum"] = shape.lowest;
    schema["maximum"] = shape.highest;
    return or_variable(std::move(schema));
}

json schema_of_choice(const Shape& shape) {
    json schema;
    schema["enum"] = shape.choices;
    return or_variable(std::move(schema));
}

void describe(json& schema, const Field& field) {
    schema["description"] =
        field.standard.empty() ? field.meaning : field.meaning + " Default: " + field.standard + ".";
}

json schema_of_object(const Shape& shape) {
    json schema = of_type("object");
    schema["properties"] = json::object();
    schema["additionalProperties"] = false;
    json required = json::array();
    json either = json::array();
    for (const Field& field : shape.fields) {
        json property = schema_of(field.shape);
        describe(property, field);
        schema["properties"][field.name] = std::move(property);
        if (!is_secret(field.shape.kind)) {
            if (field.required) required.push_back(field.name);
            continue;
        }
        const std::string in_file = field.name + std::string(file_suffix);
        json file = of_type("string");
        file["description"] = "Name of a file that holds " + field.name + ".";
        schema["properties"][in_file] = std::move(file);
        if (!field.required) continue;
        json one_of;
        one_of["oneOf"] = json::array();
        for (const std::string& name : {field.name, in_file}) {
            one_of["oneOf"].push_back(json::object({{"required", json::array({name})}}));
        }
        either.push_back(std::move(one_of));
    }
    if (!required.empty()) schema["required"] = std::move(required);
    if (!either.empty()) schema["allOf"] = std::move(either);
    return nullable(std::move(schema));
}

json schema_of_map(const Shape& shape) {
    json schema = of_type("object");
    schema["propertyNames"] = json::object({{"pattern", "^[A-Za-z0-9_.-]{1,64}$"}});
    schema["additionalProperties"] = schema_of(shape.item.front());
    return nullable(std::move(schema));
}

json schema_of_list(const Shape& shape) {
    json schema = of_type("array");
    schema["items"] = schema_of(shape.item.front());
    return nullable(std::move(schema));
}

json schema_of_turn() {
    json list = of_type("array");
    list["items"] = of_type("string");
    json schema;
    schema["anyOf"] = json::array({of_type("string"), std::move(list)});
    return schema;
}

json schema_of(const Shape& shape) {
    constexpr std::string_view duration = "^([0-9]+[ywdhms])+$";
    switch (shape.kind) {
        case Kind::object:
            return schema_of_object(shape);
        case Kind::map:
            return schema_of_map(shape);
        case Kind::list:
            return schema_of_list(shape);
        case Kind::anything:
            return json::object();
        case Kind::turn:
            return schema_of_turn();
        case Kind::integer:
            return schema_of_integer(shape);
        case Kind::choice:
            return schema_of_choice(shape);
        case Kind::flag:
            return or_variable(of_type("boolean"));
        case Kind::duration:
            return matching(duration);
        case Kind::retention:
            return matching("^(forever|([0-9]+[ywdhms])+)$");
        case Kind::rate:
            return matching("^(unlimited|[0-9.]+/[sm])$");
        case Kind::clock:
            return matching("^([01][0-9]|2[0-3]):[0-5][0-9]$");
        case Kind::wall_time:
            return matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:00)?$");
        case Kind::date:
            return matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        case Kind::phone:
            return matching("^\\+[1-9][0-9]{6,14}$");
        case Kind::calling_code:
            return matching("^\\+[1-9][0-9]{0,6}$");
        case Kind::web_url:
            return matching("^(https?://.+)?$");
        case Kind::secure_url:
            return matching("^(https?://.+)?$");
        case Kind::smtp_url:
            return matching("^smtps?://.+$");
        case Kind::storage_url:
            return matching("^(sqlite:|postgres(ql)?://).+$");
        case Kind::slack_user:
            return matching("^[UW][A-Z0-9]+$");
        case Kind::slack_group:
            return matching("^S[A-Z0-9]+$");
        case Kind::app_token:
            return matching("^(xapp-.*)?$");
        case Kind::bot_token:
            return matching("^(xoxb-.*)?$");
        case Kind::page_target:
            return matching("^(primary|backup|manager|(schedule|person|group):.+)$");
        case Kind::team_target:
            return matching("^(schedule|person|group):.+$");
        case Kind::role_target:
            return matching("^(person|group):.+$");
        case Kind::text:
        case Kind::day:
        case Kind::instant:
        case Kind::zone:
        case Kind::listen:
        case Kind::email:
        case Kind::mailbox:
        case Kind::slack_channel:
        case Kind::emoji:
        case Kind::path:
        case Kind::secret:
        case Kind::person:
        case Kind::team:
        case Kind::service:
        case Kind::policy:
        case Kind::tracker:
        case Kind::provider:
            return of_type("string");
    }
    return of_type("string");
}

}  // namespace

std::string json_schema() {
    json schema;
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    schema["title"] = "Configuration of Tocsin";
    schema.update(schema_of(configuration_shape()));
    return schema.dump(2) + "\n";
}

}  // namespace tocsin::config
