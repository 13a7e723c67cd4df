// The ways to answer a page outside of Slack, the link, the text and the keys of a call, by people of every
// role who were paged; and everything that names a page, a question or a shift of somebody else.

#include <fmt/format.h>

#include "tests/engine/doors.h"
#include "tests/engine/site.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

enum class Way { link, text, keys };

// What can be answered there. What the page itself offers is for whoever was paged, whatever else they may;
// the rest takes the right that it takes in Slack.
struct Reply {
    std::string press, words, key;  // of the link, the text and the call; empty: not there
    std::optional<Right> right{};   // none: the page gives it
};
const std::vector<Reply> replies{
    {"ack", "1", "1"},
    {"escalate-now", "2", "2"},
    {"decline-now", "3", "3"},
    {"update", "u looking at it", "", Right::drive},
    {"", "res 3 restarted", "", Right::finish},
};

struct Paged : Doors {
    SlackUser who;
    std::string number = "+12025550177";

    // Somebody was called by their name, also who is on no schedule: they have a telephone.
    Paged(const std::string& role, Circle circle) : Doors(circle), who(named(role)) {
        auto with_number = settings();
        Person person;
        if (const auto* known = with_number.rules.person_of(who.id)) person = *known;
        if (person.id.empty()) person.id = PersonId{role};
        person.name = who.name;
        person.slack = who.id;
        person.phone = number;
        with_number.rules.people[person.id] = person;
        change(with_number);
        given(3, named("jo"),
              command::PageSomeone{
                  {{Target::Kind::person, person.id.str()}}, {Means::sms, Means::phone}, "Please look."});
        pass(5s);
        REQUIRE_FALSE(texts(number).empty());
    }
    std::string token() {
        const auto text = last_text(number);
        const auto at = text.find("/a/");
        REQUIRE_MESSAGE(at != std::string::npos, text);
        return text.substr(at + 3, 12);
    }
    std::string answers(Way way, const Reply& reply) {
        switch (way) {
            case Way::link: {
                const auto its = token();
                const auto view = Site::view_of(asks(LinkOpened{its}));
                clock.advance(2s);
                return asks(LinkPressed{its, view, reply.press, "Looking at it."}).body;
            }
            case Way::text:
                Pager::replies(number, reply.words);
                return last_text(number);
            case Way::keys: {
                const auto call = calls_to(number).back();
                auto said = hears(call, "menu", reply.key);
                if (reply.key != "1") said = hears(call, "confirm-" + reply.key, reply.key);
                return said;
            }
        }
        return "";
    }
    bool is_allowed(const Reply& reply) {
        if (!reply.right) return true;
        const auto now = incident(3);
        if (is_lead(now, who.id) || now.paging.answered_by.user == who.id) return true;
        const auto verdict = may(*reply.right, who, &now, settings().rules);
        return verdict == Verdict::yes || verdict == Verdict::join_first;
    }
};

const std::string& of_way(const Reply& reply, Way way) {
    return way == Way::link ? reply.press : way == Way::text ? reply.words : reply.key;
}

void try_all(Circle circle) {
    for (const auto way : {Way::link, Way::text, Way::keys}) {
        for (const auto& reply : replies) {
            if (of_way(reply, way).empty()) continue;
            for (const auto& role : roles()) {
                if (role.user.bot) continue;
                Paged house(role.name, circle);
                const auto before = house.incident(3);
                const bool allowed = house.is_allowed(reply);
                const auto said = house.answers(way, reply);
                const auto told =
                    fmt::format("{} answers {} and is told {}", role.name, of_way(reply, way), said);
                CHECK_MESSAGE((house.incident(3) != before) == allowed, told);
                if (!allowed) CHECK_MESSAGE(has(said, "Nothing was changed"), told);
            }
        }
    }
}

}  // namespace

TEST_CASE("whoever was paged answers the page by every way, and does no more there than their rights give") {
    try_all(Circle::everybody);
}

TEST_CASE("whoever was paged for a private incident answers the page, and does no more from outside of it") {
    try_all(Circle::few);
}

