#include "bot/engine/pushes.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/log.h"
#include "bot/core/public_history.h"
#include "bot/engine/measuring.h"
#include "bot/engine/pace.h"
#include "templates/status_page_messages.h"

namespace tocsin::engine {
namespace {

using What = outgoing::PushEntry::What;

constexpr std::string_view look_up = "lookup";
constexpr Duration components_are_fresh_for = 10min;
constexpr int most_component_pages = 20;
constexpr int told_after_tries = 4;  // about six minutes
constexpr int most_notices = 500;    // that say something of a component

const mirrors::Mirror* mirror_of(Workbench& bench, const std::string& name) {
    const auto found = bench.settings().mirrors.find(name);
    return found == bench.settings().mirrors.end() ? nullptr : found->second.get();
}

// To the thread of the incident that the notice is about, else to everybody.
void tell(Workbench& bench, const PublicNotice& notice, slack::Message message) {
    if (notice.incident != IncidentNumber{}) {
        bench.send(outgoing::PostInRoom{notice.incident, std::move(message), false, "", {}},
                   storage::Priority::update);
    } else {
        bench.send(outgoing::Post{bench.state().incidents_channel(), {}, std::move(message)},
                   storage::Priority::update);
    }
}

std::string trouble_key(const outgoing::PushEntry& wish) {
    return fmt::format("push/{}/trouble", wish.mirror);
}

// Of what is refused although the page works.
std::string trouble_key_of_notice(const outgoing::PushEntry& wish) {
    return fmt::format("push/{}/trouble/{}", wish.mirror, wish.notice);
}

// Once, until it works again.
void note_trouble(Workbench& bench, const mirrors::Mirror& mirror, const outgoing::PushEntry& wish,
                  const PublicNotice& notice, const std::string& reason, const std::string& key) {
    log::warn("another status page takes no entry", {{"mirror", wish.mirror}, {"reason", reason}});
    if (bench.tx().note(key)) return;
    bench.tx().set_note(key, reason);
    tell(bench, notice, templates::push_refused_message(mirror.product(), reason, bench.render()));
}

void note_success(Workbench& bench, const mirrors::Mirror& mirror, const outgoing::PushEntry& wish,
                  const PublicNotice& notice) {
    bool was_told = false;
    for (const auto& key : {trouble_key(wish), trouble_key_of_notice(wish)}) {
        if (!bench.tx().note(key)) continue;
        bench.tx().forget_note(key);
        was_told = true;
    }
    if (was_told) tell(bench, notice, templates::push_works_message(mirror.product(), bench.render()));
}

// Once for each, for its state is missing there.
void note_unknown_components(Workbench& bench, const mirrors::Mirror& mirror, const outgoing::PushEntry& wish,
                             const mirrors::Entry& entry) {
    for (const auto& [component, state] : entry.states) {
        const auto key = fmt::format("push/{}/unknown/{}", wish.mirror, component);
        if (entry.components.contains(component)) {
            bench.tx().forget_note(key);
        } else if (!bench.tx().note(key)) {
            bench.tx().set_note(key, "told");
            tell(bench, entry.notice,
                 templates::push_lacks_component_message(mirror.product(), component, bench.render()));
        }
    }
}

ComponentStates states_now(Workbench& bench, const PublicNotice& notice) {
    ComponentStates states;
    const auto notices = bench.tx().public_notices(bench.now(), most_notices);
    for (const auto& entry : notice.entries)
        for (const auto& [component, state] : entry.components)
            states[component] = state_of(component, notices, bench.now());
    return states;
}

// nullopt: there is no such entry.
std::optional<mirrors::Entry> entry_for(Workbench& bench, const outgoing::PushEntry& wish) {
    const NoticeId id{wish.notice};
    auto notice = bench.tx().public_notice(id);
    if (!notice) return std::nullopt;
    if (std::ranges::find(notice->entries, wish.entry, &PublicEntry::number) == notice->entries.end())
        return std::nullopt;
    mirrors::Entry entry;
    entry.states = states_now(bench, *notice);
    entry.notice = *std::move(notice);
    entry.number = wish.entry;
    entry.components = bench.state().mirrors[wish.mirror].components;
    entry.known = bench.tx().pushed(wish.mirror, id);
    return entry;
}

// Of an announcement that comes when all of it is over nobody has anything.
bool comes_too_late(Workbench& bench, const mirrors::Entry& entry) {
    return is_maintenance(entry.notice) && !entry.known.contains(0) && is_over(entry.notice, bench.now());
}

bool is_wanted(Workbench& bench, const outgoing::PushEntry& wish, const mirrors::Entry& entry) {
    if (wish.what == What::entry) return !entry.known.contains(entry.number) && !comes_too_late(bench, entry);
    return entry.known.contains(0) && entry.known.contains(entry.number);
}

bool is_fresh(const MirrorMemory& memory, Time now) {
    return memory.read + components_are_fresh_for > now;
}

bool needs_components(Workbench& bench, const outgoing::PushEntry& wish, const mirrors::Entry& entry) {
    const auto& memory = bench.state().mirrors[wish.mirror];
    if (entry.states.empty() || is_fresh(memory, bench.now())) return false;
    return memory.read == Time{} || !std::ranges::all_of(entry.states, [&](const auto& said) {
               return memory.components.contains(said.first);
           });
}

bool lacks_its_id(const mirrors::Entry& entry) {
    const auto known = entry.known.find(entry.number);
    return known == entry.known.end() || known->second.empty();
}

Ready ready(channels::HttpRequest request, const mirrors::Mirror& mirror, std::string_view purpose) {
    return {channels::Request(std::move(request)),
            fmt::format("push/{}", mirror.kind()),
            "",
            std::string(purpose),
            {}};
}

std::string purpose_of(int page) {
    return fmt::format("components/{}", page);
}

bool is_for_components(const UnderWay& under_way) {
    return under_way.purpose.starts_with("components/");
}

struct Take {
    Workbench& bench;
    const UnderWay& under_way;
    const outgoing::PushEntry& wish;
    const mirrors::Mirror& mirror;
    const mirrors::Entry& entry;
    int status;  // of the answer

