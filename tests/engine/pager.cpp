#include "tests/engine/pager.h"

#include <algorithm>

#include "bot/channels/twilio_sms.h"
#include "bot/channels/twilio_voice.h"

namespace tocsin::engine::testing {

Settings paging_settings(WayIn way_in) {
    auto settings = example_settings();
    settings.public_url = "https://t.example.com";
    channels::TwilioAccount account;
    account.account_sid = "AC1";
    account.auth_token = Secret("token");
    account.from = "+12025550199";
    if (way_in == WayIn::called_back) account.callback_url = "https://t.example.com/webhooks/twilio";
    const Target first{Target::Kind::person, "dana"}, second{Target::Kind::person, "lee"};
    const std::vector<Means> via{Means::phone, Means::sms, Means::slack};
    const PolicyId policy{"production"};
    settings.rules.policies[policy] = {
        policy, "Production Incidents", {{{}, {}, 10min, {}}, {{second}, via, 10min, {}}}, 0};
    settings.rules.severities[Severity::sev1].page = {{first}, via, policy, false};
    settings.channels.add(Means::sms, std::make_shared<channels::TwilioSms>(account));
    settings.channels.add(Means::phone, std::make_shared<channels::TwilioVoice>(account));
    return settings;
}

Pager::Pager(WayIn way_in) : Pager(paging_settings(way_in)) {}

Pager::Pager(Settings settings) : House(std::move(settings)) {
    provider = [this](const channels::Request& request) { return answer(request); };
}

channels::Answer Pager::answer(const channels::Request& request) {
    const auto& http = std::get<channels::HttpRequest>(request);
    SentRequest seen{http.method, http.url, read_form(http.body), ""};
    if (http.method == "GET") {
        sent.push_back(seen);
        const auto found = std::ranges::find_if(
            told, [&](const auto& one) { return seen.url.find(one.first) != std::string::npos; });
        return found == told.end() ? channels::HttpAnswer{404, {}, "{}"}
                                   : channels::HttpAnswer{200, {}, found->second};
    }
    seen.id = (seen.url.contains("Calls") ? "CA" : "SM") + std::to_string(++last_id_);
    sent.push_back(seen);
    return channels::HttpAnswer{201, {}, "{\"sid\":\"" + seen.id + "\"}"};
}

std::vector<SentRequest> Pager::texts(const std::string& to) const {
    std::vector<SentRequest> found;
    std::ranges::copy_if(sent, std::back_inserter(found), [&](const SentRequest& one) {
        return one.url.ends_with("/Messages.json") && one.field("To") == to;
    });
    return found;
}

std::vector<SentRequest> Pager::calls_to(const std::string& to) const {
    std::vector<SentRequest> found;
    std::ranges::copy_if(sent, std::back_inserter(found), [&](const SentRequest& one) {
        return one.url.ends_with("/Calls.json") && one.field("To") == to;
    });
    return found;
}

std::string Pager::last_text(const std::string& to) const {
    const auto all = texts(to);
    REQUIRE_FALSE(all.empty());
    return all.back().field("Body");
}

std::string Pager::reports(std::vector<channels::Report> reports, const std::string& path) {
    return asks(CallbackCame{"twilio", path, std::move(reports)}).body;
}

std::string Pager::hears(const SentRequest& call, const std::string& step, const std::string& key,
                         int silence) {
    return reports({channels::KeyPressed{call.id, token_of(call), step, key, silence, false}},
                   step.empty() ? "voice" : "gather");
}

void Pager::replies(const std::string& from, const std::string& text) {
    reports({channels::Replied{from, text, "SMin" + std::to_string(++last_id_), clock.now(), false}}, "sms");
}

std::string token_of(const SentRequest& request) {
    const auto url = request.field("Url").empty() ? request.field("StatusCallback") : request.field("Url");
    const auto query = url.find('?');
    REQUIRE(query != std::string::npos);
    return std::string(field_of(read_form(url.substr(query + 1)), "k"));
}

}  // namespace tocsin::engine::testing
