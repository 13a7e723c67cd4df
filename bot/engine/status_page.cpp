#include "bot/engine/status_page.h"

#include <algorithm>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/pushes.h"
#include "bot/engine/subscribers.h"
#include "templates/status_page_messages.h"
#include "templates/status_site.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t id_bytes = 6;        // twelve characters
constexpr std::size_t most_entries = 100;  // of one notice
constexpr int most_notices = 500;          // on the page
constexpr std::string_view timer_name = "status_page";
constexpr auto shown_for = std::chrono::days{bar_days};

NoticeId next_id() {
    return NoticeId{random_token(id_bytes)};
}

std::optional<PublicNotice> notice_of(Workbench& bench, const Incident& incident) {
    if (!incident.public_face) return std::nullopt;
    auto notice = bench.tx().public_notice(NoticeId{incident.public_face->notice});
    if (!notice || notice->end) return std::nullopt;
    return notice;
}

void keep(Workbench& bench, const PublicNotice& notice) {
    bench.tx().save(notice);
    bench.state().page_is_stale = true;
}

// Whoever follows the page elsewhere gets its newest entry too.
void keep_and_tell(Workbench& bench, const PublicNotice& notice) {
    keep(bench, notice);
    const int entry = notice.entries.back().number;
    push_entry(bench, notice, entry, outgoing::PushEntry::What::entry);
    mail_subscribers(bench, notice, entry);
}

Expected<Incident> note(Workbench& bench, const Incident& incident, EventBody fact, const Actor& by,
                        Via via) {
    return bench.act(incident, {by, via, command::NotePublic{std::move(fact)}});
}

event::PublicEntryPublished fact_of(const PublicNotice& notice) {
    const auto& entry = notice.entries.back();
    return {notice.id.str(),    entry.number,     entry.heading,
            notice.title.str(), entry.text.str(), entry.components};
}

Error unknown_incident() {
    return {ErrorKind::not_found, "That incident is not known. Nothing was published."};
}

Incident withdrawn(Workbench& bench, const Incident& incident, PublicNotice notice) {
    withdraw(notice, bench.now());
    keep_and_tell(bench, notice);
    const event::PublicNoticeEnded ended{notice.id.str(), PublicEnd::withdrawn,
                                         notice.entries.back().text.str()};
    return note(bench, incident, ended, Actor{}, Via::timer).value_or(incident);
}

// The notice goes on with the other incident; where that one has its own, this one points to it.
Incident moved(Workbench& bench, const Incident& incident, PublicNotice notice) {
    const auto target = bench.tx().incident(incident.merged_into);
    if (!target) return incident;
    const auto subject = PublicSubject::of(*target);
    if (!subject) return incident;  // what nobody may know of cannot carry it on
    auto other = notice_of(bench, *target);
    if (!other) {
        notice.incident = subject->incident();
        keep(bench, notice);
        const event::PublicNoticeMoved fact{notice.id.str(), notice.entries.back().number, heading_of(notice),
                                            incident.number};
        (void)note(bench, *target, fact, Actor{}, Via::timer);
        return incident;
    }
    join(notice, *other, bench.now());
    keep_and_tell(bench, notice);
    keep(bench, *other);
    push_entry(bench, *other, other->entries.back().number, outgoing::PushEntry::What::states);
    const event::PublicNoticeEnded ended{notice.id.str(), PublicEnd::joined,
                                         notice.entries.back().text.str()};
    return note(bench, incident, ended, Actor{}, Via::timer).value_or(incident);
}

templates::StatusView view_of(const State& state, storage::Tx& tx) {
    const auto& page = *state.settings.rules.status_page;
    return {page.name,
            page.components,
            tx.public_notices(std::chrono::floor<std::chrono::days>(tx.now()) - shown_for, most_notices),
            tx.now(),
            state.settings.public_url,
            state.settings.subscribers};
}

}  // namespace

