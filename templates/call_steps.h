// What a call says after its first words: to a key, to silence, to somebody who is too late
// (interactions.md 8.3). The page itself is page_texts.h.
#pragma once

#include <string>
#include <vector>

#include "templates/render.h"

namespace tocsin::templates {

using Sentences = std::vector<std::string>;

Sentences call_acknowledged(const Incident& incident, const RenderContext& context);  // they lead it now
// Every one of them is theirs now.
Sentences call_acknowledged_all(const std::vector<Incident>& incidents, const RenderContext& context);
Sentences call_too_late(const Incident& incident, const RenderContext& context);  // somebody else has it
Sentences call_joined(const Incident& incident);
Sentences call_over(const Incident& incident);
// `next`: whom the next level would page as things are; empty: nobody is left.
Sentences call_confirm_escalation(const std::vector<PageOrder>& next, const RenderContext& context);
Sentences call_escalated(const std::vector<PageOrder>& paged, const RenderContext& context);
Sentences call_confirm_pass_on();
Sentences call_passed_on(const std::vector<PageOrder>& paged, const RenderContext& context);
Sentences call_wrong_key();
Sentences call_unanswered(const Incident& incident, Time now);  // the last words to silence
Sentences call_refused(const std::string& reason);              // what was asked for cannot be done

}  // namespace tocsin::templates
