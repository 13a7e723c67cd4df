#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "bot/core/incident.h"
#include "storage/event_json.h"
#include "storage/incident_json.h"
#include "storage/unreadable.h"
#include "tests/storage/filled.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

struct ThreeMembers {
    std::string text;
    std::optional<Time> at;
    std::vector<Actor> people;
};

Event event_with(EventBody body) {
    Event event;
    event.incident = IncidentNumber(42);
    event.sequence = 7;
    event.at = time_from_unix(1737469920);
    event.by = filled<Actor>();
    event.via = Via::form;
    event.body = std::move(body);
    return event;
}

template <std::size_t Index = 0>
void check_every_kind() {
    if constexpr (Index < std::variant_size_v<EventBody::Variant>) {
        using Body = std::variant_alternative_t<Index, EventBody::Variant>;
        const Event full = event_with(filled<Body>());
        CAPTURE(kind_of(full.body));
        CHECK(event_from_json(event_to_json(full)) == full);
        const Event empty = event_with(Body());
        CHECK(event_from_json(event_to_json(empty)) == empty);
        if (!std::is_empty_v<Body>) CHECK(full != empty);
        check_every_kind<Index + 1>();
    }
}

template <std::size_t Index = 0>
void write_every_kind(std::vector<std::string>& lines) {
    if constexpr (Index < std::variant_size_v<EventBody::Variant>) {
        number() = 0;
        lines.push_back(
            event_to_json(event_with(filled<std::variant_alternative_t<Index, EventBody::Variant>>())));
        write_every_kind<Index + 1>(lines);
    }
}

}  // namespace

TEST_CASE("the filler finds every member") {
    static_assert(members<ThreeMembers>() == 3);
    const auto full = filled<ThreeMembers>();
    CHECK(!full.text.empty());
    CHECK(full.at.has_value());
    CHECK(full.people.size() == 2);
}

TEST_CASE("every kind of event comes back from JSON as it was, full or empty") {
    check_every_kind();
}

TEST_CASE("the bytes of every kind are those that stores have") {
    std::vector<std::string> lines;
    write_every_kind(lines);
    number() = 0;
    lines.push_back(incident_to_json(filled<Incident>()));
    std::ifstream golden(std::string(TOCSIN_SOURCE_DIR) + "/tests/storage/golden/stored.jsonl");
    std::size_t at = 0;
    for (std::string line; std::getline(golden, line); ++at) {
        REQUIRE(at < lines.size());
        CHECK(lines[at] == line);
    }
    CHECK(at == lines.size());
    std::set<std::string> kinds;
    for (const auto& line : std::span(lines).first(std::variant_size_v<EventBody::Variant>))
        CHECK(kinds.insert(nlohmann::json::parse(line)["kind"].get<std::string>()).second);
}

TEST_CASE("an incident comes back from JSON as it was, full or empty") {
    const auto full = filled<Incident>();
    CHECK(incident_from_json(incident_to_json(full)) == full);
    CHECK(incident_from_json(incident_to_json(Incident{})) == Incident{});
}

TEST_CASE("a number, flag or text that is empty is left out, whatever its default") {
    const auto text = event_to_json(Event{});
    CHECK(
        text ==
        R"({"at":"1970-01-01T00:00:00Z","via":"slash","kind":"declared","started":"1970-01-01T00:00:00Z","detected":"1970-01-01T00:00:00Z","state":"paging"})");
}

TEST_CASE("the text of an event is valid JSON with every key once") {
    const auto json = nlohmann::json::parse(event_to_json(event_with(filled<event::MessagePinned>())));
    CHECK(json.size() == 11);
    CHECK(json["kind"] == "message_pinned");
}

TEST_CASE("stored text that is not ours is refused") {
    for (const char* text : {"", "{", "[]", "null", "{}", R"({"kind":"unheard of"})", R"({"kind":7})",
                             R"({"kind":"joined","at":"yesterday"})", R"({"kind":"joined","sequence":"1"})",
                             R"({"kind":"joined","via":"telepathy"})"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(event_from_json(text), UnreadableValue);
    }
    CHECK_THROWS_AS(incident_from_json("{\"title\":1}"), UnreadableValue);
    CHECK_THROWS_AS(incident_from_json("{\"participants\":[1]}"), UnreadableValue);
}
