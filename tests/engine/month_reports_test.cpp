#include "bot/core/month_report.h"

#include <fmt/format.h>

#include "tests/engine/site.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

constexpr std::string_view mission =
    "*January 2025:*\n• Incidents: 3 (2 SEV 2, 1 SEV 3)\n• MTBF: 240 hours (10 days)\n• MTTD: 3 minutes avg\n"
    "• MTTA: 2 minutes avg\n• MTTR: 18 minutes avg (SEV 2)\n• False Positives: 2 (6%)\n\n"
    "All metrics within targets except MTBF (goal: 30 days)\n"
    "*Action:* Focus on incident prevention (more testing, gradual rollouts)";

Settings managed() {
    return with_two_schedules(example_settings());
}

void until(House& house, std::string_view instant) {
    house.pass(*parse_rfc3339(instant) - house.clock.now());
}

// Of that incident, else of the newest.
void does(House& house, CommandBody command, std::optional<IncidentNumber> to = {}) {
    house.hand_in(
        {CommandGiven{{UserId(dana), "Dana", PersonId("dana")}, Via::button, to, std::move(command)}});
    house.settle();
}

// As the mission has it: noticed after three minutes, acknowledged after two, over after 18.
void incident_of_18_minutes(House& house, int severity, std::string_view title) {
    const auto began = format_rfc3339(house.clock.now() - 3min).substr(11, 5);
    house.types(dana, fmt::format("declare {} started:{} {}", severity, began, title));
    house.pass(2min);
    does(house, command::Acknowledge{});
    house.pass(16min);
    does(house, command::Resolve{});
    house.pass(1h);
}

void alarm_for_nothing(House& house, const std::string& key) {
    Alert alert;
    alert.source = "monitoring";
    alert.key = key;
    alert.title = "Disk " + key;
    alert.status = Alert::Status::firing;
    alert.severity = Severity::sev3;
    alert.started = house.clock.now();
    house.asks(AlertsCame{"monitoring", {alert}});
    does(house, command::Cancel{"The monitor was wrong."});
    house.pass(1h);
}

void mission_month(House& house) {
    incident_of_18_minutes(house, 2, "Checkout is slow");
    incident_of_18_minutes(house, 2, "API Down");
    incident_of_18_minutes(house, 3, "Export fails");
    alarm_for_nothing(house, "one");
    alarm_for_nothing(house, "two");
    house.within([](storage::Tx& tx) {
        for (int i = 0; i < 31; ++i) tx.count_firing("");
    });
}

json report_blocks(const House& house) {
    const auto calls = house.calls("response_url");
    REQUIRE_FALSE(calls.empty());
    return calls.back().arguments["blocks"];
}

// In the newest message that only they see, of those with that block.
void presses_own(House& house, const std::string& who, const std::string& block_id, std::string_view action,
                 std::string_view value) {
    std::string id;
    for (const auto& shown : house.channel(incidents)->ephemeral) {
        if (shown.user == who && has(shown.blocks.dump(), "\"" + block_id + "\"")) id = shown.id;
    }
    REQUIRE_FALSE(id.empty());
    house.acts({{"as", who},
                {"do", "press"},
                {"channel", incidents},
                {"ephemeral", id},
                {"block_id", block_id},
                {"action_id", action},
                {"value", value}});
    house.pass(5s);
}

const json& block(const json& blocks, std::string_view id) {
    static const json none;
    for (const auto& one : blocks) {
        if (one.value("block_id", "") == id) return one;
    }
    return none;
}

std::vector<sandbox::Message> reports(House& house) {
    std::vector<sandbox::Message> found;
    for (const auto& message : house.messages()) {
        if (has(everything(message), "Incident report: ")) found.push_back(message);
    }
    return found;
}

// Takes uploads as Slack does.
void take_uploads(House& house) {
    house.provider = [&house](const channels::Request& request) {
        const auto& http = std::get<channels::HttpRequest>(request);
        const auto slash = http.url.find("/upload/");
        if (slash == std::string::npos) return channels::Answer(channels::HttpAnswer{200, {}, ""});
        const bool taken = house.slack.workspace().files.take(http.url.substr(slash + 8), http.body);
        return channels::Answer(channels::HttpAnswer{taken ? 200 : 404, {}, ""});
    };
}

