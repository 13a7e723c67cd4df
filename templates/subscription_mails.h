// What subscribers of the status page are sent: a mail for each public entry, and how to confirm the
// subscription. Made of public words only. `link`: the subscription's, with its token.
#pragma once

#include <string>

#include "templates/page_mails.h"
#include "templates/status_view.h"

namespace tocsin::templates {

MailText confirmation_mail(const StatusView& view, const std::string& link);
// To an address that is subscribed when somebody asks for it once more.
MailText subscribed_already_mail(const StatusView& view, const std::string& link);
MailText entry_mail(const StatusView& view, const PublicNotice& notice, const PublicEntry& entry,
                    const std::string& link);

}  // namespace tocsin::templates
