#include <nlohmann/json.hpp>

#include "templates/forms.h"

namespace tocsin::templates {
namespace {

using Object = nlohmann::json;

std::string text_of(const Object& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

int number_of(const Object& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
}

void put(JsonText& object, std::string_view key, const std::string& value) {
    if (!value.empty()) object.set(key, value);
}

Object read(std::string_view text) {
    auto object = Object::parse(text, nullptr, false);
    return object.is_object() ? object : Object::object();
}

}  // namespace

std::string write_metadata(const FormOrigin& origin) {
    auto object = JsonText::object();
    put(object, "from", origin.from);
    put(object, "channel", origin.channel.str());
    put(object, "message", origin.message.str());
    put(object, "thread", origin.thread.str());
    put(object, "link", origin.link);
    return std::string(object.text());
}

std::string write_metadata(const FormKey& key) {
    auto object = JsonText::object({{"inc", key.incident.value()}, {"rev", key.revision}});
    if (key.reminder != 0) object.set("rem", key.reminder);
    if (key.entry != 0) object.set("entry", key.entry);
    put(object, "channel", key.channel.str());
    put(object, "message", key.message.str());
    put(object, "warned", key.warned);
    return std::string(object.text());
}

FormOrigin read_form_origin(std::string_view private_metadata) {
    const auto object = read(private_metadata);
    return {text_of(object, "from"), ChannelId{text_of(object, "channel")},
            MessageTs{text_of(object, "message")}, MessageTs{text_of(object, "thread")},
            text_of(object, "link")};
}

std::optional<FormKey> read_form_key(std::string_view private_metadata) {
    const auto object = read(private_metadata);
    const auto incident = object.find("inc");
    if (incident == object.end() || !incident->is_number_integer()) return std::nullopt;
    return FormKey{IncidentNumber{incident->get<std::int64_t>()},
                   number_of(object, "rev"),
                   number_of(object, "rem"),
                   number_of(object, "entry"),
                   ChannelId{text_of(object, "channel")},
                   MessageTs{text_of(object, "message")},
                   text_of(object, "warned")};
}

}  // namespace tocsin::templates
