// The workspace as one person sees it, as one JSON object for the page and for tests: docs/sandbox.md, State.
#pragma once

#include <optional>

#include "bot/sandbox/interactions.h"

namespace tocsin::sandbox {

struct NextEvent {
    Time at{};
    std::string what;  // "Update reminder of INC-42"
};

struct PageFacts {
    Time now{};
    std::optional<NextEvent> next_event;
};

// `person` must be one of the workspace's people.
json page_state(const Workspace& workspace, const Interactions& interactions, const Gateway& gateway,
                const std::string& person, const PageFacts& facts);

}  // namespace tocsin::sandbox
