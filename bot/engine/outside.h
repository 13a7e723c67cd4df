// What people and programs do without Slack: commands of the command line, replies by SMS, scenarios.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// The incident as it is afterwards; not_found when there is none that it can be about.
Expected<Incident> take_command(Workbench& bench, const CommandGiven& given);

Incident take_declaration(Workbench& bench, const DeclarationGiven& given);

}  // namespace tocsin::engine
