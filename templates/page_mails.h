// What the mails about a page say (interactions.md 8.4), as plain text and as HTML of the same content. How
// they are threaded and sent is the channels' business.
#pragma once

#include <string>

#include "templates/page_texts.h"

namespace tocsin::templates {

struct MailText {
    std::string subject;
    std::string text;
    std::string html;
};

MailText page_mail(const Incident& incident, const Page& page, const DeviceFacts& facts,
                   const RenderContext& context);

// To whoever was paged by mail: somebody has it, it is over, what was learned is written down. `link`: of the
// incident, may be empty.
MailText acknowledged_mail(const Incident& incident, const std::string& link, const RenderContext& context);
MailText resolved_mail(const Incident& incident, const std::string& link, const RenderContext& context);
MailText published_mail(const Incident& incident, const std::string& link, const RenderContext& context);

}  // namespace tocsin::templates
