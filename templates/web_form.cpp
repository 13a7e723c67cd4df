#include "templates/web_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"
#include "templates/html.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

using nlohmann::json;
using Kind = WebInput::Kind;

std::string text_in(const json& object, const char* key) {
    return object.is_object() && object.contains(key) && object[key].is_string()
               ? object[key].get<std::string>()
               : std::string();
}

const json& part_of(const json& object, const char* key) {
    static const json none;
    return object.is_object() && object.contains(key) ? object[key] : none;
}

Kind kind_of(const json& element) {
    const auto type = text_in(element, "type");
    if (type == "plain_text_input") return element.value("multiline", false) ? Kind::text : Kind::line;
    if (type == "checkboxes") return Kind::ticks;
    if (type == "users_select") return Kind::person;
    if (type == "datepicker") return Kind::day;
    if (type == "datetimepicker") return Kind::moment;
    return Kind::choice;
}

struct Read {
    const std::vector<std::pair<UserId, std::string>>& people;
    const RenderContext& context;

    std::string words(const json& text) const {
        const auto typed = text_in(text, "text");
        return text_in(text, "type") == "mrkdwn" ? words_of(typed, context) : typed;
    }

    std::vector<std::string> values(Kind kind, const json& element) const {
        std::vector<std::string> all;
        const auto add = [&](std::string value) {
            if (!value.empty()) all.push_back(std::move(value));
        };
        switch (kind) {
            case Kind::line:
            case Kind::text:
                add(text_in(element, "initial_value"));
                break;
            case Kind::choice:
                add(text_in(part_of(element, "initial_option"), "value"));
                break;
            case Kind::ticks:
                for (const auto& option : part_of(element, "initial_options")) add(text_in(option, "value"));
                break;
            case Kind::person:
                add(text_in(element, "initial_user"));
                break;
            case Kind::day:
                add(text_in(element, "initial_date"));
                break;
            case Kind::moment:
                if (const auto& at = part_of(element, "initial_date_time"); at.is_number_integer())
                    add(web_moment(time_from_unix(at.get<std::int64_t>())));
                break;
        }
        return all;
    }

    std::vector<std::pair<std::string, std::string>> options(const WebInput& input,
                                                             const json& element) const {
        std::vector<std::pair<std::string, std::string>> all;
        if (input.kind == Kind::person) {
            for (const auto& [id, name] : people) all.emplace_back(id.str(), name);
            for (const auto& chosen : input.values) {
                if (std::ranges::find(all, chosen, [](const auto& option) { return option.first; }) ==
                    all.end())
                    all.emplace_back(chosen, context.people.user(UserId{chosen}).name);
            }
        }
        for (const auto& option : part_of(element, "options"))
            all.emplace_back(text_in(option, "value"), words(part_of(option, "text")));
        return all;
    }

    WebInput input(const json& block) const {
        const auto& element = part_of(block, "element");
        WebInput input;
        input.name = text_in(block, "block_id");
        input.action = text_in(element, "action_id");
        input.label = words(part_of(block, "label"));
        input.hint = words(part_of(block, "hint"));
        input.kind = kind_of(element);
        input.values = values(input.kind, element);
        input.options = options(input, element);
        input.most = element.value("max_length", std::size_t{0});
        input.optional = block.value("optional", false);
        return input;
    }
};

// The attributes that every control has.
std::string about(const WebInput& input) {
    std::vector<std::string> described;
    if (!input.hint.empty()) described.push_back(input.name + ".hint");
    if (!input.problem.empty()) described.push_back(input.name + ".problem");
    return fmt::format(" id=\"{0}\" name=\"{0}\"{1}{2}{3}", input.name, input.optional ? "" : " required",
                       described.empty() ? "" : fmt::format(" aria-describedby=\"{}\"", join(described, " ")),
                       input.problem.empty() ? "" : " aria-invalid=\"true\"");
}

std::string value_of(const WebInput& input) {
    return input.values.empty() ? "" : escape_html(input.values.front());
}

std::string length_of(const WebInput& input) {
    return input.most == 0 ? "" : fmt::format(" maxlength=\"{}\"", input.most);
}