Settings classic(Settings settings) {
    settings.blocks = templates::BlockForm::classic;
    return settings;
}

}  // namespace

TEST_CASE("the mission's January is reported in its words to whoever asks, and shared by a press") {
    House house(managed());
    mission_month(house);
    house.types(kim, "metrics 2025-01");
    const auto blocks = report_blocks(house);
    CHECK(block(blocks, "rep.text")["text"]["text"] == mission);
    CHECK(block(blocks, "rep.chart1")["type"] == "data_visualization");
    CHECK(block(blocks, "rep.table")["type"] == "data_table");
    CHECK(has(block(blocks, "rep.actions").dump(), "rep.share"));
    CHECK(reports(house).empty());

    presses_own(house, kim, "rep.actions", "rep.share", "2025-01");
    REQUIRE(reports(house).size() == 1);
    const auto posted = json(reports(house)[0].blocks);
    CHECK(block(posted, "rep.text")["text"]["text"] == mission);
    CHECK_FALSE(has(posted.dump(), "rep.share"));
}

TEST_CASE("the month before is shown in place, and the incidents behind a number are listed") {
    House house(managed());
    mission_month(house);
    house.types(kim, "metrics");
    const auto press = [&](std::string_view action, std::string_view value) {
        presses_own(house, kim, "rep.actions", action, value);
    };
    press("rep.behind", "2025-01.mttr");
    const auto said = house.calls("response_url").back().arguments.dump();
    CHECK(has(said, "Time to resolve, January 2025"));
    CHECK(has(said, "Checkout is slow"));
    CHECK(has(said, "18 minutes (SEV 2)"));
    CHECK_FALSE(has(said, "Disk one"));
    press("rep.behind", "2025-01.false");
    CHECK(has(house.calls("response_url").back().arguments.dump(), "Disk two"));
    press("rep.prev", "2024-12.you");
    const auto before = house.calls("response_url").back().arguments;
    CHECK(before["replace_original"] == true);
    CHECK(before["text"] == "No incidents in December 2024.");
}

TEST_CASE("open actions and post-mortems of the month are counted, and what is behind them is listed") {
    Site house(managed());
    for (const auto* line : {"declare sev1 API Down", "action INC-1 P0 Raise the pool",
                             "action INC-1 P1 Write a runbook", "declare sev1 Checkout is slow"})
        house.types(dana, line);
    does(house, command::FinishAction{2}, IncidentNumber{1});
    for (const auto number : {1, 2}) does(house, command::Resolve{}, IncidentNumber{number});
    house.pass(20h);
    does(house, command::PublishPostMortem{true}, IncidentNumber{2});
    house.pass(20h);
    house.types(kim, "metrics 2025-01");
    const auto foot = block(report_blocks(house), "rep.foot").dump();
    CHECK(has(foot, "Open actions from January: 1 of 2"));
    CHECK(has(foot, "Post-mortems on time: 1 of 2"));
    presses_own(house, kim, "rep.actions", "rep.behind", "2025-01.actions");
    CHECK(has(house.calls("response_url").back().arguments.dump(), "1 of 2 open"));
    presses_own(house, kim, "rep.actions", "rep.behind", "2025-01.post_mortems");
    CHECK(has(house.calls("response_url").back().arguments.dump(), "overdue, 2025-01-22"));
    house.signs_in(kim);
    const auto page = house.gets({"reports", "2025-01"}).body;
    CHECK((has(page, "Raise the pool") && !has(page, "Write a runbook")));
    CHECK(has(page, "<a href=\"/i/2/post-mortem\">INC-2</a>"));
    CHECK(has(house.gets({"reports", "2025-01.csv"}).body, "2025-01,post_mortems_on_time,,1,"));
    CHECK(has(house.gets({"reports", "2025-01.json"}).body, "\"open_actions\":1,\"post_mortems_due\":2"));
}

TEST_CASE("what is no month is said, and the future has no numbers") {
    House house(managed());
    CHECK(has(house.types(kim, "metrics soon"), "\"soon\" is no month"));
    CHECK(has(house.types(kim, "metrics 2025-02"), "February 2025 has not begun yet"));
    CHECK(house.types(kim, "metrics last").empty());
    CHECK(has(house.calls("response_url").back().arguments["text"].dump(), "December 2024"));
    CHECK(house.types(kim, "report year").empty());
}

