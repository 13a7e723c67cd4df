// What a merge does to the paging of both incidents: none that is still needed ends.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

// Dana is primary, Lee is backup, Sam manages; everybody has Slack alone. SEV 1 pages Dana and Lee and
// escalates, SEV 2 pages Dana and escalates, SEV 3 pages Dana alone.
struct Room : Workroom {
    Room() {
        auto& team = configured().teams.at(TeamId{"platform"});
        team.primary = {tocsin::Target::Kind::person, "dana"};
        team.backup = {tocsin::Target::Kind::person, "lee"};
        for (auto& [id, policy] : configured().policies) {
            for (auto& level : policy.levels) level.via = {Means::slack};
        }
        for (auto& [severity, rules] : configured().severities) {
            rules.page.via = {Means::slack};
            rules.page.business_hours = false;
        }
        can().paging = true;
    }

    std::set<std::string> paged(std::int64_t number) {
        std::set<std::string> people;
        for (const auto& page : incident(number).paging.pages) people.insert(page.to.person.str());
        return people;
    }
    std::optional<Time> next_due(std::int64_t number) { return incident(number).paging.next_due; }
};

constexpr std::array severities{Severity::sev1, Severity::sev2, Severity::sev3};
constexpr bool answers[]{false, true};

std::string digit(Severity severity) {
    return std::string(key_of(severity)).substr(3);
}

}  // namespace

TEST_CASE("a merge keeps the higher severity, and pages on where nobody has acknowledged the target") {
    for (const auto target : severities) {
        for (const auto duplicate : severities) {
            for (const bool target_taken : answers) {
                for (const bool duplicate_taken : answers) {
                    CAPTURE(key_of(target));
                    CAPTURE(key_of(duplicate));
                    CAPTURE(target_taken);
                    CAPTURE(duplicate_taken);
                    Room room;
                    room.types(kim, "declare sev" + digit(target) + " API Down");
                    room.types(kim, "declare sev" + digit(duplicate) + " Checkout fails");
                    room.advance(1min);
                    if (target_taken) room.types(dana, "ack INC-1");
                    if (duplicate_taken) room.types(sam, "ack INC-2");
                    const auto said = words(room.types(dana, "merge INC-2 into INC-1"));

                    const auto stricter = std::min(target, duplicate);
                    const bool raised = stricter != target;
                    if (raised && duplicate_taken && !target_taken) {  // would page people anew
                        CHECK(said.contains("/incident merge INC-1 into INC-2"));
                        CHECK(is_open(room.incident(2).state));
                        CHECK(room.incident(1).severity == target);
                        continue;
                    }
                    const auto after = room.incident(1);
                    CHECK(room.incident(2).state == State::merged);
                    CHECK(after.severity == stricter);
                    CHECK(is_unanswered(after.state) != target_taken);
                    CHECK(after.paging.next_due.has_value() == (!target_taken && stricter != Severity::sev3));
                    CHECK(room.paged(1).contains("dana"));
                    CHECK(room.paged(1).contains("lee") == (stricter == Severity::sev1));
                    CHECK(said.contains("INC-1 is SEV " + digit(stricter) + " now, as INC-2 was") == raised);
                    CHECK(said.contains("pages Lee.") == (raised && stricter == Severity::sev1));
                    CHECK(said.contains("Nobody has acknowledged INC-1 yet") == !target_taken);
                    CHECK(said.contains("Nobody is paged for INC-2 any more: it is in the hands of Dana") ==
                          (target_taken && !duplicate_taken));
                    if (target_taken && duplicate_taken && !raised) CHECK(said == "nothing");
                }
            }
        }
    }
}

TEST_CASE("of two incidents that page the target pages on at the earlier time") {
    for (const bool first_into_second : answers) {
        CAPTURE(first_into_second);
        Room room;
        room.types(kim, "declare sev1 API Down");
        room.advance(2min);
        room.types(kim, "declare sev1 Checkout fails");
        REQUIRE(*room.next_due(1) < *room.next_due(2));
        const auto due = *room.next_due(1);
        const auto said =
            words(room.types(dana, first_into_second ? "merge INC-1 into INC-2" : "merge INC-2 into INC-1"));
        CHECK(room.next_due(first_into_second ? 2 : 1) == due);
        CHECK(said.contains(fmt::format("it pages on at {}", clock_utc(due, room.now()))));
    }
}

TEST_CASE("a target that is raised pages at once, and on when the duplicate would have") {
    Room room;
    room.types(kim, "declare sev1 API Down");
    const auto due = *room.next_due(1);
    room.advance(2min);
    room.types(kim, "declare sev3 Checkout fails");
    room.types(dana, "merge INC-1 into INC-2");
    CHECK(room.paged(2).contains("lee"));
    CHECK(room.next_due(2) == due);
}

TEST_CASE("an incident that still pages is not merged into one that does not and that nobody has") {
    Room room;
    auto& pages = room.configured().severities.at(Severity::sev2).page.to;
    const auto whom = std::exchange(pages, {});
    room.types(kim, "declare sev2 API Down");
    pages = whom;
    room.types(kim, "declare sev2 Checkout fails");
    REQUIRE_FALSE(room.next_due(1).has_value());
    const auto said = words(room.types(dana, "merge INC-2 into INC-1"));
    CHECK(said.contains("Merge the other way round: /incident merge INC-1 into INC-2"));
    CHECK(is_open(room.incident(2).state));
    room.types(dana, "merge INC-1 into INC-2");
    CHECK(room.incident(1).state == State::merged);
    CHECK(room.next_due(2).has_value());
}

TEST_CASE("a severity that makes tickets by now does not end the paging of the target") {
    Room room;
    room.types(kim, "declare sev1 API Down");
    room.types(kim, "declare sev2 Checkout fails");
    const auto due = room.next_due(2);
    room.configured().severities.at(Severity::sev1).ticket = "github";
    room.types(dana, "merge INC-1 into INC-2");
    CHECK(room.incident(2).severity == Severity::sev2);
    CHECK(room.next_due(2) == due);
}

TEST_CASE("two incidents that page nobody else: it is said how to page somebody") {
    Room room;
    room.types(kim, "declare sev3 API Down");
    room.types(kim, "declare sev3 Checkout fails");
    CHECK(words(room.types(dana, "merge INC-2 into INC-1")).contains("To page somebody: /incident page"));
}
