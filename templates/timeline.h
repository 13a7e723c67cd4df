// The timeline as people read it: entries made from facts, with edits and removals carried out, in the order
// in which things happened. Used by the resolution, the post-mortem and the verb `timeline`.
#pragma once

#include <string>
#include <vector>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

struct TimelineLine {
    int sequence = 0;  // of the fact; 0: joined of several
    Time at;
    std::string text;   // mrkdwn, safe
    std::string plain;  // the same in plain words, not escaped, names instead of mentions
    Actor by;
    bool own = false;      // written by a person (note, pin): may be edited and removed
    bool edited = false;   // shown with its author's later words
    bool removed = false;  // only the lead is shown it
    bool operator==(const TimelineLine&) const = default;
};

// All entries, oldest first; removed ones are marked. Reminders, holds and watchers are not entries.
std::vector<TimelineLine> timeline_lines(const Incident& incident, const std::vector<Event>& timeline,
                                         const RenderContext& context, const IncidentFacts& facts = {});

// What the resolution and the post-mortem show: nothing removed, no "nothing new", no joins; what happened in
// the same minute and belongs together is one line.
std::vector<TimelineLine> timeline_summary(const Incident& incident, const std::vector<Event>& timeline,
                                           const RenderContext& context, const IncidentFacts& facts = {});

// Plain text for copying: one line per entry, "14:30 UTC Traffic spike begins (5x normal)".
std::string timeline_as_text(const Incident& incident, const std::vector<TimelineLine>& lines);

}  // namespace tocsin::templates
