#include "commands/declaration.h"
#include "commands/duplicates.h"
#include "templates/forms.h"
#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;
namespace field = slack::field;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

slack::ViewInfo declare_form(const std::string& title, const std::string& severity,
                             std::vector<Entered> more = {}) {
    more.push_back({field::declare_title, {title}});
    more.push_back({field::declare_severity, {severity}});
    return filled(slack::form::declare, "{\"from\":\"slash\"}", more);
}

}  // namespace

TEST_CASE("one line with a severity declares at once") {
    Workroom room;
    const auto answer = room.types(kim, "declare sev1 service:api API Down -- all requests fail");
    CHECK(has(words(answer), "INC-1 is declared"));
    const auto incident = room.incident(1);
    CHECK(incident.title == "API Down");
    CHECK(incident.impact == "all requests fail");
    CHECK(incident.severity == Severity::sev1);
    CHECK(incident.service == ServiceId{"api"});
    CHECK(incident.state == State::paging);
    CHECK(incident.started == start);
    CHECK(incident.detected == start);
    CHECK(incident.declared_by.user == kim.id);
}

TEST_CASE("severities, options and titles are read in every way people write them") {
    const auto rules = example_rules();
    struct Row {
        std::string_view text;
        std::optional<Severity> severity;
        std::string_view title, impact;
    };
    for (const auto& row :
         {Row{"1 API Down", Severity::sev1, "API Down", ""}, Row{"SEV 2 Slow", Severity::sev2, "Slow", ""},
          Row{"sev-3 CSV", Severity::sev3, "CSV", ""}, Row{"p4 Button", Severity::sev4, "Button", ""},
          Row{"Critical API", Severity::sev1, "API", ""}, Row{"API Down", std::nullopt, "API Down", ""},
          Row{"sev1 a-b--c -- d", Severity::sev1, "a-b--c", "d"},
          Row{"sev1 -- only what users see", Severity::sev1, "", "only what users see"},
          Row{"drill sev2 API", Severity::sev2, "API", ""},
          Row{"sev1 First\nsecond line -- third", Severity::sev1, "First", "second line\nthird"},
          Row{"", std::nullopt, "", ""}}) {
        const auto read = parse_declaration(row.text, rules, "UTC", start);
        REQUIRE_MESSAGE(read.has_value(), row.text);
        CHECK_MESSAGE(read->severity == row.severity, row.text);
        CHECK_MESSAGE(read->title == row.title, row.text);
        CHECK_MESSAGE(read->impact == row.impact, row.text);
    }
    const auto all = parse_declaration(
        "sev2 private drill nopage service:Payments started:14:30 UTC "
        "from:<https://e.slack.com/archives/C1/p1|x> T",
        rules, "America/New_York", start);
    REQUIRE(all.has_value());
    CHECK(all->is_private);
    CHECK(all->drill);
    CHECK(all->nopage);
    CHECK(all->service == ServiceId{"payments"});
    CHECK(all->started == start - 3min);
    CHECK(all->link == "https://e.slack.com/archives/C1/p1");
    CHECK(all->title == "T");
    CHECK(read_declaration(write_declaration(*all)) == *all);
}

TEST_CASE("an option that cannot be understood declares nothing and says why") {
    Workroom room;
    for (const auto& [line, said] : std::vector<std::pair<std::string, std::string>>{
             {"declare sev1 service:nosuch T", "no service"},
             {"declare sev1 started:25:99 T", ""},
             {"declare sev1 from:javascript:x T", "link"},
             {"declare sev1 started:2031-01-01T00:00:00Z T", "future"}}) {
        CHECK_MESSAGE(has(words(room.types(dana, line)), said), line);
        CHECK_MESSAGE(room.incidents() == 0, line);
    }
}

