#include "bot/config/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/nearest.h"
#include "bot/config/checker.h"
#include "bot/config/section.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

using scenario::Conduct;

constexpr long long longest_seconds = 366LL * 24 * 3600;
constexpr long long most_incidents = 10'000;
constexpr std::array all_conducts{Conduct::works,       Conduct::fails,   Conduct::hangs,
                                  Conduct::loses,       Conduct::late,    Conduct::silent,
                                  Conduct::undelivered, Conduct::rejects, Conduct::repeats};

Shape severity_word() {
    return choice({"sev1", "sev2", "sev3", "sev4"});
}

Shape conduct_word() {
    std::vector<std::string> words;
    for (const auto conduct : all_conducts) words.emplace_back(key_of(conduct));
    return choice(std::move(words));
}

Shape means_words() {
    std::vector<std::string> words;
    for (const auto means : all_means) words.emplace_back(key_of(means));
    return list_of(choice(std::move(words)));
}

const Shape& scenario_shape() {
    static const Shape shape = object({
        {"at", plain(Kind::instant), "When it begins.", "", true},
        {"until", duration(0, longest_seconds), "How long it is watched, inclusive.", "2h", false},
        {"events",
         list_of(object({
             {"after", duration(0, longest_seconds), "Since the beginning.", "0s", false},
             {"declare",
              object({
                  {"severity", severity_word(), "How bad it is.", "", true},
                  {"title", plain(Kind::text), "What is broken.", "", false},
                  {"service", plain(Kind::service), "Whose team is paged.", "", false},
                  {"description", plain(Kind::text), "What users see.", "", false},
              }),
              "A new incident.", "", false},
             {"ack", plain(Kind::person), "Acknowledges.", "", false},
             {"unack", plain(Kind::person), "Gives the incident back.", "", false},
             {"escalate", plain(Kind::person), "Asks for the next level now.", "", false},
             {"resolve", plain(Kind::person), "Resolves.", "", false},
             {"reassign", object({{"to", plain(Kind::person), "Who is paged instead.", "", true}}),
              "Hands the incident to somebody.", "", false},
             {"severity", severity_word(), "Raises or lowers.", "", false},
             {"alert",
              object({{"source", plain(Kind::text), "Its name in alerts.sources.", "", true},
                      {"body", plain(Kind::anything), "What it sends.", "", true}}),
              "A source tells of alerts.", "", false},
             {"outage", duration(0, longest_seconds), "The process is down for so long.", "", false},
             {"incident", integer(1, most_incidents), "That somebody acts on.", "the newest open one", false},
             {"crash",
              object({{"for", duration(0, longest_seconds), "How long it is down.", "0s", false},
                      {"after_sending", plain(Kind::flag), "The providers have what was to leave.", "false",
                       false}}),
              "The process ends in the middle of the next step that sends something.", "", false},
             {"store_fails", duration(0, longest_seconds), "Commits fail for so long.", "", false},
             {"clock_forward", duration(0, longest_seconds), "The clock jumps.", "", false},
             {"clock_back", duration(0, longest_seconds), "The clock jumps.", "", false},
             {"provider",
              object({{"name", plain(Kind::text), "Of paging.providers, or slack.", "all of them", false},
                      {"does", conduct_word(), "How it fares.", "", true},
                      {"for", duration(0, longest_seconds), "How long.", "to the end", false}}),
              "A provider is well or in trouble.", "", false},
             {"person",
              object({{"who", plain(Kind::person), "Whose habits.", "", true},
                      {"answers_after", duration(0, longest_seconds),
                       "Since a page reached them; they acknowledge then.", "never", false},
                      {"hears", means_words(), "What wakes them.", "all means", false}}),
              "How somebody behaves from now on.", "", false},
         })),
         "What happens.", "[]", false},
    });
    return shape;
}

Names names_of(const Configuration& configuration) {
    Names names;
    for (const auto& [id, person] : configuration.rules.people) names["people"].push_back(id.str());
    for (const auto& [id, service] : configuration.rules.services) names["services"].push_back(id.str());
    for (const char* section : {"people", "services"}) names[section];
    return names;
}

std::optional<Happening> read_trouble(const Section& event) {
    const auto has = [&](std::string_view key) { return event.at(key).exists(); };
    if (has("outage")) return scenario::Outage{event.duration("outage", Duration{})};
    if (has("crash")) {
        const auto crash = event.at("crash");
        return scenario::Crash{crash.duration("for", Duration{}), crash.is("after_sending", "true")};
    }
    if (has("store_fails")) return scenario::StoreFails{event.duration("store_fails", Duration{})};
    if (has("clock_forward")) return scenario::ClockJumps{event.duration("clock_forward", Duration{})};
    if (has("clock_back")) return scenario::ClockJumps{-event.duration("clock_back", Duration{})};
    if (has("provider")) {
        const auto provider = event.at("provider");
        const auto does = std::ranges::find(all_conducts, provider.text("does"),
                                            [](Conduct conduct) { return key_of(conduct); });
        return scenario::Provider{provider.text("name"), does == all_conducts.end() ? Conduct::works : *does,
                                  provider.duration("for")};
    }
    if (has("person")) {
        const auto person = event.at("person");
        scenario::Person read{PersonId(person.text("who")), person.duration("answers_after"), {}};
        if (person.at("hears").exists()) read.hears = person.means("hears");
        return read;
    }
    return std::nullopt;
}

