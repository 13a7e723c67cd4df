#include "bot/core/learning_effects.h"

namespace tocsin {
namespace {

using Effects = std::vector<Effect>;
using Audience = Tell::Audience;

Tell thread() {
    return {Audience::thread, UserId{}, ""};
}
Tell everybody() {
    return {Audience::thread_and_channel, UserId{}, ""};
}

void tell(Effects& effects, const UserId& user, std::string name = {}) {
    if (!user.empty()) effects.emplace_back(Tell{Audience::direct, user, std::move(name)});
}

// The message that shows it follows, and so does a copy of a published one.
Effects with_post_mortem(Effects effects, const Incident& after) {
    if (after.resolution && after.post_mortem.shown)
        effects.emplace_back(Edit{std::string(post_mortem_message_name)});
    return effects;
}
Effects with_copy(Effects effects, const Incident& after) {
    if (after.post_mortem.published) effects.emplace_back(CopyPostMortem{});
    return with_post_mortem(std::move(effects), after);
}

}  // namespace

Effects learning_effects(const Event&, const Incident& after, const event::ActionAdded& added) {
    return with_copy({thread(), OpenActionTicket{added.action}}, after);
}
Effects learning_effects(const Event&, const Incident& after, const event::ActionChanged&) {
    return with_copy({thread()}, after);
}
Effects learning_effects(const Event&, const Incident& after, const event::ActionDone&) {
    return with_copy({thread()}, after);
}
Effects learning_effects(const Event&, const Incident& after, const event::ActionUndone&) {
    return with_copy({thread()}, after);
}
Effects learning_effects(const Event&, const Incident&, const event::ActionDueTold& told) {
    Effects effects;
    tell(effects, told.to.user);
    return effects;
}
Effects learning_effects(const Event&, const Incident&, const event::ActionTicketOpened&) {
    return {};
}
Effects learning_effects(const Event&, const Incident&, const event::ActionTicketRefused&) {
    return {thread()};
}

Effects learning_effects(const Event&, const Incident&, const event::PostMortemShown&) {
    return {ShowPostMortem{}};
}
Effects learning_effects(const Event&, const Incident& after, const event::PostMortemClaimed&) {
    return with_post_mortem({thread()}, after);
}
Effects learning_effects(const Event&, const Incident& after, const event::PostMortemWritten&) {
    return with_copy({}, after);
}
Effects learning_effects(const Event&, const Incident&, const event::PostMortemReminded& reminded) {
    Effects effects;
    tell(effects, reminded.owner.user);
    if (reminded.manager != reminded.owner.user) tell(effects, reminded.manager, "manager");
    return effects;
}
Effects learning_effects(const Event&, const Incident&, const event::PostMortemPutOff&) {
    return {};
}
Effects learning_effects(const Event&, const Incident&, const event::PostMortemHelpAsked& asked) {
    Effects effects;
    tell(effects, asked.of.user);
    return effects;
}
Effects learning_effects(const Event&, const Incident& after, const event::PostMortemPublished&) {
    return with_copy({everybody()}, after);
}
Effects learning_effects(const Event&, const Incident& after, const event::PostMortemSkipped&) {
    return with_post_mortem({thread()}, after);
}
Effects learning_effects(const Event&, const Incident&, const event::PostMortemCopied&) {
    return {thread()};
}
Effects learning_effects(const Event&, const Incident&, const event::PostMortemCopyRefused&) {
    return {thread()};
}
Effects learning_effects(const Event&, const Incident& after, const event::TimesCorrected&) {
    return with_copy({}, after);
}

}  // namespace tocsin
