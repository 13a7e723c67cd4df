#include <doctest/doctest.h>

#include "templates/cards.h"
#include "templates/forms.h"
#include "templates/home.h"
#include "templates/messages.h"
#include "templates/postmortem.h"
#include "templates/report_message.h"
#include "templates/shift_messages.h"
#include "tests/templates/story.h"

using namespace tocsin;
using story::at;

namespace {

// On a difference the message names the paths instead of two walls of JSON.
void check_equal(const nlohmann::json& rendered, const nlohmann::json& sample) {
    CHECK_MESSAGE(rendered == sample, nlohmann::json::diff(sample, rendered).dump(1));
}

templates::Happening last(const story::Story& told, const Incident& before) {
    return {before, told.events.back(), told.incident, told.events};
}

}  // namespace

TEST_CASE("The card of a paged incident is the sample 01") {
    const story::Stage stage;
    const auto told = story::declared();
    check_equal(story::surface(templates::incident_card(told.incident, stage.at("14:33"), stage.facts)),
                story::golden_surface("01-incident-card-paging.json"));
}

TEST_CASE("The card of an acknowledged incident is the sample 02") {
    const story::Stage stage;
    const auto told = story::acknowledged();
    check_equal(story::surface(templates::incident_card(told.incident, stage.at("14:33"), stage.facts)),
                story::golden_surface("02-incident-card-investigating.json"));
}

TEST_CASE("The page by direct message is the sample 03") {
    const story::Stage stage;
    templates::PageFacts page;
    page.role = "primary on-call";
    page.others = {{story::lee, "backup", {}}};
    page.next = stage.facts.paging->next;
    page.thread_url = templates::permalink("https://example.slack.com", ChannelId{"C0INCIDENTS"},
                                           MessageTs{"1737469980.000100"});
    page.runbook = stage.facts.runbook;
    page.also_sent = "phone call and SMS to number ending 4821";
    check_equal(story::surface(templates::page_message(story::declared().incident, page, stage.at("14:33"))),
                story::golden_surface("03-page-dm.json"));
}

TEST_CASE("The declare form is the sample 04") {
    const story::Stage stage;
    templates::DeclareForm form;
    form.origin = {"slash", ChannelId{"C0INCIDENTS"}, {}, {}, ""};
    form.title = "API Down";
    form.severity = Severity::sev1;
    form.service = ServiceId{"api"};
    form.started = at("14:32");
    form.wakes = templates::WakeFacts{{{story::dana, "primary", {}}, {story::lee, "backup", {}}},
                                      {Means::phone, Means::sms, Means::slack},
                                      "",
                                      ""};
    check_equal(read_json(templates::declare_form(form, stage.at("14:33")).modern),
                story::golden("blocks/04-declare-modal.json"));
}

TEST_CASE("The reminder of an update is the sample 05") {
    const story::Stage stage;
    auto told = story::declared();
    told.then("14:33", story::dana, event::Acknowledged{at("14:48")});
    told.then("14:34", story::dana, event::RhythmChanged{std::nullopt, false, "", at("14:43")});
    const auto before = told.incident;
    told.then("14:43", Actor{}, event::ReminderTold{0});
    const auto message = templates::message_for(
        last(told, before), Tell{Tell::Audience::thread, {}, "reminder/2"}, stage.at("14:43"), stage.facts);
    REQUIRE(message);
    check_equal(story::surface(*message), story::golden_surface("05-update-reminder.json"));
}

TEST_CASE("The resolution is the sample 06 in both forms") {
    const story::Stage stage;
    const auto told = story::resolved();
    const auto before = told.before();
    const auto message =
        templates::message_for(last(told, before), Tell{Tell::Audience::thread_and_channel, {}, "resolved"},
                               stage.at("15:00"), stage.facts);
    REQUIRE(message);
    check_equal(story::surface(*message), story::golden_surface("06-resolved.json"));
    check_equal(story::classic_surface(*message), story::golden_surface("06-resolved.classic.json"));
}

