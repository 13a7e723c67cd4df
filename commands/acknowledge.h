// Taking an incident, whichever way it was asked for.
#pragma once

#include "commands/verb.h"

namespace tocsin::commands {

// `page`: through which it came; 0: none. Whoever is too late is told who was first.
Expected<Answer> acknowledge(const Request& request, const Incident& incident, int page, Desk& desk);

}  // namespace tocsin::commands
