#include <doctest/doctest.h>

#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

std::string says(Workroom& room, const SlackUser& who, std::string_view line) {
    return words(room.types(who, line));
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

Silence silence(Workroom& room, std::int64_t number) {
    std::optional<Silence> found;
    room.within_store([&](storage::Tx& tx) { found = tx.silence(SilenceId(number)); });
    REQUIRE(found.has_value());
    return *found;
}

}  // namespace

TEST_CASE("a silence is made with labels, an end and a reason") {
    Workroom room;
    const auto said =
        says(room, dana, "silence service=api alertname=\"High error\" for 2h because of the deploy");
    CHECK(has(said, "Silence 1: alerts with alertname=\"High error\" service=api, until 16:33 UTC"));
    CHECK(has(said, "of the deploy. A SEV 1 still pages."));
    const auto made = silence(room, 1);
    CHECK(made.matcher ==
          std::map<std::string, std::string>{{"service", "api"}, {"alertname", "High error"}});
    CHECK(made.from == start);
    CHECK(made.until == start + 2h);
    CHECK(made.why == "of the deploy");
    CHECK(made.by.user == dana.id);
}

TEST_CASE("a maintenance window begins later") {
    Workroom room;
    CHECK(has(says(room, lee, "maintenance service=api from 22:00 UTC to 23:30 UTC upgrade"),
              "from 22:00 UTC until 23:30 UTC"));
    CHECK(silence(room, 1).from == *parse_rfc3339("2025-01-21T22:00:00Z"));
    CHECK(silence(room, 1).until == *parse_rfc3339("2025-01-21T23:30:00Z"));
}

TEST_CASE("a silence without labels, end or reason is refused, and so is a long one") {
    Workroom room;
    for (const auto& [line, part] : std::map<std::string, std::string>{
             {"silence everything for 2h because x", "Which alerts?"},
             {"silence service=* for 2h because x", "Which alerts?"},
             {"silence service=api because x", "Until when?"},
             {"silence service=api for 0m because x", "Until when?"},
             {"silence service=api for 8d because x", "a week at most"},
             {"silence service=api for 2h", "Why?"},
             {"silence service=api for 2h because", "Why?"},
         }) {
        CAPTURE(line);
        CHECK(has(says(room, dana, line), part));
        CHECK(has(says(room, dana, line), "Nothing was silenced."));
    }
    CHECK(says(room, dana, "silence list") == "No alerts are silenced.");
}

TEST_CASE("silences are listed, confirmed by a second person and lifted") {
    Workroom room;
    room.types(dana, "silence service=api for 2h because deploy");
    room.types(dana, "silence service=web for 2h because deploy");
    CHECK(has(says(room, lee, "silences"), "Silence 2: alerts with service=web"));
    CHECK(has(says(room, dana, "silence confirm 1"), "a second person"));
    CHECK(has(says(room, lee, "silence confirm 1"), "Silence 1 covers SEV 1 too"));
    CHECK(silence(room, 1).confirmed_by.user == lee.id);
    CHECK(has(says(room, lee, "silence end"), "Which silence?"));
    CHECK(has(says(room, lee, "silence end 7"), "Which silence?"));
    CHECK(has(says(room, lee, "silence end 2"), "Silence 2 is lifted."));
    CHECK(has(says(room, lee, "silence end 2"), "is over"));
    CHECK_FALSE(has(says(room, lee, "silence"), "service=web"));
    CHECK(has(says(room, lee, "silence lift"), "Silence 1 is lifted."));
    CHECK(says(room, lee, "silence") == "No alerts are silenced.");
}

TEST_CASE("whoever may not page may not silence") {
    Workroom room;
    CHECK(has(says(room, kim, "silence service=api for 2h because deploy"), "Only responders"));
    CHECK(says(room, dana, "silence") == "No alerts are silenced.");
}
