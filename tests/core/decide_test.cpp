#include "bot/core/decide.h"

#include <algorithm>

#include "bot/core/timeline.h"
#include "tests/core/scene.h"

using namespace tocsin;
using namespace tocsin::scene;

namespace {

command::Update words(std::string text) {
    command::Update update;
    update.text = std::move(text);
    return update;
}

command::Resolve fixed(std::string cause) {
    command::Resolve resolve;
    resolve.cause = std::move(cause);
    resolve.mitigation = "Restarted.";
    return resolve;
}

}  // namespace

TEST_CASE("the first acknowledgment takes the incident and promises an update") {
    Scene scene;
    CHECK(scene.incident.state == State::paging);
    scene.now += 1min;
    scene.does(dana, command::Acknowledge{});
    CHECK(scene.incident.state == State::investigating);
    CHECK(scene.incident.lead == dana);
    CHECK(scene.incident.acknowledged == at("2025-01-21T14:33:00Z"));
    CHECK(scene.incident.reminders.due == at("2025-01-21T14:43:00Z"));
}

TEST_CASE("the second acknowledgment changes nothing and says who was faster") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.refuses(lee, command::Acknowledge{}, "Dana leads INC-42");
    scene.refuses(dana, command::Acknowledge{}, "You already lead INC-42");
}

TEST_CASE("a late acknowledgment does not reopen") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, fixed("Pool exhausted."));
    scene.refuses(lee, command::Acknowledge{}, "INC-42 was resolved at 14:32 UTC");
    CHECK(scene.incident.state == State::resolved);
}

TEST_CASE("an update keeps the promise and makes the next one") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.now += 6min;
    auto update = words("Root cause identified.");
    update.eta = 5min;
    scene.does(dana, update);
    CHECK(scene.incident.updates == 1);
    CHECK(scene.incident.eta == scene.now + 5min);
    CHECK(scene.incident.reminders.due == scene.now + 10min);
    CHECK(scene.incident.reminders.updates_on_time == 1);
    CHECK(scene.incident.reminders.number == 2);
}

TEST_CASE("the author may promise another time than the rhythm") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    auto update = words("Restore is running.");
    update.next = 30min;
    scene.does(dana, update);
    CHECK(scene.incident.reminders.due == scene.now + 30min);
}

TEST_CASE("the same words by the same person within 20 seconds are one update") {
    Scene scene;
    scene.does(dana, words("Looking."));
    scene.now += 19s;
    CHECK(scene.does(dana, words("Looking.")).empty());
    CHECK(scene.does(lee, words("Looking.")).size() == 1);
    scene.now += 21s;
    CHECK(scene.does(dana, words("Looking.")).size() == 1);
}

TEST_CASE("an update without words is refused") {
    const Scene scene;
    scene.refuses(dana, words("  \n "), "needs words");
}

TEST_CASE("whoever moves an untaken incident on has taken it") {
    Scene scene;
    scene.does(lee, command::ChangeStatus{State::identified, "Pool exhausted."});
    CHECK(scene.incident.state == State::identified);
    CHECK(scene.incident.lead == lee);
    CHECK(scene.incident.acknowledged == scene.now);
}

TEST_CASE("steps may go forward and back, and a step to where it is says so") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, command::ChangeStatus{State::monitoring, ""});
    scene.refuses(lee, command::ChangeStatus{State::monitoring, ""}, "already Monitoring");
    scene.does(dana, command::ChangeStatus{State::investigating, ""});
    CHECK(scene.incident.state == State::investigating);
    scene.refuses(dana, command::ChangeStatus{State::merged, ""}, "can be investigating");
}

TEST_CASE("the highest severity is remembered when it is lowered again") {
    Scene scene(Severity::sev2);
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, command::ChangeSeverity{Severity::sev1, "half of all requests fail"});
    scene.does(dana, command::ChangeSeverity{Severity::sev3, ""});
    CHECK(scene.incident.severity == Severity::sev3);
    CHECK(scene.incident.highest_severity == Severity::sev1);
    CHECK(scene.incident.declared_severity == Severity::sev2);
    scene.does(dana, fixed(""));
    CHECK(scene.incident.resolution->post_mortem_due == scene.now + 24h);
}

TEST_CASE("the lead stays until the other accepts") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, command::OfferLead{lee, "pool is raised"});
    CHECK(scene.incident.lead == dana);
    scene.refuses(kim, command::AcceptLead{}, "not offered to you");
    scene.does(lee, command::AcceptLead{});
    CHECK(scene.incident.lead == lee);
    CHECK_FALSE(scene.incident.lead_offer.has_value());
}

