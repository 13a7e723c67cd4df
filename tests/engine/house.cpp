#include "tests/engine/house.h"

#include <algorithm>

namespace tocsin::engine::testing {
namespace {

constexpr int most_rounds = 2000;
constexpr std::string_view base_url = "http://127.0.0.1:1";

sandbox::ServiceOptions service_options() {
    sandbox::ServiceOptions options;
    options.keep_transcript = false;
    options.commands = json::array();
    options.commands.push_back({{"name", "/incident"}, {"should_escape", true}});
    return options;
}

bool is_final(const slack::Outcome& outcome) {
    return std::holds_alternative<slack::Answered>(outcome) ||
           std::holds_alternative<slack::Refused>(outcome);
}

}  // namespace

House::House(Settings settings, const std::string& store_url)
    : slack(clock, network, service_options()), settings_(std::move(settings)) {
    slack.set_base_url(std::string(base_url));
    slack.set_websocket_url("ws://127.0.0.1:1");
    socket_->events = slack.gateway().connect(socket_, false);
    const bool on_server = storage::testing::server_is_chosen() || storage::testing::replicas_are_chosen();
    const auto otherwise =
        on_server ? storage::testing::Postgres::url(folder_of_store) : std::string("sqlite::memory:");
    url_ = store_url.empty() ? otherwise : store_url;
    if (store_url.empty() && storage::testing::replicas_are_chosen()) {
        open(url_, storage::Hold::turns);
        open(url_, storage::Hold::turns);
    } else {
        open(url_, storage::Hold::whole);
    }
    begin();
    settle();
}

void House::open(const std::string& url, storage::Hold hold) {
    auto opened = storage::Store::open(url, clock, hold);
    REQUIRE(opened);
    minds_.push_back({std::move(*opened)});
}

void House::begin() {
    for (std::size_t i = 0; i < minds_.size(); ++i) {
        minds_[i].engine = std::make_unique<Engine>(*minds_[i].store, settings_, *templates::Catalog::load());
        inputs_.push_back({ConnectionsChanged{2}, i});
    }
}

void House::restart() {
    taken_ = socket_->sent.size();
    inputs_.clear();
    const bool shared = minds_.size() > 1;
    for (auto& mind : minds_) {
        mind.engine.reset();
        if (shared) mind.store.reset();
    }
    if (shared) {
        for (auto& mind : minds_) mind.store = *storage::Store::open(url_, clock, storage::Hold::turns);
    }
    begin();
}

void House::restart_with(Settings settings) {
    settings_ = std::move(settings);
    restart();
}

void House::change(Settings settings) {
    settings_ = std::move(settings);
    for (auto& mind : minds_) mind.engine->change_settings(settings_, *templates::Catalog::load());
}

json House::acts_only(const json& act) {
    json answer;
    slack.act(act, [&](json done) { answer = std::move(done); });
    const auto said = act.dump() + " answers " + answer.dump();
    REQUIRE_MESSAGE(answer["ok"] == true, said);
    return answer;
}

json House::acts(json act) {
    auto answer = acts_only(act);
    settle();
    return answer;
}

void House::trouble(json how) {
    how["do"] = "trouble";
    acts_only(how);
}

std::string House::types(const std::string& who, const std::string& line, const std::string& where) {
    const auto before = acknowledged_.size();
    acts({{"as", who}, {"do", "slash"}, {"channel", where}, {"text", "/incident " + line}});
    REQUIRE(acknowledged_.size() > before);
    const auto frame = json::parse(acknowledged_[before]);
    return frame.contains("payload") ? frame["payload"]["text"].get<std::string>() : "";
}

void House::presses(const std::string& who, const std::string& where, const sandbox::Message& message,
                    std::string_view action_id) {
    for (const auto& block : message.blocks) {
        for (const auto& element : block.value("elements", json::array())) {
            if (!element.is_object() || element.value("action_id", "") != action_id) continue;
            acts({{"as", who},
                  {"do", "press"},
                  {"channel", where},
                  {"ts", message.ts},
                  {"block_id", block["block_id"]},
                  {"action_id", action_id},
                  {"value", element["value"]}});
            return;
        }
    }
    FAIL("the button is not there: ", action_id, " in ", message.blocks.dump());
}

void House::deliver(const std::string& frame) {
    arrives(EnvelopeReceived{1, slack::parse_envelope(frame)});
}

channels::HttpAnswer House::asks(WebRequest what) {
    const auto id = ++last_request_;
    arrives(RequestCame{id, std::move(what)});
    settle();
    REQUIRE(answers.contains(id));
    return answers[id];
}

void House::take_frames() {
    for (; taken_ < socket_->sent.size(); ++taken_) {
        auto envelope = slack::parse_envelope(socket_->sent[taken_]);
        if (!envelope.id.empty()) arrives(EnvelopeReceived{1, std::move(envelope)});
    }
}

std::vector<Output> House::step() {
    take_frames();
    turn_ = (turn_ + 1) % minds_.size();
    std::vector<Input> taken;
    std::vector<Arrived> rest;
    for (const auto& arrived : inputs_) {
        if (arrived.mind.value_or(turn_) == turn_ && taken.size() < Engine::most_inputs) {
            taken.push_back(arrived.input);
        } else {
            rest.push_back(arrived);
        }
    }
    auto outputs = minds_[turn_].engine->step(taken);
    inputs_ = std::move(rest);
    if (after_step) after_step();
    return outputs;
}

void House::hand_in(const std::vector<Input>& inputs) {
    for (const auto& input : inputs) {
        if (std::holds_alternative<SendFinished>(input)) {
            inputs_.push_back({input, turn_});
            continue;
        }
        if (!std::holds_alternative<ConnectionsChanged>(input)) {
            arrives(input);
            continue;
        }
        for (std::size_t i = 0; i < minds_.size(); ++i) inputs_.push_back({input, i});
    }
}

void House::carry_out(std::vector<Output> outputs) {
    const auto finished = [&](SendFinished result) { inputs_.push_back({std::move(result), turn_}); };
    for (auto& output : outputs) {
        if (const auto* acknowledge = std::get_if<Acknowledge>(&output)) {
            acknowledged_.push_back(acknowledge->frame);
            socket_->say(acknowledge->frame);
            continue;
        }
        if (auto* answered = std::get_if<Answered>(&output)) {
            answers[answered->id] = std::move(answered->answer);
            continue;
        }
        if (std::holds_alternative<Reconnect>(output)) {
            if (turn_ == 0) ++reconnects;  // each of them does
            continue;
        }
        if (auto* page = std::get_if<StatusPageShown>(&output)) {
            site = std::move(page->site);
            continue;
        }
        if (const auto* outside = std::get_if<CallOutside>(&output)) {
            called_outside.push_back(outside->url);
            continue;
        }
        if (const auto* look = std::get_if<LookAt>(&output)) {
            looked_at.push_back(*look);
            continue;
        }
        if (const auto* wanted = std::get_if<ReadValues>(&output)) {
            values_wanted.push_back(*wanted);
            continue;
        }
        if (auto* measured = std::get_if<Measurements>(&output)) {
            std::ranges::move(measured->happened, std::back_inserter(measured_));
            if (!measured->standing.empty()) standing_ = std::move(measured->standing);
            continue;
        }
        bool stopped = false;
        for (const auto& [id, token, what] : std::get<Send>(output).rows) {
            if (stopped) {
                finished(SendFinished{id, token, false, {}});
                continue;
            }
            if (const auto* request = std::get_if<channels::Request>(&what)) {
                finished(SendFinished{id, token, true, provider(*request)});
                continue;
            }
            const auto& call = std::get<slack::Call>(what);
            auto outcome = call.url.empty() ? perform(call) : respond(call);
            stopped = !is_final(outcome);
            finished(SendFinished{id, token, true, std::move(outcome)});
        }
    }
}

std::vector<double> House::measured(Metric what, const std::vector<std::string>& labels) const {
    std::vector<double> values;
    for (const auto& one : measured_) {
        if (one.what == what && one.labels == labels) values.push_back(one.value);
    }
    return values;
}

double House::standing(Metric what, const std::vector<std::string>& labels) const {
    const auto found = std::ranges::find_if(
        standing_, [&](const Measured& one) { return one.what == what && one.labels == labels; });
    REQUIRE(found != standing_.end());
    return found->value;
}

bool House::stands(Metric what, const std::vector<std::string>& labels) const {
    return std::ranges::any_of(standing_,
                               [&](const Measured& one) { return one.what == what && one.labels == labels; });
}

slack::Outcome House::perform(const slack::Call& call) {
    net::HttpRequest request;
    request.method = "POST";
    request.headers = {{"Authorization", "Bearer xoxb-sandbox"}, {"Content-Type", "application/json"}};
    request.body = call.arguments.text();
    const auto answer = slack.web_api().answer(call.method, request, std::string(base_url));
    slack.interactions().send_events();
    auto outcome = answer.cut ? slack::Outcome(slack::Uncertain{"cut"})
                              : slack::read_answer(answer.response.status,
                                                   net::header(answer.response.headers, "Retry-After"),
                                                   answer.response.body);
    called_.push_back({clock.now(), call.method, read_json(call.arguments), outcome});
    return outcome;
}

slack::Outcome House::respond(const slack::Call& call) {
    const auto body = read_json(call.arguments);
    const auto refused = slack.interactions().respond(call.url.substr(call.url.rfind('/') + 1), body);
    called_.push_back({clock.now(), call.method, body, {}});
    if (refused) return slack::Refused{*refused, {}};
    return slack::Answered{json::object()};
}

void House::settle() {
    std::size_t idle = 0;  // steps in a row
    for (int round = 0; round < most_rounds; ++round) {
        take_frames();
        const bool waiting = !inputs_.empty();
        auto outputs = step();
        idle = !waiting && outputs.empty() ? idle + 1 : 0;
        carry_out(std::move(outputs));
        if (idle >= minds_.size() && is_quiet()) return;
    }
    FAIL("the house does not come to rest");
}

bool House::is_quiet() {
    return inputs_.empty() && std::ranges::all_of(minds_, [](Mind& mind) { return mind.engine->is_quiet(); });
}

std::optional<Time> House::next_due() const {
    std::optional<Time> next;
    for (const auto& mind : minds_) {
        const auto due = mind.engine->next_due();
        if (due && (!next || *due < *next)) next = due;
    }
    return next;
}

void House::pass(Duration time) {
    const auto target = clock.now() + time;
    settle();
    for (auto due = next_due(); due && *due <= target; due = next_due()) {
        if (*due > clock.now()) clock.set(*due);
        settle();
    }
    clock.set(target);
    settle();
}

std::vector<Called> House::calls(std::string_view method) const {
    std::vector<Called> found;
    std::ranges::copy_if(called_, std::back_inserter(found),
                         [&](const Called& each) { return each.method == method; });
    return found;
}

const sandbox::Channel* House::channel(const std::string& name) {
    return slack.workspace().find_channel(name);
}

std::vector<sandbox::Message> House::messages(const std::string& where) {
    std::vector<sandbox::Message> found;
    const auto* place = channel(where);
    REQUIRE(place != nullptr);
    for (const auto& [ts, message] : place->messages) {
        if (message.subtype.empty()) found.push_back(message);
    }
    return found;
}

std::vector<sandbox::Message> House::thread(const std::string& ts) {
    auto found = messages();
    std::erase_if(found, [&](const auto& message) { return !message.is_reply() || message.thread_ts != ts; });
    return found;
}

std::vector<sandbox::Message> House::direct(const std::string& person) {
    std::vector<sandbox::Message> found;
    for (const auto& [ts, message] : slack.workspace().direct_with(person).messages) found.push_back(message);
    return found;
}

sandbox::Message House::card(std::int64_t number) {
    std::optional<storage::PostedMessage> place;
    within([&](storage::Tx& tx) { place = tx.message(IncidentNumber{number}, "card"); });
    REQUIRE_MESSAGE(place, "the card is not posted");
    const auto* where = channel(place->channel.str());
    REQUIRE(where != nullptr);
    const auto found = where->messages.find(place->ts.str());
    REQUIRE_MESSAGE(found != where->messages.end(), "the card is not in Slack");
    return found->second;
}

Incident House::incident(std::int64_t number) {
    std::optional<Incident> found;
    within([&](storage::Tx& tx) { found = tx.incident(IncidentNumber{number}); });
    REQUIRE_MESSAGE(found, "no such incident");
    return *found;
}

std::vector<Event> House::timeline(std::int64_t number) {
    std::vector<Event> found;
    within([&](storage::Tx& tx) { found = tx.timeline(IncidentNumber{number}); });
    return found;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string everything(const sandbox::Message& message) {
    return message.text + message.blocks.dump();
}

}  // namespace tocsin::engine::testing
