// What of a post-mortem follows from facts: what went well or poorly against the targets, without names, and
// the words that each section begins with before anybody has written it.
#pragma once

#include <string>
#include <vector>

#include "templates/render.h"

namespace tocsin::templates {

struct Judged {
    std::vector<std::string> well;
    std::vector<std::string> poorly;
};
Judged judge(const Incident& incident, const Rules& rules);

// As somebody wrote it, else as the facts say; plain text with line breaks, not escaped.
std::string section_text(const Incident& incident, PostMortemSection section, const RenderContext& context);

}  // namespace tocsin::templates
