// A post-mortem as people write and publish it in a browser.

#include <algorithm>
#include <utility>

#include "bot/core/decide_learning.h"
#include "tests/engine/site.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

using Path = std::vector<std::string>;

struct Written : Site {
    Written() : Site(with_two_schedules(example_settings())) {}

    void incident_over() {
        types(dana, "declare sev1 API Down -- all requests fail");
        types(dana, "ack");
        clock.advance(28min);
        resolves();
        REQUIRE(incident(1).resolution);
    }
    void resolves() {
        command::Resolve resolve;
        resolve.mitigation = "Restarted.";
        hand_in({CommandGiven{
            {UserId(dana), "Dana", PersonId("dana")}, Via::button, IncidentNumber{1}, resolve}});
        pass(5s);
    }
    static std::string unescaped(std::string text) {
        for (const auto& [sign, plain] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"},
                                          std::pair{"&quot;", "\""}, std::pair{"&amp;", "&"}})
            text = std::regex_replace(text, std::regex(sign), plain);
        return text;
    }
    static Path at(Path below = {}) {
        Path path{"i", "1", "post-mortem"};
        path.insert(path.end(), below.begin(), below.end());
        return path;
    }
    // As a browser sends a form that it shows: everything in it, with what was typed instead.
    FormFields form_of(const channels::HttpAnswer& page, const FormFields& typed) {
        FormFields form{{"view", view_of(page)},
                        {"revision", first_match(page.body, "name=\"revision\" value=\"([0-9]+)\"")},
                        {"press", "save"}};
        const auto add = [&](const std::string& name, const std::string& value) {
            const bool replaced =
                std::ranges::any_of(typed, [&](const auto& field) { return field.first == name; });
            if (!replaced) form.emplace_back(name, value);
        };
        for (const auto& [pattern, is_area] :
             {std::pair{"<textarea id=\"([^\"]+)\"[^>]*>\n([^<]*)</textarea>", true},
              std::pair{
                  "<input type=\"(?:text|date|datetime-local)\" id=\"([^\"]+)\"[^>]*? value=\"([^\"]*)\"",
                  false},
              std::pair{"<select id=\"([^\"]+)\"[\\s\\S]*?<option value=\"([^\"]*)\" selected", false}}) {
            const std::regex inputs(pattern);
            for (auto found = std::sregex_iterator(page.body.begin(), page.body.end(), inputs);
                 found != std::sregex_iterator(); ++found) {
                auto value = unescaped((*found)[2]);
                if (is_area)
                    for (std::size_t at = 0; (at = value.find('\n', at)) != std::string::npos; at += 2)
                        value.insert(at, "\r");
                add((*found)[1], value);
            }
        }
        form.insert(form.end(), typed.begin(), typed.end());
        return form;
    }
    channels::HttpAnswer saves(const Path& where, const FormFields& typed) {
        pass(1s);
        return posts(at(where), form_of(gets(at(where)), typed));
    }
    channels::HttpAnswer presses_here(FormFields form) {
        pass(1s);
        form.emplace_back("view", view_of(gets(at())));
        return posts(at(), std::move(form));
    }
    std::string text_of(PostMortemSection section) {
        const auto now = incident(1);
        const auto* text = written(now, section);
        return text == nullptr ? "" : text->text;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Written,
                  "a post-mortem is written in the browser, each section, also longer than Slack takes") {
    incident_over();
    signs_in(dana);
    CHECK(has(gets(at()).body, "<a href=\"/i/1/post-mortem/edit\">Edit the text</a>"));
    const auto form = gets(at({"edit"}));
    CHECK(form.status == 200);
    for (const auto* label : {"Title", "Impact", "Root Cause in one line", "Root Cause", "What Went Well",
                              "What Went Poorly", "Lessons Learned", "Prevention", "No action needed"})
        CHECK_MESSAGE(has(form.body, label), label);
    CHECK_FALSE(has(form.body, "<script"));
    CHECK(has(form.body, "Sign out"));
    CHECK(has(gets(at()).body, "Sign out"));
    const std::string much = "The pool <holds> ten.\n" + std::string(9000, 'x');
    CHECK(saves({"edit"}, {{"pm.root_cause", much}, {"pm.options", "no_action"}}).status == 303);
    CHECK(text_of(PostMortemSection::root_cause) == much);
    CHECK(incident(1).post_mortem.no_action_needed);
    CHECK(incident(1).post_mortem.sections.size() == 1);  // what was left alone is nobody's words
    CHECK(timeline(1).back().via == Via::web);
    CHECK(has(gets(at()).body, "holds&gt; ten."));
    CHECK_FALSE(has(gets(at()).body, "<holds>"));
    CHECK(has(gets(at({"edit"})).body, "The pool &lt;holds&gt; ten."));
}