TEST_CASE("a page is answered by nobody else: not by another number, token or call") {
    Paged house("kim", Circle::everybody);
    const auto token = house.token();
    const auto view = Site::view_of(house.asks(LinkOpened{token}));
    house.clock.advance(2s);
    house.settle();
    const auto before = house.kept();
    auto altered = token;
    altered.back() = altered.back() == 'a' ? 'b' : 'a';
    for (const auto* press : {"ack", "escalate-now", "decline-now", "join", "update"}) {
        house.asks(LinkPressed{altered, view, press, "Mine"});
        house.asks(LinkPressed{token, "1.00", press, "Mine"});
        house.asks(LinkPressed{token, view + "0", press, "Mine"});
    }
    for (const auto* press : {"", "resolve", "ack-all", "back"})
        house.asks(LinkPressed{token, view, press, "Mine"});
    for (const auto* words : {"1", "1 3", "ack all", "2", "3", "u mine", "res 3 mine", "join"})
        house.Pager::replies("+12025550166", words);
    for (const auto* key : {"1", "2", "3", "4"})
        house.reports({channels::KeyPressed{"CA9999", "made-up", "menu", key, 0, false}}, "gather");
    CHECK(house.kept() == before);
    // Of an incident that this number was not paged for.
    house.Pager::replies(house.number, "res 1 mine");
    house.Pager::replies(house.number, "1 1");
    CHECK(house.incident(1) == before.incidents.back());
}

namespace {

// Of the question that Dana is asked: what its button carries, that nobody else can press.
std::string asked_of_dana(Doors& house, const std::string& line, const std::string& with) {
    const auto shown = house.says(named("dana"), line);
    const auto value =
        first_match(shown, fmt::format("\"action_id\":\"{}\"[\\s\\S]*?\"value\":\"([^\"]*)\"", with).c_str());
    const auto before = house.kept();
    for (const auto& role : roles())
        if (role.name != "dana") house.presses(role.user, with, value);
    CHECK_MESSAGE(house.kept() == before, line);
    return value;
}

const std::vector<std::pair<std::string, std::string>> questions{
    {"escalate INC-3", "inc.escalate.confirm"},
    {"resolve INC-3 Restarted.", "inc.resolve.confirm"},
    {"severity INC-1 sev2 Worse.", "inc.severity.confirm"}};

}  // namespace

TEST_CASE("a question is answered once, by whoever was asked") {
    for (const auto& [line, with] : questions) {
        Doors house;
        const auto value = asked_of_dana(house, line, with);
        const auto before = house.kept();
        house.presses(named("dana"), with, value);
        const auto after = house.kept();
        CHECK_MESSAGE(after != before, line);
        house.clock.advance(4s);
        house.presses(named("dana"), with, value);
        CHECK_MESSAGE(house.kept() == after, line);
    }
}

TEST_CASE("a question is answered by nobody whose account was closed meanwhile") {
    for (const auto& [line, with] : questions) {
        Doors house;
        const auto value = asked_of_dana(house, line, with);
        auto gone = named("dana");
        gone.deactivated = true;
        house.learns(gone);
        const auto before = house.kept();
        house.presses(gone, with, value);
        CHECK_MESSAGE(house.kept() == before, line);
    }
}

namespace {

// What stands in a button or a form, and is another one's or nothing at all.
const std::vector<std::pair<std::string, std::string>> foreign_values{{"act.done", "1.a9"},
                                                                      {"act.done", "99.a1"},
                                                                      {"act.move", "2.a9"},
                                                                      {"tl.remove", "1.1.99"},
                                                                      {"tl.edit.open", "1.1.99"},
                                                                      {"page.ack", "99.p1"},
                                                                      {"step.done", "1.1.9.1"},
                                                                      {"step.notyet", "1.1.9"},
                                                                      {"pm.publish.anyway", "1"},
                                                                      {"pm.claim", "99"},
                                                                      {"sp.correct.open", "1.1.99"},
                                                                      {"no.such.button", "1.1"},
                                                                      {"cover.accept", "99"},
                                                                      {"cover.decline", "x"},
                                                                      {"cover.end", ""},
                                                                      {"test.confirm", "1"},
                                                                      {"test.confirm", "99"},
                                                                      {"sp.withdraw", "x"},
                                                                      {"inc.resolve.confirm", "1.none"},
                                                                      {"check.ask", "nobody"},
                                                                      {"runbook.post", "3.1.none"}};

}  // namespace

