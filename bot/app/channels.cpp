#include "bot/app/channels.h"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <string_view>
#include <utility>

#include "bot/base/contact.h"
#include "bot/base/text.h"
#include "bot/channels/betterstack.h"
#include "bot/channels/ntfy.h"
#include "bot/channels/pagerduty.h"
#include "bot/channels/pushover.h"
#include "bot/channels/smtp.h"
#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_studio.h"
#include "bot/channels/twilio_voice.h"
#include "bot/channels/vonage_sms.h"
#include "bot/channels/vonage_voice.h"
#include "bot/channels/webhook.h"
#include "bot/net/url.h"

namespace tocsin::app {

using channels::Channel;
using config::Provider;

namespace {

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

// smtp://HOST:PORT or smtps://HOST:PORT.
std::optional<channels::SmtpServer> read_mail_server(std::string_view url) {
    channels::SmtpServer server;
    server.tls_first = url.starts_with("smtps://");
    server.port = server.tls_first ? 465 : 587;
    const auto host = url.find("://");
    if (host == std::string_view::npos) return std::nullopt;
    url.remove_prefix(host + 3);
    url = url.substr(0, url.find('/'));
    const auto bracket = url.find(']');
    const auto colon = url.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto name = url.substr(0, colon);
    if (colon != std::string_view::npos) {
        const auto digits = url.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), server.port);
        if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    }
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    if (name.empty()) return std::nullopt;
    server.host = name;
    server.plain_allowed = net::is_loopback(server.host);
    return server;
}

class Maker {
  public:
    explicit Maker(const config::Configuration& configuration) : configuration_(configuration) {}

    Channels make() {
        for (const auto& [name, provider] : configuration_.paging.providers) {
            const bool needs_secret = name != "smtp" && name != "ntfy";
            if (needs_secret && provider.secret.empty())
                leave_out(name, "its secret is missing");
            else
                add(name, provider);
        }
        for (const auto& channel : channels_) made_.registry.keep(channel);
        for (const auto& [means, names] : configuration_.paging.order)
            for (const std::string& name : names) try_in_turn(means, name);
        return std::move(made_);
    }

  private:
    void leave_out(std::string_view name, std::string_view why) {
        made_.problems.push_back(fmt::format("Nobody is paged through {}: {}.", name, why));
    }

    void try_in_turn(Means means, std::string_view name) {
        for (const auto& channel : channels_)
            if (channel->provider() == name && channel->carries(means)) made_.registry.add(means, channel);
    }

    template <class Adapter, class Settings>
    void add_channel(Settings settings) {
        channels_.push_back(std::make_shared<Adapter>(std::move(settings)));
    }

    void add(const std::string& name, const Provider& provider) {
        if (name == "twilio") twilio(provider);
        if (name == "vonage") vonage(provider);
        if (name == "smtp") smtp(provider);
        if (name == "ntfy") ntfy(provider);
        if (name == "pushover")
            add_channel<channels::Pushover>(
                with_url(channels::PushoverSettings{.token = provider.secret}, provider));
        if (name == "pagerduty")
            add_channel<channels::Pagerduty>(
                with_url(channels::PagerdutySettings{.routing_key = provider.secret}, provider));
        if (name == "betterstack")
            add_channel<channels::Betterstack>(
                with_url(channels::BetterstackSettings{.token = provider.secret,
                                                       .team = provider.team,
                                                       .policy = provider.policy,
                                                       .requester = provider.requester},
                         provider));
        if (name == "webhook") webhook(provider);
    }

    template <class Settings>
    static Settings with_url(Settings settings, const Provider& provider) {
        if (!provider.base_url.empty()) settings.base_url = without_slash(provider.base_url);
        return settings;
    }

    std::string callbacks(std::string_view name) const {
        return fmt::format("{}/webhooks/{}", configuration_.http.public_url, name);
    }

    void twilio(const Provider& provider) {
        channels::TwilioAccount account;
        account.account_sid = provider.account;
        account.auth_token = provider.secret;
        account.second_auth_token = provider.second_secret;
        // Half a key signs nobody in; the token still does.
        if (!provider.api_secret.empty()) {
            account.api_key = provider.api_key;
            account.api_secret = provider.api_secret;
        }
        account.from = provider.from;
        account.messaging_service = provider.messaging_service;
        account.studio_flow = provider.studio_flow;
        if (!provider.studio_url.empty()) account.studio_url = without_slash(provider.studio_url);
        if (provider.inbound_webhook) account.callback_url = callbacks("twilio");
        account = with_url(std::move(account), provider);
        add_channel<channels::TwilioSms>(account);
        if (!provider.inbound_webhook && !provider.studio_flow.empty())
            add_channel<channels::TwilioStudio>(std::move(account));
        else
            add_channel<channels::TwilioVoice>(std::move(account));
    }

    void vonage(const Provider& provider) {
        auto key = RsaKey::from_pem(provider.secret);
        if (!key) return leave_out("vonage", "private_key is no RSA key in PEM without a passphrase");
        channels::VonageAccount account{.application_id = provider.account,
                                        .key = std::move(*key),
                                        .number = provider.number,
                                        .from = provider.from,
                                        .signature_secret = provider.signature_secret,
                                        .callback_url = {}};
        if (provider.inbound_webhook && provider.signature_secret.empty())
            leave_out("vonage's answers", "signature_secret is missing");
        else if (provider.inbound_webhook)
            account.callback_url = callbacks("vonage");
        account = with_url(std::move(account), provider);
        add_channel<channels::VonageSms>(account);
        if (!provider.number.empty()) add_channel<channels::VonageVoice>(std::move(account));
    }

    void smtp(const Provider& provider) {
        const auto from = read_mailbox(provider.from);
        auto server = read_mail_server(provider.base_url);
        if (!from || !server) return leave_out("smtp", "its url or from cannot be read");
        if (!provider.account.empty() && provider.secret.empty())
            return leave_out("smtp", "its password is missing");
        server->username = provider.account;
        server->password = provider.secret;
        server->ehlo =
            provider.ehlo.empty() ? from->address.substr(from->address.rfind('@') + 1) : provider.ehlo;
        made_.mail_server = std::move(server);
        add_channel<channels::Smtp>(channels::SmtpSettings{*from});
    }

    void ntfy(const Provider& provider) {
        add_channel<channels::Ntfy>(with_url(channels::NtfySettings{.topic_prefix = provider.topic_prefix,
                                                                    .token = provider.secret,
                                                                    .reply_topic = provider.reply_topic,
                                                                    .reply_token = provider.reply_token},
                                             provider));
    }

    void webhook(const Provider& provider) {
        auto scheme = channels::StandardWebhooks::with(provider.secret, provider.second_secret);
        if (!scheme) return leave_out("webhook", "its secret is not whsec_ and base64 of 24 to 64 bytes");
        add_channel<channels::Webhook>(channels::WebhookSettings{provider.base_url, std::move(*scheme),
                                                                 !configuration_.http.public_url.empty()});
    }

    const config::Configuration& configuration_;
    std::vector<std::shared_ptr<const Channel>> channels_;
    Channels made_;
};

}  // namespace

Channels make_channels(const config::Configuration& configuration) {
    return Maker(configuration).make();
}

}  // namespace tocsin::app
