// A mail as its reader sees it: subject and plain text out of an RFC 5322 message. HTML parts and attachments
// are left out.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::sandbox {

struct ReadMail {
    std::string from;
    std::string subject;
    std::string text;
};

ReadMail read_mail(std::string_view message);

}  // namespace tocsin::sandbox
