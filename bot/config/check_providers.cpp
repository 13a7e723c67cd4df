#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "bot/config/cross_checks.h"
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

void check_twilio(const Document& document) {
    const Section twilio = document.root.at("paging").at("providers").at("twilio");
    if (!twilio.exists()) return;
    const Http& http = document.configuration.http;
    if (twilio.is("inbound", "webhook")) {
        if (!http.public_url.empty() && http.listen) return;
        document.error(twilio.at("inbound"), "inbound: webhook without an address Twilio can call",
                       "http.listen and http.public_url have to be set for it",
                       "set them, or write inbound: poll");
    } else if (twilio.text("studio_flow").empty()) {
        document.warning(
            twilio, "calls by twilio offer no keys",
            "with inbound: poll and no studio_flow a call can only ask to answer the text message",
            "add studio_flow, or write inbound: webhook");
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
    check_links(document);
}

}  // namespace tocsin::config
