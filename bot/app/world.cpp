#include "bot/app/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/app/engine_settings.h"
#include "bot/app/world_inputs.h"
#include "bot/core/on_call.h"
#include "templates/catalog.h"

namespace tocsin::app {
namespace {

constexpr int most_incidents = 10'000;
constexpr int most_answers_at_once =
    10'000;  // of one instant: more means that something goes round in circles
constexpr Duration pause_after_store_error = 200ms;
constexpr std::size_t shortest_secret = 8;  // a placeholder may be a word that people use

engine::Settings settings_of(const config::Configuration& configuration, const channels::Registry& registry) {
    engine::Settings settings;
    settings.rules = configuration.rules;
    settings.alerts = alert_settings(configuration);
    settings.alerts.prometheus_url.clear();  // nobody answers
    settings.pace.per_channel_per_second.reset();
    settings.channels = registry;
    return settings;
}

std::vector<std::string> secrets_of(const config::Configuration& configuration) {
    std::vector<std::string> secrets;
    const auto add = [&](const Secret& secret) {
        if (secret.reveal().size() >= shortest_secret) secrets.push_back(secret.reveal());
    };
    add(configuration.slack.app_token);
    add(configuration.slack.bot_token);
    for (const auto& token : configuration.http.tokens) add(token.token);
    for (const auto& [name, source] : configuration.alerts.sources) add(source.token), add(source.old_token);
    for (const auto& [name, provider] : configuration.paging.providers) add(provider.secret);
    return secrets;
}

}  // namespace

Time World::StoreClock::now() const {
    failed_ = fails && !failed_;
    if (failed_) throw storage::StoreError("the disk is full");
    return now_;
}

World::World(const config::Configuration& configuration, const config::Scenario& scenario,
             WorldOptions options)
    : configuration_(configuration),
      scenario_(scenario),
      options_(options),
      clock_(scenario.start),
      now_(scenario.start),
      outside_(configuration, options.only_configured, [this] { return clock_.fails; }),
      settings_(settings_of(configuration, outside_.registry())),
      invariants_(settings_.rules, outside_, secrets_of(configuration)),
      to_come_(scenario.events) {}

Expected<std::unique_ptr<World>> World::make(const config::Configuration& configuration,
                                             const config::Scenario& scenario, WorldOptions options) {
    for (const auto& event : scenario.events) {
        const auto* alert = std::get_if<config::scenario::Alert>(&event.what);
        if (alert == nullptr) continue;
        if (const auto read = alerts_in(*alert, configuration, scenario.start + event.after); !read)
            return std::unexpected(read.error());
    }
    auto world = std::unique_ptr<World>(new World(configuration, scenario, options));
    auto store = storage::Store::open("sqlite::memory:", world->clock_);
    if (!store) return std::unexpected(store.error());
    world->store_ = std::move(*store);
    world->start_process();
    return world;
}

void World::run() {
    const auto end = scenario_.start + scenario_.until;
    while (const auto next = next_instant()) {
        if (*next > end || is_stuck_) break;
        go_to(std::max(now_, *next));
        if (store_fails_until_ && *store_fails_until_ <= now_) {
            store_fails_until_.reset();
            clock_.fails = false;
        }
        if (!is_up() && up_at_ && *up_at_ <= now_) start_process();
        // What is due in the instant of an event fires before it.
        if (is_up()) step(std::exchange(kept_, {}));
        while (!to_come_.empty() && scenario_.start + to_come_.front().after <= now_) {
            const auto& event = to_come_.front();
            to_come_ = to_come_.subspan(1);
            happen(event);
        }
        while (!reactions_.empty() && reactions_.begin()->first <= now_) {
            const auto coming = std::move(reactions_.extract(reactions_.begin()).mapped());
            if (const auto* reaction = std::get_if<Reaction>(&coming)) {
                hand_in(reaction->input, reaction->process);
            } else {
                answer(std::get<Answer>(coming));
            }
        }
        look();
        if (options_.ends_when_quiet && is_over()) break;
    }
    if (options_.checks) within([&](storage::Tx& tx) { invariants_.look_at_the_end(tx); });
}

void World::go_to(Time at) {
    now_ = at;
    clock_.set(now_ + ahead_, now_);
}

std::optional<Time> World::next_instant() const {
    std::optional<Time> next;
    const auto sooner = [&](Time at) { next = next ? std::min(*next, at) : at; };
    if (is_up() && retry_at_) {
        sooner(*retry_at_);
    } else if (is_up()) {
        if (const auto due = engine_->next_due()) sooner(*due - ahead_);
    } else if (up_at_) {
        sooner(*up_at_);
    }
    if (store_fails_until_) sooner(*store_fails_until_);
    if (!to_come_.empty()) sooner(scenario_.start + to_come_.front().after);
    if (!reactions_.empty()) sooner(reactions_.begin()->first);
    return next;
}

bool World::is_over() {
    if (!is_up() || retry_at_ || !to_come_.empty()) return false;
    bool over = true;
    within([&](storage::Tx& tx) {
        for (const auto& incident : tx.incidents(storage::ListFilter::open, most_incidents)) {
            const bool goes_on = incident.paging.next_due || incident.paging.again_due;
            if (is_unanswered(incident.state) && goes_on) over = false;
        }
    });
    return over && std::ranges::none_of(reactions_, [](const auto& coming) {
               return std::holds_alternative<Answer>(coming.second);
           });
}

void World::within(const std::function<void(storage::Tx&)>& work) {
    const bool fails = std::exchange(clock_.fails, false);
    store_->transact(work);
    clock_.fails = fails;
}

// The store may be failing while a process starts; a real one is started again by its supervisor.
void World::start_process() {
    const bool fails = std::exchange(clock_.fails, false);
    up_at_.reset();
    retry_at_.reset();
    ++process_;
    engine_ = std::make_unique<engine::Engine>(*store_, settings_, *templates::Catalog::load());
    clock_.fails = fails;
    auto inputs = std::exchange(kept_, {});
    inputs.insert(inputs.begin(), engine::ConnectionsChanged{2});
    step(std::move(inputs));
}

void World::die(Duration length) {
    look();
    engine_.reset();
    crash_.reset();
    retry_at_.reset();
    up_at_ = std::max(up_at_.value_or(Time{}), now_ + length);
    invariants_.crashed();
    invariants_.interrupted({now_ + ahead_, *up_at_ + ahead_});
}

void World::jump(Duration by) {
    look();  // at what happened by the clock of before
    const auto before = now_ + ahead_;
    ahead_ += by;
    go_to(now_);
    outside_.clock_stepped(by);
    invariants_.clock_stepped(before, by);
}

void World::happen(const config::ScenarioEvent& event) {
    namespace scenario = config::scenario;
    if (const auto* outage = std::get_if<scenario::Outage>(&event.what)) return die(outage->length);
    if (const auto* provider = std::get_if<scenario::Provider>(&event.what))
        return outside_.take(*provider, now_ + ahead_);
    if (const auto* person = std::get_if<scenario::Person>(&event.what)) return outside_.take(*person);
    if (const auto* jumps = std::get_if<scenario::ClockJumps>(&event.what)) {
        jump(jumps->by);
        if (is_up() && !retry_at_) step({});
        return;
    }
    if (const auto* crash = std::get_if<scenario::Crash>(&event.what)) {
        crash_ = *crash;
        return;
    }
    if (const auto* failure = std::get_if<scenario::StoreFails>(&event.what)) {
        store_fails_until_ = now_ + failure->length;
        clock_.fails = true;
        invariants_.interrupted({now_ + ahead_, *store_fails_until_ + ahead_});
        return;
    }
    if (auto input = input_of(event)) hand_in(*std::move(input));
}

std::optional<engine::Input> World::input_of(const config::ScenarioEvent& event) {
    InputOf make{configuration_, settings_.rules, now_ + ahead_, event.incident, last_request_};
    auto input = std::visit(make, event.what);
    if (const auto* request = input ? std::get_if<engine::RequestCame>(&*input) : nullptr) {
        last_request_ = request->id;
        if (const auto* came = std::get_if<engine::AlertsCame>(&request->what))
            asked_[request->id] = came->alerts;
    }
    return input;
}

void World::hand_in(engine::Input input, std::optional<int> process) {
    if (process && *process != process_) return;
    if (process && !is_up()) return;
    if (!is_up() || retry_at_) {
        kept_.push_back(std::move(input));
        return;
    }
    std::vector<engine::Input> inputs;
    inputs.push_back(std::move(input));
    step(std::move(inputs));
}

// Everything that follows at this instant.
void World::step(std::vector<engine::Input> inputs) {
    for (int i = 0; i < most_answers_at_once && is_up(); ++i) {
        const auto outputs = transact(inputs);
        if (!outputs) return;
        const bool sends = std::ranges::any_of(
            *outputs, [](const auto& output) { return std::holds_alternative<engine::Send>(output); });
        const auto crash = sends ? std::exchange(crash_, std::nullopt) : std::nullopt;
        inputs = std::exchange(kept_, {});  // more than a step takes
        if (!crash || crash->after_sending) carry_out(*outputs, inputs);
        if (crash) return die(crash->length);
        const auto due = engine_->next_due();
        if (inputs.empty() && (!due || *due > now_ + ahead_)) return;
    }
    if (!is_up()) return;
    is_stuck_ = true;
    invariants_.goes_in_circles();
}

std::optional<std::vector<engine::Output>> World::transact(std::vector<engine::Input>& inputs) {
    std::vector<engine::Output> outputs;
    try {
        const auto count = std::min(inputs.size(), engine::Engine::most_inputs);
        outputs = engine_->step(std::span(inputs).first(count));
        kept_.insert(kept_.end(),
                     std::make_move_iterator(inputs.begin() + static_cast<std::ptrdiff_t>(count)),
                     std::make_move_iterator(inputs.end()));
        inputs.resize(count);
    } catch (const storage::StoreError&) {
        kept_.insert(kept_.begin(), std::make_move_iterator(inputs.begin()),
                     std::make_move_iterator(inputs.end()));
        retry_at_ = now_ + pause_after_store_error;
        return std::nullopt;
    }
    retry_at_.reset();
    for (const auto& input : inputs) {
        if (const auto* finished = std::get_if<engine::SendFinished>(&input))
            invariants_.comes_back(*finished);
        if (std::holds_alternative<engine::DeclarationGiven>(input)) invariants_.declared();
    }
    for (const auto& output : outputs) {
        const auto* answered = std::get_if<engine::Answered>(&output);
        if (answered == nullptr) continue;
        const auto asked = asked_.extract(answered->id);
        if (!asked.empty()) invariants_.answered(*answered, asked.mapped());
        invariants_.goes_out(answered->answer.body);
    }
    is_stale_ = is_stale_ || !inputs.empty() || !outputs.empty();
    return outputs;
}

// Once for each instant, when it is over; what happened within it stands on the timelines.
void World::look() {
    if (!std::exchange(is_stale_, false)) return;
    within([&](storage::Tx& tx) {
        const auto rows = tx.incidents(storage::ListFilter::all, most_incidents);
        if (options_.checks) invariants_.look(tx, rows);
        hear_slack(tx, rows);
    });
}

// Who a message in Slack reaches is known once it is there.
void World::hear_slack(storage::Tx& tx, const std::vector<Incident>& rows) {
    for (const auto& incident : rows) {
        auto& heard = heard_[incident.number];
        if (heard == incident.revision) continue;
        for (const auto& event : tx.timeline(incident.number)) {
            const auto* moved = std::get_if<event::PageMoved>(&event.body);
            const bool is_new = event.sequence > heard && moved != nullptr && moved->to == PageState::sent;
            if (!is_new || moved->provider != "slack") continue;
            if (const auto* page = page_of(incident, moved->page))
                plan_answer({page->to.person, incident.number, std::nullopt}, Means::slack);
        }
        heard = incident.revision;
    }
}

void World::plan_answer(const Answer& answer, Means means) {
    const auto after = outside_.answers(answer.person, means);
    if (!after || !will_answer_.emplace(answer.person, answer.incident).second) return;
    reactions_.emplace(now_ + *after, answer);
}

void World::answer(const Answer& answer) {
    will_answer_.erase({answer.person, answer.incident});
    if (!answer.page) {
        return hand_in(engine::CommandGiven{actor_of(settings_.rules.people.at(answer.person)), Via::button,
                                            answer.incident, command::Acknowledge{}});
    }
    const auto& [provider, id, token, incident, page] = *answer.page;
    hand_in(engine::RequestCame{
        ++last_request_, engine::CallbackCame{provider, "simulated", {channels::Confirmed{id, token}}}});
}

void World::carry_out(const std::vector<engine::Output>& outputs, std::vector<engine::Input>& answers) {
    for (const auto& output : outputs) {
        const auto* send = std::get_if<engine::Send>(&output);
        if (send == nullptr) continue;
        for (const auto& departure : send->rows) take_departure(departure, answers);
    }
}

void World::take_departure(const engine::Departure& departure, std::vector<engine::Input>& answers) {
    std::vector<TakenPage> reached;
    if (options_.checks) {
        within([&](storage::Tx& tx) {
            invariants_.leaves(tx, departure, now_ + ahead_, page_of_request(departure));
        });
        invariants_.goes_out(text_of(departure));
    }
    for (auto& later : outside_.carry_out(departure, now_ + ahead_, reached)) {
        if (later.after == Duration{}) {
            answers.push_back(std::move(later.input));
        } else {
            reactions_.emplace(now_ + later.after,
                               Reaction{std::move(later.input),
                                        later.to_this_process ? std::optional{process_} : std::nullopt});
        }
    }
    for (const auto& page : reached) {
        std::optional<Incident> incident;
        within([&](storage::Tx& tx) { incident = tx.incident(page.incident); });
        const auto* paged = incident ? page_of(*incident, page.page) : nullptr;
        if (paged != nullptr) plan_answer({paged->to.person, page.incident, page}, paged->means);
    }
}

}  // namespace tocsin::app
