#include "tests/engine/site.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings with_a_runbook() {
    auto settings = with_two_schedules(example_settings());
    Runbook runbook{"api-down",
                    "API Down",
                    {{"Investigation Steps", "1. `curl <host>`\n2. [x](javascript:alert(1))"}},
                    {}};
    settings.setup.runbooks.emplace("api-down", std::move(runbook));
    return settings;
}

struct Pages : Site {
    Pages() : Site(with_a_runbook()) {}
};

}  // namespace

TEST_CASE_FIXTURE(
    Pages, "a link from Slack signs a browser in once, by a button, and leads to the page that was wanted") {
    types(dana, "declare sev2 API slow -- pages take 8 s");
    CHECK(has(types(dana, "web i/1"), "I sent you the link by direct message."));
    const auto token = link_of(dana, "i/1");
    for (int i = 0; i < 20; ++i) {
        const auto page = gets({"sign-in", token});
        CHECK(page.status == 200);
        CHECK(has(page.body, "This browser will act as Dana"));
        CHECK(header(page, "Set-Cookie").empty());
    }
    CHECK(gets({}).status == 401);
    const auto answer = signs_in(dana, "/i/1");
    CHECK(header(answer, "Location") == "/i/1");
    const auto page = gets({"i", "1"});
    CHECK(page.status == 200);
    for (const auto* words :
         {"SEV 2 INCIDENT: API slow", "pages take 8 s", "Signed in as Dana", "Timeline", "Paging on-call"})
        CHECK_MESSAGE(has(page.body, words), page.body);
    CHECK_FALSE(has(page.body, "<script"));
    restart();
    CHECK(gets({"i", "1"}).status == 200);
}

TEST_CASE_FIXTURE(Pages,
                  "a sign-in link is worth nothing twice, late, at once, guessed, or pressed elsewhere") {
    const auto token = link_of(dana);
    const auto view = view_of(gets({"sign-in", token}));
    CHECK(posts({"sign-in", token}, {{"view", view}}).status == 200);  // within the first second
    pass(2s);
    CHECK(posts({"sign-in", token}, {{"view", view + "0"}}).status == 200);
    CHECK(posts({"sign-in", token}, {}).status == 200);
    CHECK(posts({"sign-in", token}, {{"view", view}}).status == 303);
    CHECK(posts({"sign-in", token}, {{"view", view}}).status == 410);
    CHECK(gets({"sign-in", token}).status == 410);
    CHECK(gets({"sign-in", std::string(32, 'a')}).status == 404);
    const auto late = link_of(dana);
    pass(10min);
    CHECK(gets({"sign-in", late}).status == 410);
}

TEST_CASE_FIXTURE(Pages, "nobody sees a page without a session, and guests and people who left have none") {
    types(dana, "declare sev2 API slow");
    for (const auto& path : std::vector<std::vector<std::string>>{
             {}, {"i", "1"}, {"runbooks"}, {"oncall"}, {"me"}, {"nowhere"}}) {
        const auto page = gets(path);
        CHECK(page.status == 401);
        CHECK_FALSE(has(page.body, "API slow"));
        CHECK(has(page.body, "/incident web"));
    }
    session = std::string(64, '0');
    CHECK(gets({"i", "1"}).status == 401);
    CHECK(has(types("U00GUEST", "web"), "Only full members"));
    signs_in(kim);
    CHECK(gets({"i", "1"}).status == 200);
    within([&](storage::Tx& tx) { tx.remember_user({UserId{kim}, "Kim", "UTC", false, false, true}); });
    restart();
    CHECK(gets({"i", "1"}).status == 401);
}

