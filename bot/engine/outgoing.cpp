#include "bot/engine/outgoing.h"

namespace tocsin::engine::outgoing {
namespace {

using nlohmann::json;

json of(const slack::Message& message) {
    json out{{"text", message.text}};
    out["blocks"] = message.blocks;
    out["classic"] = message.classic_blocks;
    return out;
}

slack::Message message_in(const json& in) {
    return {in.value("text", ""), in.value("blocks", json()), in.value("classic", json())};
}

json of(const slack::View& view) {
    json out = json::object();
    out["modern"] = view.modern;
    out["classic"] = view.classic;
    return out;
}

slack::View view_in(const json& in) {
    return {in.value("modern", json()), in.value("classic", json())};
}

IncidentNumber incident_in(const json& in) {
    return IncidentNumber{in.value("incident", std::int64_t{0})};
}

struct Write {
    json operator()(const PostCard& wish) const {
        return {{"do", "card"}, {"incident", wish.incident.value()}};
    }
    json operator()(const EditCard& wish) const {
        return {{"do", "card_edit"}, {"incident", wish.incident.value()}};
    }
    json operator()(const PostInRoom& wish) const {
        return {{"do", "room"},
                {"incident", wish.incident.value()},
                {"message", of(wish.message)},
                {"broadcast", wish.broadcast},
                {"name", wish.name}};
    }
    json operator()(const EditInRoom& wish) const {
        return {{"do", "room_edit"},
                {"incident", wish.incident.value()},
                {"name", wish.name},
                {"message", of(wish.message)}};
    }
    json operator()(const Post& wish) const {
        return {{"do", "post"},
                {"channel", wish.channel},
                {"thread", wish.thread.str()},
                {"message", of(wish.message)},
                {"incident", wish.incident.value()},
                {"name", wish.name}};
    }
    json operator()(const Whisper& wish) const {
        return {{"do", "whisper"},
                {"channel", wish.channel.str()},
                {"thread", wish.thread.str()},
                {"user", wish.user.str()},
                {"message", of(wish.message)}};
    }
    json operator()(const Respond& wish) const {
        return {
            {"do", "respond"}, {"url", wish.url}, {"message", of(wish.message)}, {"replace", wish.replace}};
    }
    json operator()(const OpenView& wish) const {
        return {
            {"do", "open"}, {"trigger", wish.trigger_id}, {"view", of(wish.view)}, {"user", wish.user.str()}};
    }
    json operator()(const UpdateView& wish) const {
        return {{"do", "update_view"}, {"id", wish.view_id}, {"hash", wish.hash}, {"view", of(wish.view)}};
    }
    json operator()(const PublishHome& wish) const { return {{"do", "home"}, {"user", wish.user.str()}}; }
    json operator()(const CreateRoom& wish) const {
        return {{"do", "create_room"}, {"incident", wish.incident.value()}, {"attempt", wish.attempt}};
    }
    json operator()(const FindRoom& wish) const {
        return {{"do", "find_room"},
                {"incident", wish.incident.value()},
                {"attempt", wish.attempt},
                {"cursor", wish.cursor},
                {"page", wish.page}};
    }
    json operator()(const ReadMessage& wish) const {
        return {{"do", "read"},
                {"incident", wish.incident.value()},
                {"user", wish.user.str()},
                {"reaction", wish.reaction},
                {"added", wish.added},
                {"channel", wish.channel.str()},
                {"ts", wish.ts.str()}};
    }
    json operator()(const Call& wish) const {
        json out{{"do", "call"}, {"method", wish.method}};
        out["arguments"] = wish.arguments;
        return out;
    }
};

}  // namespace

std::string write(const Wish& wish) {
    return std::visit(Write{}, wish).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Wish> read(const std::string& payload) {
    const auto in = json::parse(payload, nullptr, false);
    if (!in.is_object()) return std::nullopt;
    const auto what = in.value("do", "");
    const auto text = [&](const char* key) { return in.value(key, std::string()); };
    const auto message = [&] { return message_in(in.value("message", json::object())); };
    const auto view = [&] { return view_in(in.value("view", json::object())); };
    if (what == "card") return PostCard{incident_in(in)};
    if (what == "card_edit") return EditCard{incident_in(in)};
    if (what == "room")
        return PostInRoom{incident_in(in), message(), in.value("broadcast", false), text("name")};
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
    if (what == "call") return Call{text("method"), in.value("arguments", json::object())};
    return std::nullopt;
}

}  // namespace tocsin::engine::outgoing
