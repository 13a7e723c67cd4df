// The public status page as the engine keeps it: entries are published, corrected and withdrawn, each with
// its event on the incident's timeline, and the page is made anew after every change. Serving it is
// bot/web's.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

Expected<Incident> publish_entry(Workbench& bench, const PublicSubject& subject, const PublicDraft& draft,
                                 const Actor& by, Via via);
Expected<Incident> correct_public_entry(Workbench& bench, const PublicSubject& subject, int entry,
                                        const PublicText& text, const Actor& by, Via via);
Expected<void> publish_maintenance(Workbench& bench, const MaintenanceDraft& maintenance, const Actor& by);
Expected<void> withdraw_maintenance(Workbench& bench, const NoticeId& id, const Actor& by);

struct PublicStatus {
    std::string words;  // All systems operational
    std::string url;    // of the page; empty: not known
};
std::optional<PublicStatus> public_status(Workbench& bench);  // none: there is no page

// What the page says of an incident that is cancelled or merged ends or moves with it, by Tocsin's own words.
Incident follow_publicly(Workbench& bench, const Incident& before, Incident after);

// The page as it stands, when something in it may have changed since the last time; to be handed out after
// the commit.
void show_status_page(State& state, storage::Tx& tx, std::vector<Output>& outputs);
void set_status_page_timer(const State& state, storage::Tx& tx, Time next);
void fire_status_page_timer(Workbench& bench);

}  // namespace tocsin::engine
