// The incident of 2025-01-21 as the public read of it, in the mission's words; a value for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/status_site.h"

namespace tocsin::mission {

inline Time at(std::string_view clock) {
    return *parse_rfc3339("2025-01-21T" + std::string(clock) + ":00Z");
}

struct Said {
    std::string_view clock;
    PublicHeading heading;
    std::string_view text;
    ComponentState api;
};

inline const std::vector<Said>& all_said() {
    static const std::vector<Said> said{
        {"14:35", PublicHeading::investigating,
         "We are investigating reports of API errors and slow response times.\n"
         "Estimated resolution: 30 minutes.",
         ComponentState::major_outage},
        {"14:50", PublicHeading::identified,
         "The issue has been identified. Database connection pool was exhausted\n"
         "due to traffic spike. Fix is being deployed.",
         ComponentState::major_outage},
        {"15:00", PublicHeading::resolved,
         "Service has been fully restored. All systems operating normally.\n"
         "We apologize for the disruption.",
         ComponentState::operational}};
    return said;
}

inline PublicNotice entries_until(std::string_view clock) {
    Incident incident;
    incident.number = IncidentNumber{42};
    PublicNotice notice;
    for (const auto& said : all_said()) {
        if (said.clock > clock) break;
        const PublicDraft draft{said.heading,
                                PublicText::confirmed("API errors and slow response times"),
                                PublicText::confirmed(std::string(said.text)),
                                {{"API", said.api}}};
        if (notice.entries.empty()) {
            notice =
                open_notice(NoticeId{"api0down0042"}, *PublicSubject::of(incident), draft, at(said.clock));
        } else {
            add_entry(notice, draft, at(said.clock));
        }
    }
    return notice;
}

inline templates::StatusView page_at(Time now, PublicNotice notice) {
    return {"Your App", {"API", "Web app", "Payments"}, {std::move(notice)},
            now,        "https://status.yourapp.com",   false};
}

}  // namespace tocsin::mission
