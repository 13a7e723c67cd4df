// What the signed-in pages have in common: the answer where there is nothing, how old a press may be, and
// what a command said, in plain words.
#pragma once

#include <string>
#include <string_view>

#include "bot/engine/workbench.h"
#include "commands/request.h"

namespace tocsin::engine {

channels::HttpAnswer nothing_here();

// Whether the form that was sent comes from a look at a page of this session, of the last half day.
bool is_fresh_site_view(Workbench& bench, std::string_view session, std::string_view view);

// Whether this form was carried out before, as it was filled in; from now on it was. One that was gone back
// to and filled in otherwise is another one.
bool was_sent(Workbench& bench, const SiteAsked& asked, std::string_view view);

// Empty: what happened is the answer.
std::string words_said(const commands::Answer& answer, Workbench& bench);

}  // namespace tocsin::engine