TEST_CASE_FIXTURE(
    Pages, "a session ends when it is not used for three days, after two weeks, and when it is ended") {
    signs_in(dana);
    SUBCASE("unused") {
        pass(71h);
        CHECK(gets({}).status == 200);
        pass(71h);
        CHECK(gets({}).status == 200);
        pass(72h + 1min);
        CHECK(gets({}).status == 401);
    }
    SUBCASE("after two weeks, however often it is used") {
        for (int day = 0; day < 13; ++day) {
            pass(24h);
            CHECK(gets({}).status == 200);
        }
        pass(24h);
        CHECK(gets({}).status == 401);
    }
    SUBCASE("signed out here") {
        const auto me = gets({"me"});
        CHECK(has(me.body, "Firefox"));
        const auto number = first_match(me.body, "name=\"session\" value=\"([0-9]+)\"");
        const auto answer = posts({"me"}, {{"view", view_of(me)}, {"session", number}, {"press", "end"}});
        CHECK(has(header(answer, "Set-Cookie"), "Max-Age=0"));
        CHECK(gets({}).status == 401);
    }
    SUBCASE("another one of the same person, but nobody else's") {
        const auto first = session;
        const auto number = first_match(gets({"me"}).body, "name=\"session\" value=\"([0-9]+)\"");
        session.clear();  // in a browser of his own
        signs_in(lee);
        const auto lees = gets({"me"});
        posts({"me"}, {{"view", view_of(lees)}, {"session", number}, {"press", "end"}});
        session = first;
        CHECK(gets({}).status == 200);
        session.clear();
        signs_in(dana);
        const auto second = gets({"me"});
        CHECK(posts({"me"}, {{"view", view_of(second)}, {"session", number}, {"press", "end"}}).status ==
              303);
        CHECK(gets({}).status == 200);
        session = first;
        CHECK(gets({}).status == 401);
    }
}

TEST_CASE_FIXTURE(
    Pages, "an incident is driven from its page: acknowledged, updated, noted and resolved, as in Slack") {
    types(lee, "declare sev1 API Down -- all requests fail");
    signs_in(dana);
    CHECK(presses_there("1", {{"press", "ack"}}).status == 303);
    CHECK(incident(1).lead.name == "Dana");
    CHECK_FALSE(incident(1).paging.answered_by_link);
    CHECK(
        presses_there("1", {{"press", "update"}, {"text", "identified: pool <exhausted> <!here>"}}).status ==
        303);
    CHECK(incident(1).state == tocsin::State::identified);
    const auto empty = presses_there("1", {{"press", "update"}, {"text", "  "}});
    CHECK(empty.status == 200);
    CHECK(has(empty.body, "There is nothing in the field. Nothing was changed."));
    const auto noted = presses_there("1", {{"press", "note"}, {"text", "at 14:30 Traffic spike begins"}});
    CHECK(has(noted.body, "Written into the timeline of INC-1 at 14:30 UTC."));
    CHECK_FALSE(has(noted.body, "Traffic spike begins</textarea>"));
    CHECK(has(gets({"i", "1"}).body, "Traffic spike begins"));
    CHECK(presses_there("1", {{"press", "resolve"}, {"cause", "Pool exhausted"}, {"mitigation", "Restarted"}})
              .status == 303);
    CHECK(incident(1).state == tocsin::State::resolved);
    CHECK(incident(1).resolution->cause == "Pool exhausted");
    CHECK(timeline(1).back().via == Via::web);
    const auto page = gets({"i", "1"});
    CHECK_FALSE(has(page.body, "<textarea"));
    CHECK_FALSE(has(page.body, "Acknowledge"));
    CHECK(has(page.body, "pool &lt;exhausted&gt;"));
    CHECK_FALSE(has(page.body, "<exhausted>"));
    const auto document = gets({"i", "1", "post-mortem"});
    CHECK(document.status == 200);
    CHECK(has(document.body, "<h1>Post-Mortem: API Down - Jan 21, 2025</h1>"));
    CHECK(has(header(gets({"i", "1", "post-mortem.md"}), "Content-Disposition"), "post-mortem-inc-1.md"));
}

TEST_CASE_FIXTURE(
    Pages, "a form that is sent twice acts once, and one that lay about for long gives back what was typed") {
    types(dana, "declare sev2 API slow");
    signs_in(dana);
    presses_there("1", {{"press", "ack"}});
    const auto view = view_of(gets({"i", "1"}));
    const FormFields form{{"view", view}, {"press", "update"}, {"text", "Looking at the database"}};
    CHECK(posts({"i", "1"}, form).status == 303);
    const auto revision = incident(1).revision;
    CHECK(posts({"i", "1"}, form).status == 303);
    CHECK(incident(1).revision == revision);
    // Gone back to and filled in otherwise it is not lost unsaid.
    CHECK(posts({"i", "1"}, {{"view", view}, {"press", "update"}, {"text", "It is the pool"}}).status == 303);
    CHECK(std::get<event::Updated>(timeline(1).back().body).text == "It is the pool");
    const auto old = view_of(gets({"i", "1"}));
    pass(12h + 1s);
    const auto answer =
        posts({"i", "1"}, {{"view", old}, {"press", "update"}, {"text", "It was the <pool>"}});
    CHECK(answer.status == 200);
    CHECK(has(answer.body, "It was the &lt;pool&gt;</textarea>"));
    CHECK(has(answer.body, "nothing was changed"));
    const auto lees_view = [&] {
        signs_in(lee);
        return view_of(gets({"i", "1"}));
    }();
    signs_in(dana);
    const auto before = incident(1).revision;
    posts({"i", "1"}, {{"view", lees_view}, {"press", "update"}, {"text", "not mine"}});
    CHECK(incident(1).revision == before);
}

