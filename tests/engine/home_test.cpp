// What Home shows to whom: on duty, a responder, anybody else, a guest, an admin.

#include "storage/connection.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

const std::string guest = "U00GUEST";

Settings with_everything() {
    auto settings = with_two_schedules(example_settings());
    settings.rules.admins = {{Target::Kind::person, "sam"}};
    settings.rules.status_page = StatusPageRules{"Your App", {"API"}, {}};
    settings.public_url = "https://oncall.example.com";
    return settings;
}

struct Homes : House {
    Homes() : House(with_everything()) {}

    std::string of(const std::string& who) {
        forget_calls();
        acts({{"as", who}, {"do", "open_home"}});
        const auto published = calls("views.publish");
        REQUIRE_FALSE(published.empty());
        return published.back().arguments.dump();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Homes,
                  "a responder who is not on call reads who is, and when their own next shift begins") {
    const auto lees = of(lee);
    CHECK(has(lees, "Dana is on call until Monday 09:00 (UTC). Your next shift: Jan 27."));
    CHECK(has(lees, "home.contacts"));
    CHECK_FALSE(has(lees, "home.testpage"));
    CHECK_FALSE(has(lees, "Something is broken?"));
    CHECK(has(of(dana), "home.testpage"));
}

TEST_CASE_FIXTURE(Homes,
                  "everybody else declares, follows open incidents, and finds the status page and help") {
    types(dana, "declare sev2 API slow");
    const auto kims = of(kim);
    CHECK(has(kims, "Dana is on call until"));
    CHECK(has(kims, "Declare incident"));
    CHECK(has(kims, "Open thread"));
    CHECK(has(kims, "home.watch.1"));
    CHECK(has(
        kims,
        "Public status: All systems operational. <https://oncall.example.com/status|Open the status page>"));
    CHECK(has(kims, "Something is broken?"));
    CHECK_FALSE(has(kims, "Readiness"));
    CHECK_FALSE(has(kims, "Last backup"));
}

TEST_CASE_FIXTURE(Homes, "a guest reads the public status and neither names nor titles") {
    types(dana, "declare sev2 Secret project slow");
    const auto guests = of(guest);
    CHECK(has(guests,
              "Ask a colleague to declare an incident. Current public status: All systems operational."));
    for (const auto* hidden : {"Secret", "Dana", "INC-1", "Declare incident", "Readiness"})
        CHECK_FALSE_MESSAGE(has(guests, hidden), hidden);
}

TEST_CASE_FIXTURE(Homes, "an admin reads the health of everything and the checklist with whom to ask") {
    const auto sams = of(sam);
    for (const auto* words :
         {"Slack connected", "Store fine", "Status page published", "No backup through the bot yet",
          "Tocsin test", "Readiness", "of 16 done.", "Ask "})
        CHECK_MESSAGE(has(sams, words), words);
    CHECK_FALSE(has(of(lee), "Store fine"));
    within([&](storage::Tx& tx) {
        AdHocPage page;
        for (const auto* person : {"dana", "lee", "sam"}) {
            page.to.person = PersonId(person);
            page.confirmed = tx.now();
            tx.add_ad_hoc_page(page);
        }
        tx.set_note("backup/last", format_rfc3339(tx.now()));
    });
    const auto after = of(sam);
    CHECK_FALSE(has(after, "check.ask"));
    CHECK(has(after, "Last backup 2025-01-21 14:32 UTC"));
}

TEST_CASE_FIXTURE(Pager, "whoever is on call reads on top which provider fails, and what still works") {
    provider = [](const channels::Request&) { return channels::Answer(channels::HttpAnswer{503, {}, ""}); };
    types(lee, "declare sev1 API Down");
    pass(30s);
    forget_calls();
    acts({{"as", lee}, {"do", "open_home"}});
    const auto home = calls("views.publish").back().arguments.dump();
    CHECK_MESSAGE(has(home, "Phone and SMS providers have errors since 14:32 UTC. Slack works."), home);
    CHECK_FALSE(has(home, "Readiness"));
}
