#include <doctest/doctest.h>

#include "templates/answers.h"
#include "templates/cards.h"
#include "templates/forms.h"
#include "templates/messages.h"
#include "templates/postmortem.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;
using story::at;

namespace {

const Tell thread{Tell::Audience::thread, {}, ""};
const Tell direct{Tell::Audience::direct, story::dana.user, ""};

// What the first section (or the one context line) says after one more fact.
std::string first_words(const slack::Message& message) {
    const auto block = read_json(message.blocks).at(0);
    if (block["type"] == "context") return block["elements"][0]["text"].get<std::string>();
    return block["text"]["text"].get<std::string>();
}

std::string said(const story::Stage& stage, story::Story told, std::string_view clock, const Actor& by,
                 EventBody body, const Tell& tell = thread) {
    const auto before = told.incident;
    told.then(clock, by, std::move(body));
    const auto message =
        message_for({before, told.events.back(), told.incident, told.events}, tell, stage.bare(at(clock)));
    return message ? first_words(*message) : "nothing";
}

std::vector<std::string> action_ids(const slack::Message& message) {
    std::vector<std::string> ids;
    for (const auto& block : read_json(message.blocks)) {
        if (block["type"] != "actions") continue;
        for (const auto& element : block["elements"]) ids.push_back(element["action_id"].get<std::string>());
    }
    return ids;
}

}  // namespace

TEST_CASE(
    "Until paging exists the card says that nobody is paged and why, and has no button that leads nowhere") {
    const story::Stage stage;
    const auto card = incident_card(story::declared().incident, stage.bare(at("14:33")));
    CHECK(card.blocks.text().contains(
        "Nobody is paged: paging is not set up. Press Acknowledge to take INC-42."));
    CHECK(action_ids(card) == std::vector<std::string>{"inc.ack", "inc.more"});
    CHECK_FALSE(card.blocks.text().contains("statuspage"));
    CHECK(card.text.contains("Nobody is paged."));
    const auto later = incident_card(story::acknowledged().incident, stage.bare(at("14:33")));
    CHECK(action_ids(later) == std::vector<std::string>{"inc.update.open", "inc.resolve.open", "inc.more"});
}

TEST_CASE("The card of each later state leads with what that state needs") {
    const story::Stage stage;
    auto told = story::acknowledged();
    told.then("14:50", story::dana,
              event::StatusChanged{State::identified, State::monitoring, "Watching.", at("15:10")});
    CHECK(action_ids(incident_card(told.incident, stage.bare(at("14:50")))).front() == "inc.resolve.open");

    const auto over = incident_card(story::resolved().incident, stage.bare(at("15:00")));
    CHECK(read_json(over.blocks)[0]["text"]["text"] == "[RESOLVED] API Down");
    CHECK(action_ids(over) == std::vector<std::string>{"inc.reopen.open"});
    CHECK(over.blocks.text().contains("28 minutes (14:32 - 15:00 UTC)"));

    auto merged = story::acknowledged();
    merged.then("14:40", story::dana, event::MergedInto{IncidentNumber{41}});
    auto context = stage.bare(at("14:40"));
    context.links.incident = [](IncidentNumber number) {
        return IncidentRef{"INC-" + std::to_string(number.value()), "API slow",
                           "https://example.slack.com/archives/C1/p1"};
    };
    const auto card = incident_card(merged.incident, context);
    CHECK(card.blocks.text().contains("Merged into INC-41"));
    CHECK(card.blocks.text().contains("Open INC-41"));

    auto again = story::resolved();
    again.then("15:10", story::dana, event::Reopened{"errors are back", State::investigating, at("15:20")});
    CHECK(incident_card(again.incident, stage.bare(at("15:10"))).text.contains("Investigating (Reopened)"));
}

TEST_CASE("Acknowledging announces who responds and when the next word comes") {
    const story::Stage stage;
    CHECK(said(stage, story::declared(), "14:33", story::dana, event::Acknowledged{at("14:43")}) ==
          "*[On-Call]* <@U0DANA00001>: I'm responding to this incident.\nInvestigating now. ETA for update: "
          "10 minutes.");
}

