#include "bot/app/invariants.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/core/decide.h"
#include "bot/engine/outbox.h"

namespace tocsin::app {
namespace {

using config::scenario::Conduct;

constexpr std::size_t most_told = 10;
constexpr int most_incidents = 10'000;
constexpr Duration latest_level = 1s;
constexpr Duration latest_first_page = 15s;
constexpr Duration a_lease = engine::lease_time;
constexpr Duration least_step = 1s;       // of the clock, that is followed
constexpr Duration longest_wait = 15min;  // of a page that a provider would take

}  // namespace

void Invariants::violated(std::string sentence) {
    if (std::ranges::find(violations_, sentence) != violations_.end()) return;
    if (violations_.size() < most_told) violations_.push_back(std::move(sentence));
}

void Invariants::answered(const engine::Answered& answer, const std::vector<Alert>& alerts) {
    if (answer.answer.status < 200 || answer.answer.status >= 300) return;
    for (const auto& alert : alerts) accepted_alerts_.emplace_back(alert.source, alert.key);
}

void Invariants::clock_stepped(Time before, Duration by) {
    steps_.insert(steps_.end(), {before, before + by});
    ahead_ += by;
    for (auto& each : interruptions_) each.from += by, each.until += by;
    for (auto& [row, lease] : leases_) lease.until += by;
}

void Invariants::leaves(storage::Tx& tx, const engine::Departure& departure, Time now,
                        const std::optional<TakenPage>& page) {
    const auto found = leases_.find(departure.id);
    if (found != leases_.end() && found->second.token != departure.token && now < found->second.until)
        violated(fmt::format("I7: row {} of the outbox leaves twice at once", departure.id.value()));
    leases_[departure.id] = {departure.token, now + a_lease};
    const auto incident = page ? tx.incident(page->incident) : std::nullopt;
    if (!incident) return;
    follow(tx, *incident);
    // After an answer only what was asked for later is wanted: by raising, reassigning or escalating.
    const bool is_wanted =
        is_unanswered(incident->state) ||
        (is_open(incident->state) && page->page > known_.at(incident->number).answered_before);
    if (!is_wanted)
        violated(fmt::format("I4: a page of {} leaves that nobody wants any more", name_of(*incident)));
}

void Invariants::comes_back(const engine::SendFinished& result) {
    const auto found = leases_.find(result.id);
    if (found != leases_.end() && found->second.token == result.token) leases_.erase(found);
}

void Invariants::goes_out(std::string_view text) {
    for (const auto& secret : secrets_) {
        if (text.contains(secret)) violated("I10: a secret of the configuration goes out");
    }
}

void Invariants::look(storage::Tx& tx, const std::vector<Incident>& rows) {
    if (static_cast<int>(rows.size()) < declared_) violated("I1: an incident that was declared is lost");
    for (const auto& row : rows) {
        const auto known = known_.find(row.number);
        if (known == known_.end() || known->second.incident != row) follow(tx, row);
    }
    for (const auto& [source, key] : accepted_alerts_) {
        const auto record = tx.alert(source, key);
        const bool opens = record && !record->rule.empty() && record->firing() && !record->holds_since;
        if (!record || (opens && record->incident.value() == 0))
            violated(fmt::format("I1: the alert {} of {} was accepted and is lost", key, source));
    }
    check_timers(tx, rows);
    check_repeats();
}

// I8, and along the way what is true of each event.
void Invariants::follow(storage::Tx& tx, const Incident& row) {
    auto& followed = known_[row.number];
    auto& folded = followed.incident;
    folded.number = row.number;
    for (const auto& event : tx.timeline(row.number)) {
        if (event.sequence <= folded.revision) continue;
        check_due(followed, event);
        const auto* moved = std::get_if<event::PageMoved>(&event.body);
        if (moved != nullptr && moved->to == PageState::sent) {
            const auto* page = page_of(folded, moved->page);
            // A text that names other pages too is their answer as well; it has an ID for its own alone.
            const auto& id = moved->provider_id;
            const auto first = sent_.try_emplace({row.number, moved->page}, id).first;
            if (first->second.empty()) first->second = id;
            if (!id.empty() && first->second != id)
                violated(fmt::format("I7: two answers count for page {} of {}", moved->page, name_of(row)));
            if (page != nullptr) check_first_page(followed, *page, event.at);
        }
        const auto pages_before = static_cast<int>(folded.paging.pages.size());
        if (std::holds_alternative<event::Acknowledged>(event.body)) followed.answered_before = pages_before;
        const auto due = folded.paging.next_due;
        folded = apply(std::move(folded), event);
        if (folded.paging.next_due != due && !std::holds_alternative<event::ClockStepped>(event.body))
            keep_due(followed);
        if (std::holds_alternative<event::Paged>(event.body) && pages_before == 0 &&
            folded.severity == Severity::sev1 && event.at == folded.declared)
            followed.declared_with = static_cast<int>(folded.paging.pages.size());
    }
    if (folded != row) violated(fmt::format("I8: folding {} gives another row", name_of(row)));
    // A severity without a policy pages once.
    const bool pages_once = row.paging.plan.policy.empty() && row.paging.level > 0;
    const bool goes_on = row.paging.next_due || row.paging.ended || pages_once;
    if (is_unanswered(row.state) && !goes_on) violated(fmt::format("I2: {} waits for nothing", name_of(row)));
}

// When the next level is due by a clock that nobody sets; what waits for business hours follows the one on
// the wall.
void Invariants::keep_due(Followed& followed) const {
    const auto& incident = followed.incident;
    const auto& paging = incident.paging;
    const bool waits_for_opening =
        incident.state == State::waiting || (paging.plan.business_hours && paging.level == 0);
    followed.truly_due.reset();
    if (paging.next_due && !waits_for_opening) followed.truly_due = *paging.next_due - ahead_;
}

// I6, and that nothing which is due waits while the process is up.
void Invariants::check_due(const Followed& followed, const Event& event) {
    const auto& before = followed.incident;
    const auto* paged = std::get_if<event::Paged>(&event.body);
    if (paged == nullptr) return;
    const bool moves =
        paged->next_due != before.paging.next_due || paged->again_due != before.paging.again_due;
    if (paged->cause == PageCause::besides && moves)
        violated(fmt::format("I6: providers that fail move the levels of {}", name_of(before)));
    const auto& due = paged->cause == PageCause::level   ? before.paging.next_due
                      : paged->cause == PageCause::again ? before.paging.again_due
                                                         : std::nullopt;
    if (!due) {
        if (paged->cause == PageCause::level)
            violated(fmt::format("I6: a level of {} fires that is not due", name_of(before)));
        return;
    }
    const auto& levels = before.paging.plan.levels;
    const auto place = static_cast<std::size_t>(paged->level) - 1;
    if (paged->cause == PageCause::level && paged->next_due && place < levels.size() &&
        *paged->next_due != *due + levels[place].timeout)
        violated(fmt::format("I6: the next level of {} does not count from when this one was due",
                             name_of(before)));
    const auto truly = paged->cause == PageCause::level ? followed.truly_due : std::nullopt;
    if (truly && event.at - ahead_ < *truly - least_step)
        violated(fmt::format("I6: a level of {} fires early by a step of the clock", name_of(before)));
    if (truly && *due - ahead_ > *truly + least_step)
        violated(fmt::format("I6: a level of {} is put off by a step of the clock", name_of(before)));
    if (event.at < *due) violated(fmt::format("I6: a level of {} fires early", name_of(before)));
    auto may_fire = *due;
    for (const auto& by : interruptions_) {
        if (by.until >= *due) may_fire = std::max(may_fire, by.until);
    }
    if (event.at > may_fire + latest_level)
        violated(fmt::format("I6: a level of {} fires {} s late", name_of(before),
                             std::chrono::floor<std::chrono::seconds>(event.at - *due).count()));
}

// A provider for these means that was well for all the time.
bool Invariants::one_worked(const Page& page, Time until) const {
    const auto worked = [&](std::string_view provider) {
        return std::ranges::none_of(outside_.troubles(), [&](const Trouble& trouble) {
            const bool is_meant = trouble.provider.empty() || trouble.provider == provider;
            return is_meant && trouble.does != Conduct::works && trouble.does != Conduct::repeats &&
                   trouble.from <= until && trouble.until >= page.queued;
        });
    };
    if (page.means == Means::slack) return worked("slack");
    return std::ranges::any_of(outside_.registry().providers_for(page.means),
                               [&](const auto& channel) { return worked(channel->provider()); });
}

// I9. Of a SEV 1: what is less may wait for a pause between two calls.
void Invariants::check_first_page(const Followed& followed, const Page& page, Time sent) {
    if (followed.incident.severity != Severity::sev1 || page.number > followed.declared_with) return;
    if (page.means == Means::slack || !one_worked(page, sent)) return;
    // What was measured over a step of the clock is no duration.
    if (std::ranges::any_of(steps_, [&](Time at) { return at >= page.queued && at <= sent; })) return;
    auto allowed = latest_first_page;
    for (const auto& by : interruptions_) {
        if (by.until < page.queued || by.from > sent) continue;
        allowed += by.until - by.from + a_lease;
    }
    if (sent - page.queued > allowed)
        violated(fmt::format("I9: the first page of {} was out after {} s only", name_of(followed.incident),
                             std::chrono::floor<std::chrono::seconds>(sent - page.queued).count()));
}

// I2: what an incident needs is set, and nothing else.
void Invariants::check_timers(storage::Tx& tx, const std::vector<Incident>& rows) {
    std::set<std::pair<std::string, Time>> wanted, kept;
    const auto counts = [](std::string_view key) {
        return key.starts_with("escalate/") || key.starts_with("again/");
    };
    for (const auto& row : rows) {
        if (!is_open(row.state)) continue;
        for (const auto& wish : timers_of(row, rules_)) {
            if (counts(wish.key)) wanted.emplace(wish.key, wish.due);
        }
    }
    for (const auto* prefix : {"escalate/", "again/"}) {
        for (const auto& timer : tx.timers_with_prefix(prefix)) kept.emplace(timer.key, timer.due);
    }
    if (wanted != kept) violated("I2: the timers are not those that the incidents need");
}

// I5: a request may have arrived when its answer was lost, and when the process was killed.
void Invariants::check_repeats() {
    for (const auto& [key, times] : outside_.all_taken()) {
        if (times > 1 + crashes_ + outside_.lost(key))
            violated(fmt::format("I5: page {} went out {} times", key, times));
    }
}

// I3.
void Invariants::look_at_the_end(storage::Tx& tx) {
    const auto rows = tx.incidents(storage::ListFilter::all, most_incidents);
    look(tx, rows);
    for (const auto& row : rows) {
        if (!is_open(row.state)) continue;  // what is still queued there never leaves
        for (const auto& page : row.paging.pages) {
            if (page.state != PageState::queued || tx.now() - page.queued < longest_wait) continue;
            Page lately = page;
            lately.queued = std::max(page.queued, tx.now() - longest_wait);
            if (one_worked(lately, tx.now()))
                violated(fmt::format("I3: page {} of {} hangs", page.number, name_of(row)));
        }
    }
}

}  // namespace tocsin::app