    using Next = std::optional<TryAgain>;

    bool made() const { return under_way.purpose.empty() && wish.what == What::entry; }
    bool may_be_there() const { return under_way.row.outcome_unknown; }
    // It was deleted there, or there is something in it that the page does not take.
    bool is_about_notice() const {
        if (is_for_components(under_way)) return false;
        return status == 422 || (status == 404 && entry.known.contains(0));
    }

    // Pushes of several notices may read at once: each page counts once.
    Next operator()(const mirrors::ComponentPage& page) const {
        auto& memory = bench.state().mirrors[wish.mirror];
        if (is_fresh(memory, bench.now()) || under_way.purpose != purpose_of(memory.pages + 1))
            return TryAgain{0s, may_be_there()};
        memory.reading.insert(page.components.begin(), page.components.end());
        ++memory.pages;
        if (!page.has_next || memory.pages == most_component_pages)
            memory = {std::move(memory.reading), bench.now(), {}, 0};
        return TryAgain{0s, may_be_there()};
    }
    Next operator()(const mirrors::Pushed& pushed) const {
        bench.tx().remember_pushed(wish.mirror, entry.notice.id, 0, pushed.notice);
        bench.tx().remember_pushed(wish.mirror, entry.notice.id, entry.number, pushed.entry);
        note_success(bench, mirror, wish, entry.notice);
        note_unknown_components(bench, mirror, wish, entry);
        const bool was_only_found = under_way.purpose == look_up && wish.what != What::entry;
        return was_only_found && !pushed.entry.empty() ? Next{TryAgain{}} : std::nullopt;
    }
    // What cannot be found there cannot be corrected.
    Next operator()(const mirrors::Missing&) const {
        if (wish.what == What::entry) return TryAgain{};
        log::warn("an entry is not found on another status page and stays as it is there",
                  {{"mirror", wish.mirror}, {"notice", wish.notice}});
        return std::nullopt;
    }
    Next operator()(const channels::Retry& retry) const {
        if (retry.after > 0s)
            pause(bench.state(), under_way.method, under_way.channel, bench.now() + retry.after);
        if (under_way.row.attempts >= told_after_tries)
            note_trouble(bench, mirror, wish, entry.notice, retry.reason, trouble_key(wish));
        auto next = try_again(retry, under_way.row.attempts);
        next.look_first = made() || may_be_there();
        return next;
    }
    Next operator()(const channels::Rejected& rejected) const {
        note_trouble(bench, mirror, wish, entry.notice, rejected.reason,
                     is_about_notice() ? trouble_key_of_notice(wish) : trouble_key(wish));
        bench.state().mirrors.erase(wish.mirror);  // a component may have been made anew there
        return TryAgain{pause_after_refusal, !made() && may_be_there()};
    }
};

}  // namespace

void push_entry(Workbench& bench, const PublicNotice& notice, int entry, What what) {
    for (const auto& [name, mirror] : bench.settings().mirrors)
        bench.send(outgoing::PushEntry{what, name, notice.id.str(), entry}, storage::Priority::update,
                   bench.now() + tried_for);
}

Prepared prepare_push(Workbench& bench, const storage::OutboxRow& row, const outgoing::PushEntry& wish) {
    const auto* mirror = mirror_of(bench, wish.mirror);
    const auto entry = mirror == nullptr ? std::nullopt : entry_for(bench, wish);
    if (!entry || !is_wanted(bench, wish, *entry)) return NotWanted{};
    if (needs_components(bench, wish, *entry)) {
        const int page = bench.state().mirrors[wish.mirror].pages + 1;
        return ready(mirror->ask_components(page), *mirror, purpose_of(page));
    }
    if (wish.what == What::entry) {
        if (row.outcome_unknown) return ready(mirror->look_up(*entry), *mirror, look_up);
        return ready(mirror->publish(*entry), *mirror, "");
    }
    if (lacks_its_id(*entry)) return ready(mirror->look_up(*entry), *mirror, look_up);
    return ready(wish.what == What::correction ? mirror->correct(*entry) : mirror->show_states(*entry),
                 *mirror, "");
}

std::optional<TryAgain> take_push_answer(Workbench& bench, const UnderWay& under_way,
                                         const outgoing::PushEntry& wish, const channels::Answer& answer) {
    const auto* mirror = mirror_of(bench, wish.mirror);
    const auto entry = mirror == nullptr ? std::nullopt : entry_for(bench, wish);
    if (!entry) return std::nullopt;
    const auto& http = std::get<channels::HttpAnswer>(answer);
    const Take take{bench, under_way, wish, *mirror, *entry, http.status};
    if (is_for_components(under_way)) return std::visit(take, mirror->components_in(http));
    const auto outcome = under_way.purpose == look_up ? mirror->looked_up(http, *entry)
                         : wish.what == What::entry   ? mirror->published(http, *entry)
                                                      : mirror->changed(http, *entry);
    measure_answer(bench.state(), *mirror, outcome);
    return std::visit(take, outcome);
}

void give_up_push(Workbench& bench, const outgoing::PushEntry& wish) {
    const auto* mirror = mirror_of(bench, wish.mirror);
    const auto entry = mirror == nullptr ? std::nullopt : entry_for(bench, wish);
    if (!entry || !is_wanted(bench, wish, *entry)) return;
    bench.tx().forget_note(trouble_key_of_notice(wish));
    tell(bench, entry->notice,
         templates::push_given_up_message(mirror->product(), entry->notice, bench.render()));
}

}  // namespace tocsin::engine