bool is_chosen(const WebInput& input, const std::string& value) {
    return std::ranges::find(input.values, value) != input.values.end();
}

std::string menu(const WebInput& input) {
    auto html = fmt::format("<select{}>\n", about(input));
    if (input.optional || input.values.empty())
        html += fmt::format("<option value=\"\">{}</option>\n", !input.optional              ? "Choose"
                                                                : input.kind == Kind::person ? "Nobody"
                                                                                             : "None");
    for (const auto& [value, words] : input.options) {
        html += fmt::format("<option value=\"{}\"{}>{}</option>\n", escape_html(value),
                            is_chosen(input, value) ? " selected" : "", escape_html(words));
    }
    return html + "</select>\n";
}

std::string boxes(const WebInput& input) {
    std::string html;
    for (const auto& [value, words] : input.options) {
        html += fmt::format(
            "<label class=\"tick\"><input type=\"checkbox\" name=\"{}\" value=\"{}\"{}> {}"
            "</label>\n",
            input.name, escape_html(value), is_chosen(input, value) ? " checked" : "", escape_html(words));
    }
    return html;
}

std::string control(const WebInput& input) {
    const auto field = [&](std::string_view type) {
        return fmt::format("<input type=\"{}\"{}{} value=\"{}\">\n", type, about(input), length_of(input),
                           value_of(input));
    };
    switch (input.kind) {
        case Kind::line:
            return field("text");
        case Kind::text:
            // A browser drops the first line break of an area.
            return fmt::format("<textarea{}{}>\n{}</textarea>\n", about(input), length_of(input),
                               value_of(input));
        case Kind::choice:
        case Kind::person:
            return menu(input);
        case Kind::ticks:
            return boxes(input);
        case Kind::day:
            return field("date");
        case Kind::moment:
            return field("datetime-local");
    }
    return "";
}

std::string html_of(const WebInput& input) {
    const auto label = escape_html(input.label) + (input.kind == Kind::moment ? " (UTC)" : "");
    std::string around;
    if (!input.hint.empty())
        around += fmt::format("<p class=\"quiet hint\" id=\"{}.hint\">{}</p>\n", input.name,
                              escape_html(input.hint));
    if (!input.problem.empty())
        around += fmt::format("<p class=\"notice\" id=\"{}.problem\">{}</p>\n", input.name,
                              escape_html(input.problem));
    if (input.kind == Kind::ticks)
        return fmt::format("<fieldset>\n<legend>{}</legend>\n{}{}</fieldset>\n", label, around,
                           control(input));
    return fmt::format("<label for=\"{}\">{}</label>\n{}{}", input.name, label, around, control(input));
}

}  // namespace

std::string web_moment(Time at) {
    constexpr std::size_t to_the_minute = 16;
    return format_rfc3339(at).substr(0, to_the_minute);
}

WebForm web_form(const slack::View& view, const std::vector<std::pair<UserId, std::string>>& people,
                 const RenderContext& context) {
    const auto in = json::parse(view.modern.is_null() ? view.classic.text() : view.modern.text());
    const Read read{people, context};
    WebForm form{read.words(part_of(in, "title")),
                 text_in(in, "callback_id"),
                 read.words(part_of(in, "submit")),
                 {},
                 {}};
    for (const auto& block : part_of(in, "blocks")) {
        const auto type = text_in(block, "type");
        if (type == "input") form.inputs.push_back(read.input(block));
        if (type == "section" || type == "alert") form.notes.push_back(read.words(part_of(block, "text")));
    }
    return form;
}

std::string web_form_html(const WebForm& form, std::string_view view, int revision) {
    std::string html;
    for (const auto& note : form.notes)
        html += fmt::format("<p class=\"notice\" role=\"status\">{}</p>\n", escape_html(note));
    html += fmt::format(
        "<form method=\"post\">\n<input type=\"hidden\" name=\"view\" value=\"{}\">\n"
        "<input type=\"hidden\" name=\"revision\" value=\"{}\">\n",
        escape_html(view), revision);
    for (const auto& input : form.inputs) html += html_of(input);
    return html + html_button("save", form.submit, true) + "</form>\n";
}

}  // namespace tocsin::templates
