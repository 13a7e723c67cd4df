#include "bot/engine/reactions.h"

#include "bot/engine/replies.h"
#include "commands/interpreter.h"

namespace tocsin::engine {
namespace {

bool means_something(const State& state, const std::string& name) {
    const auto& emoji = state.settings.emoji;
    return name == emoji.timeline || name == emoji.action || name == emoji.watch;
}

std::string text_at(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

constexpr std::string_view kept_mark = "ballot_box_with_check";

}  // namespace

void take_reaction(Workbench& bench, const slack::Reaction& reaction) {
    if (!means_something(bench.state(), reaction.name)) return;
    if (reaction.user == bench.state().workspace.bot_user) return;
    bench.send(outgoing::ReadMessage{IncidentNumber{}, reaction.user, reaction.name, reaction.added,
                                     reaction.channel, reaction.ts},
               storage::Priority::update);
}

void take_reaction(Workbench& bench, const outgoing::ReadMessage& wish, const nlohmann::json& body) {
    const auto messages = body.find("messages");
    if (messages == body.end() || !messages->is_array()) return;
    for (const auto& message : *messages) {
        if (!message.is_object() || text_at(message, "ts") != wish.ts.str()) continue;
        const auto thread = text_at(message, "thread_ts");
        const auto incident =
            bench.tx().incident_at(wish.channel, MessageTs{thread.empty() ? wish.ts.str() : thread});
        if (!incident) return;
        commands::Request request;
        request.via = Via::reaction;
        request.user = bench.user(wish.user);
        request.channel = wish.channel;
        request.thread = MessageTs{thread};
        request.can_open_form = false;
        const UserId author_id{text_at(message, "user")};
        const Actor author{author_id, bench.user(author_id).name};
        const auto before = incident->revision;
        const auto answer = commands::react(
            request,
            {wish.added, wish.reaction, wish.channel, wish.ts, *incident, author, text_at(message, "text")},
            bench);
        const auto after = bench.tx().incident(incident->number);
        const bool kept = wish.added && wish.reaction == bench.state().settings.emoji.timeline && after &&
                          after->revision != before;
        if (kept) {
            bench.send(outgoing::Call{"reactions.add", JsonText::object({{"channel", wish.channel.str()},
                                                                         {"timestamp", wish.ts.str()},
                                                                         {"name", kept_mark}})},
                       storage::Priority::cosmetic);
        }
        deliver(bench, request, {}, answer);
        return;
    }
}

}  // namespace tocsin::engine
