#include "templates/postmortem.h"

#include <doctest/doctest.h>

#include <regex>

#include "bot/base/text.h"
#include "templates/commonmark.h"
#include "templates/html.h"
#include "templates/markdown.h"
#include "templates/postmortem_facts.h"
#include "templates/postmortem_page.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;
using story::at;

namespace {

const std::vector<std::string> hostile{"# A heading",
                                       "> a quote",
                                       "+ a list",
                                       "12. a number",
                                       "3) another",
                                       "=====",
                                       "---",
                                       "***",
                                       "```",
                                       "~~~ fence",
                                       "| a | table |",
                                       "[a](javascript:alert(1))",
                                       "[ref]: https://evil.example",
                                       "![img](https://evil.example/x.png)",
                                       "&lt;b&gt; &amp; &#35;",
                                       "_em_ *em* `code` ~~gone~~",
                                       "a trailing backslash \\",
                                       "Error rate normal (<0.1%)"};

story::Story written(const PostMortemSection section, const std::vector<std::string>& lines) {
    auto told = story::for_post_mortem();
    told.then("15:10", story::dana, event::PostMortemWritten{{{section, join(lines, "\n")}}, false});
    return told;
}

std::string without_links(const std::string& html) {
    static const std::regex link("</?a[^>]*>");
    return std::regex_replace(html, link, "");
}

std::vector<std::string> headings_of(const std::string& html) {
    static const std::regex heading("<h([1-6])>([^<]*)</h");
    std::vector<std::string> found;
    for (std::sregex_iterator it(html.begin(), html.end(), heading), end; it != end; ++it)
        found.push_back((*it)[1].str() + " " + (*it)[2].str());
    return found;
}

const std::vector<std::string> headings{"1 Post-Mortem: API Down - Jan 21, 2025",
                                        "2 Incident Summary",
                                        "2 Timeline (All times UTC)",
                                        "2 Root Cause",
                                        "2 What Went Well",
                                        "2 What Went Poorly",
                                        "2 Action Items",
                                        "2 Lessons Learned",
                                        "2 Prevention"};

}  // namespace

TEST_CASE("what people type comes back from CommonMark as it was typed, and changes nothing around it") {
    const story::Stage stage;
    const auto context = stage.at("15:10");
    for (const auto section : {PostMortemSection::well, PostMortemSection::poorly, PostMortemSection::lessons,
                               PostMortemSection::prevention}) {
        const auto told = written(section, hostile);
        const auto html = html_of_markdown(post_mortem_markdown(told.incident, told.events, context));
        CHECK(headings_of(html) == headings);
        for (const auto& line : hostile) {
            if (line == "+ a list" || line == "12. a number" || line == "3) another") continue;  // unlisted
            const auto item = "<li>" + escape_html(line) + "</li>";
            CHECK_MESSAGE(
                replace_all(without_links(html), "\"", "&quot;").contains(replace_all(item, "\"", "&quot;")),
                key_of(section), ": ", line);
        }
    }
}

TEST_CASE("a root cause keeps its lines and paragraphs, and nothing in it formats") {
    const story::Stage stage;
    const auto told = written(PostMortemSection::root_cause,
                              {"The pool holds ten.", "A spike asked for fifty.", "", "", "# no heading",
                               "<script>alert(1)</script>", "- a point", "- another"});
    const auto html = html_of_markdown(post_mortem_markdown(told.incident, told.events, stage.at("15:10")));
    CHECK(html.contains("<p>The pool holds ten.\nA spike asked for fifty.</p>\n<p># no heading\n"));
    CHECK(html.contains("<li>a point</li>\n<li>another</li>"));
    CHECK_FALSE(html.contains("<script"));
    CHECK(headings_of(html) == headings);
}

TEST_CASE("mentions in a post-mortem reach nobody") {
    const story::Stage stage;
    const auto told =
        written(PostMortemSection::lessons, {"<!channel> and <!here|here>", "<@U0DANA00001> @everyone"});
    const auto message = post_mortem_message(told.incident, told.events, stage.at("15:10"));
    const auto shown = story::surface(message).dump() + story::classic_surface(message).dump();
    CHECK_FALSE(shown.contains("<!channel>"));
    CHECK_FALSE(shown.contains("<!here"));
    CHECK_FALSE(shown.contains("@everyone"));
}

TEST_CASE("over midnight and over a month's end the days are named") {
    const story::Stage stage;
    auto told = story::declared();
    told.incident.started = told.incident.detected = *parse_rfc3339("2025-01-31T23:50:00Z");
    told.events[0].at = told.incident.started;
    std::get<event::Declared>(told.events[0].body).started = told.incident.started;
    std::get<event::Declared>(told.events[0].body).detected = told.incident.started;
    told.incident.resolution = Resolution{};
    told.incident.resolution->restored = *parse_rfc3339("2025-02-02T00:20:00Z");
    told.events.push_back({IncidentNumber{42}, 2, *parse_rfc3339("2025-02-01T00:10:00Z"), story::dana,
                           Via::slash,
                           event::NoteAdded{*parse_rfc3339("2025-02-01T00:10:00Z"), "Still down"}});
    const auto markdown = post_mortem_markdown(told.incident, told.events, stage.at("15:00"));
    CHECK(markdown.contains("- **Duration**: 24 h 30 min (2025-01-31 23:50 - 2025-02-02 00:20 UTC)"));
    CHECK(markdown.contains("- **23:50** - "));
    CHECK(markdown.contains("- **2025-02-01 00:10** - Still down"));
    CHECK(markdown.contains("# Post-Mortem: API Down - Jan 31, 2025"));
}

TEST_CASE("an incident that lacks times has a post-mortem all the same") {
    const story::Stage stage;
    const auto told = story::declared();  // nobody acknowledged or resolved it
    const auto markdown = post_mortem_markdown(told.incident, told.events, stage.at("15:00"));
    CHECK(markdown.contains("- **Duration**: _To write_"));
    CHECK(markdown.contains("Not acknowledged before it was resolved"));
}

TEST_CASE("a long post-mortem is shortened in Slack and says so, and is whole as Markdown") {
    const story::Stage stage;
    const std::vector<std::string> many(300, "Watch the saturation of every pool, not only of this one.");
    const auto told = written(PostMortemSection::lessons, many);
    const auto message = post_mortem_message(told.incident, told.events, stage.at("15:10"));
    CHECK(std::string(message.blocks.text()).contains("Shortened for Slack"));
    CHECK(post_mortem_markdown(told.incident, told.events, stage.at("15:10")).contains("\n300. Watch"));
}

TEST_CASE("a published post-mortem asks nobody to write") {
    const story::Stage stage;
    auto told = story::for_post_mortem();
    told.then("15:10", story::dana, event::PostMortemPublished{{"the root cause is not written"}});
    const auto markdown = post_mortem_markdown(told.incident, told.events, stage.at("15:10"));
    CHECK_FALSE(markdown.contains("To write"));
    CHECK(markdown.contains("_Not written_"));
}

TEST_CASE("the page shows the same, and runs nothing") {
    const story::Stage stage;
    const auto told =
        written(PostMortemSection::prevention, {"<img src=x onerror=alert(1)>", "The pool scales."});
    const auto page = post_mortem_page(told.incident, told.events, stage.at("15:10"));
    CHECK(page.contains("<h2>Prevention</h2>"));
    CHECK(page.contains("The pool scales."));
    CHECK_FALSE(page.contains("<img"));
    CHECK(page.contains("INC-42, owner Dana, draft, due 2025-01-22 15:00 UTC."));
}