TEST_CASE("an entry, an item, a cover, a silence that is another one's or none is left alone") {
    Doors house;
    const auto& sams = named("sam");
    const auto before = house.kept();
    for (const auto& [button, value] : foreign_values) {
        const auto shown = house.presses(sams, button, value);
        CHECK_MESSAGE(house.kept() == before, button << " " << value << " is told " << shown);
    }
    for (const std::string line :
         {"silence end 99", "silence confirm 99", "override cancel 99", "note INC-99 Mine",
          "merge INC-1 into INC-99", "action INC-99 P1 Mine", "postmortem INC-99 claim"}) {
        const auto shown = house.says(sams, line);
        CHECK_MESSAGE(house.kept() == before, line << " is told " << shown);
    }
    house.submits(sams, "no.such.form", house.key_of(1), {});
    house.submits(sams, "act.add", house.key_of(1, 9), {{slack::field::action_text, "Mine"}});
    house.submits(sams, "tl.entry", house.key_of(1, 99), {{slack::field::entry_text, "Mine"}});
    house.submits(sams, "inc.note", "no key", {{slack::field::entry_text, "Mine"}});
    CHECK(house.kept() == before);
}

TEST_CASE("a shift of somebody else, of another schedule, or that there is not, is left alone") {
    Doors house;
    const auto& danas = named("dana");
    const auto shift = house.filled_in("{shift}");
    const auto times = shift.substr(shift.find('/', shift.find('/') + 1));
    const auto before = house.kept();
    for (const std::string button : {"shift.ready", "shift.decline", "shift.handover", "shift.nothing"}) {
        for (const auto& value :
             {"backup/sam" + times, "backup/dana" + times, "night/dana" + times,
              std::string("primary/dana/1737469920/1737469980"), std::string("primary/dana")}) {
            const auto shown = house.presses(danas, button, value);
            CHECK_MESSAGE(house.kept() == before, button << " " << value << " is told " << shown);
        }
    }
    house.submits(danas, "shift.handover", "backup", {{slack::field::handover_note, "Mine."}});
    CHECK(house.kept() == before);
}

TEST_CASE("whoever is a guest now, or gone, does nothing with what was theirs") {
    for (const auto mark : {&SlackUser::guest, &SlackUser::bot, &SlackUser::deactivated}) {
        Doors house;
        for (const auto* role : {"dana", "kim"}) {
            auto changed = named(role);
            changed.*mark = true;
            house.learns(changed);
        }
        const auto before = house.kept();
        const auto shift = house.filled_in("{shift}");
        for (const auto* button : {"shift.ready", "shift.decline", "shift.handover", "shift.nothing"})
            house.presses(named("dana"), button, shift);
        for (const auto* button : {"test.confirm", "cover.end"}) house.presses(named("dana"), button, "1");
        for (const auto* button : {"cover.accept", "cover.decline"}) house.presses(named("kim"), button, "1");
        if (mark != &SlackUser::guest) {
            for (const auto* button : {"page.ack", "page.escalate", "page.decline"})
                house.presses(named("dana"), button, "3.p1");
        }
        for (const auto* button : {"inc.lead.accept", "inc.lead.decline"})
            house.presses(named("kim"), button, "1.1");
        house.presses_in_form(named("dana"), "me.contacts", "home.testpage");
        CHECK(house.kept() == before);
    }
}

TEST_CASE("whoever is a guest answers their own page in Slack") {
    Doors house;
    auto guest = named("dana");
    guest.guest = true;
    house.learns(guest);
    house.presses(guest, "page.ack", "3.p1");
    CHECK(house.incident(3).paging.answered_by.user == guest.id);
}

TEST_CASE("a test page is for responders from the form of the means too") {
    Doors house;
    const auto before = house.kept();
    CHECK(has(house.presses_in_form(named("kim"), "me.contacts", "home.testpage"), "No page was sent"));
    CHECK(house.kept() == before);
    house.presses_in_form(named("dana"), "me.contacts", "home.testpage");
    CHECK(house.kept() != before);
}
