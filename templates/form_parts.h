// Pieces that several forms share: the note on top (an alert where Slack knows it), severities to choose
// from, and how long a time is in a menu. Whole forms are in forms.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/slack/elements.h"
#include "bot/slack/identifiers.h"
#include "templates/render.h"

namespace tocsin::templates {

enum class NoteLevel { info, warning, error };

// Puts a note into a form: as an alert in the modern form, as a section in the classic one.
void add_note(slack::Blocks& blocks, std::string_view part, NoteLevel level, const std::string& safe,
              bool modern);

std::vector<slack::Option> severity_options(const Rules& rules);

// "10 minutes", "1 hour" for a menu; the value is the number of minutes.
slack::Option minutes_option(Duration duration, std::string_view remark = {});

void add_input(slack::Blocks& blocks, const slack::Field& field, const slack::Plain<2000>& label,
               JsonText element, const slack::Plain<2000>& hint = "", bool optional = false,
               bool dispatches = false);

// Modern and classic from the same function that builds the blocks; classic is left out when both are equal.
template <class Build>
slack::View both_forms(const slack::Modal& modal, const Build& build, const RenderContext& context) {
    slack::View view{slack::modal_view(modal, build(true)), slack::modal_view(modal, build(false))};
    if (view.modern == view.classic) view.classic = nullptr;
    return shaped(std::move(view), context.form);
}

}  // namespace tocsin::templates
