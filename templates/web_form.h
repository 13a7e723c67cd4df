// A form of Slack's as a form of a web page: the same inputs under the same names, so that what is entered
// goes the same way. It needs no JavaScript. What was entered is read in bot/engine/site_forms.h.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templates/render.h"

namespace tocsin::templates {

struct WebInput {
    enum class Kind {
        line,
        text,    // of several lines
        choice,  // one of the options
        ticks,   // any of them
        person,  // Slack's ID of one of the people
        day,     // 2025-01-22
        moment,  // 2025-01-22T14:32, UTC
    };
    std::string name;    // its block_id
    std::string action;  // its action_id
    std::string label;
    std::string hint;  // may be empty
    Kind kind = Kind::line;
    std::vector<std::pair<std::string, std::string>> options;  // value, words
    std::vector<std::string> values;                           // that it begins with, as a browser has them
    std::size_t most = 0;                                      // UTF-16 units; 0: no limit of its own
    bool optional = false;
    std::string problem{};  // with what was entered; empty: none
};

struct WebForm {
    std::string title;
    std::string callback_id;
    std::string submit;
    std::vector<std::string> notes;  // said first, plain words
    std::vector<WebInput> inputs;
};

// `people`: who can be chosen; whoever is chosen already is among them.
WebForm web_form(const slack::View& view, const std::vector<std::pair<UserId, std::string>>& people,
                 const RenderContext& context);

// `view`: which look at the page a press comes from; `revision`: of the incident, when the form was opened.
std::string web_form_html(const WebForm& form, std::string_view view, int revision);

// 2025-01-22T14:32, as a browser has it.
std::string web_moment(Time at);

}  // namespace tocsin::templates
