// Markdown as HTML for a browser: GitHub's dialect, without raw HTML and without links that run something.
// What Slack is shown is markdown.h.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

// A part of a page. Anything is Markdown: this cannot fail.
std::string html_of_markdown(std::string_view markdown);

}  // namespace tocsin::templates
