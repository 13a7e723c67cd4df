#include "bot/engine/calls.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/engine/ad_hoc_pages.h"
#include "bot/engine/asking.h"
#include "bot/engine/balances.h"
#include "bot/engine/contact_codes.h"
#include "bot/engine/home.h"
#include "bot/engine/lanes.h"
#include "bot/engine/late_posts.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/page_content.h"
#include "bot/engine/pages.h"
#include "bot/engine/pictures.h"
#include "bot/engine/post_mortem_exports.h"
#include "bot/engine/pushes.h"
#include "bot/engine/subscribers.h"
#include "bot/engine/texts.h"
#include "bot/engine/ticket_watch.h"
#include "bot/engine/tickets.h"
#include "bot/engine/tracing.h"
#include "templates/cards.h"

namespace tocsin::engine {
namespace {

constexpr int lookup_messages = 50;  // newest of the channel or thread that are searched for our own post

constexpr int message_and_its_parent = 2;  // Slack puts the parent before what was asked for
constexpr int channels_at_once = 999;      // the most that Slack gives
constexpr Duration look_again = 100ms;     // for the place of what is on its way
constexpr Duration look_again_at_last = 10s;

Ready call(std::string method, JsonText arguments, std::string channel = {}, std::string purpose = {}) {
    slack::Call made{method, std::move(arguments)};
    return {std::move(made), std::move(method), std::move(channel), std::move(purpose), {}};
}

bool is_user(const std::string& place) {
    return !place.empty() && (place[0] == 'U' || place[0] == 'W');
}

struct Prepare {
    Workbench& bench;
    const storage::OutboxRow& row;

    bool classic() const { return bench.state().workspace.classic_only; }

    const JsonText& blocks_of(const slack::Message& message) const {
        return classic() && !message.classic_blocks.is_null() ? message.classic_blocks : message.blocks;
    }
    JsonText words_of(const slack::Message& message) const {
        auto body = JsonText::object({{"text", message.text}});
        if (const auto& blocks = blocks_of(message); !blocks.is_null()) body.set("blocks", blocks);
        return body;
    }
    JsonText body_of(const slack::Message& message) const {
        auto body = words_of(message);
        body.set("unfurl_links", false);
        body.set("unfurl_media", false);
        return body;
    }
    const JsonText& view_of(const slack::View& view) const {
        return classic() && !view.classic.is_null() ? view.classic : view.modern;
    }

    JsonText mark() const {
        return JsonText::object(
            {{"event_type", "tocsin_message"},
             {"event_payload", JsonText::object({{"outbox", std::to_string(row.id.value())}})}});
    }

    // A post that may have arrived already is looked for by the mark it carries before it is sent again.
    Prepared post(std::string channel, const MessageTs& thread, JsonText body) const {
        if (row.outcome_unknown) {
            if (is_user(channel)) {
                const auto dm = bench.tx().note("dm/" + channel);
                if (!dm)
                    return call("conversations.open", JsonText::object({{"users", channel}}), channel,
                                "open_dm");
                channel = *dm;
            }
            if (channel.starts_with('#')) {
                if (bench.state().workspace.incidents.empty())
                    return channels(bench.state().channel_search.cursor, "find_channel");
                channel = bench.state().workspace.incidents.str();
            }
            auto arguments = JsonText::object(
                {{"channel", channel}, {"include_all_metadata", true}, {"limit", lookup_messages}});
            if (thread.empty()) return call("conversations.history", std::move(arguments), channel, "lookup");
            arguments.set("ts", thread.str());
            return call("conversations.replies", std::move(arguments), channel, "lookup");
        }
        body.set("channel", channel);
        if (!thread.empty()) body.set("thread_ts", thread.str());
        body.set("metadata", mark());
        return call("chat.postMessage", std::move(body), std::move(channel));
    }

    static Prepared channels(const std::string& cursor, std::string purpose = {}) {
        auto arguments = JsonText::object({{"types", "public_channel,private_channel"},
                                           {"exclude_archived", true},
                                           {"limit", channels_at_once}});
        if (!cursor.empty()) arguments.set("cursor", cursor);
        return call("conversations.list", std::move(arguments), "", std::move(purpose));
    }

    // As long as what has to stand in Slack before it waits itself, which may end sooner than it says.
    Prepared behind(const std::string& lane) const {
        const auto at_last = bench.now() + look_again_at_last;
        const auto due = bench.tx().lane_due(lane).value_or(at_last);
        return Later{std::clamp(due, bench.now() + look_again, at_last)};
    }
    Prepared behind_card(IncidentNumber number) const {
        for (const bool again : {true, false}) {
            const auto lane = lane_of(outgoing::PostCard{number, again}, bench.state());
            if (bench.tx().lane_due(lane)) return behind(lane);
        }
        return NotWanted{};
    }
    std::string lane_of_post(const outgoing::EditInRoom& wish) const {
        if (const auto asked = asked_in(wish.name); !asked.empty())
            return lane_of(outgoing::Post{asked.str(), {}, {}}, bench.state());
        return lane_of(outgoing::PostCard{wish.incident}, bench.state());
    }
    // It was given up: there never will be one.
    bool has_no_card(IncidentNumber number) const {
        return bench.tx().note(fmt::format("no_card/{}", number.value())).has_value();
    }