TEST_CASE_FIXTURE(Pages, "a private incident is not there for whoever may not read it, by any page") {
    types(dana, "declare sev1 private Data breach");
    signs_in(kim);
    CHECK(gets({"i", "1"}).status == 404);
    CHECK(posts({"i", "1"}, {{"press", "ack"}}).status == 404);
    CHECK(gets({"i", "1", "post-mortem"}).status == 404);
    CHECK_FALSE(has(gets({}).body, "INC-1"));
    CHECK_FALSE(has(gets({"incidents"}, "q=breach").body, "INC-1"));
    signs_in(dana);
    CHECK(gets({"i", "1"}).status == 200);
}

TEST_CASE_FIXTURE(Pages, "runbooks, the rota and old incidents are read in the browser") {
    types(dana, "declare sev2 API slow");
    signs_in(dana);
    const auto runbook = gets({"runbooks", "api-down"});
    CHECK(has(runbook.body, "<code>curl &lt;host&gt;</code>"));
    CHECK_FALSE(has(runbook.body, "javascript:"));
    CHECK(has(gets({"runbooks"}).body, "<a href=\"/runbooks/api-down\">API Down</a>"));
    CHECK(gets({"runbooks", "nothing"}).status == 404);
    const auto rota = gets({"oncall"});
    CHECK(has(rota.body, "On call now: Dana until"));
    CHECK(has(rota.body, "<caption>Shifts, in"));
    CHECK(has(gets({"incidents"}, "q=slow").body, "INC-1"));
    CHECK(has(gets({"incidents"}, "q=%3Cscript%3E").body, "No incident matches &quot;&lt;script&gt;&quot;."));
    CHECK(gets({"i", "99"}).status == 404);
    CHECK(gets({"i", "1", "nothing"}).status == 404);
}

TEST_CASE_FIXTURE(Pages, "links are limited by the hour, and lead nowhere but to our pages") {
    for (const auto* page : {"https://evil.example", "i/1?x=<b>", "i//1"})
        CHECK_MESSAGE(has(types(dana, std::string("web ") + page), "Nothing was sent."), page);
    for (int i = 0; i < most_sign_ins; ++i) types(dana, "web");
    CHECK(has(types(dana, "web"), "You asked for many links in this hour."));
    pass(1h);
    CHECK(has(types(dana, "web"), "I sent you the link"));
}

TEST_CASE("without a host of its own the bot has no pages and says so") {
    House house;
    CHECK(has(house.types(dana, "web"), "There are no web pages here"));
}

namespace {

// Whoever is signed in now has another browser beside it, since `ago`.
std::string other_browser(Site& site, const std::string& person) {
    site.signs_in(person);
    const auto other = site.session;
    site.session.clear();
    site.signs_in(person);
    return other;
}

}  // namespace

TEST_CASE_FIXTURE(Pages, "ending other browsers wants a fresh link from Slack, and then ends them") {
    const auto other = other_browser(*this, dana);
    pass(11min);
    const auto told = direct(dana).size();
    const auto view = view_of(gets({"me"}));
    for (int i = 0; i < 2; ++i) {  // a second press is the same one
        const auto page = posts({"me"}, {{"view", view}, {"press", "end-others"}});
        CHECK(page.status == 200);
        CHECK(has(page.body, "Nothing was ended yet."));
    }
    REQUIRE(direct(dana).size() == told + 1);
    const auto message = everything(direct(dana).back());
    CHECK(has(message, "A browser that acts as you wants to end the others: Firefox."));
    const auto here = session;
    session = other;
    CHECK(gets({"me"}).status == 200);
    session = here;
    const auto token = first_match(message, "https://tocsin.example.com/sign-in/([0-9a-f]+)");
    const auto shown = gets({"sign-in", token});
    pass(2s);
    const auto answer = posts({"sign-in", token}, {{"view", view_of(shown)}, {"press", "sign-in"}});
    CHECK(header(answer, "Location") == "/me");
    // Signing in again has given this browser a new session; the one before is over.
    CHECK(gets({"me"}).status == 401);
    session = first_match(header(answer, "Set-Cookie"), "^__Host-tocsin=([0-9a-f]{64});");
    CHECK(posts({"me"}, {{"view", view_of(gets({"me"}))}, {"press", "end-others"}}).status == 303);
    const auto fresh = session;
    session = other;
    CHECK(gets({"me"}).status == 401);
    session = fresh;
    CHECK(has(posts({"me"}, {{"view", view_of(gets({"me"}))}, {"press", "end-others"}}).body,
              "No other browser acts as you."));
}

