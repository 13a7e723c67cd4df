// The sample incident of the golden files, told as facts: API Down, 2025-01-21, with Dana, Lee, Sam and Kim.
// The surfaces are compared elsewhere.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/incident.h"
#include "bot/core/people.h"
#include "bot/core/rules.h"
#include "templates/catalog.h"
#include "templates/facts.h"
#include "templates/render.h"
#include "tests/read_json.h"

namespace tocsin::story {

inline const Actor dana{UserId{"U0DANA00001"}, "Dana"};
inline const Actor lee{UserId{"U0LEE000002"}, "Lee"};
inline const Actor sam{UserId{"U0SAM000003"}, "Sam"};
inline const Actor kim{UserId{"U0KIM000004"}, "Kim"};
inline const Actor monitor{UserId{}, "api-health"};

class Names final : public Directory {
  public:
    SlackUser user(const UserId& id) const override;
};

Time at(std::string_view clock);  // "14:32" of the day

// Facts in, the incident out; numbers the facts itself.
struct Story {
    std::vector<Event> events;
    Incident incident;

    Story& then(std::string_view clock, const Actor& by, EventBody body);
    Incident before() const;  // the last fact
};

event::Declared declaration();
Story declared();         // at 14:32, by the monitor
Story acknowledged();     // and by Dana at 14:33
Story resolved();         // nine facts, resolved at 15:00
Story for_post_mortem();  // the same with its four updates

// Everything the samples show: paging, runbook, links, every capability.
struct Stage {
    Names names;
    Rules rules;
    templates::Catalog texts;
    templates::IncidentFacts facts;

    Stage();
    templates::RenderContext at(Time now) const;
    templates::RenderContext at(std::string_view clock) const { return at(story::at(clock)); }
    // What this installation can do before paging is set up.
    templates::RenderContext bare(Time now) const;
};

nlohmann::json golden(const std::string& name);
// The sample without the arguments that are added when a message is sent.
nlohmann::json golden_surface(const std::string& name);
nlohmann::json surface(const slack::Message& message);          // text and blocks
nlohmann::json classic_surface(const slack::Message& message);  // text and classic blocks

}  // namespace tocsin::story