TEST_CASE("The post-mortem skeleton is the sample 07 in both forms") {
    const story::Stage stage;
    const auto told = story::for_post_mortem();
    const auto message =
        templates::post_mortem_message(told.incident, told.events, stage.at("15:00"), stage.facts);
    check_equal(story::surface(message), story::golden_surface("07-post-mortem-skeleton.json"));
    check_equal(story::classic_surface(message),
                story::golden_surface("07-post-mortem-skeleton.classic.json"));
}

TEST_CASE("The Home of the person on call is the sample 08") {
    const story::Stage stage;
    const auto local = [](const char* text) { return *parse_rfc3339(text); };
    const std::string thread = "https://example.slack.com/archives/C0INCIDENTS/p1737469980000100";
    auto older = story::declared();
    older.incident.number = IncidentNumber{41};
    older.incident.severity = Severity::sev3;
    older.incident.title = "CSV export fails";
    older.incident.state = State::monitoring;
    older.incident.lead = story::lee;
    older.incident.last_update = time_from_unix(1737465920);

    templates::HomeFacts facts;
    facts.revision = 17;
    facts.duty = templates::HomeDuty{"Primary On-Call", local("2025-01-27T14:00:00Z"), "America/New_York",
                                     story::lee.user, "phone and SMS at the number ending 4821"};
    facts.open = {{story::acknowledged().incident, thread}, {older.incident, thread}};
    using Kind = templates::HomeTodo::Kind;
    facts.waiting = {{Kind::post_mortem, 39, "Post-mortem",
                      "INC-39 Payments slow. Due today 18:00 UTC, 3 sections to write.", ""},
                     {Kind::action, 118, "P0 action", "Add connection pool alerts. From INC-39, due Jan 22.",
                      "Add connection pool alerts"}};
    facts.next_shift = templates::HomeShift{local("2025-02-10T14:00:00Z"),
                                            local("2025-02-17T14:00:00Z"),
                                            "America/New_York",
                                            "primary",
                                            "last answered 2025-01-20, phone and SMS fine",
                                            {*stage.facts.runbook}};
    facts.month = "January";
    facts.numbers = {{"Incidents", "3 (2 SEV 2, 1 SEV 3)"},
                     {"MTTA", "2 minutes (target < 5 minutes)"},
                     {"MTTR", "18 minutes (target < 30 minutes)"},
                     {"False positives", "6% (target < 10%)"}};
    facts.health = {"Slack connected", "Phone provider fine", "Status page published"};
    check_equal(read_json(templates::home_view(facts, stage.at("14:37")).modern),
                story::golden("blocks/08-app-home-on-call.json"));
}

TEST_CASE("The update form is the sample 10") {
    const story::Stage stage;
    const auto told = story::acknowledged();
    templates::UpdateForm form;
    form.key = {IncidentNumber{42}, 4};
    form.status = State::identified;
    form.text = "Root cause identified: Database connection pool exhausted.";
    form.working_on = "Restarting API service to reset connections.";
    form.eta = 5min;
    const auto view = templates::update_form(told.incident, form, stage.at("14:42"));
    check_equal(read_json(view.modern), story::golden("blocks/10-update-modal.json"));
    CHECK(view.classic.is_null());
}

TEST_CASE("The resolve form is the sample 11") {
    const story::Stage stage;
    templates::ResolveForm form;
    form.key = {IncidentNumber{42}, 8};
    form.verified = {"health", "errors"};
    form.cause = "Database connection pool exhausted due to traffic spike.";
    form.mitigation = "Restarted API service, increased pool size.";
    form.restored = at("15:00");
    const auto view = templates::resolve_form(story::acknowledged().incident, form, stage.at("15:00"));
    check_equal(read_json(view.modern), story::golden("blocks/11-resolve-modal.json"));
    CHECK_FALSE(view.classic.is_null());
}

