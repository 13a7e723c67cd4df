#include "bot/engine/overrides.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/engine/shifts.h"
#include "templates/rota_messages.h"

namespace tocsin::engine {
namespace {

std::string timer_key(const RotaChange& change) {
    return fmt::format("cover/{}", change.id.value());
}

// Whoever is on call in the span of the first cover, as things are now.
std::vector<PersonId> on_call_in(const Workbench& bench, const Cover& cover) {
    std::vector<PersonId> people;
    const auto* rota = bench.on_call().rota(cover.schedule);
    if (rota == nullptr) return people;
    for (const auto& shift : rota->coverage(cover.start, cover.end).shifts) {
        if (std::ranges::find(people, shift.person) == people.end()) people.push_back(shift.person);
    }
    return people;
}

// Those who did not ask and did not answer, and whose shift it was.
void tell_relieved(Workbench& bench, const RotaChange& change, const std::vector<PersonId>& was) {
    for (const auto& id : was) {
        const auto person = bench.rules().people.find(id);
        if (person == bench.rules().people.end()) continue;
        const auto who = actor_of(person->second);
        if (is_same(who, change.by) || is_same(who, change.of)) continue;
        const auto still = on_call_in(bench, change.covers.front());
        if (std::ranges::find(still, id) != still.end() && change.covers.front().from != id) continue;
        bench.tell(who.user, templates::cover_relieved(change, bench.render()));
    }
}

void announce(Workbench& bench, slack::Message message) {
    bench.send(outgoing::Post{bench.state().incidents_channel(), {}, std::move(message)},
               storage::Priority::update);
}

void tell_of(Workbench& bench, const RotaChange& change, const std::vector<PersonId>& was) {
    const auto& context = bench.render();
    switch (change.state) {
        case RotaChange::State::asked:
            bench.tell(change.of.user, templates::cover_request(change, context));
            return;
        case RotaChange::State::declined:
        case RotaChange::State::unanswered:
            bench.tell(change.by.user, templates::cover_settled(change, context));
            return;
        case RotaChange::State::withdrawn:
            bench.tell(change.of.user, templates::cover_withdrawn(change, context));
            return;
        case RotaChange::State::agreed:
            break;
    }
    announce(bench, templates::cover_line(change, was, context));
    if (change.ended) {
        for (const auto& who : {change.by, change.of}) {
            if (!is_same(who, change.ended_by)) bench.tell(who.user, templates::cover_ended(change, context));
        }
        return;
    }
    if (change.of.is_somebody()) bench.tell(change.by.user, templates::cover_settled(change, context));
    bench.tell(change.of.user, templates::cover_taken(change, context));
    tell_relieved(bench, change, was);
}

}  // namespace

RotaChange record_change(Workbench& bench, RotaChange change) {
    if (change.id == RotaChangeId{}) {
        change.id = bench.tx().add_rota_change(change);
    } else {
        bench.tx().save(change);
    }
    if (change.state == RotaChange::State::asked) {
        bench.tx().set_timer({timer_key(change), answer_due(change), "duty", "", 0});
    } else {
        bench.tx().cancel_timer(timer_key(change));
    }
    const auto was = on_call_in(bench, change.covers.front());
    if (change.state == RotaChange::State::agreed) bench.state().load_overrides(bench.tx());
    tell_of(bench, change, was);
    if (change.state == RotaChange::State::agreed) {
        plan_shifts(bench);
        bench.refresh_homes();
    }
    return change;
}

void fire_cover_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    const auto change = bench.tx().rota_change(RotaChangeId{number_in(timer)});
    if (!change) return;
    if (auto lapsed = lapse(*change, bench.now())) record_change(bench, *std::move(lapsed));
}

}  // namespace tocsin::engine
