// What people and timers want of an incident's action items and its post-mortem. What follows from it is
// decided in decide_learning.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/learning_events.h"

namespace tocsin::command {

struct AddAction {
    ActionPriority priority = ActionPriority::p1;
    std::string text;
    Actor owner;
    std::optional<Time> due;
    ChannelId channel;  // of the message it is made from; empty: of none
    MessageTs message;
    bool operator==(const AddAction&) const = default;
};
struct ChangeAction {  // what is none stays
    int action = 0;
    std::optional<ActionPriority> priority;
    std::optional<std::string> text;
    std::optional<Actor> owner;
    std::optional<Time> due;
    bool no_due = false;  // takes the day off
    bool operator==(const ChangeAction&) const = default;
};
struct FinishAction {
    int action = 0;
    bool operator==(const FinishAction&) const = default;
};
struct UnfinishAction {
    int action = 0;
    bool operator==(const UnfinishAction&) const = default;
};
struct TellDueActions {  // the timer `action/…` is due
    bool operator==(const TellDueActions&) const = default;
};
struct NoteActionTicket {  // that the tracker has it
    int action = 0;
    std::string tracker;
    std::string name;
    std::string url;
    bool operator==(const NoteActionTicket&) const = default;
};
struct NoteActionTicketTrouble {
    int action = 0;
    std::string tracker;
    std::string reason;  // a sentence
    bool operator==(const NoteActionTicketTrouble&) const = default;
};
struct ShowPostMortem {  // in the war room, once more
    bool operator==(const ShowPostMortem&) const = default;
};
struct ClaimPostMortem {
    bool operator==(const ClaimPostMortem&) const = default;
};
struct WritePostMortem {
    int base = 0;                       // the incident's revision that the writer had read
    std::vector<SectionText> sections;  // only those that the writer changed
    bool no_action_needed = false;
    bool operator==(const WritePostMortem&) const = default;
};
struct RemindOfPostMortem {  // the timer `post_mortem/…` is due
    bool operator==(const RemindOfPostMortem&) const = default;
};
struct PutOffPostMortem {  // to the next business day
    bool operator==(const PutOffPostMortem&) const = default;
};
struct AskForHelp {  // with the post-mortem
    Actor of;
    bool operator==(const AskForHelp&) const = default;
};
struct PublishPostMortem {
    bool as_it_is = false;  // whatever is missing
    bool operator==(const PublishPostMortem&) const = default;
};
struct SkipPostMortem {
    std::string reason;
    bool operator==(const SkipPostMortem&) const = default;
};
struct NotePostMortemCopy {
    std::string to;
    std::string url;
    bool operator==(const NotePostMortemCopy&) const = default;
};
struct NotePostMortemCopyTrouble {
    std::string to;
    std::string reason;  // a sentence
    bool operator==(const NotePostMortemCopyTrouble&) const = default;
};
struct CorrectTimes {
    std::vector<CorrectedTime> times;  // `from` is filled in
    bool operator==(const CorrectTimes&) const = default;
};

}  // namespace tocsin::command
