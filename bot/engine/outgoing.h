// What the engine wants Slack to do, as it waits in the outbox: the wish, not yet the call. Where a message
// goes is known only when it leaves (a thread's card may not be posted yet), so the call is made from the
// wish at that moment (outbox.h).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/escalation.h"
#include "bot/slack/message.h"

namespace tocsin::engine::outgoing {

struct PostCard {  // as the incident is when it leaves
    IncidentNumber incident;
    bool again = false;  // somebody deleted the first one: the thread goes on once this one stands
    bool operator==(const PostCard&) const = default;
};
struct EditCard {
    IncidentNumber incident;
    bool operator==(const EditCard&) const = default;
};
struct PostInRoom {  // in the incident's thread or channel
    IncidentNumber incident;
    slack::Message message;
    bool broadcast = false;  // a thread's reply that the channel sees too
    std::string name;        // to edit it later; may be empty
    Time at{};               // when it was said; what is posted much later says so
    bool operator==(const PostInRoom&) const = default;
};
struct EditInRoom {
    IncidentNumber incident;
    std::string name;
    slack::Message message;
    bool operator==(const EditInRoom&) const = default;
};
struct Post {
    std::string channel;  // or a user: a direct message
    MessageTs thread;     // may be empty
    slack::Message message;
    IncidentNumber incident{};  // of the name
    std::string name{};         // to edit it later; may be empty
    bool operator==(const Post&) const = default;
};
struct Whisper {  // chat.postEphemeral
    ChannelId channel;
    MessageTs thread;
    UserId user;
    slack::Message message;
    bool operator==(const Whisper&) const = default;
};
struct Respond {  // through a response URL
    std::string url;
    slack::Message message;
    bool replace = false;
    bool operator==(const Respond&) const = default;
};
struct OpenView {
    std::string trigger_id;
    slack::View view;
    UserId user;  // who is told when Slack does not open it
    bool operator==(const OpenView&) const = default;
};
struct UpdateView {
    std::string view_id;
    std::string hash;
    slack::View view;
    bool operator==(const UpdateView&) const = default;
};
struct PublishHome {  // as things are when it leaves
    UserId user;
    bool operator==(const PublishHome&) const = default;
};
struct CreateRoom {
    IncidentNumber incident;
    int attempt = 1;  // names that are taken get a number
    bool operator==(const CreateRoom&) const = default;
};
struct FindRoom {  // by its name: whether it was made was not answered
    IncidentNumber incident;
    int attempt = 1;
    std::string cursor;  // of the page of channels; empty: the first
    int page = 1;
    bool operator==(const FindRoom&) const = default;
};
struct ReadMessage {          // a message that somebody reacted to
    IncidentNumber incident;  // 0: not known yet, it may be in a thread
    UserId user;
    std::string reaction;
    bool added = true;
    ChannelId channel;
    MessageTs ts;
    bool operator==(const ReadMessage&) const = default;
};
struct DeliverPage {  // by its means, to its person, as things are when it leaves
    IncidentNumber incident;
    int page = 0;
    Means means{};
    std::string
        person;         // of the configuration, or a Slack user: of one incident their pages keep their order
    std::string token;  // that links and callbacks carry
    bool operator==(const DeliverPage&) const = default;
};
struct EditPage {  // its direct message, as things are when it leaves
    IncidentNumber incident;
    int page = 0;
    bool operator==(const EditPage&) const = default;
};
struct EndPage {  // what still rings or repeats
    IncidentNumber incident;
    int page = 0;
    bool operator==(const EndPage&) const = default;
};
struct SendText {  // to the number of a person of the configuration; no page, an answer or a notice
    PersonId person;
    std::string text;          // one segment
    std::string incident;      // INC-42, may be empty
    Means means = Means::sms;  // or phone: it is read out, twice
    bool operator==(const SendText&) const = default;
};
struct SendMail {  // to a person of the configuration; no page, says what became of one
    PersonId person;
    std::string subject;
    std::string text;
    std::string html;
    std::string incident;  // INC-42
    bool operator==(const SendMail&) const = default;
};
struct AskPage {  // its provider, what became of it
    IncidentNumber incident;
    int page = 0;
    int part = 0;  // of the requests that this takes
    bool operator==(const AskPage&) const = default;
};
struct AskReplies {  // a provider of texts, for those that came in
    std::string provider;
    int part = 0;  // 0: the newest; else the pages after it
    bool operator==(const AskReplies&) const = default;
};
struct DeliverAdHoc {  // an ad hoc page by one means
    std::int64_t page = 0;
    Means means{};
    std::string person;  // of the configuration
    bool operator==(const DeliverAdHoc&) const = default;
};
struct DeliverCode {  // to an address that somebody says is theirs
    std::int64_t code = 0;
    Means means{};       // phone, sms or email: how it goes
    std::string person;  // of the configuration
    bool operator==(const DeliverCode&) const = default;
};
struct OpenTicket {  // in a tracker of the configuration
    IncidentNumber incident;
    std::string tracker;
    int action = 0;  // the action item that it is for; 0: for the incident itself
    bool operator==(const OpenTicket&) const = default;
};
struct PushEntry {  // of the status page to another one, as it is when it leaves
    enum class What { entry, correction, states };
    What what{};
    std::string mirror;  // its name under Settings::mirrors
    std::string notice;
    int entry = 0;
    bool operator==(const PushEntry&) const = default;
};
struct MailSubscriber {  // an entry of the status page, or without one how to confirm the subscription
    std::int64_t subscriber = 0;
    std::string notice;
    int entry = 0;
    int tries = 0;  // that the mail server answered for this address with "later"
    bool operator==(const MailSubscriber&) const = default;
};
struct AskTicket {  // its tracker, whether it was closed
    IncidentNumber incident;
    int action = 0;
    std::string tracker;
    bool operator==(const AskTicket&) const = default;
};
struct AskBalance {  // a provider, what is left on the account
    std::string provider;
    bool operator==(const AskBalance&) const = default;
};
struct ExportPostMortem {  // as it is when it leaves
    IncidentNumber incident;
    std::string to;  // as in PostMortemCopy
    bool operator==(const ExportPostMortem&) const = default;
};
struct PostReport {  // of a month, as it is when it leaves
    std::chrono::year_month month;
    int months = 0;        // that its charts show
    bool preview = false;  // for whoever may change its action line
    std::string channel;   // or a user: a direct message
    MessageTs thread;      // may be empty
    UserId user;           // who asked: only they see it; empty: everybody there does
    std::string url;       // of the answer to them; empty: ephemeral in the channel
    bool replace = false;  // of the message that was answered
    bool operator==(const PostReport&) const = default;
};
struct Call {  // anything whose arguments are final
    std::string method;
    JsonText arguments;
    bool operator==(const Call&) const = default;
};

using Wish =
    std::variant<PostCard, EditCard, PostInRoom, EditInRoom, Post, Whisper, Respond, OpenView, UpdateView,
                 PublishHome, CreateRoom, FindRoom, ReadMessage, Call, DeliverPage, EditPage, EndPage,
                 SendText, SendMail, AskPage, AskReplies, DeliverAdHoc, DeliverCode, OpenTicket, AskTicket,
                 AskBalance, ExportPostMortem, PushEntry, MailSubscriber, PostReport>;

std::string write(const Wish& wish);                   // JSON
std::optional<Wish> read(const std::string& payload);  // nullopt: written by a newer version

}  // namespace tocsin::engine::outgoing
