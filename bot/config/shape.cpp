#include "bot/config/shape.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tocsin::config {

const Field* Shape::find(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? nullptr : &*found;
}

bool is_secret(Kind kind) {
    return kind == Kind::secret || kind == Kind::app_token || kind == Kind::bot_token;
}

bool is_collection(Kind kind) {
    return kind == Kind::object || kind == Kind::map || kind == Kind::list;
}

Shape plain(Kind kind) {
    Shape shape;
    shape.kind = kind;
    return shape;
}

Shape integer(long long lowest, long long highest) {
    Shape shape = plain(Kind::integer);
    shape.lowest = lowest;
    shape.highest = highest;
    return shape;
}

Shape duration(long long lowest_seconds, long long highest_seconds) {
    Shape shape = integer(lowest_seconds, highest_seconds);
    shape.kind = Kind::duration;
    return shape;
}

Shape choice(std::vector<std::string> choices) {
    Shape shape = plain(Kind::choice);
    shape.choices = std::move(choices);
    return shape;
}

Shape object(std::vector<Field> fields) {
    Shape shape = plain(Kind::object);
    shape.fields = std::move(fields);
    return shape;
}

Shape map_of(Shape item) {
    Shape shape = plain(Kind::map);
    shape.item.push_back(std::move(item));
    return shape;
}

Shape list_of(Shape item) {
    Shape shape = plain(Kind::list);
    shape.item.push_back(std::move(item));
    return shape;
}

const Shape& configuration_shape() {
    static const Shape shape = [] {
        std::vector<Field> all;
        for (auto part : {system_fields(), rules_fields(), paging_fields(), alerts_fields()}) {
            std::ranges::move(part, std::back_inserter(all));
        }
        return object(std::move(all));
    }();
    return shape;
}

}  // namespace tocsin::config
