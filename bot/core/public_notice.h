// What the status page says about one thing: a title and the entries below it. Made only of public words, and
// about an incident only through a PublicSubject, which no private incident has. Nobody's name is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/incident.h"
#include "bot/core/public_words.h"

namespace tocsin {

using NoticeId = TextId<struct NoticeTag>;  // 12 lower-case letters and digits: in addresses

// An incident that the public may be told of: neither private nor a drill. That it is at hand is the proof.
class PublicSubject {
  public:
    static std::optional<PublicSubject> of(const Incident& incident);

    IncidentNumber incident() const { return incident_; }

  private:
    explicit PublicSubject(IncidentNumber incident) : incident_(incident) {}
    IncidentNumber incident_;
};

struct PublicEntry {
    int number = 0;  // 1, 2, 3 … within the notice
    Time at;
    PublicHeading heading{};
    PublicText text;
    ComponentStates components;  // from then on; those that are not named are as they were
    std::optional<Time> corrected;
    bool operator==(const PublicEntry&) const = default;
};

struct PublicNotice {
    NoticeId id;
    IncidentNumber incident;  // 0: about none
    PublicText title;
    std::vector<PublicEntry> entries;                    // oldest first, never empty
    std::optional<Time> scheduled_for, scheduled_until;  // of a maintenance
    std::optional<PublicEnd> end;
    NoticeId joined_to;  // the notice that goes on; empty: none
    bool operator==(const PublicNotice&) const = default;
};

// What somebody wants said.
struct PublicDraft {
    PublicHeading heading{};
    PublicText title;
    PublicText text;
    ComponentStates components;
    bool operator==(const PublicDraft&) const = default;
};
struct MaintenanceDraft {
    PublicText title;
    PublicText text;
    std::vector<std::string> components;
    Time from, until;
    bool operator==(const MaintenanceDraft&) const = default;
};

PublicNotice open_notice(NoticeId id, const PublicSubject& subject, const PublicDraft& draft, Time now);
PublicNotice announce_maintenance(NoticeId id, const MaintenanceDraft& draft, Time now);
void add_entry(PublicNotice& notice, const PublicDraft& draft, Time now);
// false: there is no such entry.
bool correct_entry(PublicNotice& notice, int number, const PublicText& text, Time now);
// With Tocsin's own neutral line; every component it named is operational again.
void withdraw(PublicNotice& notice, Time now);
// From then on `other` speaks for what `notice` spoke for.
void join(PublicNotice& notice, PublicNotice& other, Time now);

Time opened_at(const PublicNotice& notice);
Time updated_at(const PublicNotice& notice);
PublicHeading heading_of(const PublicNotice& notice);  // of its newest entry
bool is_maintenance(const PublicNotice& notice);
bool is_over(const PublicNotice& notice, Time now);
std::optional<Time> ended_at(const PublicNotice& notice, Time now);  // none: it is not over
bool is_under_way(const PublicNotice& notice, Time now);             // a maintenance that has begun
// What it says of the components at that time; a maintenance speaks only while it lasts.
ComponentStates components_at(const PublicNotice& notice, Time at);
ComponentState worst_of(const PublicNotice& notice);  // that it ever said

}  // namespace tocsin
