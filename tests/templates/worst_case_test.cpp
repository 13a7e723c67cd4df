#include <doctest/doctest.h>

#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/answers.h"
#include "templates/cards.h"
#include "templates/deployment_messages.h"
#include "templates/forms.h"
#include "templates/home.h"
#include "templates/messages.h"
#include "templates/postmortem.h"
#include "tests/templates/block_limits.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;
using story::at;

namespace {

// Everything that hurts, 3000 characters of it.
std::string nasty() {
    const std::string unit =
        "<!channel> <!here|here> & @channel @HERE @everyone `code` *bold* <https://a.example/?x=1&y=2|a>b> "
        "\xE2\x80\xAE right \xE2\x80\x8F \xF0\x9F\x94\xA5\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB "
        "<@U0DANA00001> "
        "<!subteam^S123|@ops> &lt;!channel&gt; \xFF ```block``` [x](https://b.example) ";
    std::string text;
    while (text.size() < 3000) text += unit;
    return text;
}

const std::string hurt = nasty();

story::Story worst(bool drill = false, bool is_private = false) {
    auto declared = story::declaration();
    declared.title = hurt;
    declared.impact = hurt;
    declared.source = hurt;
    declared.drill = drill;
    declared.is_private = is_private;
    declared.source_message_link = "https://example.slack.com/archives/C0INCIDENTS/p1";
    for (int i = 0; i < 100; ++i) {
        declared.participants.push_back({UserId{fmt::format("U0{:09}", i)}, hurt});
    }
    story::Story told;
    told.then("14:32", Actor{UserId{}, hurt}, declared);
    return told;
}

void check_message(const std::string& name, const slack::Message& message) {
    CAPTURE(name);
    CHECK(join(story::problems_of(story::surface(message), "message"), "; ") == "");
    if (message.classic_blocks.is_null()) return;
    CHECK(join(story::problems_of(story::classic_surface(message), "message"), "; ") == "");
}

void check_view(const std::string& name, const slack::View& view, const std::string& kind = "modal") {
    CAPTURE(name);
    CHECK(join(story::problems_of(read_json(view.modern), kind), "; ") == "");
    if (!view.classic.is_null()) CHECK(join(story::problems_of(read_json(view.classic), kind), "; ") == "");
}

IncidentFacts worst_facts(const story::Stage& stage) {
    auto facts = stage.facts;
    facts.paging->paged.assign(20, {story::dana, hurt, {"phone ringing", hurt}});
    facts.paging->next->who.assign(20, {story::dana, hurt, {Means::phone, Means::email}});
    facts.runbook->name = hurt;
    facts.ticket_url = "https://tracker.example.com/1";
    facts.deployments.assign(5, {"hub", hurt, hurt, hurt, hurt, hurt, hurt, "https://example.com/1", {}});
    return facts;
}

// Every section as long as it may be.
std::vector<SectionText> everything_written() {
    std::vector<SectionText> sections;
    for (int section = 0; section <= static_cast<int>(PostMortemSection::prevention); ++section) {
        std::string text;
        while (text.size() < 18'000) text += hurt + "\n";
        sections.push_back({static_cast<PostMortemSection>(section), text});
    }
    return sections;
}

// One of each fact, in an order in which they can happen.
std::vector<EventBody> every_fact() {
    const Actor loud{UserId{}, hurt};
    event::Updated unchanged{"", "", std::nullopt, at("15:30"), true, false};
    return {event::Acknowledged{at("14:43")},
            event::Joined{},
            event::JoinsAnnounced{},
            event::Left{},
            event::Watched{},
            event::Unwatched{},
            event::Updated{hurt, hurt, at("15:30"), at("15:00"), false, true},
            unchanged,
            event::StatusChanged{State::investigating, State::identified, hurt, at("15:10")},
            event::SeverityChanged{Severity::sev2, Severity::sev1, hurt, at("15:10")},
            event::LeadOffered{story::lee, hurt},
            event::LeadDeclined{},
            event::LeadTaken{loud, hurt},
            event::RoleGiven{hurt, loud},
            event::RhythmChanged{30min, false, hurt, at("15:10")},
            event::RhythmChanged{std::nullopt, true, hurt, std::nullopt},
            event::ReminderTold{0},
            event::ReminderTold{1},
            event::ReminderTold{2},
            event::ReminderTold{3},
            event::ReminderTold{9},
            event::ReminderSnoozed{5min, at("15:15")},
            event::ReminderHeld{at("15:15")},
            event::LongRunningAsked{4},
            event::TargetMissed{at("14:37")},
            event::ClockStepped{1h},
            event::LongRunningAsked{8},
            event::NoteAdded{at("15:00"), hurt},
            event::EntryEdited{1, at("15:00"), hurt},
            event::EntryRemoved{1},
            event::MessagePinned{ChannelId{"C1"}, MessageTs{"1.2"}, at("15:00"), loud, hurt},
            event::MessageUnpinned{ChannelId{"C1"}, MessageTs{"1.2"}},
            event::Absorbed{IncidentNumber{43}, hurt, std::vector<Actor>(100, loud)},
            event::PageRated{true, PageVerdict::real},
            event::AlertFired{1, hurt, 12, true},
            event::AlertQuiet{1, hurt, at("15:00"), 0},
            event::StepsPosted{StepListKind::runbook, hurt, hurt, std::vector<std::string>(40, hurt), 9,
                               std::vector<RunbookLimit>(5, {30min, hurt}), at("14:32")},
            event::StepMarked{1, 1, StepMark::done, hurt, hurt},
            event::LimitReached{1, 30min, hurt, hurt},
            event::LimitPutOff{1, at("15:30")},
            event::RunbookWanted{hurt},
            event::Resolved{
                hurt, hurt, DataLoss::possible, true, {hurt, hurt}, at("16:00"), loud, at("16:00") + 24h},
            event::CauseGiven{hurt},
            event::ActionAdded{1, ActionPriority::p0, hurt, loud, at("16:00"), at("16:00"), {}, {}},
            event::ActionChanged{1, ActionPriority::p0, hurt, loud, at("16:00"), at("16:00")},
            event::ActionTicketRefused{1, "github", hurt},
            event::ActionTicketOpened{1, "github", hurt, "https://github.com/example/api/issues/1"},
            event::ActionDueTold{1, loud},
            event::ActionDone{1},
            event::ActionUndone{1},
            event::PostMortemShown{},
            event::PostMortemClaimed{loud},
            event::PostMortemWritten{everything_written(), false},
            event::PostMortemReminded{3, loud, story::sam.user},
            event::PostMortemHelpAsked{loud},
            event::PostMortemPutOff{at("16:00")},
            event::TimesCorrected{{{Milestone::started, at("14:32"), at("14:30")},
                                   {Milestone::identified, std::nullopt, at("14:38")}}},
            event::PostMortemCopied{"github", "https://github.com/example/api/blob/main/x.md"},
            event::PostMortemCopyRefused{"github", hurt},
            event::PostMortemPublished{{hurt}},
            event::PostMortemSkipped{hurt},
            event::Reopened{hurt, State::investigating, at("16:10")},
            event::Cancelled{hurt},
            event::MergedInto{IncidentNumber{41}},
            event::PublicEntryPublished{"0123456789ab", 3, PublicHeading::identified, hurt, hurt, {}},
            event::PublicEntryCorrected{"0123456789ab", 3, PublicHeading::identified, hurt},
            event::PublicNoticeMoved{"0123456789ab", 3, PublicHeading::identified, IncidentNumber{41}},
            event::PublicNoticeEnded{"0123456789ab", PublicEnd::withdrawn, hurt}};
}

}  // namespace

TEST_CASE("Every message keeps Slack's limits and pings nobody, whatever people type") {
    const story::Stage stage;
    const auto facts = worst_facts(stage);
    for (const bool able : {true, false}) {
        const auto context = able ? stage.at("16:00") : stage.bare(at("16:00"));
        const auto shown = able ? facts : IncidentFacts{};
        auto told = worst(able);
        const auto tell_all = [&](const Incident& before) {
            const Happening happening{before, told.events.back(), told.incident, told.events};
            const auto kind = std::string(kind_of(told.events.back().body));
            for (const Tell& tell :
                 {Tell{Tell::Audience::thread, {}, ""}, Tell{Tell::Audience::direct, story::dana.user, ""},
                  Tell{Tell::Audience::direct, story::dana.user, "watch"},
                  Tell{Tell::Audience::direct, story::dana.user, "runbook"},
                  Tell{Tell::Audience::thread, {}, "steps/1"}, Tell{Tell::Audience::thread, {}, "limit/1"},
                  Tell{Tell::Audience::thread, {}, "cause"}}) {
                if (const auto message = message_for(happening, tell, context, shown))
                    check_message(kind, *message);
            }
            check_message(kind + " card", incident_card(told.incident, context, shown));
            for (const auto* name :
                 {"reminder/1", "offer/U000DANA", "resolved", "steps/1", "limit/1", "post_mortem"}) {
                if (const auto message = edit_for({name}, told.incident, told.events, context, shown)) {
                    check_message(kind + " edit " + name, *message);
                }
            }
        };
        tell_all(Incident{});
        int sends = 0;
        for (const auto& body : every_fact()) {
            const auto before = told.incident;
            told.then("15:00", story::dana, body);
            tell_all(before);
            ++sends;
        }
        CHECK(sends == 68);
        check_message("post-mortem", post_mortem_message(told.incident, told.events, context, shown));
        const Runbook runbook{hurt, hurt, {}, std::vector<std::string>(50, hurt)};
        check_message("triage", triage_message(nullptr, context));
        check_message("triage", triage_message(&runbook, context));
        check_message("deployments",
                      deployments_message(told.incident, worst_facts(stage).deployments, context));
        check_message("became", became_message(told.incident, context));
    }
}

TEST_CASE("Every state's card keeps the limits") {
    const story::Stage stage;
    for (const auto state :
         {State::paging, State::waiting, State::investigating, State::identified, State::monitoring,
          State::resolved, State::closed, State::false_alarm, State::merged, State::ticket}) {
        auto told = worst(false, state == State::waiting);
        told.incident.state = state;
        told.incident.resolution =
            Resolution{hurt, hurt, DataLoss::none, true, {}, at("15:00"), story::dana, story::dana, {}};
        told.incident.cancel_reason = hurt;
        check_message(std::string(key_of(state)),
                      incident_card(told.incident, stage.at("15:00"), worst_facts(stage)));
        check_message(std::string(key_of(state)), incident_card(told.incident, stage.bare(at("15:00"))));
    }
}

TEST_CASE("Every form keeps the limits") {
    const story::Stage stage;
    auto told = worst();
    told.then("14:33", story::dana, event::Acknowledged{at("14:43")});
    const auto& incident = told.incident;
    const std::vector<Incident> many(200, incident);
    for (const auto& context : {stage.at("15:00"), stage.bare(at("15:00"))}) {
        const FormKey key{incident.number, incident.revision};
        WakeFacts wakes{{20, PagedPerson{story::dana, hurt, {}}}, {Means::phone}, "", ""};
        for (const auto severity : all_severities) {
            check_view(
                "declare",
                declare_form({.title = hurt, .severity = severity, .impact = hurt, .wakes = wakes}, context));
            check_view("declare", declare_form({.title = hurt, .severity = severity}, context));
        }
        UpdateForm update{.key = key, .text = hurt, .working_on = hurt, .eta = 5min, .next = 25min};
        check_view("update", update_form(incident, update, context));
        update.posted_meanwhile = LastWords{hurt, "", Actor{UserId{}, hurt}, at("14:59")};
        check_view("update again", update_form(incident, update, context));
        check_view("resolve",
                   resolve_form(incident, {.key = key, .cause = hurt, .mitigation = hurt}, context));
        check_view("severity", severity_form(incident, key, context));
        check_view("lead", lead_form(incident, key, context));
        check_view("role", role_form(incident, key, context));
        check_view("merge", merge_form(incident, many, key, context));
        check_view("merge alone", merge_form(incident, {}, key, context));
        check_view("cancel", cancel_form(incident, key, context));
        check_view("reopen", reopen_form(incident, key, context));
        check_view("cause", cause_form(incident, key, context));
        check_view("rhythm", rhythm_form(incident, key, context));
        check_view("entry", entry_form(incident, {.key = key, .text = hurt}, context));
        check_view("pin", pin_form(many, key, hurt, context));
    }
}

TEST_CASE("Every answer keeps the limits") {
    const story::Stage stage;
    auto told = worst();
    for (int i = 0; i < 60; ++i) told.then("14:40", story::dana, event::NoteAdded{at("14:40"), hurt});
    told.then("14:41", story::dana, event::Acknowledged{at("14:51")});
    const auto& incident = told.incident;
    const answer::Listed listed{incident, "https://example.slack.com/archives/C1/p1"};
    const std::vector<Incident> many(30, incident);
    const std::vector<Incident> few(4, incident);
    const WakeFacts wakes{{100, PagedPerson{story::dana, "primary", {}}}, {Means::phone}, "", ""};
    const answer::VerbHelp verb{"update",
                                "u",
                                "/incident update [INC] text",
                                "post a progress update",
                                "/incident update done",
                                "participant",
                                "details"};
    for (const auto& context : {stage.at("15:00"), stage.bare(at("15:00"))}) {
        const auto lines = timeline_lines(incident, told.events, context);
        const std::vector<slack::Message> answers{
            answer::error(Error{ErrorKind::invalid, hurt}),
            answer::declared(listed, {}, context),
            answer::declared(listed, worst_facts(stage), context),
            answer::possible_duplicate(incident, "d1", context),
            answer::acknowledged_before_you(incident, context),
            answer::already_lead(incident, context),
            answer::not_on_call(incident, context),
            answer::confirm_resolve(incident, "d1", context),
            answer::confirm_severity(incident, Severity::sev1, wakes, "d1", context),
            answer::confirm_severity(incident, Severity::sev1, std::nullopt, "d1", context),
            answer::which_incident(few, "d1", "d2", context),
            answer::which_incident(many, "d1", "d2", context),
            answer::not_a_participant(incident, "d1", context),
            answer::did_you_mean(hurt, "resolve", hurt, "d1"),
            answer::status_facts(listed, {}, context),
            answer::show(listed, lines, {}, context),
            answer::list({"Open incidents", hurt, {10, listed}, 1, true}, context),
            answer::list_empty(incident, context),
            answer::find_empty(hurt),
            answer::timeline(incident, lines, 0, story::dana.user, context),
            answer::timeline(incident, {}, 0, story::dana.user, context),
            answer::timeline_text(incident, lines),
            answer::help({40, verb}, context),
            answer::help_all({60, verb}),
            answer::help_verb(verb),
            answer::first_contact(context),
            answer::no_permission("Only responders", "page someone", &incident, context),
            answer::unknown_incident(hurt, many, context),
            answer::incident_over(incident, true, context),
            answer::stale_button(incident, context),
            answer::cannot_post(incident, hurt, context),
            answer::internal_error("8f3a"),
            answer::no_incident_here("d2", context),
            answer::pin_explained(incident, context),
            answer::watching(incident, true)};
        for (std::size_t i = 0; i < answers.size(); ++i)
            check_message(fmt::format("answer {}", i), answers[i]);
    }
}

TEST_CASE("The Home tab keeps the limits with a hundred open incidents") {
    const story::Stage stage;
    HomeFacts facts;
    facts.trouble = hurt;
    for (int i = 1; i <= 100; ++i) {
        auto told = worst();
        told.incident.number = IncidentNumber{i};
        facts.open.push_back({told.incident, ""});
        facts.waiting.push_back({HomeTodo::Kind::action, i, "P0 action", hurt, hurt});
    }
    facts.numbers.assign(20, {"MTTA", "1 minute"});
    facts.month = "January";
    facts.health.assign(20, "Slack connected");
    check_view("home", home_view(facts, stage.at("15:00")), "home");
    check_view("home", home_view(facts, stage.bare(at("15:00"))), "home");
    facts.public_status = "All systems operational";
    facts.status_page_url = "https://oncall.example.com/status";
    for (auto& open : facts.open) open.thread_url = "https://example.slack.com/archives/C1/p1";
    facts.readiness.assign(16, {"schedule", "On-call schedule", false, hurt});
    facts.ask.emplace();
    facts.ask->id = PersonId("dana");
    facts.ask->name = "Dana";
    check_view("an admin's home", home_view(facts, stage.at("15:00")), "home");
    facts.guest = true;
    check_view("guest", home_view(facts, stage.at("15:00")), "home");
}
