#include "bot/channels/smtp.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/channels/mail_message.h"

namespace tocsin::channels {
namespace {

std::string_view words_of(MailStep step) {
    switch (step) {
        case MailStep::connect:
            return "the connection";
        case MailStep::greeting:
        case MailStep::hello:
            return "to talk to us";
        case MailStep::tls:
            return "encryption that can be trusted";
        case MailStep::login:
            return "the user name and password";
        case MailStep::sender:
            return "our sender address";
        case MailStep::recipient:
            return "the recipient's address";
        case MailStep::data:
        case MailStep::message:
            return "the message";
    }
    return "the message";
}

// "5.1.1" where the reply begins with one (RFC 3463), else empty.
std::string_view enhanced_code(std::string_view text) {
    const auto code = text.substr(0, text.find_first_not_of("0123456789."));
    return code.size() >= 5 && code.size() <= 9 && code[1] == '.' && std::ranges::count(code, '.') == 2 ? code
                                                                                                        : "";
}

bool blames_address(const MailAnswer& answer) {
    const auto enhanced = enhanced_code(answer.text);
    const bool late_enough = answer.step == MailStep::recipient || answer.step == MailStep::data ||
                             answer.step == MailStep::message;
    if (!late_enough) return false;
    if (!enhanced.empty()) {
        // 5.1.7 and 5.1.8 are about the sender.
        const bool sender = enhanced == "5.1.7" || enhanced == "5.1.8";
        return (enhanced.starts_with("5.1.") && !sender) || enhanced.starts_with("5.2.");
    }
    constexpr std::array about_mailbox{521, 550, 551, 552, 553, 556};
    return answer.step == MailStep::recipient &&
           std::ranges::find(about_mailbox, answer.code) != about_mailbox.end();
}

}  // namespace

Expected<Request> Smtp::request(const Dispatch& dispatch, const Attempt& attempt) const {
    const Mail& mail = std::get<Mail>(dispatch.content);
    if (!is_email(mail.address))
        return fail(ErrorKind::invalid,
                    "The e-mail address is not in the form name@example.com. Nothing was sent.");
    return MailRequest{settings_.from.address, mail.address, mail_message(mail, settings_.from, attempt.now)};
}

Outcome Smtp::outcome(const Answer& answer) const {
    constexpr Duration greylisting = 1min;
    const auto& mail = std::get<MailAnswer>(answer);
    const auto enhanced = enhanced_code(mail.text);
    const auto code = fmt::format("{}{}{}", mail.code, enhanced.empty() ? "" : " ", enhanced);
    if (mail.code == 250 && mail.step == MailStep::message) return Accepted{};
    if (mail.code >= 400 && mail.code < 500) {
        const bool later = mail.code == 450 || mail.code == 451 || mail.code == 452;
        return Retry{later ? greylisting : Duration{},
                     fmt::format("The mail server refuses {} for now ({}).", words_of(mail.step), code)};
    }
    if (mail.code < 500 || mail.code > 599)
        return Retry{{}, "The mail server gave no answer that can be read."};
    return Rejected{blames_address(mail) ? Rejected::Why::address : Rejected::Why::configuration,
                    fmt::format("The mail server refuses {} ({}).", words_of(mail.step), code)};
}

}  // namespace tocsin::channels
