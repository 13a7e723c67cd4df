// The pages that one signs in to and the API, with every role, every route and every scope: what a browser
// sends does what the typed line does, and a token does what its scopes say, but of private incidents what
// its own person may read.

#include <fmt/format.h>

#include <map>
#include <set>

#include "bot/base/text.h"
#include "bot/web/api_door.h"
#include "tests/engine/doors.h"
#include "tests/engine/site.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

constexpr auto changes = Row::Effect::changes;
constexpr auto shows = Row::Effect::shows;

using Path = std::vector<std::string>;

channels::HttpAnswer browses(House& house, const std::string& session, const Path& path,
                             const std::string& query = "") {
    return house.asks(SiteAsked{.session = session, .browser = "Firefox", .path = path, .query = query});
}

// The form as it is sent from a page that this person has in front of them, whoever it is for.
std::string browser_sends(Doors& house, const Path& path, FormFields form, const SlackUser& who) {
    const auto session = house.session_of(who);
    const auto own = browses(house, session, {"me"});
    if (own.status == 200) form.emplace_back("view", Site::view_of(own));
    house.clock.advance(1s);
    return house
        .asks(SiteAsked{
            .session = session, .browser = "Firefox", .press = true, .path = path, .form = write_form(form)})
        .body;
}

struct Press {
    Row row;  // its act: the value of `press`, or where the form is
    Path path;
    FormFields fields;
};

const std::vector<Press> site_presses{
    {row("ack", Right::acknowledge, 3), {"i", "3"}, {}},
    {row("join", Right::take_part, 1, changes, "", is_outside), {"i", "1"}, {}},
    {row("update", Right::drive, 1), {"i", "1"}, {{"text", "Looking."}}},
    {row("note", Right::take_part, 1), {"i", "1"}, {{"text", "Traffic spike."}}},
    {row("resolve", Right::finish, 1), {"i", "1"}, {{"mitigation", "Restarted."}}},
    {row("claim", Right::write_post_mortem, 2), {"i", "2", "post-mortem"}, {}},
    {row("publish-anyway", Right::publish_post_mortem, 2), {"i", "2", "post-mortem"}, {}},
    {row("skip", Right::skip_post_mortem, 2), {"i", "2", "post-mortem"}, {{"reason", "No use."}}},
    {row("undo", Right::take_part, 2), {"i", "2", "post-mortem"}, {{"action", "1"}}},
    {row("save-edit", Right::write_post_mortem, 2),
     {"i", "2", "post-mortem", "edit"},
     {{"pm.root_cause", "The pool."}, {"pm.title", "Slow checkout"}}},
    {row("save-help", Right::write_post_mortem, 2),
     {"i", "2", "post-mortem", "help"},
     {{"pm.help.of", "U000LEE"}}},
    {row("save-action", Right::take_part, 2),
     {"i", "2", "post-mortem", "actions"},
     {{"act.text", "Write it down"}, {"act.priority", "P1"}}},
};

std::string site_press(Doors& house, const Row& row, const SlackUser& who) {
    const auto found =
        std::ranges::find_if(site_presses, [&](const Press& one) { return one.row.name == row.name; });
    auto fields = found->fields;
    fields.emplace_back("press", row.name.starts_with("save-") ? "save" : row.name);
    fields.emplace_back("revision", std::to_string(house.incident(row.about).revision));
    return browser_sends(house, found->path, fields, who);
}

const std::vector<Row> pages{
    row("", Right::see, 1, shows, "/i/1"),
    row("incidents", Right::see, 1, shows, "/i/1"),
    row("i/1", Right::see, 1, shows, api_down),
    row("i/2/post-mortem", Right::see, 2, shows, "Slow checkout"),
    row("i/2/post-mortem.md", Right::see, 2, shows, "Slow checkout"),
    row("i/2/post-mortem/edit", Right::write_post_mortem, 2, shows, "pm.root_cause"),
    row("i/2/post-mortem/times", Right::write_post_mortem, 2, shows, "pm.time"),
    row("i/2/post-mortem/help", Right::write_post_mortem, 2, shows, "pm.help"),
    row("i/2/post-mortem/actions", Right::take_part, 2, shows, "act.text"),
    row("i/2/post-mortem/actions/1", Right::take_part, 2, shows, "act.text"),
    row("reports/2025-01", Right::see, 0, shows, "January 2025"),
    row("oncall", Right::see, 0, shows, "Primary On-Call"),
    row("oncall/load.csv", Right::see, 0, shows, "Dana"),
    row("runbooks/api-down", Right::see, 0, shows, api_down),
    row("me", Right::see, 0, shows, "Firefox"),
};

