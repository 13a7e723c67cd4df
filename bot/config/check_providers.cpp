#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "bot/config/cross_checks.h"
#include "bot/config/shape.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

std::vector<std::string> able_to(Means means) {
    if (means == Means::email) return {"smtp", "webhook"};
    return {"twilio", "vonage", "webhook"};
}

void check_order(const Document& document, Means means) {
    const std::vector<std::string> able = able_to(means);
    for (const Section& entry : document.root.at("paging").at(key_of(means)).children()) {
        const std::string name = entry.text();
        const bool known = document.configuration.paging.providers.contains(name);
        if (!known || std::ranges::find(able, name) != able.end()) continue;
        document.error(entry, fmt::format("{} cannot reach people by {}", name, key_of(means)),
                       "it does not offer that", fmt::format("write one of {}", join(able, ", ")));
    }
}

// Whether the provider's callbacks can come in.
void check_inbound(const Document& document, const Section& provider, std::string_view name) {
    const Http& http = document.configuration.http;
    if (!provider.is("inbound", "webhook") || (!http.public_url.empty() && http.listen)) return;
    document.error(provider.at("inbound"),
                   fmt::format("inbound: webhook without an address {} can call", name),
                   "http.listen and http.public_url have to be set for it", "set them, or take inbound out");
}

bool is_given(const Section& provider, std::string_view secret) {
    return provider.at(secret).exists() || provider.at(fmt::format("{}{}", secret, file_suffix)).exists();
}

void check_twilio(const Document& document) {
    const Section twilio = document.root.at("paging").at("providers").at("twilio");
    if (!twilio.exists()) return;
    check_inbound(document, twilio, "Twilio");
    if (!twilio.is("inbound", "webhook") && twilio.text("studio_flow").empty()) {
        document.warning(
            twilio, "calls by twilio offer no keys",
            "with inbound: poll and no studio_flow a call can only ask to answer the text message",
            "add studio_flow, or write inbound: webhook");
    }
    if (twilio.at("api_key").exists() != is_given(twilio, "api_secret")) {
        document.error(twilio, "api_key and api_secret belong together", "one signs in with the other",
                       "give both, or neither");
    }
}

void check_vonage(const Document& document) {
    const Section vonage = document.root.at("paging").at("providers").at("vonage");
    if (!vonage.exists()) return;
    check_inbound(document, vonage, "Vonage");
    if (vonage.is("inbound", "webhook") && !is_given(vonage, "signature_secret")) {
        document.error(vonage.at("inbound"), "inbound: webhook without signature_secret",
                       "callbacks are believed by their signature alone", "add signature_secret");
    }
    const auto& order = document.configuration.paging.order;
    const auto phone = order.find(Means::phone);
    const bool calls =
        phone != order.end() && std::ranges::find(phone->second, "vonage") != phone->second.end();
    if (calls && vonage.text("number").empty()) {
        document.error(vonage, "calls by vonage come from no number", "from is the sender of messages alone",
                       "add number, or take vonage out of paging.phone");
    }
}

void check_links(const Document& document) {
    const Configuration& configuration = document.configuration;
    const bool paging =
        configuration.paging.order.contains(Means::sms) || configuration.paging.order.contains(Means::email);
    if (!paging || !configuration.http.public_url.empty()) return;
    document.warning(document.root.at("http"), "pages carry no link",
                     "http.public_url does not say how phones reach the bot", "add http.public_url");
}

}  // namespace

void check_providers(const Document& document) {
    for (const Means means : {Means::phone, Means::sms, Means::email}) check_order(document, means);
    check_twilio(document);
    check_vonage(document);
    check_links(document);
}

}  // namespace tocsin::config
