#include "bot/app/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "bot/alerts/readers.h"
#include "bot/app/engine_settings.h"
#include "bot/engine/engine.h"
#include "storage/store.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

constexpr int most_incidents = 10'000;
constexpr int most_answers_at_once =
    10'000;  // of one instant: more means that something goes round in circles

// Takes every page and tells nobody.
class Recorder final : public channels::Channel {
  public:
    std::string_view provider() const override { return "recorder"; }
    bool carries(Means) const override { return true; }
    Expected<channels::Request> request(const channels::Dispatch&, const channels::Attempt&) const override {
        return channels::HttpRequest{};
    }
    channels::Outcome outcome(const channels::Answer&) const override { return channels::Accepted{}; }
};

engine::Settings settings_of(const config::Configuration& configuration) {
    engine::Settings settings;
    settings.rules = configuration.rules;
    settings.alerts = alert_settings(configuration);
    settings.alerts.prometheus_url.clear();  // nobody answers
    settings.pace.per_channel_per_second.reset();
    const auto recorder = std::make_shared<const Recorder>();
    for (const auto means : all_means) settings.channels.add(means, recorder);
    return settings;
}

Expected<std::vector<Alert>> alerts_in(const config::scenario::Alert& event,
                                       const config::Configuration& configuration, Time now) {
    const auto& source = configuration.alerts.sources.at(event.source);
    return alerts::read_alerts(source.kind, event.source, {"application/json", {}, "", event.body}, now,
                               source.fields);
}

// Of alerts that cannot be read.
std::optional<Error> problem_in(const config::Configuration& configuration,
                                const config::Scenario& scenario) {
    for (const auto& event : scenario.events) {
        const auto* alert = std::get_if<config::scenario::Alert>(&event.what);
        if (alert == nullptr) continue;
        if (const auto read = alerts_in(*alert, configuration, scenario.start + event.after); !read)
            return read.error();
    }
    return std::nullopt;
}

struct InputOf {
    const config::Configuration& configuration;
    const Rules& rules;
    Time now;

    Actor who(const PersonId& id) const { return actor_of(rules.people.at(id)); }
    engine::Input command(const Actor& by, CommandBody body) const {
        return engine::CommandGiven{by, Via::command_line, std::nullopt, std::move(body)};
    }

    engine::Input operator()(const config::scenario::Declare& declare) const {
        event::Declared declared;
        declared.title = declare.title;
        declared.severity = declare.severity;
        declared.service = declare.service;
        declared.impact = declare.impact;
        return engine::DeclarationGiven{Actor{{}, "scenario"}, Via::command_line, std::move(declared)};
    }
    engine::Input operator()(const config::scenario::Acknowledge& event) const {
        return command(who(event.who), command::Acknowledge{});
    }
    engine::Input operator()(const config::scenario::GiveBack& event) const {
        return command(who(event.who), command::GiveBack{});
    }
    engine::Input operator()(const config::scenario::Escalate& event) const {
        return command(who(event.who), command::Escalate{});
    }
    engine::Input operator()(const config::scenario::Resolve& event) const {
        return command(who(event.who), command::Resolve{});
    }
    engine::Input operator()(const config::scenario::Reassign& event) const {
        return command(Actor{{}, "scenario"}, command::Reassign{who(event.to), ""});
    }
    engine::Input operator()(const config::scenario::ChangeSeverity& event) const {
        return command(Actor{{}, "scenario"}, command::ChangeSeverity{event.to, ""});
    }
    engine::Input operator()(const config::scenario::Alert& event) const {
        auto alerts = alerts_in(event, configuration, now).value_or(std::vector<Alert>{});
        return engine::RequestCame{0, engine::AlertsCame{event.source, std::move(alerts)}};
    }
    engine::Input operator()(const config::scenario::Outage&) const { return engine::Wake{}; }
};

class Simulation {
  public:
    Simulation(const config::Configuration& configuration, const config::Scenario& scenario,
               storage::Store& store, ManualClock& clock, templates::Catalog catalog)
        : configuration_(configuration),
          scenario_(scenario),
          clock_(clock),
          engine_(store, settings_of(configuration), std::move(catalog)) {
        step({});
    }

    void run() {
        const auto end = scenario_.start + scenario_.until;
        std::span<const config::ScenarioEvent> coming(scenario_.events);
        for (;;) {
            const auto timer = engine_.next_due();
            const auto event =
                coming.empty() ? std::nullopt : std::optional{scenario_.start + coming.front().after};
            if (!timer && !event) return;
            // What is due in the instant of an event fires before it.
            const auto first = timer && (!event || *timer < *event) ? *timer : *event;
            const auto next = std::max(clock_.now(), first);
            if (next > end) return;
            clock_.set(next);
            step({});
            while (!coming.empty() && scenario_.start + coming.front().after <= next) {
                const auto happening = coming.front().what;
                coming = coming.subspan(1);
                if (const auto* outage = std::get_if<config::scenario::Outage>(&happening)) {
                    coming = sleep(outage->length, coming, end);
                } else {
                    step({input_of(happening)});
                }
            }
        }
    }