TEST_CASE("the report comes by itself once: a preview to the Engineering Lead, then to everybody") {
    House house(managed());
    mission_month(house);
    const auto previews = [&] {
        auto found = house.direct(sam);
        std::erase_if(found, [](const auto& message) { return !has(everything(message), "Preview."); });
        return found;
    };
    until(house, "2025-02-02T08:59:00Z");
    CHECK(previews().empty());
    until(house, "2025-02-02T09:00:00Z");
    REQUIRE(previews().size() == 1);
    const auto preview = previews().back();
    CHECK(has(everything(preview), "Preview. Everybody in #incidents gets this on 2025-02-03 09:00 UTC."));
    CHECK(reports(house).empty());

    house.presses(sam, house.direct_channel(sam), preview, "rep.edit.open");
    const auto open = house.slack.workspace().views.stack_of(sam);
    REQUIRE(open.size() == 1);
    house.acts({{"as", sam},
                {"do", "submit"},
                {"view_id", open.back()->id},
                {"values",
                 {{"rep.action",
                   {{"action", {{"type", "plain_text_input"}, {"value", "Split the queue <!here>"}}}}}}}});
    house.restart();
    until(house, "2025-02-03T08:59:59Z");
    CHECK(reports(house).empty());
    until(house, "2025-02-03T09:00:00Z");
    house.restart();
    house.pass(24h);
    REQUIRE(reports(house).size() == 1);
    const auto text = everything(reports(house)[0]);
    CHECK(has(text, "*Action:* Split the queue"));
    CHECK_FALSE(has(text, "<!here>"));
    until(house, "2025-03-03T09:00:00Z");
    CHECK(reports(house).size() == 2);
    CHECK(
        has(everything(reports(house)[1]), "No incidents in February 2025. Last one: INC-3 on 2025-01-21."));
}

TEST_CASE("the page and its files answer for a month, and name a private incident only to its people") {
    Site house(managed());
    mission_month(house);
    house.types(dana, "declare sev2 private Keys leaked");
    house.signs_in(kim);
    const auto kims = house.gets({"reports", "2025-01"});
    CHECK(kims.status == 200);
    CHECK(has(kims.body, "Checkout is slow"));
    CHECK(has(kims.body, "INC-6 private"));
    CHECK(has(kims.body, "<th scope=\"row\">Dana</th>"));
    CHECK(has(house.gets({"reports", "2025-01.csv"}).body, "2025-01,false_alarms,,2,"));
    const auto numbers = json::parse(house.gets({"reports", "2025-01.json"}).body);
    CHECK(numbers["alerts"] == 33);
    CHECK(numbers["incidents"] == 4);
    CHECK(house.gets({"reports", "2024-04"}).status == 200);
    CHECK(house.gets({"reports", "2025-13"}).status == 404);
    CHECK(house.gets({"reports", "january"}).status == 404);
    CHECK(Site::header(house.gets({"reports"}), "Location") == "/reports/2025-01");
    house.signs_in(dana);
    CHECK(has(house.gets({"reports", "2025-01"}).body, "Keys leaked"));
}

TEST_CASE("what was missed while nobody ran comes late, once, and only the newest") {
    House house(managed());
    mission_month(house);
    house.clock.set(*parse_rfc3339("2025-04-10T12:00:00Z"));
    house.restart();
    house.settle();
    REQUIRE(reports(house).size() == 1);
    CHECK(has(everything(reports(house)[0]), "March 2025"));
    house.restart();
    house.pass(48h);
    CHECK(reports(house).size() == 1);
}

TEST_CASE("a store that has never had a report begins with the next one") {
    House house(managed());
    house.pass(1h);
    CHECK(reports(house).empty());
}

TEST_CASE("a workspace without charts gets a picture, in steps that a restart goes on with") {
    House house(classic(managed()));
    take_uploads(house);
    mission_month(house);
    house.types(kim, "metrics");
    const auto blocks = report_blocks(house);
    const auto& picture = block(blocks, "rep.chart");
    const auto file = picture["slack_file"]["id"].get<std::string>();
    CHECK(house.slack.workspace().files.shows(file));
    CHECK(house.slack.workspace().files.find(file)->bytes.starts_with("\x89PNG"));
    CHECK(has(picture["alt_text"].get<std::string>(), "Two charts. Incidents per month"));
    CHECK(block(blocks, "rep.table")["fields"].size() == 5);

    house.forget_calls();
    until(house, "2025-02-03T08:59:59Z");
    house.clock.set(*parse_rfc3339("2025-02-03T09:00:00Z"));
    for (int step = 0; step < 8; ++step) {
        house.carry_out(house.step());
        house.step();  // takes the answer, and dies before anything leaves again
        house.restart();
        house.pass(20s);
    }
    REQUIRE(reports(house).size() == 1);
    CHECK(has(json(reports(house)[0].blocks).dump(), "slack_file"));
}