Expected<Incident> publish_entry(Workbench& bench, const PublicSubject& subject, const PublicDraft& draft,
                                 const Actor& by, Via via) {
    const auto incident = bench.tx().incident(subject.incident());
    if (!incident) return std::unexpected(unknown_incident());
    auto notice = notice_of(bench, *incident);
    if (!notice) {
        notice = open_notice(next_id(), subject, draft, bench.now());
    } else if (notice->entries.size() >= most_entries) {
        return fail(ErrorKind::conflict,
                    "This has 100 public entries, which is the most. Nothing was published.");
    } else {
        add_entry(*notice, draft, bench.now());
    }
    keep_and_tell(bench, *notice);
    return note(bench, *incident, fact_of(*notice), by, via);
}

Expected<Incident> correct_public_entry(Workbench& bench, const PublicSubject& subject, int entry,
                                        const PublicText& text, const Actor& by, Via via) {
    const auto incident = bench.tx().incident(subject.incident());
    if (!incident) return std::unexpected(unknown_incident());
    auto notice = notice_of(bench, *incident);
    if (!notice || !correct_entry(*notice, entry, text, bench.now()))
        return fail(ErrorKind::not_found,
                    "That entry is not on the status page any more. Nothing was changed.");
    keep(bench, *notice);
    push_entry(bench, *notice, entry, outgoing::PushEntry::What::correction);
    const auto found = std::ranges::find(notice->entries, entry, &PublicEntry::number);
    const event::PublicEntryCorrected fact{notice->id.str(), entry, found->heading, text.str()};
    return note(bench, *incident, fact, by, via);
}

Expected<void> publish_maintenance(Workbench& bench, const MaintenanceDraft& maintenance, const Actor& by) {
    const auto notice = announce_maintenance(next_id(), maintenance, bench.now());
    keep_and_tell(bench, notice);
    bench.send(outgoing::Post{bench.state().incidents_channel(),
                              {},
                              templates::maintenance_message(notice, by, bench.render())},
               storage::Priority::update);
    return {};
}

Expected<void> withdraw_maintenance(Workbench& bench, const NoticeId& id, const Actor& by) {
    auto notice = bench.tx().public_notice(id);
    if (!notice || !is_maintenance(*notice) || is_over(*notice, bench.now()))
        return fail(ErrorKind::not_found, "That maintenance is over or withdrawn. Nothing was changed.");
    withdraw(*notice, bench.now());
    keep_and_tell(bench, *notice);
    bench.send(outgoing::Post{bench.state().incidents_channel(),
                              {},
                              templates::maintenance_message(*notice, by, bench.render())},
               storage::Priority::update);
    return {};
}

std::optional<PublicStatus> public_status(Workbench& bench) {
    if (!bench.rules().status_page) return std::nullopt;
    const auto view = view_of(bench.state(), bench.tx());
    return PublicStatus{std::string(templates::overall_words(view)),
                        view.public_url.empty() ? "" : templates::status_url(view, "/status")};
}

Incident follow_publicly(Workbench& bench, const Incident& before, Incident after) {
    if (before.state == after.state || !bench.rules().status_page) return after;
    if (after.state != tocsin::State::false_alarm && after.state != tocsin::State::merged) return after;
    auto notice = notice_of(bench, after);
    if (!notice) return after;
    return after.state == tocsin::State::merged ? moved(bench, after, *std::move(notice))
                                                : withdrawn(bench, after, *std::move(notice));
}

void show_status_page(State& state, storage::Tx& tx, std::vector<Output>& outputs) {
    if (!state.page_is_stale) return;
    state.page_is_stale = false;
    if (!state.settings.rules.status_page) {
        outputs.emplace_back(StatusPageShown{});
        return;
    }
    const auto view = view_of(state, tx);
    outputs.emplace_back(
        StatusPageShown{std::make_shared<const templates::StatusSite>(templates::status_site(view))});
    set_status_page_timer(state, tx, next_turn(view.notices, tx.now()));
}

void set_status_page_timer(const State& state, storage::Tx& tx, Time next) {
    if (!state.settings.rules.status_page) return tx.cancel_timer(timer_name);
    tx.set_timer({std::string(timer_name), next, std::string(timer_name), "", 0});
}

void fire_status_page_timer(Workbench& bench) {
    bench.tx().cancel_timer(timer_name);
    bench.tx().tell(storage::Topic::notices);
    bench.state().page_is_stale = true;
}

}  // namespace tocsin::engine