TEST_CASE("a long title keeps 120 characters, the rest is what users see") {
    Workroom room;
    std::string title;
    for (int i = 0; i < 40; ++i) title += "word" + std::to_string(i) + " ";
    room.types(dana, "declare sev3 " + title + "-- and more");
    const auto incident = room.incident(1);
    CHECK(incident.title.size() <= 122);
    CHECK(incident.title.ends_with("…"));
    CHECK(has(incident.impact, "word39"));
    CHECK(has(incident.impact, "and more"));
    CHECK(has(incident.title + incident.impact, "word20"));
}

TEST_CASE("without a severity nobody is woken by guessing: the form opens with what was typed") {
    Workroom room;
    const auto answer = room.types(dana, "declare API Down");
    CHECK(form_of(answer) == slack::form::declare);
    CHECK(has(everything(answer), "API Down"));
    CHECK(form_of(room.types(dana, "declare sev1")) == slack::form::declare);
    CHECK(room.incidents() == 0);
}

TEST_CASE("where no form can open, a button opens it with the same words") {
    Workroom room;
    const auto answer = room.mentions(dana, "declare API Down");
    CHECK(has(words(answer), "/incident declare"));
    const auto form = room.presses_button(dana, answer, slack::action::run_verb);
    CHECK(form_of(form) == slack::form::declare);
    CHECK(has(everything(form), "API Down"));
}

TEST_CASE("a SEV 3 at night waits for business hours, a SEV 1 does not") {
    Workroom room;
    room.advance(12h);  // 02:33 UTC
    room.types(dana, "declare sev3 CSV export fails");
    room.types(dana, "declare sev1 API Down");
    CHECK(room.incident(1).state == State::waiting);
    CHECK(room.incident(2).state == State::paging);
}

TEST_CASE("a SEV 4 is an incident that pages nobody, and the answer says so") {
    Workroom room;
    const auto answer = room.types(dana, "declare sev4 Button misaligned");
    CHECK(room.incident(1).state == State::paging);
    CHECK(has(words(answer), "Nobody is paged"));
}

TEST_CASE("nopage is refused for a SEV 1 unless the person is on call") {
    Workroom room;
    CHECK(has(words(room.types(kim, "declare sev1 nopage API Down")), "Nothing was declared"));
    CHECK(room.incidents() == 0);
    room.types(dana, "declare sev1 nopage API Down");
    CHECK(room.incident(1).nopage);
}

TEST_CASE("private incidents and war rooms in channels open a channel of their own") {
    Workroom room;
    room.types(dana, "declare sev1 private Data breach");
    CHECK(room.incident(1).is_private);
    CHECK(room.incident(1).own_channel);
    room.configured().severities[Severity::sev2].war_room = "channel";
    room.types(dana, "declare sev2 Slow checkout");
    CHECK(room.incident(2).own_channel);
    room.types(dana, "declare sev1 Login fails");
    CHECK_FALSE(room.incident(3).own_channel);
}

TEST_CASE("titles are nearly the same but for a slip, never across numbers") {
    CHECK(nearly_same_title("API Down", "api down!"));
    CHECK(nearly_same_title("Payments slow", "Payment slow"));
    CHECK_FALSE(nearly_same_title("API Down", "API Slow"));
    CHECK_FALSE(nearly_same_title("db-17 down", "db-18 down"));
    CHECK_FALSE(nearly_same_title("Load 1", "Load 11"));
    CHECK_FALSE(nearly_same_title("", ""));
    CHECK_FALSE(nearly_same_title("???", "!!!"));
}

