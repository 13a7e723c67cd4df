#include "templates/reply_texts.h"

#include <doctest/doctest.h>

#include "bot/base/gsm7.h"
#include "templates/catalog.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

struct Nobody final : Directory {
    SlackUser user(const UserId& id) const override { return {id, id.str(), "UTC", false, false, false}; }
};

const Time now = time_from_unix(1'737'469'980);  // 2025-01-21T14:33:00Z

Incident incident_titled(const std::string& title) {
    Incident incident;
    incident.number = IncidentNumber{42};
    incident.title = title;
    incident.severity = Severity::sev1;
    incident.state = State::investigating;
    incident.started = incident.declared = now - 1min;
    incident.acknowledged = incident.lead_since = now;
    incident.lead = incident.paging.answered_by = {UserId{"U1"}, "Lee", PersonId{"lee"}};
    incident.reminders.due = now + 10min;
    return incident;
}

const std::string thread_link = "https://t.example.com/i/42";

}  // namespace

TEST_CASE("the texts that answer a page are those of the specification") {
    const auto catalog = *Catalog::load();
    const Nobody people;
    auto rules = default_rules();
    rules.people[PersonId{"lee"}] = {PersonId{"lee"}, "Lee", UserId{"U1"}, "", "", "", "", "", ""};
    const RenderContext context{catalog, people, rules, now};
    auto incident = incident_titled("API Down");
    incident.lead.user = incident.paging.answered_by.user = UserId{};
    CHECK(acknowledged_text(incident, thread_link, context) ==
          "INC-42 API Down: you acknowledged at 14:33 UTC. Update due 14:43 UTC. Reply 2 to escalate. "
          "Thread: " +
              thread_link);
    CHECK(too_late_text(incident, context) ==
          "INC-42 API Down was acknowledged by Lee at 14:33 UTC. Reply JOIN to help.");
    CHECK(not_needed_text(incident, thread_link, context) ==
          "INC-42 API Down: Lee acknowledged at 14:33 UTC. You are not needed now. Thread: " + thread_link);
    CHECK(escalated_text(incident, {{{UserId{}, "Sam"}, "Engineering Lead", {Means::phone}}}, context) ==
          "INC-42 API Down: Sam (Engineering Lead) is being phoned. You stay on the incident. Reply 1 to "
          "acknowledge.");
    CHECK(not_understood_text(incident, context) ==
          "Reply 1 to acknowledge or 2 to escalate INC-42 API Down. Nothing has changed.");
    incident.last_update = now - 20min;
    CHECK(reminder_text(incident, true, thread_link, context) ==
          "INC-42 API Down: no update for 20 min. Post one in the thread or reply U and your text. " +
              thread_link);
    CHECK(reminder_text(incident, false, "", context) ==
          "INC-42 API Down: no update for 20 min. Post one in the thread.");
    auto over = incident;
    over.started = now - 28min;
    over.ended = now;
    over.resolution.emplace().post_mortem_due = now + 24h;
    CHECK(resolved_text(over, context) ==
          "RESOLVED INC-42 API Down after 28 min. Service restored. Post-mortem within 24 hours.");
    auto another = incident;
    another.number = IncidentNumber{43};
    CHECK(which_page_text({incident, another}) ==
          "You have 2 open pages. Reply 1 42 or 1 43 to acknowledge, 2 42 or 2 43 to escalate.");
    CHECK(no_page_text("https://t.example.com/") ==
          "You have no open page. Open incidents: https://t.example.com/");
}

TEST_CASE("however long title, names and link are, each is one segment and keeps its answer keys") {
    const auto catalog = *Catalog::load();
    const Nobody people;
    const auto rules = default_rules();
    const RenderContext context{catalog, people, rules, now};
    for (const auto* title :
         {"Überlastung der Datenbank {eu-west} — «checkout» schlägt überall fehl, seit Stunden",
          "数据库无法访问数据库无法访问数据库无法访问", "", "a"}) {
        auto incident = incident_titled(title);
        incident.number = IncidentNumber{1234567};
        incident.ended = now;
        const auto long_link = thread_link + std::string(80, 'x');
        const std::vector<PageOrder> paged{{{UserId{}, "Sam"}, "Engineering Lead", {Means::phone}}};
        for (const auto& text :
             {acknowledged_text(incident, long_link, context), acknowledged_by_link_text(incident, context),
              too_late_text(incident, context), not_needed_text(incident, long_link, context),
              over_text(incident, context), escalated_text(incident, paged, context),
              passed_on_text(incident, paged, context), joined_text(incident, long_link, context),
              updated_text(incident, context), resolved_text(incident, context),
              reminder_text(incident, true, long_link, context), not_understood_text(incident, context),
              no_page_text(long_link)})
            CHECK_MESSAGE(fits_one_segment(text), text);
        CHECK(acknowledged_text(incident, long_link, context).ends_with("Reply 2 to escalate."));
        CHECK(not_understood_text(incident, context).ends_with("Nothing has changed."));
    }
}