TEST_CASE_FIXTURE(Written,
                  "two people write at once: both are kept, and where they differ the second is told") {
    incident_over();
    signs_in(lee);
    const auto opened = gets(at({"edit"}));
    const auto lees = std::exchange(session, "");
    signs_in(dana);
    saves({"edit"}, {{"pm.root_cause", "The pool holds ten."}});
    session = lees;
    SUBCASE("different sections") {
        CHECK(posts(at({"edit"}), form_of(opened, {{"pm.prevention", "The pool grows."}})).status == 303);
        CHECK(text_of(PostMortemSection::root_cause) == "The pool holds ten.");
        CHECK(text_of(PostMortemSection::prevention) == "The pool grows.");
    }
    SUBCASE("the same one") {
        const auto form =
            form_of(opened, {{"pm.root_cause", "A slow query."}, {"pm.lessons", "Look first."}});
        const auto answer = posts(at({"edit"}), form);
        CHECK(answer.status == 200);
        CHECK(has(answer.body, "Dana changed &quot;Root Cause&quot;"));
        CHECK(has(answer.body, "The pool holds ten."));
        CHECK(has(answer.body, "A slow query.</textarea>"));
        CHECK(text_of(PostMortemSection::root_cause) == "The pool holds ten.");
        CHECK(posts(at({"edit"}), form_of(answer, {})).status == 303);
        CHECK(text_of(PostMortemSection::root_cause) == "A slow query.");
        CHECK(text_of(PostMortemSection::lessons) == "Look first.");
    }
}

TEST_CASE_FIXTURE(Written, "a tick that somebody else has made meanwhile stays, until it is taken away") {
    incident_over();
    signs_in(lee);
    const auto opened = gets(at({"edit"}));
    const auto lees = std::exchange(session, "");
    signs_in(dana);
    saves({"edit"}, {{"pm.options", "no_action"}});
    REQUIRE(incident(1).post_mortem.no_action_needed);
    session = lees;
    CHECK(posts(at({"edit"}), form_of(opened, {{"pm.prevention", "The pool grows."}})).status == 303);
    CHECK(text_of(PostMortemSection::prevention) == "The pool grows.");
    CHECK(incident(1).post_mortem.no_action_needed);
    CHECK(saves({"edit"}, {}).status == 303);
    CHECK_FALSE(incident(1).post_mortem.no_action_needed);
}

TEST_CASE_FIXTURE(Written,
                  "a form counts once, and one that is wrong or lay about gives back what was typed") {
    incident_over();
    signs_in(dana);
    const auto form = form_of(gets(at({"edit"})), {{"pm.lessons", "Look <first>."}});
    CHECK(posts(at({"edit"}), form).status == 303);
    const auto revision = incident(1).revision;
    CHECK(posts(at({"edit"}), form).status == 303);
    CHECK(incident(1).revision == revision);
    auto gone_back_to = form;
    gone_back_to.back().second = "Look <twice>.";
    const auto told = posts(at({"edit"}), gone_back_to);
    CHECK(has(told.body, "while you were writing. Nothing was saved."));
    CHECK(has(told.body, "Look &lt;twice&gt;.</textarea>"));
    const auto longer = saves({"edit"}, {{"pm.title", std::string(201, 't')}});
    CHECK(has(longer.body, "That is longer than 200 characters."));
    CHECK(has(longer.body, "value=\"ttt"));
    const auto old = form_of(gets(at({"edit"})), {{"pm.prevention", "It <was> the pool."}});
    pass(12h + 1s);
    const auto late = posts(at({"edit"}), old);
    CHECK(late.status == 200);
    CHECK(has(late.body, "It &lt;was&gt; the pool.</textarea>"));
    auto forged = form_of(gets(at({"edit"})), {{"pm.prevention", "forged"}});
    forged.front().second += "0";
    CHECK(posts(at({"edit"}), forged).status == 200);
    CHECK(incident(1).revision == revision);
}

