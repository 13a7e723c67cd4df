// Facts about what the status page says of an incident: a part of the list in event.h. The words are kept as
// they were published; the page itself is public_notice.h.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/ids.h"
#include "bot/core/public_words.h"

namespace tocsin::event {

struct PublicEntryPublished {
    static constexpr std::string_view kind = "public_entry_published";
    std::string notice;  // its ID on the status page
    int entry = 0;       // within the notice
    PublicHeading heading{};
    std::string title;
    std::string text;
    ComponentStates components;
    bool operator==(const PublicEntryPublished&) const = default;
};
struct PublicEntryCorrected {
    static constexpr std::string_view kind = "public_entry_corrected";
    std::string notice;
    int entry = 0;
    PublicHeading heading{};
    std::string text;
    bool operator==(const PublicEntryCorrected&) const = default;
};
struct PublicNoticeEnded {  // by Tocsin itself, with a neutral line
    static constexpr std::string_view kind = "public_notice_ended";
    std::string notice;
    PublicEnd end{};
    std::string text;
    bool operator==(const PublicNoticeEnded&) const = default;
};
struct PublicNoticeMoved {  // from an incident that was merged into this one: here it goes on
    static constexpr std::string_view kind = "public_notice_moved";
    std::string notice;
    int entry = 0;
    PublicHeading heading{};
    IncidentNumber from;
    bool operator==(const PublicNoticeMoved&) const = default;
};

}  // namespace tocsin::event