TEST_CASE("a new offer withdraws the one before, and every end of an offer is shown") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, command::OfferLead{lee, ""});
    scene.refuses(dana, command::OfferLead{lee, "please"}, "Lee is asked already");
    const auto before = scene.incident;
    const auto effects_since = [&](const Incident& was) {
        return effects_of(was, scene.timeline.back(), scene.incident, scene.rules);
    };
    const Edit shown{"offer/U000LEE"};
    SUBCASE("withdrawn") {
        scene.does(dana, command::OfferLead{kim, ""});
        CHECK(effects_since(before) ==
              std::vector<Effect>{Tell{Tell::Audience::direct, kim.user, "offer/U000KIM"},
                                  Tell{Tell::Audience::direct, lee.user, "withdrawn"}, shown});
        scene.refuses(lee, command::AcceptLead{}, "not offered to you any more. Kim is asked now.");
        scene.refuses(lee, command::DeclineLead{}, "not offered to you any more");
        CHECK(scene.incident.lead_offer->to == kim);
    }
    SUBCASE("accepted") {
        scene.does(lee, command::AcceptLead{});
        CHECK(effects_since(before).back() == Effect{shown});
    }
    SUBCASE("somebody else takes it") {
        scene.does(kim, command::TakeLead{""});
        CHECK(effects_since(before).back() == Effect{shown});
        scene.refuses(lee, command::AcceptLead{}, "Kim leads.");
    }
    SUBCASE("the incident ends") {
        scene.does(dana, fixed("Pool exhausted."));
        CHECK(effects_since(before).back() == Effect{shown});
        scene.refuses(lee, command::AcceptLead{}, "was resolved at");
        scene.refuses(lee, command::DeclineLead{}, "was resolved at");
        scene.does(dana, command::Reopen{"errors are back"});
        scene.refuses(lee, command::AcceptLead{}, "not offered to you any more. Dana leads.");
    }
    SUBCASE("declined: the answer to the press says it") {
        scene.does(lee, command::DeclineLead{});
        CHECK(effects_since(before) == std::vector<Effect>{Tell{Tell::Audience::direct, dana.user, ""}});
    }
}

TEST_CASE("taking the lead works at once, and declining leaves it where it is") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, command::OfferLead{lee, ""});
    scene.does(lee, command::DeclineLead{});
    CHECK(scene.incident.lead == dana);
    scene.does(kim, command::TakeLead{"you sleep"});
    CHECK(scene.incident.lead == kim);
}

TEST_CASE("resolving ends every promise and asks for a post-mortem where one is due") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.now += 28min;
    scene.does(lee, fixed("Pool exhausted."));
    CHECK(scene.incident.state == State::resolved);
    CHECK(scene.incident.ended == scene.now);
    CHECK(scene.incident.resolution->post_mortem_owner == dana);
    CHECK(scene.incident.resolution->post_mortem_due == scene.now + 24h);
    const auto timers = timers_of(scene.incident, scene.rules);
    REQUIRE(timers.size() == 1);
    CHECK(timers[0].key == "post_mortem/42");
}

TEST_CASE("a service is not restored in the future or before it broke") {
    Scene scene;
    auto resolve = fixed("x");
    resolve.restored = scene.now + 1min;
    scene.refuses(dana, resolve, "future");
    resolve.restored = scene.now - 1min;
    scene.refuses(dana, resolve, "before the incident started");
}

TEST_CASE("reopening goes back to work, for seven days") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, fixed("x"));
    scene.refuses(dana, command::Reopen{" "}, "Why");
    scene.now += 24h;
    scene.does(dana, command::Reopen{"errors are back"});
    CHECK(scene.incident.state == State::investigating);
    CHECK(scene.incident.reopened);
    CHECK(scene.incident.reminders.due == scene.now + 10min);
    scene.does(dana, fixed("y"));
    scene.now += std::chrono::days{8};
    scene.refuses(dana, command::Reopen{"again"}, "more than 7 days ago");
}

TEST_CASE("a false alarm can be taken back, a merged incident cannot") {
    Scene scene;
    scene.refuses(dana, command::Cancel{""}, "Why");
    scene.does(dana, command::Cancel{"monitor was wrong"});
    CHECK(scene.incident.state == State::false_alarm);
    scene.does(dana, command::Reopen{"it was right"});
    CHECK(scene.incident.state == State::paging);
    scene.refuses(dana, command::MergeInto{IncidentNumber{42}}, "into itself");
    scene.does(dana, command::MergeInto{IncidentNumber{41}});
    scene.refuses(dana, command::Reopen{"no"}, "merged into INC-41");
}

