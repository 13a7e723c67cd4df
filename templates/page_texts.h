// What a page says on a phone and as a push, in plain words. Mail is page_mails.h, the direct message in
// Slack cards.h; how the words travel is the channels' business.
#pragma once

#include <string>
#include <vector>

#include "templates/cards.h"

namespace tocsin::templates {

struct DeviceFacts {
    std::string link;           // acknowledges this page after a press there; may be empty
    std::string incident_link;  // of the incident's page or thread; may be empty
    bool replies = true;        // the number takes replies
    bool again = false;         // the same level once more
    std::string silent;         // "Dana and Lee": who has not acknowledged before; empty: the first page
    std::vector<PagedPerson> others;  // paged too
};

// One segment of GSM-7 (interactions.md 8.2): the title gives way first, the answer keys never.
std::string page_sms(const Incident& incident, const DeviceFacts& facts, const RenderContext& context);

// The same for pages that came within a minute: the most severe are named first.
std::string several_pages_sms(std::vector<Incident> incidents, const RenderContext& context);

// Sentences for a voice, in order (interactions.md 8.3). `open_pages`: how many incidents wait for this
// person.
std::vector<std::string> page_call(const Incident& incident, std::size_t open_pages,
                                   const RenderContext& context);
std::vector<std::string> page_menu(std::size_t open_pages);
std::vector<std::string> page_voicemail(const Incident& incident, const RenderContext& context);
std::vector<std::string> page_call_without_keys(const Incident& incident, const RenderContext& context);

struct PushText {
    std::string title;
    std::string text;
};
PushText page_push(const Incident& incident, const RenderContext& context);

}  // namespace tocsin::templates
