#include "bot/engine/lanes.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/engine/accounts.h"
#include "bot/engine/groups.h"
#include "bot/engine/token_watch.h"

namespace tocsin::engine {
namespace {

// Posts of one incident keep their order, whether they are the card or follow it.
std::string post_lane(const State& state, IncidentNumber incident) {
    return fmt::format("chat.postMessage/{}/{}", state.incidents_channel(), incident.value());
}

struct LaneOf {
    const State& state;

    // A new card passes the posts that already wait for it.
    std::string operator()(const outgoing::PostCard& wish) const {
        return post_lane(state, wish.incident) + (wish.again ? "/again" : "");
    }
    std::string operator()(const outgoing::PostInRoom& wish) const { return post_lane(state, wish.incident); }
    std::string operator()(const outgoing::CreateRoom& wish) const {
        return fmt::format("conversations.create/{}", wish.incident.value());
    }
    std::string operator()(const outgoing::FindRoom& wish) const {
        return fmt::format("conversations.create/{}", wish.incident.value());
    }
    std::string operator()(const outgoing::EditCard& wish) const {
        return fmt::format("chat.update/{}/card", wish.incident.value());
    }
    std::string operator()(const outgoing::EditInRoom& wish) const {
        return fmt::format("chat.update/{}/{}", wish.incident.value(), wish.name);
    }
    std::string operator()(const outgoing::Post& wish) const { return "chat.postMessage/" + wish.channel; }
    std::string operator()(const outgoing::Whisper& wish) const {
        return fmt::format("chat.postEphemeral/{}/{}", wish.channel.str(), wish.user.str());
    }
    // A response URL takes five answers; they keep their order. The URL itself is a secret.
    std::string operator()(const outgoing::Respond& wish) const {
        return "respond/" + sha256_hex(wish.url).substr(0, 16);
    }
    std::string operator()(const outgoing::OpenView& wish) const { return "views.open/" + wish.user.str(); }
    std::string operator()(const outgoing::UpdateView& wish) const { return "views.update/" + wish.view_id; }
    std::string operator()(const outgoing::PublishHome& wish) const {
        return "views.publish/" + wish.user.str();
    }
    std::string operator()(const outgoing::ReadMessage& wish) const {
        return "conversations.replies/" + wish.channel.str();
    }
    std::string operator()(const outgoing::Call& wish) const { return wish.method; }
    std::string operator()(const outgoing::DeliverPage& wish) const {
        return fmt::format("page/{}/{}/{}", key_of(wish.means), wish.person, wish.incident.value());
    }
    std::string operator()(const outgoing::DeliverAdHoc& wish) const {
        return fmt::format("test/{}/{}", key_of(wish.means), wish.person);
    }
    std::string operator()(const outgoing::DeliverCode& wish) const {
        return fmt::format("code/{}/{}", key_of(wish.means), wish.person);
    }
    std::string operator()(const outgoing::EditPage& wish) const { return page_edit(wish); }
    std::string operator()(const outgoing::EndPage& wish) const {
        return fmt::format("end/{}/{}", wish.incident.value(), wish.page);
    }

