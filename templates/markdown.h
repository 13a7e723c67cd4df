// The little Markdown that a post-mortem needs: making typed words harmless in it, and showing its lines
// where Slack knows only mrkdwn. Rendering HTML from it is not here.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

// Plain words on one line that can neither format, link nor mention: Slack's markdown block brings <!here> to
// life.
std::string markdown_line(std::string_view words);

// The same where a line or an item of a list begins: it starts no heading, quote, list or rule either.
std::string markdown_line_start(std::string_view words);

// One line of Markdown as mrkdwn: bold, bullets and task boxes; everything else is escaped text.
std::string markdown_to_mrkdwn(std::string_view line);

}  // namespace tocsin::templates
