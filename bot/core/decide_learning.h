// What may be done about action items and the post-mortem of an incident; one overload for each command.
// decide() in decide.h is the door; who may is permissions.h.
#pragma once

#include "bot/core/decide.h"

namespace tocsin {

using Learned = Expected<std::vector<EventBody>>;

Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::AddAction&, Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::ChangeAction&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::FinishAction&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::UnfinishAction&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::TellDueActions&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::NoteActionTicket&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by,
                        const command::NoteActionTicketTrouble&, Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::ShowPostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::ClaimPostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::WritePostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::RemindOfPostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::PutOffPostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::AskForHelp&, Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::PublishPostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::SkipPostMortem&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::NotePostMortemCopy&,
                        Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by,
                        const command::NotePostMortemCopyTrouble&, Time now);
Learned decide_learning(const Incident&, const Facts&, const Actor& by, const command::CorrectTimes&,
                        Time now);

inline constexpr std::size_t most_actions = 100;        // of one incident
inline constexpr std::size_t longest_action = 500;      // UTF-16 units
inline constexpr std::size_t longest_section = 20'000;  // UTF-16 units

}  // namespace tocsin
