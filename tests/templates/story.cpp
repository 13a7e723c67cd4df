#include "tests/templates/story.h"

#include <fstream>
#include <stdexcept>

namespace tocsin::story {
namespace {

Rules sample_rules() {
    auto rules = default_rules();
    const auto person = [&](const char* id, const Actor& who, const char* title) {
        rules.people.emplace(PersonId{id}, Person{.id = PersonId{id},
                                                  .name = who.name,
                                                  .slack = who.user,
                                                  .phone = "",
                                                  .email = "",
                                                  .timezone = "UTC",
                                                  .title = title,
                                                  .ntfy = "",
                                                  .pushover = ""});
    };
    person("dana", dana, "");
    person("lee", lee, "");
    person("sam", sam, "Engineering Lead");
    const auto target = [](const char* id) { return Target{Target::Kind::person, id}; };
    rules.teams.emplace(TeamId{"platform"},
                        Team{TeamId{"platform"}, target("dana"), target("lee"), target("sam")});
    rules.default_team = TeamId{"platform"};
    rules.services.emplace(ServiceId{"api"},
                           Service{ServiceId{"api"}, "API", TeamId{"platform"}, "api-down", "api"});
    return rules;
}

templates::Catalog load_texts() {
    auto loaded = templates::Catalog::load();
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return std::move(*loaded);
}

event::Updated update(std::string text, std::string_view next) {
    return {std::move(text), "", std::nullopt, at(next), false, false};
}

}  // namespace

SlackUser Names::user(const UserId& id) const {
    for (const auto& who : {dana, lee, sam, kim}) {
        if (who.user == id) return {id, who.name, "UTC"};
    }
    return {id, id.str(), "UTC"};
}

Time at(std::string_view clock) {
    return *parse_rfc3339("2025-01-21T" + std::string(clock) + ":00Z");
}

Story& Story::then(std::string_view clock, const Actor& by, EventBody body) {
    events.push_back({IncidentNumber{42}, static_cast<int>(events.size()) + 1, at(clock), by, Via::button,
                      std::move(body)});
    incident = apply(std::move(incident), events.back());
    return *this;
}

Incident Story::before() const {
    Incident folded;
    for (std::size_t i = 0; i + 1 < events.size(); ++i) folded = apply(std::move(folded), events[i]);
    return folded;
}

event::Declared declaration() {
    event::Declared declared;
    declared.title = "API Down";
    declared.severity = Severity::sev1;
    declared.impact = "All requests to `api.yourapp.com` fail with 500 errors.";
    declared.service = ServiceId{"api"};
    declared.started = at("14:32");
    declared.detected = at("14:32");
    declared.source = "uptime monitor `api-health`";
    return declared;
}

Story declared() {
    return std::move(Story{}.then("14:32", monitor, declaration()));
}

Story acknowledged() {
    return std::move(declared().then("14:33", dana, event::Acknowledged{at("14:43")}));
}

Story resolved() {
    auto told = acknowledged();
    told.then("14:34", kim, event::NoteAdded{at("14:30"), "Traffic spike begins (5x normal)"});
    told.then(
        "14:34", kim,
        event::EntryEdited{1, at("14:32"), "Uptime monitor `api-health` detects elevated error rate (5%)"});
    told.then("14:38", dana,
              update("Root cause identified: connection pool exhausted. Restarting.", "14:48"));
    told.then("14:42", dana, update("Mitigation deployed: API restart, pool size increased.", "14:52"));
    told.then("14:50", dana, update("Error rate drops to 1%.", "15:00"));
    told.then("15:00", dana, event::NoteAdded{at("15:00"), "Error rate normal (<0.1%)"});
    told.then("15:00", dana,
              event::Resolved{"Database connection pool exhausted due to traffic spike.",
                              "Restarted API service, increased pool size.",
                              DataLoss::none,
                              true,
                              {},
                              at("15:00"),
                              dana,
                              at("15:00") + 24h});
    return told;
}

Story for_post_mortem() {
    auto told = acknowledged();
    told.then("14:34", kim, event::NoteAdded{at("14:30"), "Traffic spike begins (5x normal)"});
    told.then(
        "14:34", kim,
        event::EntryEdited{1, at("14:32"), "Uptime monitor `api-health` detects elevated error rate (5%)"});
    told.then("14:38", dana, update("Root cause identified: Database connection pool exhausted.", "14:53"));
    told.then("14:42", kim,
              event::NoteAdded{at("14:42"), "Mitigation deployed: API restart, pool size increased"});
    told.then("14:50", dana, update("Error rate drops to 1%.", "15:00"));
    auto nothing_new = update("", "15:06");
    nothing_new.unchanged = true;
    told.then("14:56", dana, nothing_new);
    told.then("15:00", dana, update("Error rate normal (<0.1%).", "15:10"));
    told.then("15:00", dana,
              event::Resolved{"Database connection pool exhausted due to traffic spike.",
                              "Restarted API service, increased pool size.",
                              DataLoss::none,
                              true,
                              {},
                              at("15:00"),
                              dana,
                              at("15:00") + 24h});
    told.then("15:00", dana,
              event::ActionAdded{1,
                                 ActionPriority::p0,
                                 "Increase connection pool size",
                                 dana,
                                 *parse_rfc3339("2025-01-22T00:00:00Z"),
                                 std::nullopt,
                                 {},
                                 {}});
    return told;
}

Stage::Stage() : rules(sample_rules()), texts(load_texts()) {
    templates::PagingFacts paging;
    paging.paged = {{dana, "primary", {"phone ringing", "SMS delivered", "Slack sent"}},
                    {lee, "backup", {"phone ringing", "SMS sent", "Slack sent"}}};
    paging.again = {story::at("14:38"), story::at("14:43")};
    paging.next =
        templates::NextLevel{{{sam, "Engineering Lead", {Means::phone, Means::email}}}, story::at("14:53")};
    facts.paging = paging;
    facts.runbook = templates::RunbookLink{"API Down", "https://tocsin.example.com/runbooks/api-down"};
}

templates::RenderContext Stage::at(Time now) const {
    auto context = bare(now);
    context.links.internal_url = "https://tocsin.example.com";
    context.can = templates::Capabilities::all();
    return context;
}

templates::RenderContext Stage::bare(Time now) const {
    return {.texts = texts, .people = names, .rules = rules, .now = now};
}

nlohmann::json golden(const std::string& name) {
    std::ifstream file(std::string(TOCSIN_SOURCE_DIR) + "/tests/golden/" + name);
    if (!file) throw std::runtime_error("no golden file " + name);
    return nlohmann::json::parse(file);
}

nlohmann::json golden_surface(const std::string& name) {
    auto sample = golden("blocks/" + name);
    for (const auto* key :
         {"channel", "ts", "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media"}) {
        sample.erase(key);
    }
    return sample;
}

nlohmann::json surface(const slack::Message& message) {
    return nlohmann::json::object({{"text", message.text}, {"blocks", read_json(message.blocks)}});
}

nlohmann::json classic_surface(const slack::Message& message) {
    return nlohmann::json::object({{"text", message.text}, {"blocks", read_json(message.classic_blocks)}});
}

}  // namespace tocsin::story