TEST_CASE_FIXTURE(Written,
                  "times are corrected in the browser, and a correction of somebody else is not undone") {
    incident_over();
    signs_in(lee);
    const auto opened = gets(at({"times"}));
    CHECK(has(opened.body, "Detection (UTC)"));
    CHECK(has(opened.body, "type=\"datetime-local\""));
    const auto lees = std::exchange(session, "");
    signs_in(dana);
    CHECK(saves({"times"}, {{"pm.time.started", "2025-01-21T14:30"}}).status == 303);
    CHECK(format_utc(incident(1).started) == "2025-01-21 14:30 UTC");
    session = lees;
    CHECK(posts(at({"times"}), form_of(opened, {{"pm.time.mitigated", "2025-01-21T14:50"}})).status == 303);
    CHECK(format_utc(incident(1).started) == "2025-01-21 14:30 UTC");
    CHECK(format_utc(incident(1).mitigated.value()) == "2025-01-21 14:50 UTC");
    auto again = form_of(opened, {{"pm.time.started", "2025-01-21T14:20"}});
    again.front().second = view_of(gets(at({"times"})));
    pass(1s);
    const auto both = posts(at({"times"}), again);
    CHECK(has(both.body,
              "Dana changed times while this form was open, and nothing was saved. Impact start is "
              "2025-01-21 14:30 UTC now."));
    pass(1s);
    CHECK(posts(at({"times"}), form_of(both, {})).status == 303);
    CHECK(format_utc(incident(1).started) == "2025-01-21 14:20 UTC");
    CHECK(has(saves({"times"}, {{"pm.time.started", "2026-01-21T14:20"}}).body, "cannot be in the future"));
    CHECK(has(saves({"times"}, {{"pm.time.started", "noon"}}).body, "Write the time as in"));
}

TEST_CASE_FIXTURE(Written, "action items are added, changed, marked and owned in the browser") {
    incident_over();
    signs_in(kim);
    CHECK(saves({"actions"}, {{"act.text", "Raise the <pool>"},
                              {"act.priority", "P0"},
                              {"act.owner", dana},
                              {"act.due", "2025-01-28"}})
              .status == 303);
    REQUIRE(incident(1).actions.size() == 1);
    CHECK(incident(1).actions[0].priority == ActionPriority::p0);
    CHECK(incident(1).actions[0].owner.name == "Dana");
    CHECK(format_day(incident(1).actions[0].due.value()) == "2025-01-28");
    CHECK(has(gets(at()).body, "P0 Raise the &lt;pool&gt;"));
    CHECK(has(saves({"actions"}, {{"act.text", " "}}).body, "This is needed."));
    CHECK(has(saves({"actions"}, {{"act.text", "Elsewhere"}, {"act.owner", "U0STRANGER"}}).body,
              "That cannot be chosen here."));
    const auto opened = gets(at({"actions", "1"}));
    CHECK(saves({"actions", "1"}, {{"act.due", "2025-02-03"}, {"act.owner", lee}}).status == 303);
    CHECK(incident(1).actions[0].owner.name == "Lee");
    CHECK(incident(1).actions[0].text == "Raise the <pool>");
    // The form of before leaves alone what was not changed in it, and says where both did.
    CHECK(posts(at({"actions", "1"}), form_of(opened, {{"act.priority", "P1"}})).status == 303);
    CHECK(incident(1).actions[0].priority == ActionPriority::p1);
    CHECK(format_day(incident(1).actions[0].due.value()) == "2025-02-03");
    pass(1s);
    auto late = form_of(opened, {{"act.due", "2025-02-20"}});
    late.front().second = view_of(gets(at({"actions", "1"})));
    const auto told = posts(at({"actions", "1"}), late);
    CHECK(has(told.body,
              "Kim changed this item while the form was open, and nothing was saved. It is due "
              "2025-02-03 now."));
    CHECK(format_day(incident(1).actions[0].due.value()) == "2025-02-03");
    CHECK(presses_here({{"press", "done"}, {"action", "1"}}).status == 303);
    CHECK(incident(1).actions[0].done);
    CHECK(presses_here({{"press", "undo"}, {"action", "1"}}).status == 303);
    CHECK_FALSE(incident(1).actions[0].done);
    CHECK(gets(at({"actions", "7"})).status == 404);
    CHECK(gets(at({"nothing"})).status == 404);
}

