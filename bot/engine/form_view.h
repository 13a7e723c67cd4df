// What a form of a web page carries so that a press shows which look at the page it comes from: signed over
// what the page is for, and dated. Another site cannot make one.
#pragma once

#include <string>
#include <string_view>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

std::string new_form_view(Workbench& bench, std::string_view subject);
// Whether it was made for this subject, at least `youngest` and at most `oldest` ago.
bool is_fresh_view(Workbench& bench, std::string_view subject, std::string_view view, Duration youngest,
                   Duration oldest);
// Whether a form of this view was carried out before; from now on it was.
bool was_pressed(Workbench& bench, std::string_view view, std::string_view press);

}  // namespace tocsin::engine
