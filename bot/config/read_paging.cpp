#include <array>
#include <utility>

#include "bot/config/readers.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

// Of each pair of keys a provider has one at most.
Provider read_provider(const Section& section) {
    Provider provider;
    provider.base_url = section.text("base_url", section.text("url"));
    for (const char* name : {"account_sid", "application_id", "username"}) {
        if (const std::string value = section.text(name); !value.empty()) provider.account = value;
    }
    for (const char* name : {"auth_token", "private_key", "password", "token", "routing_key", "secret"}) {
        if (Secret value = section.secret(name); !value.empty()) provider.secret = std::move(value);
    }
    for (const char* name : {"second_auth_token", "old_secret"}) {
        if (Secret value = section.secret(name); !value.empty()) provider.second_secret = std::move(value);
    }
    provider.api_key = section.text("api_key");
    provider.api_secret = section.secret("api_secret");
    provider.signature_secret = section.secret("signature_secret");
    provider.from = section.text("from");
    provider.number = section.text("number");
    provider.messaging_service = section.text("messaging_service");
    provider.topic_prefix = section.text("topic_prefix");
    provider.reply_topic = section.secret("reply_topic");
    provider.reply_token = section.secret("reply_token");
    provider.studio_flow = section.text("studio_flow");
    provider.studio_url = section.text("studio_url");
    provider.ehlo = section.text("ehlo");
    provider.team = section.text("team");
    provider.policy = section.text("policy");
    provider.requester = section.text("requester");
    provider.inbound_webhook = section.is("inbound", "webhook");
    return provider;
}

}  // namespace

Paging read_paging(const Section& root) {
    const Section section = root.at("paging");
    Paging paging;
    for (const Section& entry : section.at("providers").children()) {
        paging.providers.emplace(entry.key(), read_provider(entry));
    }
    for (const Means means : {Means::phone, Means::sms, Means::email}) {
        if (auto names = section.texts(key_of(means)); !names.empty()) paging.order[means] = std::move(names);
    }
    // These means are a product of their own: there is nothing to choose from.
    for (const Means means :
         {Means::ntfy, Means::pushover, Means::pagerduty, Means::betterstack, Means::webhook}) {
        const std::string name(key_of(means));
        if (paging.providers.contains(name)) paging.order[means] = {name};
    }
    return paging;
}

}  // namespace tocsin::config
