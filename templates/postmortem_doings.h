// What the reader of a post-mortem's web page may do there: write, correct, add and change action items,
// publish. The post-mortem itself is postmortem_page.h; its forms are web_form.h.
#pragma once

#include <string>
#include <vector>

#include "templates/render.h"

namespace tocsin::templates {

struct PostMortemDoings {
    const Incident& incident;
    bool write = false;  // what the reader may
    bool publish = false;
    bool skip = false;
    bool take_part = false;            // add and change action items
    std::string view;                  // hidden in the forms: which look at the page a press comes from
    std::vector<std::string> missing;  // that stopped a publication, each half a sentence; empty: none did
};

std::string post_mortem_doings(const PostMortemDoings& may, const RenderContext& context);

}  // namespace tocsin::templates