std::optional<Happening> read_happening(const Section& event) {
    const auto person = [&](std::string_view key) { return PersonId(event.text(key)); };
    const auto has = [&](std::string_view key) { return event.at(key).exists(); };
    if (has("declare")) {
        const auto declare = event.at("declare");
        return scenario::Declare{parse_severity(declare.text("severity")).value_or(Severity::sev1),
                                 declare.text("title", "Simulated incident"),
                                 ServiceId(declare.text("service")), declare.text("description")};
    }
    if (has("ack")) return scenario::Acknowledge{person("ack")};
    if (has("unack")) return scenario::GiveBack{person("unack")};
    if (has("escalate")) return scenario::Escalate{person("escalate")};
    if (has("resolve")) return scenario::Resolve{person("resolve")};
    if (has("reassign")) return scenario::Reassign{PersonId(event.at("reassign").text("to"))};
    if (has("severity"))
        return scenario::ChangeSeverity{parse_severity(event.text("severity")).value_or(Severity::sev1)};
    if (has("alert")) {
        const auto* body = event.at("alert").at("body").node();
        if (body == nullptr) return std::nullopt;
        // A text is what is sent, a value is sent as JSON.
        return scenario::Alert{event.at("alert").text("source"),
                               body->is_scalar() ? body->text : json_text_of(*body)};
    }
    return read_trouble(event);
}

void refuse_unknown_source(const Section& event, const Configuration& configuration, ReadScenario& read) {
    const auto source = event.at("alert").at("source");
    if (!source.exists() || configuration.alerts.sources.contains(source.text())) return;
    std::vector<std::string> names;
    for (const auto& [name, entry] : configuration.alerts.sources) names.push_back(name);
    read.findings.push_back(error_at(source.node()->at, "unknown source \"" + source.text() + "\"",
                                     "alerts.sources has no such entry",
                                     choose_from(source.text(), names, "add it there")));
}

void refuse_unknown_provider(const Section& event, const Configuration& configuration, ReadScenario& read) {
    const auto name = event.at("provider").at("name");
    if (!name.exists()) return;
    auto names = simulated_providers(configuration);
    names.emplace_back("slack");
    if (std::ranges::find(names, name.text()) != names.end()) return;
    read.findings.push_back(error_at(name.node()->at, "unknown provider \"" + name.text() + "\"",
                                     "nothing is sent through it",
                                     choose_from(name.text(), names, "leave it out for all of them")));
}

void read_events(const Section& root, const Configuration& configuration, ReadScenario& read) {
    for (const Section& event : root.at("events").children()) {
        const auto things = std::ranges::count_if(event.children(), [](const Section& key) {
            return key.exists() && key.key() != "after" && key.key() != "incident";
        });
        const auto what = read_happening(event);
        if (things != 1 || !what) {
            const auto at = event.node() == nullptr ? Position{} : event.node()->at;
            read.findings.push_back(error_at(
                at,
                things == 0 ? "an event in which nothing happens" : "an event in which several things happen",
                "each event is one thing at one time",
                "write one of declare, ack, unack, escalate, resolve, reassign, severity, alert, outage, "
                "crash, "
                "store_fails, clock_forward, clock_back, provider, person"));
            continue;
        }
        refuse_unknown_source(event, configuration, read);
        refuse_unknown_provider(event, configuration, read);
        const auto after = event.duration("after", Duration{});
        auto& events = read.scenario.events;
        events.insert(std::ranges::upper_bound(events, after, {}, &ScenarioEvent::after),
                      {after, *what, event.integer("incident", 0)});
    }
}

}  // namespace

std::string_view key_of(Conduct conduct) {
    switch (conduct) {
        case Conduct::works:
            return "works";
        case Conduct::fails:
            return "fails";
        case Conduct::hangs:
            return "hangs";
        case Conduct::loses:
            return "loses";
        case Conduct::late:
            return "late";
        case Conduct::silent:
            return "silent";
        case Conduct::undelivered:
            return "undelivered";
        case Conduct::rejects:
            return "rejects";
        case Conduct::repeats:
            return "repeats";
    }
    return "";
}

std::vector<std::string> simulated_providers(const Configuration& configuration) {
    std::vector<std::string> names;
    for (const auto& [means, order] : configuration.paging.order) {
        for (const auto& name : order) {
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        }
    }
    if (names.empty()) names.emplace_back("provider");
    return names;
}

ReadScenario read_scenario(std::string_view text, const std::filesystem::path& file,
                           const Configuration& configuration) {
    ReadScenario read;
    const Node document = read_document(text, read.findings);
    if (document.is_map()) {
        const auto names = names_of(configuration);
        check_shape(document, scenario_shape(), names, {}, read.findings);
        const Surroundings around{std::filesystem::current_path(), read.findings};
        const Section root(&document, around);
        read.scenario.start = parse_rfc3339(root.text("at")).value_or(Time{});
        read.scenario.until = root.duration("until", read.scenario.until);
        read_events(root, configuration, read);
    }
    for (auto& finding : read.findings) finding.file = file.string();
    return read;
}

std::optional<ShortAcknowledgment> read_short_acknowledgment(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at + 1 == text.size()) return std::nullopt;
    const auto after = read_duration(text.substr(0, at));
    if (!after) return std::nullopt;
    return ShortAcknowledgment{*after, std::string(text.substr(at + 1))};
}

}  // namespace tocsin::config
