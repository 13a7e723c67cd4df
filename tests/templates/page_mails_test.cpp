#include "templates/page_mails.h"

#include <doctest/doctest.h>

#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;

TEST_CASE("the mail that pages is that of the specification") {
    const story::Stage stage;
    auto incident = story::declared().incident;
    incident.impact = "All requests to api.yourapp.com fail with 500 errors.";
    incident.paging.plan.policy = PolicyId{"production"};
    incident.paging.plan.name = "Production Incidents";
    Page page;
    page.number = 3;
    page.to = story::sam;
    page.role = "Engineering Lead";
    page.level = 3;
    page.means = Means::email;
    DeviceFacts facts;
    facts.link = "https://t.example.com/a/7Kx9QdRm2VpZ";
    facts.incident_link = "https://tocsin.example.com/i/42";
    facts.silent = "Dana and Lee";
    const auto mail = page_mail(incident, page, facts, stage.at("14:52"));
    CHECK(mail.subject == "[SEV 1] INC-42 API Down: acknowledgement needed");
    CHECK(mail.text ==
          "SEV 1 INCIDENT: API Down\n"
          "Status: Paging on-call\n"
          "Started: 2025-01-21 14:32 UTC\n"
          "\n"
          "All requests to api.yourapp.com fail with 500 errors.\n"
          "\n"
          "You are Engineering Lead, level 3 of Production Incidents.\n"
          "Dana and Lee have not acknowledged for 20 minutes.\n"
          "\n"
          "Acknowledge: https://t.example.com/a/7Kx9QdRm2VpZ\n"
          "Incident:    https://tocsin.example.com/i/42\n"
          "\n"
          "Opening the link shows a page with a button. Only the button acknowledges.\n"
          "Sent because level 3 of Production Incidents notifies you by email.\n");
}

TEST_CASE("later mails say who has it and how it ended") {
    const story::Stage stage;
    auto incident = story::acknowledged().incident;
    const auto taken = acknowledged_mail(incident, "https://tocsin.example.com/i/42", stage.at("14:33"));
    CHECK(taken.subject == "[SEV 1] INC-42 API Down: acknowledged by Dana");
    CHECK(taken.text ==
          "SEV 1 INCIDENT: API Down\n"
          "Dana acknowledged at 14:33 UTC. You are not needed now.\n"
          "\n"
          "Incident: https://tocsin.example.com/i/42\n");

    incident = story::resolved().incident;
    const auto over = resolved_mail(incident, "", stage.at("15:00"));
    CHECK(over.subject == "[SEV 1] INC-42 API Down: resolved after 28 minutes");
    CHECK(over.text.contains("Resolved at 15:00 UTC after 28 minutes.\n\nCause: "));
    CHECK(over.text.contains("\nMitigation: "));

    SUBCASE("of a private incident they say no more than that") {
        incident.is_private = true;
        const auto hidden = resolved_mail(incident, "", stage.at("15:00"));
        CHECK(hidden.subject == "[SEV 1] INC-42 private incident: resolved after 28 minutes");
        CHECK_FALSE(hidden.text.contains("API"));
        CHECK_FALSE(hidden.text.contains("Cause"));
    }
}
