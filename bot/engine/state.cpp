#include "bot/engine/state.h"

#include <algorithm>

#include "bot/base/digest.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t view_key_bytes = 32;
constexpr std::size_t replica_bytes = 8;

}  // namespace

State::State(Settings given, templates::Catalog texts)
    : catalog(std::move(texts)),
      replica(random_token(replica_bytes)),
      view_key(random_token(view_key_bytes)) {
    change(std::move(given));
}

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
    settings.rules.people = configured_;
    on_call.contacts.clear();
    for (const auto& contacts : tx.all_contacts()) take(contacts);
}

void State::take(const Contacts& contacts) {
    on_call.contacts.insert_or_assign(contacts.person, contacts);
    std::erase_if(on_call.unreachable, [&](const auto& lost) { return lost.first == contacts.person; });
    reach(contacts.person);
}

void State::reach(const PersonId& id) {
    const auto configured = configured_.find(id);
    const auto own = on_call.contacts.find(id);
    if (configured == configured_.end() || own == on_call.contacts.end()) return;
    auto& person = settings.rules.people.at(id);
    person = reached_at(configured->second, own->second);
    const auto& none = own->second.no_texts;
    if (none && none->number == person.phone) on_call.unreachable.insert({id, Means::sms});
    // The configuration may name another account by now.
    const auto account = users.find(person.slack);
    const bool has_account = account != users.end() && !account->second.deactivated;
    if (own->second.left_slack && !has_account) on_call.unreachable.insert({id, Means::slack});
}

void State::all_or_nothing(const std::function<void()>& work) {
    const auto going = going_out.size();
    const auto happened = measured.happened.size();
    try {
        work();
    } catch (...) {
        going_out.resize(std::min(going, going_out.size()));
        measured.happened.resize(happened);
        throw;
    }
}

void State::load_overrides(storage::Tx& tx) {
    overrides_ = overrides_of(tx.rota_changes(RotaChange::State::agreed));
    auto unreachable = std::move(on_call.unreachable);
    make_on_call();
    on_call.unreachable = std::move(unreachable);
}

void State::change(Settings given) {
    settings = std::move(given);
    configured_ = settings.rules.people;
    make_on_call();
    for (const auto& [id, contacts] : on_call.contacts) reach(id);
}

// Who was found to be unreachable is tried again: their number may be another one now.
void State::make_on_call() {
    OnCall fresh(settings.rules, overrides_);
    fresh.groups = std::move(on_call.groups);
    fresh.contacts = std::move(on_call.contacts);
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
