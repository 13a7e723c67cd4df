// What went live shortly before an incident began or was declared.
#pragma once

#include <string>
#include <vector>

#include "bot/core/deployment.h"
#include "bot/core/incident.h"
#include "templates/render.h"

namespace tocsin::templates {

// acme/api v1.4.2 (f95f852) to production by octocat: plain words, not escaped.
std::string words_of(const Deployment& deployment);

// For the card's last line; `deployments` is not empty.
std::string deployed_line(const Incident& incident, const std::vector<Deployment>& deployments);

// Once in the thread, when the incident begins.
slack::Message deployments_message(const Incident& incident, const std::vector<Deployment>& deployments,
                                   const RenderContext& context);

}  // namespace tocsin::templates
