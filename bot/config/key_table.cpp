#include "bot/config/key_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/base/time.h"
#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

std::string literal(std::string_view text) {
    return fmt::format("`{}`", text);
}

std::string span(const Shape& shape) {
    const auto words = [](long long seconds) {
        if (seconds == 0) return std::string("0s");
        for (const auto& [unit, name] : {std::pair{86'400LL, "d"}, {3'600LL, "h"}, {60LL, "m"}})
            if (seconds % unit == 0) return fmt::format("{}{}", seconds / unit, name);
        return fmt::format("{}s", seconds);
    };
    return fmt::format("duration, {} to {}", words(shape.lowest), words(shape.highest));
}

std::string form_of(const Shape& shape);

std::string form_of_list(const Shape& item) {
    if (item.kind == Kind::object) return "list of entries";
    if (item.kind == Kind::turn) return "list: person or list of people";
    return "list: " + form_of(item);
}

std::string form_of(const Shape& shape) {
    switch (shape.kind) {
        case Kind::text:
            return "text";
        case Kind::flag:
            return "`true` or `false`";
        case Kind::integer:
            return fmt::format("{} to {}", shape.lowest, shape.highest);
        case Kind::duration:
            return span(shape);
        case Kind::retention:
            return "duration or `forever`";
        case Kind::rate:
            return "rate or `unlimited`";
        case Kind::day:
            return "day";
        case Kind::clock:
            return "time of day";
        case Kind::wall_time:
            return "wall clock";
        case Kind::instant:
            return "instant";
        case Kind::date:
            return "date";
        case Kind::zone:
            return "time zone";
        case Kind::web_url:
            return "web address";
        case Kind::secure_url:
            return "https address";
        case Kind::smtp_url:
            return "mail server";
        case Kind::storage_url:
            return "store";
        case Kind::listen:
            return "host:port";
        case Kind::phone:
            return "phone number";
        case Kind::calling_code:
            return "calling code";
        case Kind::email:
            return "e-mail address";
        case Kind::mailbox:
            return "sender";
        case Kind::slack_user:
            return "Slack user ID";
        case Kind::slack_group:
            return "Slack user group ID";
        case Kind::slack_channel:
            return "channel";
        case Kind::emoji:
            return "emoji name";
        case Kind::path:
            return "path";
        case Kind::choice: {
            std::string words;
            for (const auto& each : shape.choices) words += (words.empty() ? "" : ", ") + literal(each);
            return words;
        }
        case Kind::secret:
        case Kind::app_token:
        case Kind::bot_token:
            return "secret";
        case Kind::person:
            return "person";
        case Kind::team:
            return "team";
        case Kind::service:
            return "service";
        case Kind::policy:
            return "policy";
        case Kind::tracker:
            return "tracker";
        case Kind::provider:
            return "provider";
        case Kind::page_target:
            return "target";
        case Kind::team_target:
            return "schedule, person or group";
        case Kind::role_target:
            return "person or group";
        case Kind::turn:
            return "person or list of people";
        case Kind::object:
            return "keys";
        case Kind::map:
            return shape.item.front().kind == Kind::object ? "names with keys"
                                                           : "names with " + form_of(shape.item.front());
        case Kind::list:
            return form_of_list(shape.item.front());
        case Kind::anything:
            return "any value";
    }
    return "text";
}

// What is written in the file as it stands; a description of it has words.
std::string standard_of(const Field& field) {
    if (field.required) return "required";
    const bool is_words = field.standard.contains(' ') && !field.standard.starts_with('[');
    return field.standard.empty() || is_words || field.standard == "never" ? field.standard
                                                                           : literal(field.standard);
}

bool is_of_severity(std::string_view name) {
    return name.size() == 4 && name.starts_with("sev");
}

class Rows {
  public:
    void add(const std::vector<Field>& fields, const std::string& path) {
        const bool by_severity = !fields.empty() && std::ranges::all_of(fields, [](const Field& each) {
            return is_of_severity(each.name);
        });
        if (by_severity) return add_severities(fields, path);
        for (const Field& field : fields) add(field, path.empty() ? field.name : path + "." + field.name);
    }

    std::vector<std::string> take() { return std::move(rows_); }

  private:
    void row(const std::string& key, const Shape& shape, const std::string& standard,
             std::string_view meaning) {
        rows_.push_back(fmt::format("| `{}` | {} | {} | {} |", key, form_of(shape), standard, meaning));
    }

    void add(const Field& field, const std::string& key) {
        row(key, field.shape, standard_of(field), field.meaning);
        below(field.shape, key);
    }

    void below(const Shape& shape, const std::string& key) {
        if (shape.kind == Kind::map) return below(shape.item.front(), key + ".NAME");
        if (shape.kind == Kind::list) return below(shape.item.front(), key + "[]");
        add(shape.fields, key);
    }

    // All four are alike; what they say without a word is written at each in the example.
    void add_severities(const std::vector<Field>& fields, const std::string& path) {
        std::vector<std::string> names;
        for (const Field& each : fields) names.push_back(literal(each.name));
        row(path + ".SEVERITY", fields.front().shape, "", fmt::format("For each of {}.", join(names, ", ")));
        below(fields.front().shape, path + ".SEVERITY");
    }

    std::vector<std::string> rows_;
};

}  // namespace

std::vector<std::string> key_rows() {
    Rows rows;
    rows.add(configuration_shape().fields, "");
    return rows.take();
}

}  // namespace tocsin::config