TEST_CASE("what looks like an open incident is asked about first, and nothing typed is lost") {
    Workroom room;
    room.types(kim, "declare sev2 service:api API slow");
    room.advance(6min);
    const auto question = room.types(dana, "declare sev1 service:api API Down -- 500 errors");
    CHECK(has(words(question), "INC-1"));
    CHECK(room.incidents() == 1);

    SUBCASE("no, a new one") {
        const auto answer = room.presses_button(dana, question, slack::action::declare_anyway);
        CHECK(room.incident(2).title == "API Down");
        CHECK(room.incident(2).impact == "500 errors");
        CHECK(std::get<Say>(answer).replaces);
        room.advance(1min);
        room.presses_button(dana, question, slack::action::declare_anyway);
        CHECK(room.incidents() == 2);
    }
    SUBCASE("yes, the same") {
        room.presses_button(dana, question, slack::action::join_declare);
        CHECK(is_participant(room.incident(1), dana.id));
        CHECK(room.incidents() == 1);
    }
    SUBCASE("somebody else's question is not mine to answer") {
        room.presses_button(lee, question, slack::action::declare_anyway);
        CHECK(room.incidents() == 1);
        room.presses_button(dana, question, slack::action::declare_anyway);
        CHECK(room.incidents() == 2);
    }
    SUBCASE("an hour later it is another one") {
        room.advance(55min);
        room.types(dana, "declare sev1 service:api API Down");
        CHECK(room.incidents() == 2);
    }
}

TEST_CASE("the question never shows a private incident to those who may not read it") {
    Workroom room;
    room.types(dana, "declare sev1 private Data breach");
    room.types(lee, "declare sev1 Data breach");
    CHECK(room.incidents() == 2);
}

TEST_CASE("guests declare nothing") {
    Workroom room;
    CHECK(has(words(room.types(gus, "declare sev1 API Down")), "Only full members"));
    CHECK(has(words(room.uses(gus, {std::string(slack::shortcut::declare), {}, {}, {}, {}, "", ""})),
              "Only full members"));
    CHECK(room.incidents() == 0);
}

TEST_CASE("the form declares, and shows what is wrong under its field") {
    Workroom room;
    CHECK(has(words(room.submits(dana, declare_form("ab", "sev2"))),
              "declare.title: Please name what is broken, at least 3 characters."));
    const auto tomorrow = std::to_string(unix_seconds(start + 24h));
    CHECK(has(
        words(room.submits(dana, declare_form("API Down", "sev2", {{field::declare_started, {tomorrow}}}))),
        "declare.started: The start cannot be in the future."));
    CHECK(room.incidents() == 0);

    const auto earlier = std::to_string(unix_seconds(start - 10min));
    room.submits(dana, declare_form("API Down", "sev2",
                                    {{field::declare_started, {earlier}},
                                     {field::declare_service, {"svc:api"}},
                                     {field::declare_impact, {"errors"}},
                                     {field::declare_options, {"page", "drill"}}}));
    const auto incident = room.incident(1);
    CHECK(incident.started == start - 10min);
    CHECK(incident.service == ServiceId{"api"});
    CHECK(incident.drill);
    CHECK_FALSE(incident.nopage);
}

TEST_CASE("choosing a severity in the form renews the preview and keeps what was entered") {
    Workroom room;
    const auto next = room.presses_in(dana, declare_form("API Down", "sev4"), field::declare_severity.action);
    CHECK(form_of(next) == slack::form::declare);
    CHECK(has(everything(next), "API Down"));
    CHECK(has(everything(next), "SEV 4"));
}

TEST_CASE("a message becomes an incident with its first line as title and its link kept") {
    Workroom room;
    const ShortcutUse use{std::string(slack::shortcut::declare_from_message),
                          incidents_channel,
                          MessageTs{"1737469900.000100"},
                          {},
                          kim.id,
                          "API is down &amp; out <@U0KIM>\nmany errors",
                          "https://example.slack.com/archives/C0INCIDENTS/p1737469900000100"};
    const auto form = room.uses(dana, use);
    CHECK(form_of(form) == slack::form::declare);
    CHECK(has(everything(form), "API is down & out "));
    CHECK(has(everything(form), "many errors"));

    const auto metadata = read_json(std::get<OpenForm>(form).view.modern)["private_metadata"];
    auto view = declare_form("API is down", "sev2");
    view.private_metadata = metadata.get<std::string>();
    room.submits(dana, view);
    CHECK(room.incident(1).source_message_link == use.permalink);
}
