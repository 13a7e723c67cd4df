#include "bot/engine/outgoing.h"

#include <nlohmann/json.hpp>

#include "bot/core/month_report.h"

namespace tocsin::engine::outgoing {
namespace {

using nlohmann::json;

JsonText of(const slack::Message& message) {
    return JsonText::object(
        {{"text", message.text}, {"blocks", message.blocks}, {"classic", message.classic_blocks}});
}

JsonText of(const slack::View& view) {
    return JsonText::object({{"modern", view.modern}, {"classic", view.classic}});
}

JsonText text_in(const json& in, const char* key) {
    const auto found = in.find(key);
    if (found == in.end()) return {};
    return JsonText::raw(found->dump(-1, ' ', false, json::error_handler_t::replace));
}

slack::Message message_in(const json& in) {
    return {in.value("text", ""), text_in(in, "blocks"), text_in(in, "classic")};
}

slack::View view_in(const json& in) {
    return {text_in(in, "modern"), text_in(in, "classic")};
}

IncidentNumber incident_in(const json& in) {
    return IncidentNumber{in.value("incident", std::int64_t{0})};
}

struct Write {
    JsonText operator()(const PostCard& wish) const {
        return JsonText::object({{"do", "card"}, {"incident", wish.incident.value()}, {"again", wish.again}});
    }
    JsonText operator()(const EditCard& wish) const {
        return JsonText::object({{"do", "card_edit"}, {"incident", wish.incident.value()}});
    }
    JsonText operator()(const PostInRoom& wish) const {
        return JsonText::object({{"do", "room"},
                                 {"incident", wish.incident.value()},
                                 {"message", of(wish.message)},
                                 {"broadcast", wish.broadcast},
                                 {"name", wish.name},
                                 {"at", wish.at.time_since_epoch().count()}});
    }
    JsonText operator()(const EditInRoom& wish) const {
        return JsonText::object({{"do", "room_edit"},
                                 {"incident", wish.incident.value()},
                                 {"name", wish.name},
                                 {"message", of(wish.message)}});
    }
    JsonText operator()(const Post& wish) const {
        return JsonText::object({{"do", "post"},
                                 {"channel", wish.channel},
                                 {"thread", wish.thread.str()},
                                 {"message", of(wish.message)},
                                 {"incident", wish.incident.value()},
                                 {"name", wish.name}});
    }
    JsonText operator()(const Whisper& wish) const {
        return JsonText::object({{"do", "whisper"},
                                 {"channel", wish.channel.str()},
                                 {"thread", wish.thread.str()},
                                 {"user", wish.user.str()},
                                 {"message", of(wish.message)}});
    }
    JsonText operator()(const Respond& wish) const {
        return JsonText::object(
            {{"do", "respond"}, {"url", wish.url}, {"message", of(wish.message)}, {"replace", wish.replace}});
    }
    JsonText operator()(const OpenView& wish) const {
        return JsonText::object({{"do", "open"},
                                 {"trigger", wish.trigger_id},
                                 {"view", of(wish.view)},
                                 {"user", wish.user.str()}});
    }
    JsonText operator()(const UpdateView& wish) const {
        return JsonText::object(
            {{"do", "update_view"}, {"id", wish.view_id}, {"hash", wish.hash}, {"view", of(wish.view)}});
    }
    JsonText operator()(const PublishHome& wish) const {
        return JsonText::object({{"do", "home"}, {"user", wish.user.str()}});
    }
    JsonText operator()(const CreateRoom& wish) const {
        return JsonText::object(
            {{"do", "create_room"}, {"incident", wish.incident.value()}, {"attempt", wish.attempt}});
    }
    JsonText operator()(const FindRoom& wish) const {
        return JsonText::object({{"do", "find_room"},
                                 {"incident", wish.incident.value()},
                                 {"attempt", wish.attempt},
                                 {"cursor", wish.cursor},
                                 {"page", wish.page}});
    }
    JsonText operator()(const ReadMessage& wish) const {
        return JsonText::object({{"do", "read"},
                                 {"incident", wish.incident.value()},
                                 {"user", wish.user.str()},
                                 {"reaction", wish.reaction},
                                 {"added", wish.added},
                                 {"channel", wish.channel.str()},
                                 {"ts", wish.ts.str()}});
    }
    JsonText operator()(const Call& wish) const {
        return JsonText::object({{"do", "call"}, {"method", wish.method}, {"arguments", wish.arguments}});
    }
    JsonText operator()(const DeliverPage& wish) const {
        return JsonText::object({{"do", "page"},
                                 {"incident", wish.incident.value()},
                                 {"page", wish.page},
                                 {"means", std::string(key_of(wish.means))},
                                 {"person", wish.person},
                                 {"token", wish.token}});
    }
    JsonText operator()(const OpenTicket& wish) const {
        return JsonText::object({{"do", "ticket"},
                                 {"incident", wish.incident.value()},
                                 {"tracker", wish.tracker},
                                 {"action", wish.action}});
    }
    JsonText operator()(const PushEntry& wish) const {
        return JsonText::object({{"do", "push"},
                                 {"what", static_cast<int>(wish.what)},
                                 {"mirror", wish.mirror},
                                 {"notice", wish.notice},
                                 {"entry", wish.entry}});
    }
    JsonText operator()(const MailSubscriber& wish) const {
        return JsonText::object({{"do", "subscriber"},
                                 {"subscriber", wish.subscriber},
                                 {"notice", wish.notice},
                                 {"entry", wish.entry},
                                 {"tries", wish.tries}});
    }
    JsonText operator()(const AskTicket& wish) const {
        return JsonText::object({{"do", "ticket_ask"},
                                 {"incident", wish.incident.value()},
                                 {"action", wish.action},
                                 {"tracker", wish.tracker}});
    }
    JsonText operator()(const AskBalance& wish) const {
        return JsonText::object({{"do", "balance"}, {"provider", wish.provider}});
    }
    JsonText operator()(const ExportPostMortem& wish) const {
        return JsonText::object({{"do", "export"}, {"incident", wish.incident.value()}, {"to", wish.to}});
    }
    JsonText operator()(const DeliverAdHoc& wish) const {
        return JsonText::object({{"do", "test"},
                                 {"test", wish.page},
                                 {"means", std::string(key_of(wish.means))},
                                 {"person", wish.person}});
    }
    JsonText operator()(const DeliverCode& wish) const {
        return JsonText::object({{"do", "code"},
                                 {"code", wish.code},
                                 {"means", std::string(key_of(wish.means))},
                                 {"person", wish.person}});
    }
    JsonText operator()(const EditPage& wish) const {
        return JsonText::object(
            {{"do", "page_edit"}, {"incident", wish.incident.value()}, {"page", wish.page}});
    }
    JsonText operator()(const EndPage& wish) const {
        return JsonText::object(
            {{"do", "page_end"}, {"incident", wish.incident.value()}, {"page", wish.page}});
    }
    JsonText operator()(const SendText& wish) const {
        return JsonText::object({{"do", "text"},
                                 {"person", wish.person.str()},
                                 {"text", wish.text},
                                 {"incident", wish.incident},
                                 {"means", key_of(wish.means)}});
    }
    JsonText operator()(const SendMail& wish) const {
        return JsonText::object({{"do", "mail"},
                                 {"person", wish.person.str()},
                                 {"subject", wish.subject},
                                 {"text", wish.text},
                                 {"html", wish.html},
                                 {"incident", wish.incident}});
    }
    JsonText operator()(const AskPage& wish) const {
        return JsonText::object({{"do", "page_ask"},
                                 {"incident", wish.incident.value()},
                                 {"page", wish.page},
                                 {"part", wish.part}});
    }
    JsonText operator()(const PostReport& wish) const {
        return JsonText::object({{"do", "report"},
                                 {"month", tocsin::key_of(wish.month)},
                                 {"months", wish.months},
                                 {"preview", wish.preview},
                                 {"channel", wish.channel},
                                 {"thread", wish.thread.str()},
                                 {"user", wish.user.str()},
                                 {"url", wish.url},
                                 {"replace", wish.replace}});
    }
    JsonText operator()(const AskReplies& wish) const {
        return JsonText::object({{"do", "replies"}, {"provider", wish.provider}, {"part", wish.part}});
    }
};

}  // namespace

std::string write(const Wish& wish) {
    return std::string(std::visit(Write{}, wish).text());
}

std::optional<Wish> read(const std::string& payload) {
    const auto in = json::parse(payload, nullptr, false);
    if (!in.is_object()) return std::nullopt;
    const auto what = in.value("do", "");
    const auto text = [&](const char* key) { return in.value(key, std::string()); };
    const auto message = [&] { return message_in(in.value("message", json::object())); };
    const auto view = [&] { return view_in(in.value("view", json::object())); };
    if (what == "card") return PostCard{incident_in(in), in.value("again", false)};
    if (what == "card_edit") return EditCard{incident_in(in)};
    if (what == "room")
        return PostInRoom{incident_in(in), message(), in.value("broadcast", false), text("name"),
                          Time{Duration{in.value("at", std::int64_t{0})}}};
    if (what == "room_edit") return EditInRoom{incident_in(in), text("name"), message()};
    if (what == "post")
        return Post{text("channel"), MessageTs{text("thread")}, message(), incident_in(in), text("name")};
    if (what == "whisper") {
        return Whisper{ChannelId{text("channel")}, MessageTs{text("thread")}, UserId{text("user")},
                       message()};
    }
    if (what == "respond") return Respond{text("url"), message(), in.value("replace", false)};
    if (what == "open") return OpenView{text("trigger"), view(), UserId{text("user")}};
    if (what == "update_view") return UpdateView{text("id"), text("hash"), view()};
    if (what == "home") return PublishHome{UserId{text("user")}};
    if (what == "create_room") return CreateRoom{incident_in(in), in.value("attempt", 1)};
    if (what == "find_room")
        return FindRoom{incident_in(in), in.value("attempt", 1), text("cursor"), in.value("page", 1)};
    if (what == "read") {
        return ReadMessage{incident_in(in),         UserId{text("user")},       text("reaction"),
                           in.value("added", true), ChannelId{text("channel")}, MessageTs{text("ts")}};
    }
    const auto page = [&] { return in.value("page", 0); };
    if (what == "page") {
        const auto means = parse_means(text("means"));
        if (!means) return std::nullopt;
        return DeliverPage{incident_in(in), page(), *means, text("person"), text("token")};
    }
    if (what == "test") {
        const auto means = parse_means(text("means"));
        if (!means) return std::nullopt;
        return DeliverAdHoc{in.value("test", std::int64_t{0}), *means, text("person")};
    }
    if (what == "code") {
        const auto means = parse_means(text("means"));
        if (!means) return std::nullopt;
        return DeliverCode{in.value("code", std::int64_t{0}), *means, text("person")};
    }
    if (what == "ticket") return OpenTicket{incident_in(in), text("tracker"), in.value("action", 0)};
    if (what == "push") {
        const int push = in.value("what", 0);
        if (push < 0 || push > static_cast<int>(PushEntry::What::states)) return std::nullopt;
        return PushEntry{static_cast<PushEntry::What>(push), text("mirror"), text("notice"),
                         in.value("entry", 0)};
    }
    if (what == "subscriber") {
        return MailSubscriber{in.value("subscriber", std::int64_t{0}), text("notice"), in.value("entry", 0),
                              in.value("tries", 0)};
    }
    if (what == "ticket_ask") return AskTicket{incident_in(in), in.value("action", 0), text("tracker")};
    if (what == "balance") return AskBalance{text("provider")};
    if (what == "export") return ExportPostMortem{incident_in(in), text("to")};
    if (what == "page_edit") return EditPage{incident_in(in), page()};
    if (what == "page_end") return EndPage{incident_in(in), page()};
    if (what == "text") {
        return SendText{PersonId{text("person")}, text("text"), text("incident"),
                        parse_means(text("means")).value_or(Means::sms)};
    }
    if (what == "mail") {
        return SendMail{PersonId{text("person")}, text("subject"), text("text"), text("html"),
                        text("incident")};
    }
    if (what == "report") {
        const auto month = parse_month(text("month"));
        if (!month) return std::nullopt;
        return PostReport{*month,          in.value("months", 0),     in.value("preview", false),
                          text("channel"), MessageTs{text("thread")}, UserId{text("user")},
                          text("url"),     in.value("replace", false)};
    }
    if (what == "page_ask") return AskPage{incident_in(in), page(), in.value("part", 0)};
    if (what == "replies") return AskReplies{text("provider"), in.value("part", 0)};
    if (what == "call") return Call{text("method"), text_in(in, "arguments")};
    return std::nullopt;
}

}  // namespace tocsin::engine::outgoing