  private:
    engine::Input input_of(const config::Happening& happening) const {
        return std::visit(InputOf{configuration_, configuration_.rules, clock_.now()}, happening);
    }

    // The process is down: what arrives meanwhile is handled first when it is up again, then what is overdue.
    std::span<const config::ScenarioEvent> sleep(Duration length,
                                                 std::span<const config::ScenarioEvent> coming, Time end) {
        auto up = clock_.now() + length;
        std::vector<engine::Input> arrived;
        while (!coming.empty() && scenario_.start + coming.front().after < up) {
            const auto& event = coming.front();
            if (const auto* outage = std::get_if<config::scenario::Outage>(&event.what))
                up = std::max(up, scenario_.start + event.after + outage->length);
            arrived.push_back(input_of(event.what));
            coming = coming.subspan(1);
        }
        if (up > end) return {};
        clock_.set(up);
        step(std::move(arrived));
        return coming;
    }

    // Everything that follows at this instant: what goes out is answered at once, and well.
    void step(std::vector<engine::Input> inputs) {
        for (int i = 0; i < most_answers_at_once; ++i) {
            std::vector<engine::Input> answers;
            for (const auto& output : engine_.step(inputs)) {
                const auto* send = std::get_if<engine::Send>(&output);
                if (send == nullptr) continue;
                for (const auto& departure : send->rows) answers.push_back(answer_to(departure));
            }
            const auto due = engine_.next_due();
            if (answers.empty() && (!due || *due > clock_.now())) return;
            inputs = std::move(answers);
        }
    }

    engine::Input answer_to(const engine::Departure& departure) {
        engine::SendFinished finished{departure.id, departure.token, true, {}};
        if (std::holds_alternative<slack::Call>(departure.what)) {
            json body{
                {"ok", true}, {"channel", "C0SIMULATED"}, {"ts", fmt::format("{}.000000", ++messages_)}};
            finished.outcome = slack::Outcome(slack::Answered{std::move(body)});
        } else {
            finished.outcome = channels::Answer(channels::HttpAnswer{200, {}, ""});
        }
        return finished;
    }

    const config::Configuration& configuration_;
    const config::Scenario& scenario_;
    ManualClock& clock_;
    engine::Engine engine_;
    long long messages_ = 0;
};

// What the timelines say was decided.
struct Collect {
    SimulationResult& result;

    void page(Time at, int level, const PageOrder& order) const {
        const auto& person = order.to.person.empty() ? order.to.user.str() : order.to.person.str();
        const auto same = std::ranges::find_if(result.pages, [&](const SimulatedPage& page) {
            return page.at == at && page.level == level && page.person == person;
        });
        if (same == result.pages.end()) {
            result.pages.push_back({at, level, person, order.via});
            return;
        }
        for (const auto means : order.via) {
            if (std::ranges::find(same->via, means) == same->via.end()) same->via.push_back(means);
        }
    }
    void operator()(const Event& event) const {
        if (const auto* paged = std::get_if<event::Paged>(&event.body)) {
            for (const auto& order : paged->orders) page(event.at, paged->level, order);
        } else if (const auto* ended = std::get_if<event::PagingEnded>(&event.body)) {
            result.alarms.push_back({event.at, ended->end});
        } else if (const auto* ticket = std::get_if<event::TicketWanted>(&event.body)) {
            result.tickets.push_back({event.at, ticket->tracker});
        }
    }
};

SimulationResult collect(storage::Store& store) {
    SimulationResult result;
    store.transact([&](storage::Tx& tx) {
        const auto incidents = tx.incidents(storage::ListFilter::all, most_incidents);
        for (const auto& incident : incidents) {
            for (const auto& event : tx.timeline(incident.number)) Collect{result}(event);
        }
        if (!incidents.empty()) result.state = incidents.front().state;
    });
    std::ranges::sort(result.pages, {},
                      [](const SimulatedPage& page) { return std::tuple(page.at, page.level, page.person); });
    std::ranges::sort(result.tickets, {}, &SimulatedTicket::at);
    std::ranges::sort(result.alarms, {}, &SimulatedAlarm::at);
    return result;
}

}  // namespace

Expected<SimulationResult> simulate(const config::Configuration& configuration,
                                    const config::Scenario& scenario) {
    if (auto problem = problem_in(configuration, scenario)) return std::unexpected(*std::move(problem));
    ManualClock clock(scenario.start);
    auto store = storage::Store::open("sqlite::memory:", clock);
    if (!store) return std::unexpected(store.error());
    auto catalog = templates::Catalog::load();
    if (!catalog) return std::unexpected(catalog.error());
    Simulation(configuration, scenario, **store, clock, *std::move(catalog)).run();
    return collect(**store);
}

}  // namespace tocsin::app
