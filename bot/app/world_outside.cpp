#include "bot/app/world_outside.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/app/world_inputs.h"
#include "storage/store.h"

namespace tocsin::app {

using config::scenario::Conduct;
using nlohmann::json;

namespace {

constexpr Duration longest_attempt = 5s;  // of the sender, then it gives up
constexpr Duration later_than_a_lease = 12s;
constexpr Duration reports_after = 1s;
constexpr Duration rings_for = 30s;

// Carries everything and asks nobody; how it fares is the world's business.
class Company final : public channels::Channel {
  public:
    Company(std::string name, std::function<bool()> store_is_down)
        : name_(std::move(name)), store_is_down_(std::move(store_is_down)) {}
    std::string_view provider() const override { return name_; }
    bool carries(Means) const override { return true; }
    bool calls_back() const override { return true; }
    Expected<channels::Request> request(const channels::Dispatch& dispatch,
                                        const channels::Attempt&) const override {
        if (store_is_down_()) throw storage::StoreError("the disk is full");
        return channels::HttpRequest{"POST", name_ + "/" + dispatch.key, {}, dispatch.token};
    }
    channels::Outcome outcome(const channels::Answer& answer) const override {
        const auto& http = std::get<channels::HttpAnswer>(answer);
        if (http.status == 201) return channels::Accepted{http.body};
        if (http.status == 400) return channels::Rejected{channels::Rejected::Why::address, "no such number"};
        return channels::Retry{Duration{}, "no answer"};
    }
    std::optional<channels::Request> stop(const std::string& id, const channels::Attempt&) const override {
        return channels::HttpRequest{"DELETE", name_ + "/" + id, {}, ""};
    }

