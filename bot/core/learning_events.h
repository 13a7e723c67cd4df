// Facts of what is learned from an incident: action items, and the post-mortem with the times it corrects.
// The rest of the timeline is event.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/action_item.h"
#include "bot/core/post_mortem.h"

namespace tocsin {

struct SectionText {
    PostMortemSection section{};
    std::string text;
    bool operator==(const SectionText&) const = default;
};

struct CorrectedTime {
    Milestone milestone{};
    std::optional<Time> from;
    Time to;
    bool operator==(const CorrectedTime&) const = default;
};

namespace event {

struct ActionAdded {
    static constexpr std::string_view kind = "action_added";
    int action = 0;  // its number within the incident
    ActionPriority priority{};
    std::string text;
    Actor owner;
    std::optional<Time> due;
    std::optional<Time> remind_at;
    ChannelId channel;  // of the message it was made from; empty: of none
    MessageTs message;
    bool operator==(const ActionAdded&) const = default;
};
struct ActionChanged {  // as it is from now on
    static constexpr std::string_view kind = "action_changed";
    int action = 0;
    ActionPriority priority{};
    std::string text;
    Actor owner;
    std::optional<Time> due;
    std::optional<Time> remind_at;
    bool operator==(const ActionChanged&) const = default;
};
struct ActionDone {
    static constexpr std::string_view kind = "action_done";
    int action = 0;
    bool operator==(const ActionDone&) const = default;
};
struct ActionUndone {
    static constexpr std::string_view kind = "action_undone";
    int action = 0;
    bool operator==(const ActionUndone&) const = default;
};
struct ActionDueTold {  // whoever has to know was told that it is due today
    static constexpr std::string_view kind = "action_due_told";
    int action = 0;
    Actor to;
    bool operator==(const ActionDueTold&) const = default;
};
struct ActionTicketOpened {  // by the tracker
    static constexpr std::string_view kind = "action_ticket_opened";
    int action = 0;
    std::string tracker;
    std::string name;  // example/api#123
    std::string url;
    bool operator==(const ActionTicketOpened&) const = default;
};
struct ActionTicketRefused {  // for now: it is tried again
    static constexpr std::string_view kind = "action_ticket_refused";
    int action = 0;
    std::string tracker;
    std::string reason;  // a sentence
    bool operator==(const ActionTicketRefused&) const = default;
};
struct PostMortemShown {  // in the war room, once more
    static constexpr std::string_view kind = "post_mortem_shown";
    bool operator==(const PostMortemShown&) const = default;
};
struct PostMortemClaimed {  // by the actor
    static constexpr std::string_view kind = "post_mortem_claimed";
    Actor from;  // empty: nobody owned it
    bool operator==(const PostMortemClaimed&) const = default;
};
struct PostMortemWritten {
    static constexpr std::string_view kind = "post_mortem_written";
    std::vector<SectionText> sections;  // those that changed
    bool no_action_needed = false;
    bool operator==(const PostMortemWritten&) const = default;
};
struct PostMortemReminded {
    static constexpr std::string_view kind = "post_mortem_reminded";
    int reminder = 0;  // 1, 2, 3 … since the resolution
    Actor owner;
    UserId manager;  // who is told too; empty: nobody
    bool operator==(const PostMortemReminded&) const = default;
};
struct PostMortemPutOff {  // no reminder before
    static constexpr std::string_view kind = "post_mortem_put_off";
    Time until;
    bool operator==(const PostMortemPutOff&) const = default;
};
struct PostMortemHelpAsked {
    static constexpr std::string_view kind = "post_mortem_help_asked";
    Actor of;
    bool operator==(const PostMortemHelpAsked&) const = default;
};
struct PostMortemPublished {
    static constexpr std::string_view kind = "post_mortem_published";
    std::vector<std::string> missing;  // half sentences; published all the same
    bool operator==(const PostMortemPublished&) const = default;
};
struct PostMortemSkipped {
    static constexpr std::string_view kind = "post_mortem_skipped";
    std::string reason;
    bool operator==(const PostMortemSkipped&) const = default;
};
struct PostMortemCopied {  // to a place outside of Slack
    static constexpr std::string_view kind = "post_mortem_copied";
    std::string to;   // the tracker whose repository holds it, or the webhook
    std::string url;  // of the file; empty: it has none that is known
    bool operator==(const PostMortemCopied&) const = default;
};
struct PostMortemCopyRefused {  // for now: it is tried again
    static constexpr std::string_view kind = "post_mortem_copy_refused";
    std::string to;
    std::string reason;  // a sentence
    bool operator==(const PostMortemCopyRefused&) const = default;
};
struct TimesCorrected {
    static constexpr std::string_view kind = "times_corrected";
    std::vector<CorrectedTime> times;
    bool operator==(const TimesCorrected&) const = default;
};

}  // namespace event
}  // namespace tocsin