std::string opened(Doors& house, const Row& row, const SlackUser& who) {
    const auto session = house.session_of(who);
    Path path;
    for (const auto& part : split(row.name, '/'))
        if (!part.empty()) path.emplace_back(part);
    return browses(house, session, path).body;
}

// What each verb of the API is about, and says; none: it is about no incident.
struct Call {
    std::string about;
    std::string body = "{}";
    bool of_incident = false;
    bool looks = false;
};
const std::map<std::string_view, Call> calls{
    {"list", {"", "", false, true}},
    {"declare", {"", R"({"title":"Queue stuck","severity":"sev3"})"}},
    {"show", {"1", "", true, true}},
    {"timeline", {"1", "", true, true}},
    {"ack", {"3", R"({"by":"kim"})", true}},
    {"update", {"1", R"({"text":"Looking.","by":"kim"})", true}},
    {"status", {"1", R"({"status":"identified","by":"kim"})", true}},
    {"severity", {"1", R"({"severity":"sev2"})", true}},
    {"escalate", {"3", "{}", true}},
    {"resolve", {"1", R"({"text":"Restarted."})", true}},
    {"reopen", {"2", R"({"reason":"Again."})", true}},
    {"cancel", {"1", R"({"reason":"A test."})", true}},
    {"note", {"1", R"({"text":"Traffic spike."})", true}},
    {"silences", {"", "", false, true}},
    {"silence", {"", R"({"text":"service=api for 2h because deploy"})"}},
    {"end-silence", {"1"}},
    {"confirm-silence", {"1", R"({"by":"kim"})"}},
    {"test-page", {"dana"}},
    {"show-test-page", {"1", "", false, true}},
    {"remove-person", {"", "", false, true}},
    {"backup", {"", "", false, true}},
    {"backup-state", {"", "", false, true}},
    {"backup-read", {"", "", false, true}},
    {"backup-end", {"", "", false, true}},
};

channels::HttpAnswer calls_api(Doors& house, std::string_view verb, const std::string& person) {
    const auto& call = calls.at(verb);
    return house.asks(
        ApiAsked{"scripts", PersonId{person}, "", std::string(verb), call.about, "state=all", call.body});
}

}  // namespace

TEST_CASE("a press in a browser does what the rights give whoever is signed in") {
    std::vector<Row> rows;
    for (const auto& one : site_presses) rows.push_back(one.row);
    SUBCASE("of incidents for everybody") {
        Doors::try_all(rows, Circle::everybody, Answers::confirmed, site_press);
    }
    SUBCASE("of private ones") {
        Doors::try_all(rows, Circle::few, Answers::confirmed, site_press);
    }
}

TEST_CASE("a page shows what the rights give whoever is signed in") {
    SUBCASE("of incidents for everybody") {
        Doors::try_all(pages, Circle::everybody, Answers::confirmed, opened);
    }
    SUBCASE("of private ones") {
        Doors::try_all(pages, Circle::few, Answers::confirmed, opened);
    }
}

TEST_CASE("every verb of the API is tried, and wants the scope of what it does") {
    std::set<std::string_view> tried, there;
    for (const auto& [verb, call] : calls) tried.insert(verb);
    for (const auto& route : web::ApiDoor::routes()) there.insert(route.verb);
    CHECK(tried == there);
    const std::vector<Scope> scopes{Scope::read, Scope::declare, Scope::act, Scope::admin};
    for (const auto& route : web::ApiDoor::routes()) {
        for (const auto scope : scopes) {
            web::ApiDoor door;
            web::Guesses guesses;
            net::HttpRequest request;
            request.method = route.method;
            request.target = fmt::format("/api/v1/{}{}{}{}", route.resource, route.about ? "/1" : "",
                                         route.word.empty() ? "" : "/", route.word);
            request.headers = {{"Authorization", "Bearer secret"}};
            const auto taken =
                door.take(request, web::target_of(request), {{"one", Secret("secret"), {scope}, {}}},
                          "192.0.2.1", guesses, start);
            CHECK_MESSAGE(std::holds_alternative<web::Handed>(taken) == (scope == route.scope),
                          request.target);
            // Whoever only looks changes nothing: what changes something is POST or DELETE, and not of
            // `read`.
            CHECK_MESSAGE((scope != Scope::read || route.scope != scope || route.method == "GET"),
                          request.target);
        }
    }
}

