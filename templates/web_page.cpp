#include "templates/web_page.h"

#include <fmt/format.h>

#include "bot/base/embedded.h"
#include "templates/html.h"

namespace tocsin::templates {
namespace {

// `style`: the element.
std::string framed(const PageFrame& frame, std::string_view style, std::string_view body) {
    return fmt::format(
        "<!doctype html>\n"
        "<html lang=\"en\">\n"
        "<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "{}"
        "<title>{}</title>\n"
        "{}\n{}"
        "</head>\n"
        "<body>\n"
        "<main>\n{}</main>\n{}"
        "</body>\n"
        "</html>\n",
        frame.indexed ? "" : "<meta name=\"robots\" content=\"noindex, nofollow\">\n",
        escape_html(frame.title), style, frame.head, body,
        frame.foot.empty() ? "" : fmt::format("<footer>\n{}</footer>\n", frame.foot));
}

}  // namespace

std::string web_page(const PageFrame& frame, std::string_view body) {
    return framed(frame, fmt::format("<link rel=\"stylesheet\" href=\"{}\">", escape_html(frame.style)),
                  body);
}

std::string web_page(std::string_view title, std::string_view body, std::string_view style) {
    return web_page(PageFrame{std::string(title), std::string(style)}, body);
}

std::string whole_page(std::string_view title, std::string_view body) {
    return framed(PageFrame{std::string(title)}, fmt::format("<style>{}</style>", style_sheet()), body);
}

std::string_view style_sheet() {
    return style_files().front().content;
}

std::string sentence_page(std::string_view sentence) {
    return web_page("Tocsin", fmt::format("<h1>Tocsin</h1>\n<p>{}</p>\n", escape_html(sentence)));
}

}  // namespace tocsin::templates