TEST_CASE("An update reads exactly as the mission document has it") {
    const story::Stage stage;
    const event::Updated update{"Root cause identified: Database connection pool exhausted.",
                                "Restarting API service to reset connections.",
                                at("14:47"),
                                at("14:52"),
                                false,
                                false};
    CHECK(said(stage, story::acknowledged(), "14:42", story::dana, update) ==
          "*[Update 10 min]* Root cause identified: Database connection pool exhausted.\n"
          "Working on fix: Restarting API service to reset connections.\nETA for resolution: 5 minutes.");
    event::Updated nothing{"", "", std::nullopt, at("15:02"), true, false};
    CHECK(said(stage, story::acknowledged(), "14:52", story::dana, nothing) ==
          "*[Update 20 min]* No change. Still investigating. Next update in 10 minutes.");
}

TEST_CASE("Changes of status, severity, lead and people are one line each") {
    const story::Stage stage;
    const auto told = story::acknowledged();
    CHECK(said(stage, told, "14:40", story::dana,
               event::StatusChanged{State::investigating, State::identified, "Fix is being deployed.", {}}) ==
          "*Status: Identified* (was Investigating) by <@U0DANA00001>. Fix is being deployed.");
    CHECK(said(stage, told, "14:40", story::dana,
               event::SeverityChanged{Severity::sev2, Severity::sev1, "error rate is at 50%.", {}}) ==
          "*SEV 2 to SEV 1* by <@U0DANA00001>: error rate is at 50%.");
    CHECK(said(stage, told, "14:40", story::lee,
               event::LeadTaken{story::dana, "Pool is raised, watching the error rate."}) ==
          "<@U0LEE000002> leads now, handed over by <@U0DANA00001>. \"Pool is raised, watching the error "
          "rate.\"");
    auto joined = told;
    joined.then("14:40", story::lee, event::Joined{}).then("14:40", story::kim, event::Joined{});
    CHECK(said(stage, joined, "14:41", Actor{}, event::JoinsAnnounced{}) ==
          "<@U0LEE000002>, <@U0KIM000004> joined.");
}

TEST_CASE("The ladder's words grow more urgent without blame") {
    const story::Stage stage;
    const auto told = story::acknowledged();
    CHECK(said(stage, told, "14:43", Actor{}, event::ReminderTold{0}) ==
          "<@U0DANA00001> an update on *API Down* is due. The last one was <!date^1737469980^{ago}|10 "
          "minutes ago>.");
    CHECK(said(stage, told, "14:48", Actor{}, event::ReminderTold{1}, direct) ==
          "INC-42 API Down is waiting for an update since 14:43 UTC. Two sentences are enough.");
    CHECK(said(stage, told, "14:53", Actor{}, event::ReminderTold{2}) ==
          "No update for 20 minutes. <@U0LEE000002>, can you post one?");
    CHECK(said(stage, told, "14:58", Actor{}, event::ReminderTold{3}) ==
          "No update for 25 minutes. <@U0SAM000003> for information.");
    CHECK(said(stage, told, "15:13", Actor{}, event::ReminderTold{4}) == "No update for 40 minutes.");
    auto promised = told;
    promised.then("14:42", story::dana,
                  event::Updated{"Restarting.", "", at("14:47"), at("14:52"), false, false});
    CHECK(said(stage, promised, "14:52", Actor{}, event::ReminderTold{0})
              .ends_with("\nThe ETA of 14:47 UTC has passed. Is there a new one?"));
}

TEST_CASE("Snoozing is offered for at most 15 minutes of one promise") {
    const story::Stage stage;
    auto told = story::acknowledged();
    const auto card = [&] {
        auto next = told;
        const auto before = next.incident;
        next.then("14:58", Actor{}, event::ReminderTold{0});
        const auto message = message_for({before, next.events.back(), next.incident, next.events}, thread,
                                         stage.bare(at("14:58")));
        return std::string(message->blocks.text());
    };
    CHECK(card().contains("Snooze 15 min"));
    told.then("14:43", story::dana, event::ReminderSnoozed{10min, at("14:53")});
    CHECK(card().contains("Snooze 5 min"));
    CHECK_FALSE(card().contains("Snooze 10 min"));
    told.then("14:53", story::dana, event::ReminderSnoozed{5min, at("14:58")});
    CHECK_FALSE(card().contains("\"rem.snooze\""));
}