TEST_CASE("of a private incident a token does and reads what its own person may read, whoever it names") {
    for (const auto& role : roles()) {
        if (named("zoe").id == role.user.id) continue;
        for (const auto& [verb, call] : calls) {
            if (!call.of_incident && verb != "list") continue;
            Doors house(Circle::few);
            const auto* person = house.settings().rules.person_of(role.user.id);
            const auto before = house.kept();
            const auto number = call.about.empty() ? 1 : std::stoi(call.about);
            const auto incident = house.incident(number);
            const bool reads = person != nullptr &&
                               may(Right::see, role.user, &incident, house.settings().rules) == Verdict::yes;
            const auto answer = calls_api(house, verb, person == nullptr ? "" : person->id.str());
            const auto told = fmt::format("{} {} is told {}", role.name, verb, answer.body);
            CHECK_MESSAGE((house.kept() != before) == (reads && !call.looks), told);
            CHECK_MESSAGE(has(answer.body, incident.title) == reads, told);
        }
    }
}

TEST_CASE("what the API does not know is refused and changes nothing") {
    Doors house;
    const auto before = house.kept();
    for (const auto& [verb, about, body] :
         std::vector<std::array<std::string, 3>>{{"ack", "99", R"({"by":"kim"})"},
                                                 {"ack", "3", R"({"by":"nobody"})"},
                                                 {"ack", "3", "{}"},  // a program takes no incident
                                                 {"publish", "1", "{}"},
                                                 {"", "1", "{}"},
                                                 {"end-silence", "99", "{}"},
                                                 {"confirm-silence", "99", R"({"by":"kim"})"},
                                                 {"test-page", "nobody", "{}"},
                                                 {"show-test-page", "99", ""}}) {
        const auto answer = house.asks(ApiAsked{"scripts", PersonId{}, "", verb, about, "", body});
        CHECK_MESSAGE(answer.status >= 400, verb << " " << about << " is answered " << answer.body);
    }
    CHECK(house.kept() == before);
}

TEST_CASE("a form of another person's session, and one that was sent to another page, changes nothing") {
    Doors house;
    const auto danas = Site::view_of(browses(house, house.session_of(named("dana")), {"me"}));
    const auto session = house.session_of(named("sam"));
    const auto sams = Site::view_of(browses(house, session, {"me"}));
    house.clock.advance(1s);
    const auto before = house.kept();
    const auto sends = [&](const Path& path, const std::string& view, FormFields form) {
        form.emplace_back("view", view);
        return house
            .asks(SiteAsked{.session = session, .press = true, .path = path, .form = write_form(form)})
            .status;
    };
    for (const auto* press : {"ack", "join", "update", "note", "resolve"})
        sends({"i", "3"}, danas, {{"press", press}, {"text", "Mine"}});
    for (const auto* press : {"claim", "publish-anyway", "skip", "done"})
        sends({"i", "2", "post-mortem"}, danas, {{"press", press}, {"action", "1"}, {"reason", "None"}});
    for (const auto* press : {"", "reboot", "ack-all", "publish"})
        sends({"i", "3"}, sams, {{"press", press}, {"text", "Mine"}});
    // An action item of another incident, or of none.
    sends({"i", "2", "post-mortem"}, sams, {{"press", "done"}, {"action", "7"}});
    CHECK(sends({"i", "2", "post-mortem", "actions", "7"}, sams, {{"act.text", "Mine"}}) == 404);
    CHECK(sends({"i", "99"}, sams, {{"press", "ack"}}) == 404);
    CHECK(sends({"i", "1", "post-mortem"}, sams, {{"press", "publish-anyway"}}) == 404);  // not over
    CHECK(house.kept() == before);
}
