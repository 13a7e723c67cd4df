// How somebody is reached, as they see and change it (`/incident me`): the form, the codes that verify an
// address, and what is said when a means works no more. Numbers are shown by their ending only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/contacts.h"
#include "templates/page_mails.h"
#include "templates/render.h"

namespace tocsin::templates {

struct ContactsFacts {
    Person person;  // as pages reach them
    Contacts contacts;
    std::vector<Means> usable;      // by which a page reaches them now
    std::optional<Time> last_test;  // that they confirmed
    std::string note;               // on top; plain words, may be empty
};

// What stands in private_metadata of the second step, where the codes are typed.
inline constexpr std::string_view codes_step = "codes";

slack::View contacts_form(const ContactsFacts& facts, const RenderContext& context);
slack::View codes_form(const std::vector<ContactCode>& codes, const RenderContext& context);

// "number ending 4821", or the address of a mailbox, escaped.
std::string shown_address(Means means, std::string_view address);

std::string code_sms(std::string_view code);
std::vector<std::string> code_call(std::string_view code);
MailText code_mail(std::string_view code);
std::string_view code_way(Means by);  // "text messages"

// Direct messages.
slack::Message address_verified(Means means, std::string_view address, const RenderContext& context);
slack::Message code_not_sent(Means means, std::string_view address, std::string_view reason,
                             const RenderContext& context);
slack::Message texts_stopped(const Person& person, const RenderContext& context);
slack::Message texts_stopped_of(const Person& person, const RenderContext& context);  // to an admin
slack::Message left_slack(const Person& person, const RenderContext& context);        // to an admin
slack::Message texts_resumed(const Person& person, const RenderContext& context);
slack::Message means_lost(Means means, const RenderContext& context);

}  // namespace tocsin::templates