TEST_CASE("The start of a shift is the sample 12") {
    story::Stage stage;
    const auto person = [&](const char* id, const Actor& who) {
        Person known;
        known.id = PersonId(id);
        known.name = who.name;
        known.slack = who.user;
        stage.rules.people[known.id] = known;
        return known.id;
    };
    const auto dana = person("dana", story::dana);
    const auto lee = person("lee", story::lee);
    const auto kim = person("kim", story::kim);
    const auto sam = person("sam", story::sam);
    Schedule primary;
    primary.id = ScheduleId("primary");
    primary.name = "Primary On-Call";
    primary.timezone = "America/New_York";
    stage.rules.schedules[primary.id] = primary;
    templates::ShiftFacts facts;
    facts.schedule = primary.id;
    facts.shift = {dana, *parse_rfc3339("2025-01-20T14:00:00Z"), *parse_rfc3339("2025-01-27T14:00:00Z")};
    facts.role = "primary";
    facts.value = "2025-W04";
    facts.backup = {lee};
    facts.manager = story::sam.user;
    facts.candidates = {lee, sam};
    facts.before = {kim};
    facts.note =
        templates::ShiftNote{story::kim,
                             "INC-41 CSV export fails is in monitoring. If it returns, roll back the "
                             "export worker. Nothing else is open."};
    facts.checks = {"Volume on, Tocsin number saved as a favourite", "Laptop charged and within reach",
                    "<https://tocsin.example.com/runbooks|Runbooks> read: 1 changed since your last shift",
                    "Recent deployments read: 4 since Friday"};
    facts.open_incidents = 1;
    facts.reach = "phone, SMS and Slack";
    facts.test_page = true;
    facts.calendar_url = "https://tocsin.example.com/oncall.ics";
    check_equal(story::surface(templates::shift_start(facts, stage.at("14:32"))),
                story::golden_surface("12-shift-start-dm.json"));
}

namespace {

MonthReport measured_month(int back, std::map<Severity, std::int64_t> by_severity, double acknowledge,
                           double resolve) {
    MonthReport report;
    report.month = std::chrono::year{2025} / std::chrono::January - std::chrono::months{back};
    report.timezone = "UTC";
    for (const auto& [severity, count] : by_severity) report.incidents += count;
    report.by_severity = std::move(by_severity);
    report.mtta_min = acknowledge;
    report.mttr_min = resolve;
    return report;
}

// The mission's January, and what led up to it.
templates::ReportFacts reported() {
    using enum Severity;
    templates::ReportFacts facts;
    facts.history = {measured_month(5, {{sev1, 1}, {sev2, 3}, {sev3, 2}}, 6, 44),
                     measured_month(4, {{sev2, 2}, {sev3, 3}}, 5, 39),
                     measured_month(3, {{sev1, 1}, {sev2, 3}, {sev3, 2}}, 4, 35),
                     measured_month(2, {{sev2, 2}, {sev3, 1}}, 4, 31),
                     measured_month(1, {{sev1, 1}, {sev2, 1}, {sev3, 2}}, 3, 24),
                     measured_month(0, {{sev2, 2}, {sev3, 1}}, 2, 18)};
    auto& january = facts.history.back();
    january.mtbf_hours = 240;
    january.mttd_min = 3;
    january.mttr_by_severity_min = {{sev2, 18}, {sev3, 18}};
    january.alerts = {33, 2};
    january.false_positive_rate = 2.0 / 33;
    january.targets_met = {false, true, true, std::nullopt, true};
    facts.report = january;
    facts.report.learning = {4, 2, 2, 2};
    return facts;
}

}  // namespace

TEST_CASE("The monthly report is the sample 09, modern and classic") {
    const story::Stage stage;
    templates::ReportSetting setting;
    setting.picture = "F0REPORT2501";
    const auto message = templates::report_message(reported(), setting, stage.at("15:00"));
    check_equal(story::surface(message), story::golden_surface("09-monthly-report.json"));
    check_equal(story::classic_surface(message), story::golden_surface("09-monthly-report.classic.json"));
}