    // One that is refused holds back no other.
    std::string operator()(const outgoing::OpenTicket& wish) const {
        return fmt::format("ticket/{}/{}/{}", wish.tracker, wish.incident.value(), wish.action);
    }
    // Entries of one notice keep their order. One that is refused holds back no other notice.
    std::string operator()(const outgoing::PushEntry& wish) const {
        return fmt::format("push/{}/{}", wish.mirror, wish.notice);
    }
    // Few, so that thousands of subscribers leave the mail server to pages. An address that is told to come
    // back later waits beside the others.
    std::string operator()(const outgoing::MailSubscriber& wish) const {
        constexpr int lanes = 4;
        const auto* kind = wish.tries > 0 ? "again" : wish.notice.empty() ? "asked" : "first";
        return fmt::format("subscribers/{}/{}", kind, wish.subscriber % lanes);
    }
    // One question after the other, and the next only when it is answered.
    std::string operator()(const outgoing::AskTicket& wish) const { return "ticket_ask/" + wish.tracker; }
    std::string operator()(const outgoing::AskBalance& wish) const { return balance_of(wish); }
    std::string operator()(const outgoing::ExportPostMortem& wish) const { return export_of(wish); }
    std::string operator()(const outgoing::SendMail& wish) const { return "mail/" + wish.person.str(); }
    std::string operator()(const outgoing::SendText& wish) const {
        return fmt::format("{}/{}", wish.means == Means::phone ? "say" : "text", wish.person.str());
    }
    // A picture may have to be uploaded first: nothing else waits for it.
    std::string operator()(const outgoing::PostReport& wish) const {
        return fmt::format("report/{}/{}", wish.channel, wish.user.str());
    }
    std::string operator()(const outgoing::AskPage& wish) const { return ask(wish); }
    std::string operator()(const outgoing::AskReplies& wish) const { return "replies/" + wish.provider; }

    static std::string ask(const outgoing::AskPage& wish) {
        return fmt::format("ask/{}/{}/{}", wish.incident.value(), wish.page, wish.part);
    }
    static std::string balance_of(const outgoing::AskBalance& wish) { return "balance/" + wish.provider; }
    static std::string export_of(const outgoing::ExportPostMortem& wish) {
        return fmt::format("export/{}/{}", wish.to, wish.incident.value());
    }
    static std::string page_edit(const outgoing::EditPage& wish) {
        return fmt::format("chat.update/{}/page/{}", wish.incident.value(), wish.page);
    }
};

struct SupersedeKey {
    std::string operator()(const outgoing::EditCard& wish) const {
        return fmt::format("card/{}", wish.incident.value());
    }
    std::string operator()(const outgoing::EditInRoom& wish) const {
        return fmt::format("edit/{}/{}", wish.incident.value(), wish.name);
    }
    std::string operator()(const outgoing::PublishHome& wish) const { return "home/" + wish.user.str(); }
    std::string operator()(const outgoing::UpdateView& wish) const { return "view/" + wish.view_id; }
    std::string operator()(const outgoing::EditPage& wish) const { return LaneOf::page_edit(wish); }
    // Who has not been asked yet need not be asked twice.
    std::string operator()(const outgoing::AskPage& wish) const { return LaneOf::ask(wish); }
    std::string operator()(const outgoing::AskReplies& wish) const {
        return fmt::format("replies/{}/{}", wish.provider, wish.part);
    }
    std::string operator()(const outgoing::MailSubscriber& wish) const {
        return wish.notice.empty() ? fmt::format("subscriber/{}", wish.subscriber) : "";
    }
    // While Slack cannot be asked one question for each group and person waits, and one after the token,
    // however often it is asked.
    std::string operator()(const outgoing::Call& wish) const {
        if (wish.method == token_method) return wish.method;
        if (const auto account = account_of(wish); !account.empty()) return "account/" + account.str();
        const auto group = group_of(wish);
        return group.empty() ? "" : "group/" + group.str();
    }
    std::string operator()(const outgoing::AskTicket& wish) const {
        return fmt::format("ticket_ask/{}/{}", wish.incident.value(), wish.action);
    }
    std::string operator()(const outgoing::AskBalance& wish) const { return LaneOf::balance_of(wish); }
    std::string operator()(const outgoing::ExportPostMortem& wish) const { return LaneOf::export_of(wish); }
    std::string operator()(const auto&) const { return ""; }
};

}  // namespace

std::string lane_of(const outgoing::Wish& wish, const State& state) {
    return std::visit(LaneOf{state}, wish);
}

std::string supersede_key(const outgoing::Wish& wish) {
    return std::visit(SupersedeKey{}, wish);
}

}  // namespace tocsin::engine
