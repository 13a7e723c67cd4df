#include "bot/sandbox/alert_panel.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::string_view resolved = "resolved";  // else it fires

json failure(std::string_view error) {
    return {{"ok", false}, {"error", error}};
}

json shown(const net::HttpRequest& request) {
    json headers = json::array();
    for (const auto& [name, value] : request.headers) headers.push_back({name, value});
    return {{"method", request.method},
            {"target", request.target},
            {"headers", std::move(headers)},
            {"body", request.body}};
}

// As the sample says, with the body that the person wants.
net::HttpRequest request_of(const AlertSender& sender, const json& act) {
    const SampleAlert& sample = *sample_alert(sender.kind);
    net::HttpRequest request = string_member(act, "what") == resolved ? sample.resolved : sample.firing;
    request.body = string_member(act, "body");
    return request;
}

std::map<std::string, double> values_in(const json& act) {
    std::map<std::string, double> values;
    const json& given = member(act, "values");
    if (!given.is_object()) return values;
    for (const auto& [name, value] : given.items()) {
        if (value.is_number()) values[name] = value.get<double>();
    }
    return values;
}

}  // namespace

AlertPanel::AlertPanel(boost::asio::io_context& io, const Clock& clock, Transcript& transcript,
                       AlertPanelOptions options)
    : clock_(clock),
      transcript_(transcript),
      options_(std::move(options)),
      client_(io, {.attempt = std::chrono::seconds(10)}) {
    std::erase_if(options_.senders, [](const AlertSender& one) { return sample_alert(one.kind) == nullptr; });
    std::ranges::sort(options_.senders, {}, [](const AlertSender& one) {
        return std::pair(sample_alert(one.kind)->product, one.name);
    });
}

json AlertPanel::state() const {
    json senders = json::array();
    for (const auto& sender : options_.senders) {
        const SampleAlert& sample = *sample_alert(sender.kind);
        senders.push_back({{"name", sender.name},
                           {"kind", sender.kind},
                           {"product", sample.product},
                           {"firing", shown(sample.firing)},
                           {"resolved", shown(sample.resolved)}});
    }
    return {{"senders", std::move(senders)}, {"values", options_.values}};
}

bool AlertPanel::is_for_it(const json& act) {
    const auto what = string_member(act, "do");
    return what == "send_alert" || what == "explain_alert";
}

void AlertPanel::act(const json& act, OnDone on_done) {
    const AlertSender* sender = sender_of(act);
    if (sender == nullptr) return on_done(failure("unknown_source"));
    if (string_member(act, "do") == "send_alert") return send(*sender, act, std::move(on_done));
    on_done(explain(*sender, act));
}

const AlertSender* AlertPanel::sender_of(const json& act) const {
    const auto found = std::ranges::find(options_.senders, string_member(act, "source"), &AlertSender::name);
    return found == options_.senders.end() ? nullptr : &*found;
}

// The same text again is the same alert, which still fires; another one begins now.
bool AlertPanel::goes_on(const std::string& sender, const json& act) const {
    const auto found = firing_.find(sender);
    return found != firing_.end() &&
           (string_member(act, "what") == resolved || found->second.body == string_member(act, "body"));
}

Filling AlertPanel::filling_of(const AlertSender& sender, const json& act) const {
    const Time now = clock_.now();
    const Time since = goes_on(sender.name, act) ? firing_.at(sender.name).since : now;
    return {sender.name, sender.token, since, now};
}

void AlertPanel::send(const AlertSender& sender, const json& act, OnDone on_done) {
    if (bot_url.empty()) return on_done(failure("bot_does_not_listen"));
    const Filling filling = filling_of(sender, act);
    const net::HttpRequest sample = request_of(sender, act);
    net::HttpRequest request = filled(sample, filling);
    net::OutgoingRequest out{request.method, bot_url + request.target, std::move(request.headers),
                             std::move(request.body)};
    client_.send(
        std::move(out), Reach::anywhere,
        [weak = weak_from_this(), act, target = sample.target, name = sender.name, since = filling.started,
         done = std::move(on_done)](const net::HttpResult& result) {
            const auto self = weak.lock();
            if (!self) return;
            const int status = result ? result->status : 0;
            self->transcript_.add(self->clock_.now(), "alert", [&] {
                return json{{"source", name}, {"target", target}, {"status", status}};
            });
            if (!result)
                return done(failure("The alert did not reach the bot: " + result.error().reason + "."));
            const bool again = string_member(act, "what") != resolved && self->goes_on(name, act);
            if (status / 100 == 2) self->remember(name, act, since);
            done({{"ok", true}, {"status", status}, {"answer", result->body}, {"again", again}});
        });
}

void AlertPanel::remember(const std::string& sender, const json& act, Time since) {
    if (string_member(act, "what") == resolved)
        firing_.erase(sender);
    else
        firing_[sender] = {string_member(act, "body"), since};
}

json AlertPanel::explain(const AlertSender& sender, const json& act) const {
    if (!options_.explain) return failure("nobody_knows_the_rules");
    const auto request = filled(request_of(sender, act), filling_of(sender, act));
    json answer = options_.explain({sender.name, request, string_member(act, "when"), values_in(act)});
    answer["ok"] = true;
    return answer;
}

}  // namespace tocsin::sandbox
