// The RFC 5322 message of a mail: headers that thread it and that no subject breaks out of, a plain and an
// HTML part. How it is handed to a server is in smtp_session.h.
#pragma once

#include <string>

#include "bot/base/contact.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

// With CRLF, ready for SMTP but for its dots. Addresses have been checked.
std::string mail_message(const Mail& mail, const Mailbox& from, Time now);

// One line of a header's value: as it is when it is ASCII that means nothing else, else in encoded words.
std::string header_text(std::string_view text);

// Lines of at most 76 characters, CRLF at every line's end.
std::string quoted_printable(std::string_view text);

}  // namespace tocsin::channels
