#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/decide_learning.h"
#include "bot/core/refusal.h"
#include "bot/core/zone.h"

namespace tocsin {
namespace {

const ActionItem* find(const Incident& incident, int number) {
    const auto found = std::ranges::find(incident.actions, number, &ActionItem::number);
    return found == incident.actions.end() ? nullptr : &*found;
}

std::unexpected<Error> unknown(const Incident& incident, int number) {
    return fail(ErrorKind::not_found,
                fmt::format("{} has no action item {}. Nothing was changed.", name_of(incident), number));
}

const Actor& told(const Incident& incident, const Actor& owner) {
    return owner.is_somebody() ? owner : incident.lead;
}

// When business hours begin on the day that it is due, by the clock of whoever is told. A day that has begun
// needs no reminder: whoever sets it knows.
std::optional<Time> remind_at(const Incident& incident, const Actor& owner, const std::optional<Time>& due,
                              const Rules& rules, Time now) {
    if (!due) return std::nullopt;
    const auto* person = rules.person_of(told(incident, owner).user);
    const auto zone =
        Zone::load_or_utc(person != nullptr && !person->timezone.empty() ? person->timezone : rules.timezone);
    const auto day = std::chrono::floor<std::chrono::days>(due->time_since_epoch());
    const auto at = zone.first(WallSeconds(day) + std::chrono::minutes{rules.business_hours.from_minute});
    return at > now ? std::optional{at} : std::nullopt;
}

Expected<void> check_text(std::string_view text) {
    if (trim(text).empty())
        return invalid("What is to be done? /incident action P0 Increase the pool size @dana by Jan 22");
    if (utf16_length(text) > longest_action) {
        return invalid(
            fmt::format("An action item has at most {} characters. Nothing was changed.", longest_action));
    }
    return {};
}

}  // namespace

Learned decide_learning(const Incident& incident, const Facts& facts, const Actor&,
                        const command::AddAction& add, Time now) {
    if (auto fine = check_text(add.text); !fine) return std::unexpected(fine.error());
    const bool is_there =
        !add.message.empty() && std::ranges::any_of(incident.actions, [&](const ActionItem& item) {
            return item.channel == add.channel && item.message == add.message;
        });
    if (is_there) return std::vector<EventBody>{};
    if (incident.actions.size() >= most_actions) {
        return conflict(
            fmt::format("{} has {} action items, which is as many as one incident takes. Nothing "
                        "was added.",
                        name_of(incident), most_actions));
    }
    const int number = incident.actions.empty() ? 1 : incident.actions.back().number + 1;
    return std::vector<EventBody>{event::ActionAdded{
        number, add.priority, std::string(trim(add.text)), add.owner, add.due,
        remind_at(incident, add.owner, add.due, facts.rules, now), add.channel, add.message}};
}

Learned decide_learning(const Incident& incident, const Facts& facts, const Actor&,
                        const command::ChangeAction& change, Time now) {
    const auto* item = find(incident, change.action);
    if (item == nullptr) return unknown(incident, change.action);
    event::ActionChanged changed{item->number,
                                 change.priority.value_or(item->priority),
                                 std::string(trim(change.text.value_or(item->text))),
                                 change.owner.value_or(item->owner),
                                 change.no_due ? std::nullopt
                                 : change.due  ? change.due
                                               : item->due,
                                 item->remind_at};
    if (auto fine = check_text(changed.text); !fine) return std::unexpected(fine.error());
    const bool same_person =
        is_same(changed.owner, item->owner) || (!changed.owner.is_somebody() && !item->owner.is_somebody());
    if (changed.priority == item->priority && changed.text == item->text && same_person &&
        changed.due == item->due)
        return std::vector<EventBody>{};
    if (changed.due != item->due || !same_person)
        changed.remind_at = remind_at(incident, changed.owner, changed.due, facts.rules, now);
    return std::vector<EventBody>{changed};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::FinishAction& finish, Time) {
    const auto* item = find(incident, finish.action);
    if (item == nullptr) return unknown(incident, finish.action);
    if (item->done) return std::vector<EventBody>{};
    return std::vector<EventBody>{event::ActionDone{item->number}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::UnfinishAction& undo, Time) {
    const auto* item = find(incident, undo.action);
    if (item == nullptr) return unknown(incident, undo.action);
    if (!item->done) return std::vector<EventBody>{};
    return std::vector<EventBody>{event::ActionUndone{item->number}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&, const command::TellDueActions&,
                        Time now) {
    std::vector<EventBody> events;
    for (const auto& item : incident.actions) {
        if (!item.done && item.remind_at && *item.remind_at <= now)
            events.emplace_back(event::ActionDueTold{item.number, told(incident, item.owner)});
    }
    return events;
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::NoteActionTicket& note, Time) {
    const auto* item = find(incident, note.action);
    if (item == nullptr || item->ticket) return std::vector<EventBody>{};
    return std::vector<EventBody>{event::ActionTicketOpened{note.action, note.tracker, note.name, note.url}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::NoteActionTicketTrouble& note, Time) {
    const auto* item = find(incident, note.action);
    if (item == nullptr || item->ticket || item->ticket_trouble == note.reason)
        return std::vector<EventBody>{};
    return std::vector<EventBody>{event::ActionTicketRefused{note.action, note.tracker, note.reason}};
}

}  // namespace tocsin
