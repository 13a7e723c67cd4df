#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/templates/mission_page.h"

using namespace tocsin;
using namespace tocsin::templates;
using nlohmann::json;

namespace {

// Every document of the mission's page in one text; with TOCSIN_WRITE_GOLDEN set it is written anew.
std::string golden(const std::string& name, const std::string& now) {
    const auto file = std::filesystem::path(TOCSIN_SOURCE_DIR) / "tests/golden/status_page" / name;
    if (std::getenv("TOCSIN_WRITE_GOLDEN") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << now;
    }
    std::ifstream in(file);
    REQUIRE_MESSAGE(in, "no such golden file: ", file.string());
    return (std::stringstream() << in.rdbuf()).str();
}

StatusSite resolved_site() {
    return status_site(mission::page_at(mission::at("15:05"), mission::entries_until("15:00")));
}

json read(const StatusSite& site, std::string_view path) {
    const auto found = site.documents.find(path);
    REQUIRE(found != site.documents.end());
    auto parsed = json::parse(found->second.body, nullptr, false);
    REQUIRE_FALSE(parsed.is_discarded());
    return parsed;
}

}  // namespace

TEST_CASE("the mission's incident gives the three entries of the mission") {
    const auto site = resolved_site();
    for (const auto* path : {"/status", "/status/i/api0down0042", "/status/feed.atom", "/history.rss",
                             "/api/v2/summary.json", "/api/v2/incidents.json"}) {
        auto name = std::string(path).substr(1);
        std::ranges::replace(name, '/', '_');
        const auto& body = site.documents.at(path).body;
        CHECK(body == golden(name, body));
    }
    const auto& page = site.documents.at("/status/i/api0down0042").body;
    std::size_t from = 0;
    for (const auto* line : {"[2025-01-21 15:00 UTC]</time> <strong>Resolved",
                             "[2025-01-21 14:50 UTC]</time> "
                             "<strong>Identified",
                             "[2025-01-21 14:35 UTC]</time> <strong>Investigating"}) {
        from = page.find(line, from);
        CHECK(from != std::string::npos);
    }
}

TEST_CASE("the JSON has Statuspage's words, newest update first") {
    const auto site = resolved_site();
    const auto incident = read(site, "/api/v2/incidents.json")["incidents"][0];
    CHECK(incident["status"] == "resolved");
    CHECK(incident["impact"] == "critical");
    CHECK(incident["started_at"] == "2025-01-21T14:35:00.000Z");
    CHECK(incident["resolved_at"] == "2025-01-21T15:00:00.000Z");
    CHECK(incident["incident_updates"][0]["status"] == "resolved");
    CHECK(incident["incident_updates"][2]["affected_components"][0]["new_status"] == "major_outage");
    CHECK(incident["incident_updates"][0]["affected_components"][0]["new_status"] == "operational");
    CHECK(incident["id"].get<std::string>().size() == 12);
    CHECK(read(site, "/api/v2/summary.json")["incidents"].empty());
    CHECK(read(site, "/api/v2/status.json")["status"]["description"] == "All Systems Operational");
    const auto open = status_site(mission::page_at(mission::at("14:51"), mission::entries_until("14:50")));
    CHECK(read(open, "/api/v2/summary.json")["incidents"][0]["status"] == "identified");
    CHECK(read(open, "/api/v2/status.json")["status"]["indicator"] == "critical");
    CHECK(read(open, "/api/v2/components.json")["components"][0]["status"] == "major_outage");
}

TEST_CASE("every document is there, with a tag that changes with it, and the page is made without a script") {
    const auto open = status_site(mission::page_at(mission::at("14:51"), mission::entries_until("14:50")));
    const auto site = resolved_site();
    CHECK(open.documents.at("/status").etag != site.documents.at("/status").etag);
    CHECK(open.late_from == mission::at("15:00"));
    CHECK_FALSE(site.late_from);
    for (const auto* path :
         {"/api/v2/incidents/unresolved.json", "/api/v2/scheduled-maintenances.json",
          "/api/v2/scheduled-maintenances/upcoming.json", "/api/v2/scheduled-maintenances/active.json",
          "/api/v2/incidents/api0down0042.json", "/history.atom", "/status/history"})
        CHECK_MESSAGE(site.documents.contains(path), path);
    for (const auto& [path, document] : site.documents) CHECK_FALSE(document.body.contains("<script"));
    CHECK(site.documents.at("/status").body.contains("Updated 2025-01-21 15:00 UTC"));
    CHECK(site.documents.at("/status").body.contains("<caption>"));
}

TEST_CASE("what a page shows is bounded, however much was published") {
    auto view = mission::page_at(mission::at("15:05"), mission::entries_until("15:00"));
    view.notices.resize(500, view.notices.front());
    for (std::size_t i = 0; i < view.notices.size(); ++i)
        view.notices[i].id = NoticeId{"notice" + std::to_string(100000 + i)};
    const auto site = status_site(view);
    CHECK(read(site, "/api/v2/incidents.json")["incidents"].size() == 50);
    CHECK(site.documents.at("/status/feed.atom").body.size() < 200'000);
}