TEST_CASE("A reminder offers the lead's last message where there is one") {
    const story::Stage stage;
    auto told = story::acknowledged();
    const auto before = told.incident;
    told.then("14:43", Actor{}, event::ReminderTold{0});
    IncidentFacts facts;
    const auto buttons = [&] {
        return action_ids(*message_for({before, told.events.back(), told.incident, told.events}, thread,
                                       stage.bare(at("14:43")), facts));
    };
    CHECK(buttons() == std::vector<std::string>{"rem.update", "rem.nochange", "rem.snooze", "rem.more"});
    facts.lead_wrote = true;
    CHECK(buttons() ==
          std::vector<std::string>{"rem.update", "rem.nochange", "rem.uselast", "rem.snooze", "rem.more"});
    CHECK(action_ids(*edit_for({"reminder/1"}, told.incident, told.events, stage.bare(at("14:44")), facts)) ==
          buttons());
}

TEST_CASE("An answered reminder shrinks to one line") {
    const story::Stage stage;
    auto told = story::acknowledged();
    told.then("14:43", Actor{}, event::ReminderTold{0});
    const auto now = [&](std::string_view clock) {
        const auto message = edit_for({"reminder/1"}, told.incident, told.events, stage.bare(at(clock)));
        REQUIRE(message);
        return *message;
    };
    told.then("14:44", story::dana, event::ReminderSnoozed{5min, at("14:49")});
    CHECK(now("14:44").blocks.text().contains("Snoozed until 14:49 UTC."));
    told.then("14:48", story::dana, event::Updated{"Pool raised.", "", {}, at("14:58"), false, false});
    CHECK(read_json(now("14:48").blocks).size() == 1);
    CHECK(first_words(now("14:48")) == "Update posted by <@U0DANA00001>, next due 14:58 UTC.");
    told.then("14:50", story::dana, event::Cancelled{"wrong rule"});
    CHECK(first_words(now("14:50")) == "INC-42 is over: not an incident.");
    CHECK_FALSE(edit_for({"something"}, told.incident, told.events, stage.bare(at("15:00"))));
}

TEST_CASE("A resolution without checks and cause says only what is known") {
    const story::Stage stage;
    event::Resolved resolved;
    resolved.mitigation = "Restarted.";
    resolved.restored = at("15:00");
    const auto words = [&](const event::Resolved& how) {
        auto told = story::acknowledged();
        const auto before = told.incident;
        told.then("15:00", story::dana, how);
        const auto message = message_for({before, told.events.back(), told.incident, told.events}, thread,
                                         stage.bare(at("15:00")));
        return read_json(message->blocks)[1]["text"]["text"].get<std::string>();
    };
    CHECK(words(resolved) ==
          "*[RESOLVED] Service restored.*\n*Root cause:* Not known yet.\n*Mitigation:* Restarted.");
    resolved.asked_data = true;
    resolved.data = DataLoss::possible;
    resolved.unchecked = {"No new user reports"};
    CHECK(words(resolved).ends_with(
        "Data loss is possible, still checking. Not checked: No new user reports."));
}

TEST_CASE("Reasons, notes and private titles stay where they belong") {
    const story::Stage stage;
    auto declared = story::declaration();
    declared.is_private = true;
    story::Story told;
    told.then("14:32", story::kim, declared);
    const auto card = incident_card(told.incident, stage.bare(at("14:33")));
    CHECK(read_json(card.blocks)[0]["text"]["text"] == "SEV 1 INCIDENT: private");
    CHECK_FALSE(card.text.contains("API Down"));
    CHECK(said(stage, story::acknowledged(), "14:40", story::dana, event::Cancelled{"the rule was wrong"}) ==
          "*INC-42 is not an incident*, decided by <@U0DANA00001>. the rule was wrong.");
    CHECK(said(stage, story::acknowledged(), "14:40", story::dana, event::EntryRemoved{1}) == "nothing");
}

