#include "templates/commonmark.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

constexpr std::array extensions{"table", "strikethrough", "autolink", "tasklist"};

struct Free {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(char* text) const { std::free(text); }
};

}  // namespace

std::string html_of_markdown(std::string_view markdown) {
    cmark_gfm_core_extensions_ensure_registered();
    const std::unique_ptr<cmark_parser, Free> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
    for (const auto* name : extensions)
        cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
    const auto text = clean_utf8(markdown);
    cmark_parser_feed(parser.get(), text.data(), text.size());
    const std::unique_ptr<cmark_node, Free> document(cmark_parser_finish(parser.get()));
    const std::unique_ptr<char, Free> html(cmark_render_html(
        document.get(), CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser.get())));
    // A box that nobody can tick has no label: it is shown as a sign. What people type makes none of these.
    return replace_all(replace_all(html.get(), "<input type=\"checkbox\" disabled=\"\" />",
                                   "<span role=\"img\" aria-label=\"to do\">\u2610</span>"),
                       "<input type=\"checkbox\" checked=\"\" disabled=\"\" />",
                       "<span role=\"img\" aria-label=\"done\">\u2611</span>");
}

}  // namespace tocsin::templates