    static Prepared showing(const Incident& incident, Prepared prepared) {
        auto* ready = std::get_if<Ready>(&prepared);
        if (ready != nullptr && ready->purpose.empty()) ready->card = {incident.number, incident.revision};
        return prepared;
    }

    Prepared operator()(const outgoing::PostCard& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        if (!incident) return NotWanted{};
        auto channel = bench.state().incidents_channel();
        if (incident->is_private) {
            const auto room = bench.tx().message(wish.incident, "room");
            if (!room) return behind(lane_of(outgoing::CreateRoom{wish.incident}, bench.state()));
            channel = room->channel.str();
        }
        return showing(
            *incident,
            post(channel, {},
                 body_of(templates::incident_card(*incident, bench.render(), bench.facts(*incident)))));
    }
    Prepared operator()(const outgoing::EditCard& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        const auto card = bench.tx().message(wish.incident, "card");
        if (!incident) return NotWanted{};
        if (!card && has_no_card(wish.incident)) return NotWanted{};
        if (!card) return behind_card(wish.incident);
        const auto& memory = bench.state().cards[wish.incident];
        if (memory.revision == incident->revision && row.attempts == 0) return NotWanted{};
        auto body = body_of(templates::incident_card(*incident, bench.render(), bench.facts(*incident)));
        body.set("channel", card->channel.str());
        body.set("ts", card->ts.str());
        return showing(*incident, call("chat.update", std::move(body)));
    }
    Prepared operator()(const outgoing::PostInRoom& wish) const {
        const auto message = as_posted_now(bench, row, wish);
        if (!message) return NotWanted{};
        auto body = body_of(*message);
        if (const auto room = bench.tx().message(wish.incident, "room")) {
            return post(room->channel.str(), {}, std::move(body));
        }
        const auto incident = bench.tx().incident(wish.incident);
        const bool room_comes = incident && incident->own_channel &&
                                !bench.tx().note(fmt::format("no_room/{}", wish.incident.value()));
        const auto card = bench.tx().message(wish.incident, "card");
        if (room_comes) return behind(lane_of(outgoing::CreateRoom{wish.incident}, bench.state()));
        if (!card && incident && !incident->is_private && has_no_card(wish.incident))
            return post(bench.state().incidents_channel(), {}, std::move(body));
        if (!card) return behind(lane_of(outgoing::PostCard{wish.incident, true}, bench.state()));
        if (wish.broadcast) body.set("reply_broadcast", true);
        return post(card->channel.str(), card->ts, std::move(body));
    }
    Prepared operator()(const outgoing::EditInRoom& wish) const {
        const auto posted = bench.tx().message(wish.incident, wish.name);
        if (!posted) {
            // Once nothing waits there its post was dropped, or there never was one.
            const auto lane = lane_of_post(wish);
            if (!bench.tx().lane_due(lane)) return NotWanted{};
            return behind(lane);
        }
        if (posted->channel.empty()) return NotWanted{};  // Slack refused it
        auto body = body_of(wish.message);
        body.set("channel", posted->channel.str());
        body.set("ts", posted->ts.str());
        return call("chat.update", std::move(body));
    }
    Prepared operator()(const outgoing::Post& wish) const {
        return post(wish.channel, wish.thread, body_of(wish.message));
    }
    Prepared operator()(const outgoing::Whisper& wish) const {
        auto body = words_of(wish.message);
        body.set("channel", wish.channel.str());
        body.set("user", wish.user.str());
        if (!wish.thread.empty()) body.set("thread_ts", wish.thread.str());
        return call("chat.postEphemeral", std::move(body));
    }
    Prepared operator()(const outgoing::Respond& wish) const {
        auto body = body_of(wish.message);
        body.set("response_type", "ephemeral");
        body.set("replace_original", wish.replace);
        return Ready{slack::Call{"response_url", std::move(body), wish.url}, "response_url", "", "", {}};
    }
    Prepared operator()(const outgoing::OpenView& wish) const {
        auto arguments = JsonText::object({{"trigger_id", wish.trigger_id}});
        arguments.set("view", view_of(wish.view));
        return call("views.open", std::move(arguments));
    }
    Prepared operator()(const outgoing::UpdateView& wish) const {
        auto arguments = JsonText::object({{"view_id", wish.view_id}});
        if (!wish.hash.empty()) arguments.set("hash", wish.hash);
        arguments.set("view", view_of(wish.view));
        return call("views.update", std::move(arguments));
    }
    Prepared operator()(const outgoing::PublishHome& wish) const {
        auto arguments = JsonText::object({{"user_id", wish.user.str()}});
        arguments.set("view", view_of(home_of(bench, wish.user)));
        return call("views.publish", std::move(arguments));
    }
    Prepared operator()(const outgoing::CreateRoom& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        if (!incident) return NotWanted{};
        // Where it may be there already Slack says so, and refusals.cpp looks for it.
        return call("conversations.create", JsonText::object({{"name", room_name(*incident, wish.attempt)},
                                                              {"is_private", incident->is_private}}));
    }
    Prepared operator()(const outgoing::FindRoom& wish) const { return channels(wish.cursor); }
    Prepared operator()(const outgoing::ReadMessage& wish) const {
        return call("conversations.replies", JsonText::object({{"channel", wish.channel.str()},
                                                               {"ts", wish.ts.str()},
                                                               {"oldest", wish.ts.str()},
                                                               {"latest", wish.ts.str()},
                                                               {"inclusive", true},
                                                               {"limit", message_and_its_parent}}));
    }
    Prepared operator()(const outgoing::Call& wish) const { return call(wish.method, wish.arguments); }
    Prepared operator()(const outgoing::DeliverPage& wish) const {
        if (wish.means != Means::slack) return prepare_page(bench, row, wish);
        const auto incident = bench.tx().incident(wish.incident);
        const auto* page = incident ? page_of(*incident, wish.page) : nullptr;
        if (page == nullptr || page->state != PageState::queued || page->to.user.empty()) return NotWanted{};
        return post(page->to.user.str(), {}, body_of(page_direct_message(bench, *incident, *page)));
    }
    Prepared operator()(const outgoing::EditPage& wish) const {
        const auto incident = bench.tx().incident(wish.incident);
        const auto* page = incident ? page_of(*incident, wish.page) : nullptr;
        const auto posted = bench.tx().message(wish.incident, page_message_name(wish.page));
        if (page == nullptr || !posted) return NotWanted{};
        auto body = body_of(page_direct_message(bench, *incident, *page));
        body.set("channel", posted->channel.str());
        body.set("ts", posted->ts.str());
        return call("chat.update", std::move(body));
    }
    Prepared operator()(const outgoing::DeliverAdHoc& wish) const { return prepare_ad_hoc(bench, row, wish); }
    Prepared operator()(const outgoing::OpenTicket& wish) const { return prepare_ticket(bench, row, wish); }
    Prepared operator()(const outgoing::PushEntry& wish) const { return prepare_push(bench, row, wish); }
    Prepared operator()(const outgoing::MailSubscriber& wish) const {
        return prepare_subscriber_mail(bench, row, wish);
    }
    Prepared operator()(const outgoing::AskTicket& wish) const {
        return prepare_ticket_question(bench, wish);
    }
    Prepared operator()(const outgoing::AskBalance& wish) const {
        return prepare_balance_question(bench, wish);
    }
    Prepared operator()(const outgoing::ExportPostMortem& wish) const {
        return prepare_export(bench, row, wish);
    }
    Prepared operator()(const outgoing::DeliverCode& wish) const { return prepare_code(bench, row, wish); }
    Prepared operator()(const outgoing::EndPage& wish) const { return prepare_end(bench, wish); }
    Prepared operator()(const outgoing::SendText& wish) const { return prepare_text(bench, row, wish); }
    Prepared operator()(const outgoing::SendMail& wish) const { return prepare_mail(bench, row, wish); }
    Prepared operator()(const outgoing::PostReport& wish) const {
        const auto facts = report_facts(bench, wish.month, wish.months);
        if (auto step = next_picture_step(bench, row, facts)) return *std::move(step);
        const auto message = report_for(bench, wish, facts, picture_of(bench, row.id));
        if (!wish.url.empty()) return (*this)(outgoing::Respond{wish.url, message, wish.replace});
        if (wish.user.empty() || is_user(wish.channel))
            return post(wish.channel, wish.thread, body_of(message));
        return (*this)(outgoing::Whisper{ChannelId{wish.channel}, wish.thread, wish.user, message});
    }
    Prepared operator()(const outgoing::AskPage& wish) const { return prepare_ask(bench, wish); }
    Prepared operator()(const outgoing::AskReplies& wish) const { return prepare_ask(bench, wish); }
};

}  // namespace

std::string room_name(const Incident& incident, int attempt) {
    auto name = fmt::format("{}-{}", incident.drill ? "drill" : "inc", incident.number.value());
    if (attempt > 1) name += fmt::format("-{}", attempt);
    return name;
}

Prepared prepare(Workbench& bench, const storage::OutboxRow& row, const outgoing::Wish& wish) {
    const auto scope = wish_scope(row.id, wish);
    return std::visit(Prepare{bench, row}, wish);
}

}  // namespace tocsin::engine
