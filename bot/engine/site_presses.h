// What the buttons of an incident's web page do: the same as the typed line, with the same rights.
#pragma once

#include <string>

#include "bot/base/form.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// What whoever pressed has to be told, in plain words; empty: what happened is the answer.
std::string press_on_incident(Workbench& bench, const SlackUser& user, const Incident& incident,
                              const FormFields& form);

}  // namespace tocsin::engine
