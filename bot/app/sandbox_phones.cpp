#include "bot/app/sandbox_phones.h"

namespace tocsin::app {

std::vector<sandbox::PhoneOwner> phone_owners(const config::Configuration& configuration) {
    std::vector<sandbox::PhoneOwner> owners;
    for (const auto& [id, person] : configuration.rules.people) {
        if (!person.phone.empty() || !person.email.empty())
            owners.push_back({person.slack.str(), person.phone, person.email});
    }
    return owners;
}

void page_through_stand_in(config::Configuration& configuration, const std::string& api_url,
                           const sandbox::PhoneAccount& account) {
    config::Provider twilio;
    twilio.base_url = api_url;
    twilio.account = account.sid;
    twilio.secret = Secret(account.token);
    twilio.from = account.number;
    twilio.inbound_webhook = true;
    config::Provider mail;
    mail.base_url = "smtp://127.0.0.1";  // never dialled: the mails are caught before
    mail.from = "Tocsin <tocsin@example.com>";
    configuration.paging.providers = {{"twilio", std::move(twilio)}, {"smtp", std::move(mail)}};
    configuration.paging.order = {
        {Means::phone, {"twilio"}}, {Means::sms, {"twilio"}}, {Means::email, {"smtp"}}};
    configuration.http = {};
    configuration.http.listen = {"127.0.0.1", 0};
    configuration.http.admin_listen.reset();
}

}  // namespace tocsin::app
