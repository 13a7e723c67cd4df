// Rules of Block Kit that look at more than one field.
#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/sandbox/block_checker.h"
#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

namespace {

std::size_t characters(const json& value) {
    if (value.is_array() || value.is_object()) {
        std::size_t total = 0;
        for (const auto& [name, member] : value.items()) {
            if (value.is_array() || name == "text" || name == "elements" || name == "rows") {
                total += member.is_string() ? utf16_length(member.get_ref<const std::string&>())
                                            : characters(member);
            }
        }
        return total;
    }
    return 0;
}

}  // namespace

void BlockChecker::block_rules(const json& block, const std::string& type, const std::string& at) {
    if (type == "section") section_rules(block, at);
    if (type == "image" && block.contains("image_url") == block.contains("slack_file")) {
        problem("must have exactly one of image_url and slack_file", at);
    }
    if (type == "card" && !block.contains("title") && !block.contains("body") &&
        !block.contains("hero_image") && !block.contains("actions")) {
        problem("must have a hero_image, title, body or actions", at);
    }
    if (type == "card" && block.contains("icon") && block.contains("slack_icon")) {
        problem("icon and slack_icon exclude each other", at);
    }
    if (type == "container" && !block.contains("title") && !block.contains("rich_text_title")) {
        problem("missing required field: title", at);
    }
    if (type == "table") table_rules(block, at);
    if (type == "data_table") data_table_rules(block, at);
    if (type == "data_visualization") chart_rules(block, at);
    if (type == "rich_text") rich_text_rules(block, at);
}

void BlockChecker::section_rules(const json& block, const std::string& at) {
    if (!block.contains("text") && !block.contains("fields")) {
        problem("missing required field: text", at);
    }
    if (!block.contains("fields")) return;
    const json& fields = block["fields"];
    if (!array(fields, 1, 10, at + "/fields")) return;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        text(fields[i], false, 1, 2000, fmt::format("{}/fields/{}", at, i));
    }
}

void BlockChecker::table_rules(const json& block, const std::string& at) {
    const json& rows = member(block, "rows");
    if (!array(rows, 1, 100, at + "/rows")) return;
    for (std::size_t i = 0; i < rows.size(); ++i) array(rows[i], 1, 20, fmt::format("{}/rows/{}", at, i));
    if (block.contains("column_settings")) array(block["column_settings"], 0, 20, at + "/column_settings");
    if (characters(rows) > 10'000) problem("must be less than 10001 characters", at + "/rows");
}

void BlockChecker::data_table_rules(const json& block, const std::string& at) {
    const json& rows = member(block, "rows");
    if (!array(rows, 2, 101, at + "/rows")) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string row = fmt::format("{}/rows/{}", at, i);
        if (!array(rows[i], 1, 20, row)) continue;
        if (rows[i].size() != rows[0].size()) problem("all rows must have the same number of cells", row);
        for (std::size_t j = 0; j < rows[i].size(); ++j) {
            const std::string type = rows[i][j].is_object() ? string_member(rows[i][j], "type") : "";
            if (!has_word("raw_text raw_number rich_text", type) || (i == 0 && type == "rich_text")) {
                problem("unsupported type: " + type, fmt::format("{}/{}/type", row, j));
            }
        }
    }
    if (characters(rows) > 20'000) problem("must be less than 20001 characters", at + "/rows");
}

void BlockChecker::chart_rules(const json& block, const std::string& at) {
    const json& chart = member(block, "chart");
    if (!chart.is_object()) return problem("must provide an object", at + "/chart");
    const std::string type = string_member(chart, "type");
    if (!has_word("pie bar area line", type))
        return problem("must be a valid enum value", at + "/chart/type");
    if (type == "pie") {
        const json& segments = member(chart, "segments");
        if (!array(segments, 1, 6, at + "/chart/segments")) return;
        for (std::size_t i = 0; i < segments.size(); ++i) {
            const std::string here = fmt::format("{}/chart/segments/{}", at, i);
            string(member(segments[i], "label"), 1, 20, here + "/label");
            const json& value = member(segments[i], "value");
            if (!value.is_number() || value.get<double>() <= 0)
                problem("must be more than 0", here + "/value");
        }
        return;
    }
    const json& series = member(chart, "series");
    const json& axis = member(chart, "axis_config");
    if (!array(series, 1, 6, at + "/chart/series")) return;
    if (!axis.is_object()) return problem("missing required field: axis_config", at + "/chart");
    const json& categories = member(axis, "categories");
    if (!array(categories, 1, 20, at + "/chart/axis_config/categories")) return;
    for (std::size_t i = 0; i < categories.size(); ++i) {
        string(categories[i], 1, 20, fmt::format("{}/chart/axis_config/categories/{}", at, i));
    }
    for (const char* label : {"x_label", "y_label"}) {
        if (axis.contains(label))
            string(axis[label], 1, 50, fmt::format("{}/chart/axis_config/{}", at, label));
    }
    std::set<std::string> names;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const std::string here = fmt::format("{}/chart/series/{}", at, i);
        if (!series[i].is_object()) {
            problem("must provide an object", here);
            continue;
        }
        string(member(series[i], "name"), 1, 20, here + "/name");
        if (!names.insert(string_member(series[i], "name")).second)
            problem("name must be unique", here + "/name");
        const json& data = member(series[i], "data");
        if (!array(data, 1, 20, here + "/data")) continue;
        if (data.size() != categories.size())
            problem("must have one point for each category", here + "/data");
    }
}