TEST_CASE("people join once, and a lead does not slip away") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    CHECK(scene.does(lee, command::Join{}).size() == 1);
    CHECK(scene.does(lee, command::Join{}).empty());
    CHECK(is_participant(scene.incident, lee.user));
    scene.does(lee, command::Leave{});
    CHECK_FALSE(is_participant(scene.incident, lee.user));
    scene.refuses(dana, command::Leave{}, "Hand the lead over");
}

TEST_CASE("who joined is told once, half a minute after the first") {
    Scene scene;
    scene.does(lee, command::Join{});
    scene.now += 10s;
    scene.does(dana, command::Join{});
    const auto told = [&] {
        auto timers = timers_of(scene.incident, scene.rules);
        std::erase_if(timers, [](const TimerWish& wish) { return wish.key != "joins/42"; });
        return timers;
    };
    REQUIRE(told().size() == 1);
    CHECK(told()[0].due == scene.now + 20s);
    const auto events = scene.does(tocsin_itself, told()[0].command);
    REQUIRE(events.size() == 1);
    CHECK(std::get<event::JoinsAnnounced>(events[0]).who == std::vector{lee, dana});
    CHECK(told().empty());
}

TEST_CASE("notes are changed by their author and the lead, what Tocsin wrote by nobody") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(lee, command::AddNote{scene.now - 2min, "Traffic spike begins (5x normal)"});
    const int note = scene.incident.revision;
    scene.refuses(kim, command::EditEntry{note, {}, "No"}, "Only Lee and the lead");
    scene.refuses(dana, command::RemoveEntry{1}, "stay as they are");
    scene.does(lee, command::EditEntry{note, {}, "Traffic spike begins (4x normal)"});
    scene.does(dana, command::RemoveEntry{note});
    const auto entries = entries_of(scene.timeline);
    const auto entry = std::ranges::find(entries, note, &TimelineEntry::sequence);
    REQUIRE(entry != entries.end());
    CHECK(entry->text == "Traffic spike begins (4x normal)");
    CHECK(entry->edited);
    CHECK(entry->removed);
    scene.refuses(lee, command::EditEntry{note, {}, "back"}, "not in the timeline any more");
}

TEST_CASE("a pinned message is kept once and goes when its pin is taken away") {
    Scene scene;
    const command::PinMessage pin{ChannelId{"C1"}, MessageTs{"1.2"}, scene.now - 1min, lee,
                                  "pool metrics look flat"};
    CHECK(scene.does(dana, pin).size() == 1);
    CHECK(scene.does(kim, pin).empty());
    CHECK(scene.does(kim, command::UnpinMessage{ChannelId{"C1"}, MessageTs{"1.2"}}).empty());
    CHECK(scene.does(dana, command::UnpinMessage{ChannelId{"C1"}, MessageTs{"1.2"}}).size() == 1);
    CHECK(scene.does(kim, pin).size() == 1);
}

TEST_CASE("entries stand in the order in which things happened") {
    Scene scene;
    scene.now += 1min;
    scene.does(dana, command::Acknowledge{});
    scene.does(dana, command::AddNote{at("2025-01-21T14:30:00Z"), "Traffic spike begins"});
    const auto entries = entries_of(scene.timeline);
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].text == "Traffic spike begins");
    CHECK(std::holds_alternative<event::Declared>(entries[1].body));
    CHECK(std::holds_alternative<event::Acknowledged>(entries[2].body));
}

TEST_CASE("a resolution stands behind what was said before it in the same minute") {
    Scene scene;
    scene.now += 10min + 40s;
    scene.does(dana, words("Fix deployed."));
    scene.now += 10s;
    auto resolve = fixed("Pool exhausted.");
    resolve.restored = std::chrono::floor<std::chrono::minutes>(scene.now);
    scene.does(dana, resolve);
    CHECK(std::holds_alternative<event::Resolved>(entries_of(scene.timeline).back().body));
}

TEST_CASE("folding the facts again gives the same incident") {
    Scene scene;
    scene.does(dana, command::Acknowledge{});
    scene.does(lee, command::Join{});
    scene.does(dana, words("Looking."));
    scene.does(dana, command::ChangeStatus{State::monitoring, "Deployed."});
    scene.pass_until(scene.now + 3h);
    scene.does(dana, fixed("x"));
    Incident folded;
    for (const auto& event : scene.timeline) folded = apply(folded, event);
    CHECK(folded == scene.incident);
}