  private:
    std::string name_;
    std::function<bool()> store_is_down_;
};

engine::SendFinished finished(const engine::Departure& departure, int status, std::string body = "") {
    return {departure.id, departure.token, true,
            channels::Answer(channels::HttpAnswer{status, {}, std::move(body)})};
}

Later report(const TakenPage& page, Duration after, channels::Progress to) {
    return {after,
            engine::RequestCame{
                0, engine::CallbackCame{
                       page.provider, "simulated", {channels::Moved{page.id, page.token, to, "", {}}}}}};
}

}  // namespace

Outside::Outside(const config::Configuration& configuration, bool only_configured,
                 std::function<bool()> store_is_down) {
    std::map<std::string, std::shared_ptr<const Company>> companies;
    const auto names = config::simulated_providers(configuration);
    for (const auto& name : names) companies[name] = std::make_shared<const Company>(name, store_is_down);
    const bool some_are_configured = !configuration.paging.order.empty();
    for (const auto means : all_means) {
        if (means == Means::slack) continue;  // pages by Slack are calls
        const auto order = configuration.paging.order.find(means);
        if (order != configuration.paging.order.end() && !order->second.empty()) {
            for (const auto& name : order->second) registry_.add(means, companies.at(name));
        } else if (!only_configured || !some_are_configured) {
            registry_.add(means, companies.at(names.front()));
        }
    }
}

void Outside::take(const config::scenario::Provider& provider, Time now) {
    const auto until = provider.length ? now + *provider.length : Time::max();
    troubles_.push_back({provider.name, provider.does, now, until});
}

void Outside::clock_stepped(Duration by) {
    for (auto& trouble : troubles_) {
        trouble.from += by;
        if (trouble.until != Time::max()) trouble.until += by;
    }
}

void Outside::take(const config::scenario::Person& person) {
    habits_[person.who] = {person.answers_after, person.hears};
}

std::optional<Duration> Outside::answers(const PersonId& person, Means means) const {
    const auto found = habits_.find(person);
    if (found == habits_.end()) return std::nullopt;
    const auto& habit = found->second;
    if (habit.hears && std::ranges::find(*habit.hears, means) == habit.hears->end()) return std::nullopt;
    return habit.answers_after;
}

int Outside::taken(const std::string& key) const {
    const auto found = taken_.find(key);
    return found == taken_.end() ? 0 : found->second;
}
int Outside::lost(const std::string& key) const {
    const auto found = lost_.find(key);
    return found == lost_.end() ? 0 : found->second;
}

Conduct Outside::conduct_of(std::string_view provider, Time now) const {
    for (auto trouble = troubles_.rbegin(); trouble != troubles_.rend(); ++trouble) {
        const bool is_meant = trouble->provider.empty() || trouble->provider == provider;
        if (is_meant && now < trouble->until) return trouble->does;
    }
    return Conduct::works;
}

std::vector<Later> Outside::carry_out(const engine::Departure& departure, Time now,
                                      std::vector<TakenPage>& reached) {
    if (const auto* made = std::get_if<slack::Call>(&departure.what)) return call(departure, *made, now);
    const auto& request = std::get<channels::Request>(departure.what);
    const auto* http = std::get_if<channels::HttpRequest>(&request);
    if (http == nullptr) return {{{}, finished(departure, 201), true}};
    return page(departure, *http, now, reached);
}

std::vector<Later> Outside::page(const engine::Departure& departure, const channels::HttpRequest& request,
                                 Time now, std::vector<TakenPage>& reached) {
    if (request.method == "DELETE") return {{{}, finished(departure, 204), true}};
    auto page = page_of_request(departure);
    if (!page) return {{{}, finished(departure, 201), true}};
    const auto does = conduct_of(page->provider, now);
    if (does == Conduct::fails) return {{{}, finished(departure, 503), true}};
    if (does == Conduct::rejects) return {{{}, finished(departure, 400), true}};
    if (does == Conduct::hangs) return {{longest_attempt, finished(departure, 0), true}};

    const auto key = request.url.substr(page->provider.size() + 1);
    ++taken_[key];
    page->id = fmt::format("{}{}", page->provider, ++pages_);
    const auto accepted = finished(departure, 201, page->id);
    if (does == Conduct::silent) return {{{}, accepted, true}};
    if (does == Conduct::undelivered)
        return {{{}, accepted, true}, report(*page, reports_after, channels::Progress::failed)};
    reached.push_back(*page);
    const bool rings = request.url.ends_with("/phone");
    const auto heard_of =
        report(*page, reports_after, rings ? channels::Progress::ringing : channels::Progress::delivered);
    std::vector<Later> follows{heard_of};
    if (rings) follows.push_back(report(*page, rings_for, channels::Progress::no_answer));
    if (does == Conduct::loses || does == Conduct::late) ++lost_[key];
    if (does == Conduct::loses) {
        follows.push_back({longest_attempt, finished(departure, 0), true});
    } else if (does == Conduct::late) {
        follows.push_back({later_than_a_lease, accepted, true});
    } else {
        follows.insert(follows.begin(), {{}, accepted, true});
    }
    if (does == Conduct::repeats) {  // out of order, and before the answer
        follows.insert(follows.begin(), report(*page, {}, channels::Progress::delivered));
        follows.push_back(report(*page, 2 * reports_after, channels::Progress::ringing));
        follows.push_back(heard_of);
    }
    return follows;
}

std::vector<Later> Outside::call(const engine::Departure& departure, const slack::Call& call, Time now) {
    const auto answer = [&](slack::Outcome outcome) {
        return engine::SendFinished{departure.id, departure.token, true, std::move(outcome)};
    };
    switch (conduct_of("slack", now)) {
        case Conduct::fails:
            return {{{}, answer(slack::Unreachable{"refused"}), true}};
        case Conduct::rejects:
            return {{{}, answer(slack::Limited{30s}), true}};
        case Conduct::hangs:
            return {{longest_attempt, answer(slack::Uncertain{"no answer"}), true}};
        case Conduct::loses:
            (void)slack_says(call);
            return {{longest_attempt, answer(slack::Uncertain{"no answer"}), true}};
        case Conduct::late:
            return {{later_than_a_lease, answer(slack::Answered{slack_says(call)}), true}};
        case Conduct::works:
        case Conduct::silent:
        case Conduct::undelivered:
        case Conduct::repeats:
            break;
    }
    return {{{}, answer(slack::Answered{slack_says(call)}), true}};
}

// A Slack as small as paging needs it: it knows what was posted, and by which mark.
json Outside::slack_says(const slack::Call& call) {
    const auto arguments = json::parse(call.arguments.text(), nullptr, false);
    auto channel = arguments.is_object() ? arguments.value("channel", "C0SIMULATED") : std::string();
    if (channel.starts_with('#')) channel = "C0SIMULATED";
    if (call.method == "conversations.open")
        return {{"ok", true}, {"channel", {{"id", arguments.value("users", "D0SIMULATED")}}}};
    if (call.method == "conversations.list") return {{"ok", true}, {"channels", json::array()}};
    if (call.method == "conversations.history" || call.method == "conversations.replies")
        return {{"ok", true}, {"messages", posts_.try_emplace(channel, json::array()).first->second}};
    const auto ts = fmt::format("{}.000000", ++messages_);
    if (call.method == "chat.postMessage" && arguments.contains("metadata")) {
        auto& posts = posts_.try_emplace(channel, json::array()).first->second;
        posts.push_back({{"ts", ts}, {"metadata", arguments["metadata"]}});
    }
    return {{"ok", true}, {"channel", channel}, {"ts", ts}};
}

}  // namespace tocsin::app