void BlockChecker::rich_text_rules(const json& block, const std::string& at) {
    const json& parts = member(block, "elements");
    if (!array(parts, 1, 1000, at + "/elements")) return;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string type = parts[i].is_object() ? string_member(parts[i], "type") : "";
        if (!has_word("rich_text_section rich_text_list rich_text_preformatted rich_text_quote", type)) {
            problem("unsupported type: " + type, fmt::format("{}/elements/{}/type", at, i));
        }
    }
}

void BlockChecker::element_rules(const json& element, const std::string& type, const std::string& at) {
    if (type == "static_select" || type == "multi_static_select") {
        if (element.contains("options") == element.contains("option_groups")) {
            problem("must have exactly one of options and option_groups", at);
        }
    }
    initial_options(element, at);
    if (type == "image" && element.contains("image_url") == element.contains("slack_file")) {
        problem("must have exactly one of image_url and slack_file", at);
    }
    if (type == "feedback_buttons") feedback_rules(element, at);
    const json& filter = member(element, "filter");
    if (filter.is_object() && filter.empty()) problem("must have at least one property", at + "/filter");
    const json& minimum = member(element, "min_length");
    const json& maximum = member(element, "max_length");
    if (minimum.is_number() && maximum.is_number() && minimum > maximum) {
        problem("must not exceed max_length", at + "/min_length");
    }
}

void BlockChecker::feedback_rules(const json& element, const std::string& at) {
    for (const char* name : {"positive_button", "negative_button"}) {
        const json& button = member(element, name);
        const std::string here = fmt::format("{}/{}", at, name);
        if (!button.is_object()) {
            problem("must provide an object", here);
            continue;
        }
        text(member(button, "text"), true, 1, 75, here + "/text");
        string(member(button, "value"), 0, 2000, here + "/value");
    }
}

void BlockChecker::initial_options(const json& element, const std::string& at) {
    if (!element.contains("options") && !element.contains("option_groups")) return;
    std::vector<json> offered;
    const json& options = member(element, "options");
    if (options.is_array()) offered.assign(options.begin(), options.end());
    const json& groups = member(element, "option_groups");
    for (const auto& group : groups) {
        if (!group.is_object()) continue;
        for (const auto& each : member(group, "options")) offered.push_back(each);
    }
    auto same = [](const json& a, const json& b) {
        return a.is_object() && b.is_object() && member(a, "value") == member(b, "value") &&
               member(member(a, "text"), "text") == member(member(b, "text"), "text");
    };
    auto check = [&](const json& chosen, const std::string& here) {
        if (std::ranges::none_of(offered, [&](const json& each) { return same(each, chosen); })) {
            problem("must exactly match one of the provided options", here);
        }
    };
    if (element.contains("initial_option")) check(element["initial_option"], at + "/initial_option");
    const json& several = member(element, "initial_options");
    for (std::size_t i = 0; i < several.size(); ++i) {
        check(several[i], fmt::format("{}/initial_options/{}", at, i));
    }
}

void BlockChecker::whole_message_rules(const json& blocks, const std::string& at) {
    std::size_t markdown = 0;
    int tables = 0;
    int charts = 0;
    for (const auto& block : blocks) {
        if (!block.is_object()) continue;
        const std::string type = string_member(block, "type");
        if (type == "markdown") markdown += utf16_length(string_member(block, "text"));
        if (type == "table") ++tables;
        if (type == "data_visualization") ++charts;
    }
    if (markdown > 12'000) problem("markdown text must be less than 12001 characters", at);
    if (tables > 1) problem("only_one_table_allowed", at);
    if (charts > 2) problem("no more than 2 data_visualization blocks allowed", at);
}

}  // namespace tocsin::sandbox
