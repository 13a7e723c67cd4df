#include "templates/web_page.h"

#include <fmt/format.h>

#include "templates/html.h"

namespace tocsin::templates {
namespace {

// `style`: the element.
std::string framed(std::string_view title, std::string_view style, std::string_view body) {
    return fmt::format(
        "<!doctype html>\n"
        "<html lang=\"en\">\n"
        "<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"robots\" content=\"noindex, nofollow\">\n"
        "<title>{}</title>\n"
        "{}\n"
        "</head>\n"
        "<body>\n"
        "<main>\n{}</main>\n"
        "</body>\n"
        "</html>\n",
        escape_html(title), style, body);
}

}  // namespace

std::string web_page(std::string_view title, std::string_view body, std::string_view style) {
    return framed(title, fmt::format("<link rel=\"stylesheet\" href=\"{}\">", style), body);
}

std::string whole_page(std::string_view title, std::string_view body, std::string_view more_style) {
    return framed(title, fmt::format("<style>{}{}</style>", style_sheet(), more_style), body);
}

std::string_view style_sheet() {
    return R"(:root { color-scheme: light dark; --line: #7a7a7a; --act: #0b5fff; --on-act: #ffffff; --page: #ffffff; --text: #1b1b1b; }
@media (prefers-color-scheme: dark) { :root { --act: #8ab4ff; --on-act: #0b1220; --page: #16181d; --text: #ececec; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--page); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .25rem; }
p { margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
.words { overflow-wrap: anywhere; }
caption { text-align: left; padding: .25rem 0; }
.quiet { opacity: .8; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0 0 1rem; padding: 0 0 .25rem; list-style: none; border-bottom: 1px solid var(--line); }
nav a { display: inline-block; padding: .5rem 0; }
nav a[aria-current] { font-weight: 600; color: inherit; text-decoration: none; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .25rem; }
a { color: var(--act); }
dl { margin: 1rem 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; white-space: pre-line; }
pre { white-space: pre-wrap; padding: .5rem; border: 1px solid var(--line); border-radius: .375rem; }
summary { min-height: 2rem; cursor: pointer; font-weight: 600; }
footer { margin-top: 2rem; }
.notice { border-left: .25rem solid var(--act); padding-left: .75rem; }
form { margin: 1rem 0; }
label { display: block; font-weight: 600; }
textarea, input[type=search] { width: 100%; min-height: 3rem; font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .375rem; }
textarea { min-height: 6rem; }
button { width: 100%; min-height: 3rem; margin: .375rem 0; padding: .5rem 1rem; font: inherit; font-weight: 600; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: .375rem; cursor: pointer; }
button.first { color: var(--on-act); background: var(--act); border-color: var(--act); }
button:focus-visible, a:focus-visible, textarea:focus-visible, input:focus-visible, summary:focus-visible { outline: .1875rem solid var(--act); outline-offset: .125rem; }
@media (min-width: 36rem) {
  button { width: auto; margin-right: .5rem; }
  dl { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: .25rem 1rem; }
  dd { margin: 0; }
}
)";
}

std::string sentence_page(std::string_view sentence) {
    return web_page("Tocsin", fmt::format("<h1>Tocsin</h1>\n<p>{}</p>\n", escape_html(sentence)));
}

}  // namespace tocsin::templates