TEST_CASE("A drill says so in front of every text") {
    const story::Stage stage;
    auto declared = story::declaration();
    declared.drill = true;
    story::Story told;
    told.then("14:32", story::kim, declared);
    CHECK(read_json(incident_card(told.incident, stage.bare(at("14:33"))).blocks)[0]["text"]["text"] ==
          "DRILL SEV 1 INCIDENT: API Down");
    CHECK(said(stage, told, "14:33", story::dana, event::Acknowledged{at("14:43")})
              .starts_with("*DRILL* *[On-Call]*"));
}

TEST_CASE("Watchers hear of milestones only") {
    const story::Stage stage;
    const Tell watch{Tell::Audience::direct, story::kim.user, "watch"};
    CHECK(said(stage, story::declared(), "14:33", story::dana, event::Acknowledged{at("14:43")}, watch) ==
          "INC-42 API Down: <@U0DANA00001> acknowledged and leads.");
    CHECK(said(stage, story::acknowledged(), "14:40", story::dana,
               event::Updated{"x", "", {}, {}, false, false}, watch) == "nothing");
}

TEST_CASE("The post-mortem puts missed targets under what went poorly, without names") {
    const story::Stage stage;
    auto told = story::declared();
    told.then("14:44", story::dana, event::Acknowledged{at("14:54")});
    told.then("15:30", story::dana,
              event::Resolved{"", "", DataLoss::none, false, {}, at("15:30"), story::dana, {}});
    const auto draft = post_mortem_markdown(told.incident, told.events, stage.bare(at("15:30")));
    const auto poorly = draft.substr(draft.find("## What Went Poorly"), 400);
    CHECK(poorly.contains("- Acknowledged after 12 minutes (target 5 minutes)\n"));
    CHECK(poorly.contains("- Resolved after 58 minutes (target 30 minutes)\n"));
    CHECK(poorly.contains("- No update was posted\n"));
    CHECK(poorly.contains("- Updates on time: 0 of 1\n"));
    CHECK_FALSE(poorly.substr(0, poorly.find("## Action")).contains("Dana"));
    CHECK(draft.contains("- **Root Cause**: _To write_\n"));
}

TEST_CASE("The preview of the declare form names who is woken, and says so when nobody can be") {
    const story::Stage stage;
    const auto context = stage.at("14:33");
    const WakeFacts dana{{{story::dana, "primary", {}}}, {Means::sms, Means::slack}, "", ""};
    CHECK(declare_preview(Severity::sev2, dana, context) ==
          "SEV 2 alerts Dana (primary) now by SMS and Slack.");
    const WakeFacts monday{{{story::dana, "primary", {}}}, {Means::slack}, "", "on Monday at 09:00"};
    CHECK(declare_preview(Severity::sev3, monday, context) ==
          "SEV 3 tells Dana in Slack on Monday at 09:00. Nobody is woken.");
    CHECK(declare_preview(Severity::sev4, WakeFacts{}, context) == "SEV 4 makes a ticket. Nobody is paged.");
    CHECK(declare_preview(Severity::sev1, WakeFacts{{}, {}, "Sam (Engineering Lead)", ""}, context) ==
          "Nobody is on call now. Sam (Engineering Lead) is paged instead.");
    CHECK(declare_preview(Severity::sev1, std::nullopt, context) ==
          "SEV 1: nobody is paged, because paging is not set up. The card is posted in #incidents.");
}

TEST_CASE("A form remembers where it came from, and foreign metadata is no form of ours") {
    const FormOrigin origin{"message", ChannelId{"C1"}, MessageTs{"1.2"}, MessageTs{"1.1"},
                            "https://example.slack.com/x"};
    CHECK(read_form_origin(write_metadata(origin)) == origin);
    const FormKey key{IncidentNumber{42}, 7, 2, 9, ChannelId{"C1"}, MessageTs{"1.2"}};
    CHECK(read_form_key(write_metadata(key)) == key);
    for (const auto* text : {"", "{", "[]", "{\"inc\":\"42\"}", "null"}) CHECK_FALSE(read_form_key(text));
    CHECK(parse_choice_duration("1_hour") == Duration{1h});
    CHECK_FALSE(parse_choice_duration("7_minutes"));
}