TEST_CASE_FIXTURE(Pages, "within ten minutes of signing in other browsers end at once, and oneself always") {
    const auto other = other_browser(*this, dana);
    const auto page = gets({"me"});
    const auto named = first_match(page.body, "name=\"session\" value=\"([0-9]+)\">\n<button[^>]*>End<");
    CHECK(posts({"me"}, {{"view", view_of(page)}, {"press", "end"}, {"session", named}}).status == 303);
    const auto here = session;
    session = other;
    CHECK(gets({"me"}).status == 401);
    session = here;
    pass(1h);
    // The button at the end of every page.
    const auto rota = gets({"oncall"});
    CHECK(has(rota.body, "action=\"/me\""));
    const auto own = first_match(rota.body, "name=\"session\" value=\"([0-9]+)\"");
    const auto out = posts({"me"}, {{"view", view_of(rota)}, {"press", "end"}, {"session", own}});
    CHECK(has(out.body, "You are signed out"));
    CHECK(gets({"me"}).status == 401);
}

TEST_CASE_FIXTURE(Pages, "/incident web out signs one's own browsers out, and admins sign out others") {
    auto with_admin = settings();
    with_admin.rules.admins = {{Target::Kind::person, "sam"}};
    change(with_admin);
    signs_in(dana);
    const auto danas = session;
    session.clear();
    signs_in(lee);
    const auto lees = session;
    const auto unused = link_of(dana);
    CHECK(has(types(lee, "web out <@U000DANA>"), "Only admins sign others out. Nobody was signed out."));
    CHECK(has(types(lee, "web out all"), "Only admins"));
    CHECK(has(types(sam, "web out nobody"), "Nobody was signed out."));
    session = danas;
    CHECK(gets({}).status == 200);
    CHECK(has(types(sam, "web out <@U000DANA>"), "1 browser is signed out that acted as"));
    CHECK(gets({}).status == 401);
    CHECK(gets({"sign-in", unused}).status == 410);
    session = lees;
    CHECK(gets({}).status == 200);
    CHECK(has(types(lee, "web out"), "1 browser is signed out that acted as you."));
    CHECK(gets({}).status == 401);
    signs_in(lee);
    types(sam, "web out all");
    CHECK(gets({}).status == 401);
}

TEST_CASE_FIXTURE(Pages, "whoever was deactivated stays signed out when they are back") {
    signs_in(kim);
    const auto is = [&](bool deactivated) {
        within([&](storage::Tx& tx) {
            tx.remember_user({UserId{kim}, "Kim", "UTC", false, false, deactivated});
        });
        restart();
    };
    is(true);
    CHECK(gets({}).status == 401);
    is(false);
    CHECK(gets({}).status == 401);
}

TEST_CASE_FIXTURE(Pages, "the rota's page and its file say how hours, nights and weekends are spread") {
    types(dana, "declare sev1 API Down");
    pass(75min);
    signs_in(dana);
    const auto page = gets({"oncall"});
    CHECK(has(page.body, "<h2 id=\"load\">How it is spread</h2>"));
    CHECK(has(page.body, "The last 8 weeks"));
    CHECK(has(page.body, "<th scope=\"row\">Dana</th>"));
    CHECK(has(page.body, "<meter min=\"0\""));
    const auto file = gets({"oncall", "load.csv"});
    CHECK(header(file, "Content-Type") == "text/csv; charset=utf-8");
    CHECK(file.body.starts_with("person,weeks,hours,nights,weekend_days,holidays,pages,pages_at_night\n"));
    CHECK(has(file.body, "Sam,last 8,535,22,6,0,"));
    CHECK(has(file.body, "Sam,next 8,1344,"));
    CHECK(has(file.body, "Dana,next 8,"));
    CHECK(header(page, "Strict-Transport-Security") == "max-age=31536000; includeSubDomains");
    const auto said = types(dana, "oncall load");
    CHECK(has(said, "On call in the last 8 weeks, and in the next:"));
    CHECK(has(said, "Sam: 535 hours, 22 nights, 6 weekend days"));
}
