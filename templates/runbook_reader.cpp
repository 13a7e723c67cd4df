#include "templates/runbook_reader.h"

#include <cmark-gfm.h>

#include <algorithm>
#include <memory>

#include "bot/base/text.h"
#include "bot/core/runbook_limits.h"

namespace tocsin::templates {
namespace {

constexpr std::string_view title_prefix = "runbook:";
constexpr std::size_t longest_line = 300;  // UTF-16 units

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

// The letters of the first line of a node, of code too.
std::string words_in(cmark_node* node) {
    std::string words;
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk(cmark_iter_new(node), cmark_iter_free);
    while (cmark_iter_next(walk.get()) != CMARK_EVENT_DONE) {
        auto* at = cmark_iter_get_node(walk.get());
        const auto type = cmark_node_get_type(at);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) words += cmark_node_get_literal(at);
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) break;
    }
    return cut(clean_utf8(trim(words)), longest_line);
}

bool is_heading(cmark_node* node, int level) {
    return cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) == level;
}

bool is_numbered(cmark_node* node) {
    return cmark_node_get_type(node) == CMARK_NODE_LIST &&
           cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
}

// Lines from `first` up to before `end`, counted from 1.
std::string lines_between(const std::vector<std::string_view>& lines, int first, int end) {
    std::string text;
    for (auto i = first; i < end && i <= static_cast<int>(lines.size()); ++i) {
        text += lines[static_cast<std::size_t>(i - 1)];
        text += '\n';
    }
    return std::string(trim(text));
}

void add_steps(std::vector<std::string>& steps, cmark_node* list) {
    for (auto* item = cmark_node_first_child(list); item != nullptr; item = cmark_node_next(item)) {
        auto* first = cmark_node_first_child(item);
        if (first == nullptr) continue;
        auto words = words_in(first);
        if (words.ends_with(':')) words.pop_back();
        if (!words.empty()) steps.push_back(std::move(words));
    }
}

std::string title_of(std::string words, std::string_view name) {
    if (to_lower(words).starts_with(title_prefix))
        words = std::string(trim(std::string_view(words).substr(title_prefix.size())));
    return words.empty() ? std::string(name) : words;
}

}  // namespace

Runbook read_runbook(std::string_view name, std::string_view markdown) {
    const auto text = clean_utf8(markdown.substr(0, longest_runbook));
    const auto lines = lines_of(text);
    const Document document(cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
    Runbook runbook{std::string(name), std::string(name), {}, {}, {}};
    int begun = 0;  // the line behind the heading of the last part
    const auto close = [&](int end) {
        if (!runbook.parts.empty()) runbook.parts.back().markdown = lines_between(lines, begun, end);
    };
    bool titled = false;
    for (auto* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node)) {
        if (is_heading(node, 1) && !titled) {
            runbook.title = title_of(words_in(node), name);
            titled = true;
        } else if (is_heading(node, 2)) {
            close(cmark_node_get_start_line(node));
            runbook.parts.push_back({words_in(node), ""});
            begun = cmark_node_get_end_line(node) + 1;
        } else if (is_numbered(node) && !runbook.parts.empty() &&
                   iequals(runbook.parts.back().heading, runbook_parts[1])) {
            add_steps(runbook.steps, node);
        }
    }
    close(static_cast<int>(lines.size()) + 1);
    for (const auto& part : runbook.parts) {
        if (iequals(part.heading, runbook_parts[3])) runbook.limits = limits_in(part.markdown);
    }
    return runbook;
}

std::vector<std::string_view> missing_parts(const Runbook& runbook) {
    std::vector<std::string_view> missing;
    for (const auto wanted : runbook_parts) {
        const auto has = [&](const RunbookPart& part) {
            return iequals(part.heading, wanted) && !part.markdown.empty();
        };
        if (std::ranges::none_of(runbook.parts, has)) missing.push_back(wanted);
    }
    return missing;
}

}  // namespace tocsin::templates
