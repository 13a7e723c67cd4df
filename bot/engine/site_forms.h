// What somebody entered in a form of a web page, as Slack would have sent it: checked here as Slack checks it
// there, for a browser can be told to send anything.
#pragma once

#include "bot/base/form.h"
#include "bot/engine/workbench.h"
#include "templates/web_form.h"

namespace tocsin::engine {

// Whom a form of a web page offers: people of the configuration and of the incident.
std::vector<std::pair<UserId, std::string>> people_to_choose(Workbench& bench, const Incident& incident,
                                                             const SlackUser& reader);

// Puts what was entered into the form's inputs, with what is wrong with each; false: something is.
bool enter(templates::WebForm& form, const FormFields& fields);

// What Slack would send of a form in which nothing is wrong.
slack::FieldValues values_of(const templates::WebForm& form);

}  // namespace tocsin::engine