TEST_CASE_FIXTURE(Written, "publishing from the browser has its checks, and its rights") {
    incident_over();
    signs_in(kim);
    CHECK_FALSE(has(gets(at()).body, "value=\"publish\""));
    CHECK_FALSE(has(gets(at()).body, "Edit the text"));
    const auto kims_view = view_of(gets({"me"}));
    CHECK(has(posts(at(), {{"press", "publish"}, {"view", kims_view}}).body, "Only the owner and the lead"));
    CHECK(has(gets(at({"edit"})).body, "Only responders and people who took part"));
    CHECK(incident(1).state == tocsin::State::resolved);
    signs_in(lee);
    CHECK(presses_here({{"press", "claim"}}).status == 303);
    CHECK(post_mortem_owner(incident(1)).name == "Lee");
    const auto missing = presses_here({{"press", "publish"}});
    CHECK(missing.status == 200);
    CHECK(has(missing.body, "the root cause is not written"));
    CHECK(has(missing.body, "Publish as it is"));
    CHECK(incident(1).state == tocsin::State::resolved);
    SUBCASE("as it is") {
        const FormFields press{{"press", "publish-anyway"}, {"view", view_of(missing)}};
        CHECK(posts(at(), press).status == 303);
        CHECK(incident(1).state == tocsin::State::closed);
        const auto revision = incident(1).revision;
        CHECK(posts(at(), press).status == 303);
        CHECK(incident(1).revision == revision);
        CHECK_FALSE(has(gets(at()).body, "value=\"publish\""));
    }
    SUBCASE("when nothing is missing") {
        saves({"edit"}, {{"pm.root_cause", "The pool holds ten."}, {"pm.options", "no_action"}});
        CHECK(presses_here({{"press", "publish"}}).status == 303);
        CHECK(incident(1).post_mortem.published_by.name == "Lee");
    }
    SUBCASE("closed without one, by a manager alone") {
        CHECK_FALSE(has(gets(at()).body, "Close without a post-mortem"));
        signs_in(sam);
        CHECK(presses_here({{"press", "skip"}, {"reason", "A drill of <ours>"}}).status == 303);
        CHECK(incident(1).post_mortem.skip_reason == "A drill of <ours>");
    }
}

TEST_CASE_FIXTURE(Written,
                  "somebody is asked for help from the browser, and an incident that runs has no editor") {
    types(dana, "declare sev1 API Down");
    signs_in(dana);
    CHECK(gets(at()).status == 404);
    CHECK(gets(at({"edit"})).status == 404);
    resolves();
    types(lee, "list");
    const auto asked = saves({"help"}, {{"pm.help.of", lee}});
    CHECK_MESSAGE(has(asked.body, "is asked to help with the post-mortem"), asked.body);
    CHECK(has(everything(direct(lee).back()), "post-mortem"));
}
