// What every surface is rendered with, besides the incident itself: who people are, the rules, the time,
// where links lead and what this installation can do. Values only; nothing here looks anything up by itself.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/incident.h"
#include "bot/core/people.h"
#include "bot/core/rules.h"
#include "bot/slack/message.h"

namespace tocsin::templates {

class Catalog;

// Another incident as a text mentions it.
struct IncidentRef {
    std::string name;   // INC-41
    std::string title;  // as typed
    std::string url;    // of its thread; empty: not known
};

struct Links {
    std::string
        internal_url;  // https://tocsin.example.com without a slash at the end; empty: no pages of ours
    std::string channel_name = "#incidents";
    // Of an incident's thread (permalink) and its name; unset: other incidents are named INC-n without a
    // link.
    std::function<IncidentRef(IncidentNumber)> incident;
    std::function<ChannelId(IncidentNumber)> room;  // an incident's own channel; unset, empty: not known
};

struct Emoji {
    std::string timeline = "pushpin";
    std::string action = "clipboard";
    std::string watch = "eyes";
};

// A button appears only where something stands behind it.
struct Capabilities {
    bool paging = false;
    bool runbooks = false;
    bool status_page = false;
    bool actions = false;
    bool post_mortem_editor = false;
    bool drills = false;
    bool on_call = false;    // the verb `oncall` and its buttons
    bool web_pages = false;  // the signed-in pages are served

    static constexpr Capabilities all() { return {true, true, true, true, true, true, true, true}; }
};

// `slack.blocks`. automatic fills Message::blocks with the modern form and classic_blocks with its fallback.
enum class BlockForm { automatic, modern, classic };

struct RenderContext {
    const Catalog& texts;
    const Directory& people;
    const Rules& rules;
    Time now;
    Links links = {};
    Emoji emoji = {};
    Capabilities can = {};
    BlockForm form = BlockForm::automatic;
};

// https://example.slack.com/archives/C0INCIDENTS/p1737469980000100; empty when a part is.
std::string permalink(std::string_view workspace_url, const ChannelId& channel, const MessageTs& ts);

// "1 minute ago", "in 4 minutes", "Just now" below a minute: the written fallback of {ago}.
std::string relative(Time at, Time now);

std::string name_of(const Actor& who, const RenderContext& context);  // Dana, not escaped; Tocsin for nobody
std::string mention_of(const Actor& who, const RenderContext& context);  // <@U1>, else the escaped name
// "Dana (primary)" and "<@U1> (primary)" of each, joined by commas and "and". The names are not escaped.
std::string names_with_roles(const std::vector<PageOrder>& orders, const RenderContext& context);
std::string mentions_with_roles(const std::vector<PageOrder>& orders, const RenderContext& context);
std::string plain(std::string_view stored,
                  const RenderContext& context);  // slack::to_plain with the directory
// SEV 1 INCIDENT: API Down, with DRILL in front; plain words, not escaped.
std::string heading_of(const Incident& incident, const RenderContext& context);
std::string severity_name(Severity severity, const Rules& rules);  // SEV 1 (Critical)
// 28 minutes (14:32 - 15:00 UTC); with dates when it went over midnight.
std::string duration_range(Time from, Time to);
std::string long_duration(Duration duration);  // as format_duration, but whole hours as "24 hours"
// "phone, SMS and Slack"; "phoned and e-mailed".
std::string means_nouns(const std::vector<Means>& means);
std::string means_verbs(const std::vector<Means>& means);

// INC-41 without title and link where nothing more is known.
IncidentRef incident_ref(IncidentNumber number, const RenderContext& context);

// Leaves one of the two forms out where the workspace wants it so.
slack::Message shaped(slack::Message message, BlockForm form);
slack::View shaped(slack::View view, BlockForm form);

}  // namespace tocsin::templates
