// A post-mortem in a browser: read, written, corrected and published there by the same commands, with the
// same rights and refusals, as in Slack.
#pragma once

#include "bot/engine/sign_in.h"

namespace tocsin::engine {

// `asked` is for /i/N/post-mortem or below it; the reader sees the incident, and it is resolved.
channels::HttpAnswer take_post_mortem(Workbench& bench, const SiteAsked& asked, const SignedIn& reader,
                                      const Incident& incident);

}  // namespace tocsin::engine
