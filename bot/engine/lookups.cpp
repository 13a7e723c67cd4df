#include "bot/engine/lookups.h"

#include <fmt/format.h>

#include <set>

#include "bot/base/log.h"
#include "bot/engine/accounts.h"
#include "bot/engine/calls.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/groups.h"
#include "bot/engine/pages.h"
#include "bot/engine/pictures.h"
#include "bot/engine/reactions.h"
#include "bot/engine/token_watch.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr int most_pages = 20;            // of channels, looked through for one by its name
constexpr Duration clocks_differ = 1min;  // ours and Slack's, at most

std::string text_at(const json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& child(const json& object, const char* key) {
    static const json nothing = json::object();
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() ? *found : nothing;
}

std::string next_cursor(const json& body) {
    return text_at(child(body, "response_metadata"), "next_cursor");
}

void learn_incidents_channel(Workbench& bench, const ChannelId& channel) {
    auto& workspace = bench.state().workspace;
    if (channel.empty() || workspace.incidents == channel) return;
    workspace.incidents = channel;
    bench.tx().set_note("slack/channel", channel.str());
    bench.tx().set_note("slack/channel_name", bench.state().settings.channel);
}

void learn_user(Workbench& bench, const json& user) {
    const auto& profile = child(user, "profile");
    SlackUser known;
    known.id = UserId{text_at(user, "id")};
    known.name = text_at(profile, "display_name");
    if (known.name.empty()) known.name = text_at(profile, "real_name");
    if (known.name.empty()) known.name = text_at(user, "name");
    known.timezone = text_at(user, "tz");
    if (known.timezone.empty()) known.timezone = "UTC";
    known.guest = user.value("is_restricted", false) || user.value("is_ultra_restricted", false) ||
                  user.value("is_stranger", false);
    known.bot = user.value("is_bot", false);
    known.deactivated = user.value("deleted", false);
    bench.state().asked.erase(known.id);
    if (known.id.empty()) return;
    know_account(bench, known);
}

// The people who should be in the room: whoever takes part, and the bot is there already.
void fill_room(Workbench& bench, IncidentNumber number, const ChannelId& channel) {
    const auto incident = bench.tx().incident(number);
    if (!incident) return;
    std::set<UserId> people;
    for (const auto& who : incident->participants) people.insert(who.user);
    bench.invite(channel, people);
}

struct TakeAnswer {
    Workbench& bench;
    const json& body;
    OutboxId row{};  // that it is the answer to

    storage::PostedMessage posted() const {
        return {ChannelId{text_at(body, "channel")}, MessageTs{text_at(body, "ts")}};
    }

    void operator()(const outgoing::PostCard& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        bench.tx().remember_message(wish.incident, "card", posted());
        if (!incident) return;
        if (!incident->is_private) learn_incidents_channel(bench, posted().channel);
        // What happened while the card was on its way.
        if (incident->revision != bench.state().cards[wish.incident].revision)
            bench.send(outgoing::EditCard{wish.incident}, storage::Priority::cosmetic);
    }
    void operator()(const outgoing::EditCard& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        if (incident && !is_open(incident->state) &&
            bench.state().cards[wish.incident].revision == incident->revision) {
            bench.state().cards.erase(wish.incident);
        }
    }
    void operator()(const outgoing::PostInRoom& wish) const {
        if (!wish.name.empty()) bench.tx().remember_message(wish.incident, wish.name, posted());
    }
    void operator()(const outgoing::Post& wish) const {
        if (posted().channel.str() != wish.channel)
            bench.tx().set_note("dm/" + wish.channel, posted().channel.str());
        if (!wish.name.empty()) bench.tx().remember_message(wish.incident, wish.name, posted());
    }
    void operator()(const outgoing::CreateRoom& wish) const {
        const ChannelId channel{text_at(child(body, "channel"), "id")};
        bench.tx().remember_message(wish.incident, "room", {channel, MessageTs{}});
        fill_room(bench, wish.incident, channel);
        // A card that is out already shows where the room is; one that waited for the room knows it anyway.
        bench.state().cards[wish.incident].revision = 0;
        if (bench.tx().message(wish.incident, "card"))
            bench.send(outgoing::EditCard{wish.incident}, storage::Priority::cosmetic);
    }
    void operator()(const outgoing::FindRoom& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        if (!incident) return;
        for (const auto& channel : child(body, "channels")) {
            if (text_at(channel, "name") != room_name(*incident, wish.attempt) ||
                !is_ours(channel, *incident))
                continue;
            json made = json::object();
            made["channel"] = channel;
            TakeAnswer{bench, made, row}(outgoing::CreateRoom{wish.incident, wish.attempt});
            return;
        }
        const auto cursor = next_cursor(body);
        if (cursor.empty() || wish.page >= most_pages) {
            bench.send(outgoing::CreateRoom{wish.incident, wish.attempt + 1}, storage::Priority::page);
        } else {
            bench.send(outgoing::FindRoom{wish.incident, wish.attempt, cursor, wish.page + 1},
                       storage::Priority::page);
        }
    }
    // Made by the bot, for this incident and not for one of the same number in a store that was lost.
    bool is_ours(const json& channel, const Incident& incident) const {
        const auto made = channel.find("created");
        return text_at(channel, "creator") == bench.state().workspace.bot_user.str() &&
               made != channel.end() && made->is_number_integer() &&
               time_from_unix(made->get<std::int64_t>()) >= incident.declared - clocks_differ;
    }
    void operator()(const outgoing::ReadMessage& wish) const { take_reaction(bench, wish, body); }
    void operator()(const outgoing::Call& wish) const {
        if (wish.method == account_method) {
            learn_user(bench, child(body, "user"));
        } else if (wish.method == token_method) {
            learn_workspace();
        } else if (wish.method == group_method) {
            take_group(bench, wish, body);
        }
    }
    void operator()(const outgoing::DeliverPage& wish) const { page_posted(bench, wish, posted()); }
    void operator()(const outgoing::EditPage&) const {}
    void operator()(const outgoing::EndPage&) const {}
    void operator()(const outgoing::SendText&) const {}
    void operator()(const outgoing::SendMail&) const {}
    void operator()(const outgoing::AskPage&) const {}
    void operator()(const outgoing::AskReplies&) const {}
    void operator()(const outgoing::DeliverAdHoc&) const {}
    void operator()(const outgoing::DeliverCode&) const {}
    void operator()(const outgoing::OpenTicket&) const {}
    void operator()(const outgoing::PushEntry&) const {}
    void operator()(const outgoing::MailSubscriber&) const {}
    void operator()(const outgoing::AskTicket&) const {}
    void operator()(const outgoing::AskBalance&) const {}
    void operator()(const outgoing::ExportPostMortem&) const {}
    void operator()(const outgoing::PostReport& wish) const {
        forget_picture(bench, row);
        const auto at = posted().channel.str();
        if (!at.empty() && at != wish.channel && !wish.channel.starts_with('#'))
            bench.tx().set_note("dm/" + wish.channel, at);
    }
    void operator()(const outgoing::EditInRoom&) const {}
    void operator()(const outgoing::Whisper&) const {}
    void operator()(const outgoing::Respond&) const {}
    void operator()(const outgoing::OpenView&) const {}
    void operator()(const outgoing::UpdateView&) const {}
    void operator()(const outgoing::PublishHome&) const {}

    void learn_workspace() const {
        auto& workspace = bench.state().workspace;
        workspace.url = text_at(body, "url");
        workspace.bot_user = UserId{text_at(body, "user_id")};
        workspace.bot_id = text_at(body, "bot_id");
        bench.tx().set_note("slack/url", workspace.url);
        bench.tx().set_note("slack/bot_user", workspace.bot_user.str());
        bench.tx().set_note("slack/bot_id", workspace.bot_id);
        token_taken(bench);
        log::info("connected to the Slack workspace",
                  {{"workspace", text_at(body, "team")}, {"sockets", bench.state().sockets}});
    }
};

// Our own post among the messages, known by the mark in its metadata.
const json* find_marked(const json& body, const std::string& mark) {
    const auto& messages = child(body, "messages");
    if (!messages.is_array()) return nullptr;
    for (const auto& message : messages) {
        const auto& payload = child(child(message, "metadata"), "event_payload");
        if (text_at(payload, "outbox") == mark) return &message;
    }
    return nullptr;
}

}  // namespace