TEST_CASE("An offered lead shows what became of it") {
    const story::Stage stage;
    auto told = story::acknowledged();
    told.then("14:40", story::dana, event::LeadOffered{story::lee, "I need sleep."});
    const auto reads = [&] {
        return first_words(*edit_for({"offer/U0LEE000002"}, told.incident, {}, stage.bare(at("14:45"))));
    };
    SUBCASE("withdrawn") {
        const event::LeadOffered to_kim{story::kim, ""};
        CHECK(said(stage, told, "14:41", story::dana, to_kim,
                   {Tell::Audience::direct, story::lee.user, "withdrawn"}) ==
              "<@U0DANA00001> asks <@U0KIM000004> to lead INC-42 *API Down* now. You don't need to answer.");
        told.then("14:41", story::dana, to_kim);
        CHECK(reads() == "<@U0KIM000004> is asked to lead INC-42 now.");
    }
    SUBCASE("taken") {
        told.then("14:41", story::lee, event::LeadTaken{story::dana, ""});
        CHECK(reads() == "You lead INC-42 now.");
        told.then("14:42", story::kim, event::LeadTaken{story::lee, ""});
        CHECK(reads() == "<@U0KIM000004> leads INC-42.");
    }
    SUBCASE("over") {
        told.then("14:41", story::dana, event::Cancelled{"The monitor was wrong."});
        CHECK(reads() == "INC-42 is over: not an incident.");
    }
}

TEST_CASE("Answers name the incident and offer the way on") {
    const story::Stage stage;
    const auto told = story::acknowledged();
    const auto context = stage.bare(at("14:40"));
    CHECK(first_words(answer::unknown_incident("INC-99", {told.incident}, context)) ==
          "There is no INC-99. Open incidents: INC-42 API Down.");
    CHECK(first_words(answer::incident_over(story::resolved().incident, true, stage.bare(at("15:10")))) ==
          "INC-42 was resolved at 15:00 UTC.");
    CHECK(first_words(answer::not_a_participant(told.incident, "d1", context)) ==
          "You are not part of INC-42 yet.");
    CHECK(first_words(answer::list_empty(std::nullopt, context)) == "No open incidents.");
    CHECK(first_words(answer::which_incident({told.incident, told.incident}, "d1", "", context)) ==
          "Two incidents are open. Which one?");
    CHECK(first_words(answer::did_you_mean("resolv", "resolve", "resolv now", "d1")) ==
          "I don't know \"resolv\". Did you mean *resolve*?");
    CHECK(first_words(answer::internal_error("8f3a")) ==
          "Something went wrong on my side, nothing was changed. Please try again. (ref 8f3a)");
}

TEST_CASE("Only what a person wrote can be edited, by its author and the lead") {
    const story::Stage stage;
    const auto told = story::resolved();
    const auto context = stage.bare(at("15:10"));
    const auto lines = timeline_lines(told.incident, told.events, context);
    const auto edits = [&](const Actor& viewer) {
        std::size_t count = 0;
        for (const auto& id : action_ids(answer::timeline(told.incident, lines, 0, viewer.user, context))) {
            if (id == "tl.edit.open") ++count;
        }
        return count;
    };
    CHECK(edits(story::kim) == 1);   // the traffic spike
    CHECK(edits(story::dana) == 2);  // as lead
    CHECK(edits(story::lee) == 0);
    CHECK(timeline_as_text(told.incident, lines)
              .starts_with("14:30 UTC Traffic spike begins (5x normal)\n14:32 UTC Uptime monitor"));
}

TEST_CASE("Without the newest blocks a message is the classic one, and only that") {
    const story::Stage stage;
    const auto told = story::resolved();
    auto context = stage.at("15:00");
    const auto both = post_mortem_message(told.incident, told.events, context);
    context.form = BlockForm::classic;
    const auto classic = post_mortem_message(told.incident, told.events, context);
    CHECK(classic.blocks == both.classic_blocks);
    CHECK(classic.classic_blocks.is_null());
    context.form = BlockForm::modern;
    CHECK(post_mortem_message(told.incident, told.events, context).blocks == both.blocks);
    CHECK(post_mortem_message(told.incident, told.events, context).classic_blocks.is_null());
}
