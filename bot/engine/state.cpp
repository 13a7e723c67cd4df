#include "bot/engine/state.h"

namespace tocsin::engine {

void State::load(storage::Tx& tx) {
    workspace.url = tx.note("slack/url").value_or("");
    workspace.bot_user = UserId{tx.note("slack/bot_user").value_or("")};
    workspace.bot_id = tx.note("slack/bot_id").value_or("");
    workspace.classic_only = tx.note("slack/classic_only").has_value();
    // A configuration that names another channel makes the remembered ID worthless.
    if (tx.note("slack/channel_name").value_or("") == settings.channel) {
        workspace.incidents = ChannelId{tx.note("slack/channel").value_or("")};
    }
    load_overrides(tx);
}

void State::load_overrides(storage::Tx& tx) {
    overrides_ = overrides_of(tx.rota_changes(RotaChange::State::agreed));
    auto unreachable = std::move(on_call.unreachable);
    make_on_call();
    on_call.unreachable = std::move(unreachable);
}

void State::change(Settings given) {
    settings = std::move(given);
    make_on_call();
}

// Who was found to be unreachable is tried again: their number may be another one now.
void State::make_on_call() {
    OnCall fresh(settings.rules, overrides_);
    fresh.groups = std::move(on_call.groups);
    fresh.provided = settings.channels.carried();
    on_call = std::move(fresh);
}

SlackUser State::user(const UserId& id) const {
    const auto found = users.find(id);
    SlackUser known =
        found == users.end() ? SlackUser{id, id.str(), "UTC", false, false, false} : found->second;
    if (const auto* person = settings.rules.person_of(id)) {
        known.name = person->name;
        if (!person->timezone.empty()) known.timezone = person->timezone;
    }
    return known;
}

std::string State::incidents_channel() const {
    if (!workspace.incidents.empty()) return workspace.incidents.str();
    const auto& name = settings.channel;
    const bool is_id = name.size() > 8 && (name[0] == 'C' || name[0] == 'G') &&
                       name.find('-') == std::string::npos &&
                       name.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    return is_id ? name : "#" + name;
}

}  // namespace tocsin::engine