TEST_CASE("a picture that does not get through holds nothing back") {
    House house(classic(managed()));
    mission_month(house);
    SUBCASE("Slack takes no files") {
        house.trouble(
            {{"kind", "fail"}, {"method", "files.getUploadURLExternal"}, {"error", "file_uploads_disabled"}});
    }
    SUBCASE("the bytes are refused") {
        house.provider = [](const channels::Request&) {
            return channels::Answer(channels::HttpAnswer{500, {}, ""});
        };
    }
    SUBCASE("its address cannot be reached") {
        house.provider = [](const channels::Request&) {
            return channels::Answer(channels::HttpAnswer{0, {}, ""});
        };
    }
    SUBCASE("it is never complete") {
        house.trouble({{"kind", "fail"},
                       {"method", "files.completeUploadExternal"},
                       {"error", "file_not_found"},
                       {"times", 99}});
        take_uploads(house);
    }
    house.types(kim, "metrics 2025-01");
    house.pass(1min);
    const auto blocks = report_blocks(house);
    CHECK(block(blocks, "rep.text")["text"]["text"] == mission);
    CHECK(block(blocks, "rep.table")["fields"].size() == 5);
    CHECK(block(blocks, "rep.chart").is_null());
}

TEST_CASE("one press says what the page was worth, another says it more exactly") {
    House house(managed());
    incident_of_18_minutes(house, 2, "API Down");
    const auto verdict = [&] { return house.incident(1).verdict; };
    const auto said = [&] { return house.calls("response_url").back().arguments.dump(); };
    const auto rates = [&](std::string_view value) {
        for (const auto& message : house.messages()) {
            if (!has(json(message.blocks).dump(), "res.rate.")) continue;
            house.acts({{"as", dana},
                        {"do", "press"},
                        {"channel", incidents},
                        {"ts", message.ts},
                        {"block_id", "res.rate.1"},
                        {"action_id", "page.rate"},
                        {"value", value}});
            house.pass(5s);
            return said();
        }
        return std::string("it does not ask");
    };
    const auto says = [&](std::string_view action) {
        presses_own(house, dana, "ans.actions.1", action, "1.exactly");
        return said();
    };
    const auto counted = [&] {
        std::int64_t all = 0;
        house.within([&](storage::Tx& tx) {
            for (const auto& [severity, sums] : tx.tally({start - 24h, start + 24h})) all += sums.incidents;
        });
        return all;
    };
    CHECK_FALSE(verdict());
    CHECK(has(rates("1.noise"), "is counted as a false alarm"));
    CHECK(verdict() == PageVerdict::false_alarm);
    CHECK(counted() == 0);
    CHECK(has(says("page.rate.nothing"), "not actionable"));
    CHECK(verdict() == PageVerdict::not_actionable);
    CHECK(counted() == 1);
    CHECK(has(says("page.rate.duplicate"), "duplicate of another incident"));
    CHECK(counted() == 0);
    CHECK(has(says("page.rate.yes"), "Thank you, that is counted."));
    CHECK(verdict() == PageVerdict::real);
    const auto events = house.timeline(1).size();
    rates("1.actionable");
    CHECK(house.timeline(1).size() == events);
    CHECK(counted() == 1);
}

TEST_CASE("an alert's rule goes with its incident, and its firings are counted by it") {
    House house(managed());
    alarm_for_nothing(house, "one");
    CHECK(house.incident(1).verdict == std::nullopt);
    house.within([](storage::Tx& tx) {
        const auto facts = tx.month_facts({start - 24h, start + 24h});
        CHECK(facts.alerts == AlertCounts{1, 1});
        const auto rules = rule_reports(facts.rules);
        REQUIRE(rules.size() == 1);
        CHECK(rules[0].false_positive_rate() == 1.0);
    });
}
