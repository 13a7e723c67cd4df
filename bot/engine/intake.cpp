#include "bot/engine/intake.h"

#include "bot/base/log.h"
#include "bot/base/log_scope.h"
#include "bot/engine/dead_ends.h"
#include "bot/engine/groups.h"
#include "bot/engine/reactions.h"
#include "bot/engine/replies.h"
#include "bot/engine/telling.h"
#include "bot/engine/token_watch.h"
#include "bot/slack/mrkdwn.h"
#include "commands/grammar.h"
#include "commands/interpreter.h"
#include "commands/lead_words.h"

namespace tocsin::engine {
namespace {

struct Take {
    Workbench& bench;
    const slack::Envelope& envelope;

    commands::Request request(Via via, const slack::User& user, const ChannelId& channel,
                              const MessageTs& thread) const {
        commands::Request request;
        request.via = via;
        request.user = bench.user(user.id);
        request.channel = channel;
        request.thread = thread;
        return request;
    }
    commands::Request spoken(Via via, const UserId& user, const ChannelId& channel,
                             const MessageTs& thread) const {
        auto asked = request(via, {user, "", ""}, channel, thread);
        asked.can_open_form = false;
        return asked;
    }
    JsonText answer(const commands::Request& asked, const ReplyPaths& paths,
                    const commands::Answer& given) const {
        return deliver(bench, asked, paths, given);
    }

    JsonText operator()(const slack::SlashCommand& slash) const {
        const auto asked = request(Via::slash, slash.user, slash.channel, {});
        ReplyPaths paths;
        paths.in_acknowledgment = envelope.accepts_response;
        paths.trigger_id = slash.trigger_id;
        paths.response_url = slash.response_url;
        return answer(asked, paths, commands::run_line(asked, slash.text, bench));
    }
    JsonText operator()(const slack::BlockActions& actions) const {
        if (actions.actions.empty()) return nullptr;
        const auto& action = actions.actions.front();
        // Where a message is pressed decides which incident is meant: the thread it is in, or itself.
        const auto& thread = actions.thread_ts.empty() ? actions.message_ts : actions.thread_ts;
        const auto asked = request(Via::button, actions.user, actions.channel, thread);
        ReplyPaths paths;
        paths.trigger_id = actions.trigger_id;
        paths.response_url = actions.response_url;
        if (actions.view && actions.view->type == "modal") {
            paths.view_id = actions.view->id;
            paths.view_hash = actions.view->hash;
        }
        const commands::Press pressed{action.action_id, action.value, actions.channel, actions.message_ts,
                                      actions.view};
        return answer(asked, paths, commands::press(asked, pressed, bench));
    }
    JsonText operator()(const slack::ViewSubmission& submission) const {
        const auto asked = request(Via::form, submission.user, {}, {});
        ReplyPaths paths;
        paths.is_submission = true;
        paths.trigger_id = submission.trigger_id;
        paths.view_id = submission.view.id;
        paths.view_hash = submission.view.hash;
        return answer(asked, paths, commands::submit(asked, submission.view, bench));
    }
    JsonText operator()(const slack::GlobalShortcut& used) const {
        const auto asked = request(Via::shortcut, used.user, {}, {});
        ReplyPaths paths;
        paths.trigger_id = used.trigger_id;
        return answer(asked, paths,
                      commands::shortcut(asked, {used.callback_id, {}, {}, {}, {}, "", ""}, bench));
    }
    JsonText operator()(const slack::MessageShortcut& used) const {
        const auto asked = request(Via::shortcut, used.user, used.channel, used.thread_ts);
        ReplyPaths paths;
        paths.trigger_id = used.trigger_id;
        paths.response_url = used.response_url;
        const auto link = templates::permalink(bench.state().workspace.url, used.channel, used.message_ts);
        const commands::ShortcutUse use{
            used.callback_id, used.channel, used.message_ts, used.thread_ts, used.author, used.text, link};
        return answer(asked, paths, commands::shortcut(asked, use, bench));
    }
    JsonText operator()(const slack::BlockSuggestion& suggestion) const {
        const auto asked = request(Via::form, suggestion.user, {}, {});
        return commands::suggest(asked, suggestion.action_id, suggestion.typed, bench);
    }
    JsonText operator()(const slack::Mention& mention) const {
        if (mention.user.id == bench.state().workspace.bot_user) return nullptr;
        const auto asked = spoken(Via::mention, mention.user.id, mention.channel, mention.thread_ts);
        const auto line = commands::after_mention(mention.text, bench.state().workspace.bot_user);
        return answer(asked, {}, commands::run_line(asked, line, bench));
    }
    JsonText operator()(const slack::ChannelMessage& message) const {
        if (message.user.empty() || !message.bot_id.empty() ||
            message.user == bench.state().workspace.bot_user)
            return nullptr;
        if (message.channel_type == "im") {
            const auto asked = spoken(Via::direct_message, message.user, message.channel, {});
            const auto line = commands::after_mention(message.text, bench.state().workspace.bot_user);
            return answer(asked, {}, commands::run_line(asked, line, bench));
        }
        if (const auto incident = led_by(message.user, message.channel, message.thread_ts);
            incident && !speaks_to_bot(message.text)) {
            const auto before = commands::lead_words(*incident, bench.tx());
            commands::keep_lead_words(incident->number, message.user, message.ts, message.text, bench.tx());
            show_words(*incident, before);
        }
        return nullptr;
    }
    JsonText operator()(const slack::MessageChanged& changed) const {
        words_changed(changed.channel, changed.ts, changed.thread_ts, changed.text);
        return nullptr;
    }
    JsonText operator()(const slack::MessageDeleted& deleted) const {
        words_changed(deleted.channel, deleted.ts, deleted.thread_ts, "");
        return nullptr;
    }
    JsonText operator()(const slack::Reaction& reaction) const {
        take_reaction(bench, reaction);
        return nullptr;
    }
    JsonText operator()(const slack::HomeOpened& opened) const {
        if (opened.tab != "messages") {
            bench.state().homes[opened.user] = bench.now();
            bench.publish_home(opened.user);
        }
        return nullptr;
    }
    JsonText operator()(const slack::UserChanged& changed) const {
        const SlackUser known{
            changed.id,    changed.name, changed.timezone.empty() ? "UTC" : changed.timezone,
            changed.guest, changed.bot,  changed.deactivated};
        know_account(bench, known);
        return nullptr;
    }
    JsonText operator()(const slack::GroupChanged& changed) const {
        ask_for_group(bench, changed.group);
        return nullptr;
    }
    JsonText operator()(const slack::TokensRevoked&) const {
        log::error(
            "Slack says that this app's tokens were revoked; nothing can be posted until it is installed "
            "again");
        ask_who_we_are(bench);  // they may be those of somebody's account
        return nullptr;
    }
    JsonText operator()(const auto&) const { return nullptr; }

