#include "templates/html.h"

#include <fmt/format.h>

#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

std::string line_of(std::string_view line) {
    const auto start = line.find("https://");
    if (start == std::string_view::npos) return escape_html(line);
    const auto end = std::min(line.find_first_of(" \t<>\"'", start), line.size());
    const auto address = escape_html(line.substr(start, end - start));
    return fmt::format("{}<a href=\"{}\">{}</a>{}", escape_html(line.substr(0, start)), address, address,
                       line_of(line.substr(end)));
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string html_paragraph(std::string_view text, std::string_view kind) {
    if (kind.empty()) return fmt::format("<p>{}</p>\n", escape_html(text));
    return fmt::format("<p class=\"{}\">{}</p>\n", kind, escape_html(text));
}

std::string html_link(std::string_view address, std::string_view text) {
    return fmt::format("<a href=\"{}\">{}</a>", escape_html(address), escape_html(text));
}

std::string html_button(std::string_view press, std::string_view label, bool first) {
    return fmt::format("<button{} name=\"press\" value=\"{}\">{}</button>\n", first ? " class=\"first\"" : "",
                       escape_html(press), escape_html(label));
}

std::string html_of_text(std::string_view text) {
    std::string html = "<!doctype html><html lang=\"en\"><body><p>";
    bool first = true;
    for (const auto line : lines_of(text)) {
        if (line.empty()) {
            html += "</p><p>";
            first = true;
            continue;
        }
        if (!first) html += "<br>";
        html += line_of(line);
        first = false;
    }
    return html + "</p></body></html>";
}

}  // namespace tocsin::templates
