// Who learns of facts about action items and the post-mortem; the part of effects_of() in decide.h that they
// are.
#pragma once

#include "bot/core/decide.h"

namespace tocsin {

std::vector<Effect> learning_effects(const Event& event, const Incident& after, const event::ActionAdded&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after, const event::ActionChanged&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after, const event::ActionDone&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after, const event::ActionUndone&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after, const event::ActionDueTold&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::ActionTicketOpened&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::ActionTicketRefused&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemShown&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemClaimed&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemWritten&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemReminded&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemPutOff&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemHelpAsked&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemPublished&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemSkipped&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemCopied&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after,
                                     const event::PostMortemCopyRefused&);
std::vector<Effect> learning_effects(const Event& event, const Incident& after, const event::TimesCorrected&);

// The name of the post-mortem among the incident's messages.
inline constexpr std::string_view post_mortem_message_name = "post_mortem";

}  // namespace tocsin