    std::optional<Incident> open_at(const ChannelId& channel, const MessageTs& thread) const {
        auto incident = bench.tx().incident_at(channel, thread);
        return incident && is_open(incident->state) ? incident : std::nullopt;
    }
    std::optional<Incident> led_by(const UserId& user, const ChannelId& channel,
                                   const MessageTs& thread) const {
        auto incident = open_at(channel, thread);
        return incident && is_lead(*incident, user) ? incident : std::nullopt;
    }
    // Such a line is a command, and comes as one.
    bool speaks_to_bot(const std::string& text) const {
        const auto& bot = bench.state().workspace.bot_user;
        return !bot.empty() && text.contains(slack::mention(bot));
    }
    void words_changed(const ChannelId& channel, const MessageTs& ts, const MessageTs& thread,
                       const std::string& text) const {
        const auto incident = open_at(channel, thread);
        if (!incident) return;
        const auto before = commands::lead_words(*incident, bench.tx());
        commands::change_lead_words(incident->number, ts, text, bench.tx());
        show_words(*incident, before);
    }
    // The reminder that is told offers the lead's last message, or no more.
    void show_words(const Incident& incident, const std::optional<commands::LeadWords>& before) const {
        const bool offered = before.has_value();
        if (offered != commands::lead_words(incident, bench.tx()).has_value()) show_reminder(bench, incident);
    }
};

struct ActorOf {
    using Found = std::optional<slack::User>;

    Found operator()(const slack::Mention& mention) const { return mention.user; }
    Found operator()(const slack::SlashCommand& slash) const { return slash.user; }
    Found operator()(const slack::BlockActions& actions) const { return actions.user; }
    Found operator()(const slack::ViewSubmission& submission) const { return submission.user; }
    Found operator()(const slack::GlobalShortcut& used) const { return used.user; }
    Found operator()(const slack::MessageShortcut& used) const { return used.user; }
    Found operator()(const slack::BlockSuggestion& suggestion) const { return suggestion.user; }
    Found operator()(const slack::Reaction& reaction) const { return slack::User{reaction.user, "", ""}; }
    Found operator()(const slack::HomeOpened& opened) const { return slack::User{opened.user, "", ""}; }
    Found operator()(const slack::ChannelMessage& message) const {
        const bool speaks_to_us = message.channel_type == "im" && message.bot_id.empty();
        return speaks_to_us ? Found{slack::User{message.user, "", ""}} : std::nullopt;
    }
    Found operator()(const auto&) const { return std::nullopt; }
};

}  // namespace

std::optional<slack::User> actor_of(const slack::Payload& payload) {
    auto actor = std::visit(ActorOf{}, payload);
    return actor && !actor->id.empty() ? actor : std::nullopt;
}

JsonText take_envelope(Workbench& bench, const slack::Envelope& envelope) {
    const log::Scope scope({{"request", envelope.id}});
    return std::visit(Take{bench, envelope}, envelope.payload);
}

}  // namespace tocsin::engine