Step take_step(Workbench& bench, const UnderWay& under_way, const json& body) {
    const auto& wish = under_way.wish;
    if (under_way.purpose == picture_step) {
        picture_step_taken(bench, under_way.row.id, body);
        return Step::go_on;
    }
    if (under_way.purpose == "open_dm") {
        bench.tx().set_note("dm/" + under_way.channel, text_at(child(body, "channel"), "id"));
        return Step::look_further;
    }
    if (under_way.purpose == "find_channel") {
        auto& search = bench.state().channel_search;
        for (const auto& channel : child(body, "channels")) {
            if (text_at(channel, "name") == bench.state().settings.channel) {
                learn_incidents_channel(bench, ChannelId{text_at(channel, "id")});
                search = {};
                return Step::look_further;
            }
        }
        search = {next_cursor(body), search.pages + 1};
        if (!search.cursor.empty() && search.pages < most_pages) return Step::look_further;
        search = {};
        return Step::not_there;
    }
    const auto* found = find_marked(body, std::to_string(under_way.row.id.value()));
    if (found == nullptr) return Step::not_there;
    json answer{{"ts", text_at(*found, "ts")}, {"channel", under_way.channel}};
    std::visit(TakeAnswer{bench, answer, under_way.row.id}, wish);
    return Step::found;
}

void take_answer(Workbench& bench, const UnderWay& under_way, const json& body) {
    std::visit(TakeAnswer{bench, body, under_way.row.id}, under_way.wish);
}

}  // namespace tocsin::engine
