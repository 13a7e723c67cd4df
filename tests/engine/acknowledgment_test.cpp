#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

json slash(const std::string& who, const std::string& line) {
    return {{"as", who}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident " + line}};
}

std::string with_other_envelope(const std::string& frame, const std::string& id) {
    auto envelope = json::parse(frame);
    envelope["envelope_id"] = id;
    return envelope.dump();
}

// The one acknowledgment among what a step answered.
json acknowledgment_in(const std::vector<Output>& outputs) {
    json found;
    for (const auto& output : outputs) {
        if (const auto* acknowledge = std::get_if<Acknowledge>(&output)) {
            CHECK(found.is_null());
            found = json::parse(acknowledge->frame);
        }
    }
    return found;
}

std::size_t incidents_in(House& house) {
    std::size_t count = 0;
    house.within([&](storage::Tx& tx) { count = tx.incidents(storage::ListFilter::all, 100).size(); });
    return count;
}

}  // namespace

TEST_CASE("a command is acknowledged by the step that made it durable, on the connection it came on") {
    House house;
    house.acts_only(slash(dana, "declare sev1 API Down"));
    const auto outputs = house.step();
    const auto acknowledgment = acknowledgment_in(outputs);
    CHECK(acknowledgment["envelope_id"] == json::parse(house.last_frame())["envelope_id"]);
    CHECK(has(acknowledgment["payload"]["text"].get<std::string>(), "INC-1 is declared"));
    CHECK(house.incident(1).title == "API Down");
    CHECK(std::get<Acknowledge>(outputs.front()).connection == 1);
}

TEST_CASE("the same command in another envelope is answered alike and acted on once") {
    House house;
    house.acts_only(slash(dana, "declare sev1 API Down"));
    const auto frame = house.last_frame();
    auto outputs = house.step();
    const auto first = acknowledgment_in(outputs);
    house.carry_out(std::move(outputs));
    house.settle();

    SUBCASE("at once") {}
    SUBCASE("an hour later") {
        house.pass(1h);
    }
    SUBCASE("by a new process") {
        house.restart();
    }

    house.deliver(with_other_envelope(frame, "another"));
    outputs = house.step();
    const auto again = acknowledgment_in(outputs);
    house.carry_out(std::move(outputs));
    CHECK(again["envelope_id"] == "another");
    CHECK(again["payload"] == first["payload"]);
    CHECK(incidents_in(house) == 1);
    house.pass(5s);
    CHECK(house.thread(house.card(1).ts).size() == 1);
}

TEST_CASE("a command that arrives twice in one transaction is acted on once") {
    House house;
    house.acts_only(slash(dana, "declare sev1 API Down"));
    house.deliver(with_other_envelope(house.last_frame(), "another"));
    house.settle();
    REQUIRE(house.acknowledged().size() >= 2);
    for (std::size_t i = 0; i < 2; ++i) CHECK(has(house.acknowledged()[i], "INC-1 is declared"));
    CHECK(incidents_in(house) == 1);
}

TEST_CASE("what was acted on is remembered for a day and forgotten then") {
    House house;
    house.acts(slash(dana, "declare sev4 Button misaligned"));
    house.types(dana, "resolve INC-1 done");
    const auto key = slack::parse_envelope(house.last_frame()).input_key;
    REQUIRE_FALSE(key.empty());
    const auto remembered = [&] {
        bool found = false;
        house.within([&](storage::Tx& tx) { found = tx.answer_to(key).has_value(); });
        return found;
    };
    house.pass(23h);
    CHECK(remembered());
    house.pass(2h);
    CHECK_FALSE(remembered());
}

TEST_CASE("an input that throws changes nothing, apologises with a reference, and spares the others") {
    auto settings = example_settings();
    settings.rules.severities.erase(Severity::sev4);  // what the configuration never lets happen
    House house(settings);
    house.acts_only(slash(dana, "declare sev4 Button misaligned"));
    house.acts_only(slash(lee, "declare sev3 Login fails"));
    house.settle();
    REQUIRE(house.acknowledged().size() >= 2);
    CHECK(has(house.acknowledged()[0], "ephemeral"));
    CHECK(has(house.acknowledged()[0], "ref"));
    CHECK(has(house.acknowledged()[1], "INC-1 is declared"));
    CHECK(incidents_in(house) == 1);
    CHECK(house.incident(1).title == "Login fails");
}

TEST_CASE("of two people who acknowledge in the same instant one wins, a thousand times") {
    House house;
    for (int pair = 0; pair < 1000; ++pair) {
        const auto number = pair + 1;
        house.within([&](storage::Tx& tx) {
            Incident blank;
            blank.number = tx.next_incident_number();
            event::Declared declared;
            declared.title = "Pair";
            declared.severity = Severity::sev4;
            declared.started = declared.detected = tx.now();
            const Event event{blank.number, 1, tx.now(), {UserId{kim}, "Kim"}, Via::slash, declared};
            tx.save(apply(blank, event), std::span(&event, 1));
        });
        const bool dana_first = pair % 2 == 0;
        const auto line = "ack INC-" + std::to_string(number);
        house.acts_only(slash(dana_first ? dana : lee, line));
        house.acts_only(slash(dana_first ? lee : dana, line));
        const auto outputs = house.step();
        std::vector<std::string> answers;
        for (const auto& output : outputs) {
            if (const auto* acknowledge = std::get_if<Acknowledge>(&output))
                answers.push_back(acknowledge->frame);
        }
        REQUIRE(answers.size() == 2);
        REQUIRE_FALSE(has(answers[0], "before you"));
        REQUIRE(has(answers[1], "before you"));
        REQUIRE(house.incident(number).lead.user.str() == (dana_first ? dana : lee));
        int acknowledgments = 0;
        for (const auto& event : house.timeline(number))
            acknowledgments += std::holds_alternative<event::Acknowledged>(event.body) ? 1 : 0;
        REQUIRE(acknowledgments == 1);
        house.carry_out(outputs);
    }
}
