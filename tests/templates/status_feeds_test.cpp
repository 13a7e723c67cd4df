// The feeds held against the schemas of their standards, by xmllint.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "tests/templates/mission_page.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

const std::string xmllint = TOCSIN_XMLLINT;  // empty: it is not installed

bool is_valid(const std::string& feed, const std::string& schema) {
    const auto file = std::filesystem::temp_directory_path() / ("tocsin-feed-" + random_token(8) + ".xml");
    std::ofstream(file, std::ios::binary) << feed;
    const auto command = xmllint + " --nonet --noout --relaxng '" + TOCSIN_SOURCE_DIR + "/tests/templates/" +
                         schema + "' '" + file.string() + "' 2>/dev/null";
    const int code = std::system(command.c_str());
    std::filesystem::remove(file);
    return code == 0;
}

void check_feeds(const StatusView& view) {
    const auto site = status_site(view);
    for (const auto* path : {"/status/feed.atom", "/history.atom"})
        CHECK_MESSAGE(is_valid(site.documents.at(path).body, "atom.rng"), site.documents.at(path).body);
    CHECK_MESSAGE(is_valid(site.documents.at("/history.rss").body, "rss.rng"),
                  site.documents.at("/history.rss").body);
}

}  // namespace

TEST_CASE(
    "feeds keep to RFC 4287 and RSS 2.0: empty, with entries, corrected, withdrawn, joined and planned" *
    doctest::skip(xmllint.empty())) {
    auto view = mission::page_at(mission::at("15:05"), mission::entries_until("15:00"));
    check_feeds(view);
    auto corrected = mission::entries_until("14:50");
    corrected.id = NoticeId("corrected001");
    correct_entry(corrected, 1, PublicText::confirmed("We look at the API."), mission::at("14:52"));
    view.notices.push_back(corrected);
    auto withdrawn = mission::entries_until("14:35");
    withdrawn.id = NoticeId("withdrawn001");
    withdraw(withdrawn, mission::at("14:40"));
    view.notices.push_back(withdrawn);
    auto joined = mission::entries_until("14:35");
    joined.id = NoticeId("joined000001");
    join(joined, view.notices.front(), mission::at("14:41"));
    view.notices.push_back(joined);
    const MaintenanceDraft draft{PublicText::confirmed("Upgrade"),
                                 PublicText::confirmed("Short breaks."),
                                 {"API"},
                                 mission::at("16:00"),
                                 mission::at("17:00")};
    view.notices.push_back(announce_maintenance(NoticeId("upgrade00001"), draft, mission::at("15:01")));
    check_feeds(view);
    view.notices.clear();
    check_feeds(view);
}

TEST_CASE("no words that somebody publishes make a feed invalid" * doctest::skip(xmllint.empty())) {
    for (const auto* words :
         {"]]> <![CDATA[ & <b>\"'", "\x01\x02\x0b\x1f nul and bell \x7f", "\xff\xfe \xc3\x28 no UTF-8",
          "\xef\xbf\xbe\xef\xbf\xbf noncharacters", "🔥 \xe2\x80\xae right to left", "&#0; &nbsp;"}) {
        CAPTURE(words);
        auto view = mission::page_at(mission::at("15:05"), mission::entries_until("15:00"));
        view.name = std::string("Your App ") + words;
        view.notices.front().title = PublicText::confirmed(words);
        view.notices.front().entries.front().text = PublicText::confirmed(words);
        check_feeds(view);
    }
}

TEST_CASE("the schemas refuse what the standards do" * doctest::skip(xmllint.empty())) {
    const auto site = status_site(mission::page_at(mission::at("15:05"), mission::entries_until("15:00")));
    const auto& atom = site.documents.at("/status/feed.atom").body;
    const auto& rss = site.documents.at("/history.rss").body;
    const auto breaks = [](const std::string& feed, const char* schema, std::string_view part,
                           std::string_view by) {
        REQUIRE(feed.contains(part));
        return !is_valid(replace_all(feed, part, by), schema);
    };
    CHECK(breaks(atom, "atom.rng", "<title>Your App status</title>", ""));
    CHECK(breaks(atom, "atom.rng", "2025-01-21T15:00:00Z", "2025-01-21 15:00"));
    CHECK(breaks(atom, "atom.rng", "<id>tag:", "<id>tag "));
    CHECK(breaks(atom, "atom.rng", "</author>", "</author><b/>"));
    CHECK(breaks(rss, "rss.rng", "<language>en</language>", "<pubDate>today</pubDate>"));
    CHECK(breaks(rss, "rss.rng", "<guid>", "<uid>"));
}
