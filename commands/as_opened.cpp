#include "commands/as_opened.h"

#include <algorithm>

#include "templates/render.h"

namespace tocsin::commands {

Incident as_opened(const Incident& incident, int revision, Desk& desk) {
    Incident then;
    for (const auto& event : desk.tx().timeline(incident.number)) {
        if (event.sequence > std::max(revision, 1)) break;  // the declaration is always read
        then = apply(std::move(then), event);
    }
    return then;
}

std::string who_changed(const Incident& incident, int revision,
                        const std::function<bool(const EventBody&)>& matches, Desk& desk) {
    std::string who = "Somebody";
    for (const auto& event : desk.tx().timeline(incident.number)) {
        if (event.sequence > revision && matches(event.body) && event.by.is_somebody())
            who = templates::name_of(event.by, desk.render());
    }
    return who;
}

}  // namespace tocsin::commands
