#include "bot/engine/engine.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/alert_values.h"
#include "bot/engine/clock_steps.h"
#include "bot/engine/gauges.h"
#include "bot/engine/groups.h"
#include "bot/engine/intake.h"
#include "bot/engine/json_answer.h"
#include "bot/engine/measuring.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/outbox.h"
#include "bot/engine/outside.h"
#include "bot/engine/plan_anew.h"
#include "bot/engine/poison.h"
#include "bot/engine/probes.h"
#include "bot/engine/removals.h"
#include "bot/engine/replicas.h"
#include "bot/engine/requests.h"
#include "bot/engine/results.h"
#include "bot/engine/retention.h"
#include "bot/engine/shifts.h"
#include "bot/engine/silences.h"
#include "bot/engine/status_page.h"
#include "bot/engine/taken.h"
#include "bot/engine/timers.h"
#include "bot/engine/token_watch.h"
#include "bot/engine/watchdog.h"
#include "bot/engine/workbench.h"
#include "bot/engine/zones.h"
#include "storage/store_errors.h"
#include "templates/answers.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr int most_timers_at_once = 64;  // of one transaction
constexpr int most_tries = 3;            // of a transaction that another one came between
constexpr std::size_t reference_bytes = 2;
constexpr Duration longest_wait_for_user = 1500ms;  // Slack gives an acknowledgment 3 s

bool may_carry_message(const slack::Envelope& envelope) {
    return envelope.accepts_response && std::holds_alternative<slack::SlashCommand>(envelope.payload);
}

// What only a newer version reads is due when it is looked at again.
std::optional<Time> next_outgoing(const State& state, storage::Tx& tx) {
    const auto at = tx.next_outbox_time();
    return at ? std::optional{std::max(*at, state.sharing.foreign_rows_until.value_or(*at))} : std::nullopt;
}

}  // namespace

Engine::Engine(storage::Store& store, Settings settings, templates::Catalog catalog,
               std::shared_ptr<WorkMark> mark)
    : store_(store),
      state_(std::move(settings), std::move(catalog)),
      backup_(store),
      mark_(mark ? std::move(mark) : std::make_shared<WorkMark>()) {
    store_.transact([&](storage::Tx& tx) {
        state_.load(tx);
        join_replicas(state_, tx);
        remember_clock(state_, tx);
        set_standing_timers(state_, tx);
        set_watchdog_timer(state_, tx);
        set_values_timer(state_, tx);
        set_probe_timers(state_, tx);
        set_silences_timer(state_, tx);
        set_retention_timer(tx);
        Workbench bench(state_, tx);
        find_stopped(bench);
        if (is_token_refused(bench)) tx.try_again_now();  // this process may have another one
        ask_who_we_are(bench);
        for (const auto& [id, person] : state_.settings.rules.people) bench.look_up_user(person.slack);
        ask_for_groups(bench);
        plan_shifts(bench);
        plan_report(bench);
        end_values(bench);
        end_probes(bench);
        tell_replicas(state_, tx);
        look_ahead(tx);
    });
}

std::vector<Output> Engine::step(std::span<const Input> inputs) {
    std::vector<Output> outputs;
    Time now;
    transact([&](storage::Tx& tx) {
        outputs.clear();
        state_.going_out.clear();
        now = tx.now();
        state_.sharing.turn_began = std::chrono::steady_clock::now();
        hear_replicas(state_, tx);
        follow_clock(state_, tx);
        do_marked(state_, tx, *mark_, "the time zones", [&] { follow_zones(state_, tx); });
        for (const auto& input : inputs) take_marked(tx, input, outputs);
        take_waiting(tx, outputs);
        for (int fired = 0; fired < most_timers_at_once && fire_one_timer(state_, tx, *mark_); ++fired) {
        }
        if (!holds_back_) send_due(state_, tx, *mark_, outputs);
        std::ranges::move(state_.going_out, std::back_inserter(outputs));
        do_marked(state_, tx, *mark_, "the status page", [&] { show_status_page(state_, tx, outputs); });
        do_marked(state_, tx, *mark_, "the gauges", [&] { read_gauges(state_, tx); });
        tell_replicas(state_, tx);
        has_company_ = !company_of(state_, tx).empty();
        look_ahead(tx);
    });
    state_.zones.before.clear();
    if (backup_.step(now)) next_due_ = now;
    if (!state_.measured.standing.empty()) state_.stood = now;
    if (!state_.measured.standing.empty() || !state_.measured.happened.empty())
        outputs.emplace_back(std::exchange(state_.measured, {}));
    return outputs;
}

void Engine::transact(const std::function<void(storage::Tx&)>& work) {
    for (int left = most_tries - 1;; --left) {
        const Taken before(state_);
        try {
            state_.all_or_nothing([&] { store_.transact(work); });
            return mark_->set_aside();
        } catch (const storage::TransactionRefused&) {
            before.put_back(state_);
            mark_->set_aside();
            if (left == 0) throw;
        } catch (const storage::StoreError&) {
            before.put_back(state_);
            mark_->set_aside();
            throw;
        } catch (...) {  // the process ends: the mark says what it was at
            before.put_back(state_);
            throw;
        }
    }
}

void Engine::take_marked(storage::Tx& tx, const Input& input, std::vector<Output>& outputs) {
    if (const auto* finished = std::get_if<SendFinished>(&input)) return take(tx, *finished);
    const auto item = item_of(input);
    if (item.empty()) return take(tx, input, outputs);
    if (is_put_away(state_, tx, *mark_, {item})) return refuse_poison(input, outputs);
    InHand in_hand(*mark_, item);
    const auto waiting = state_.waiting.size();
    take(tx, input, outputs);
    if (state_.waiting.size() > waiting) in_hand.is_not_over();
}

// What came of a row is done with under the row's name. Whether it kills is asked before it leaves again.
void Engine::take(storage::Tx& tx, const SendFinished& finished) {
    const auto row = state_.under_way.find(finished.id);
    if (row == state_.under_way.end()) return take_result(state_, tx, finished);
    const InHand in_hand(*mark_, item_of(row->second.row));
    take_result(state_, tx, finished);
}

void Engine::take(storage::Tx& tx, const Input& input, std::vector<Output>& outputs) {
    if (const auto* received = std::get_if<EnvelopeReceived>(&input)) {
        take(tx, *received, outputs);
    } else if (const auto* changed = std::get_if<ConnectionsChanged>(&input)) {
        sockets_changed(state_, changed->live, tx.now());
    } else if (const auto* given = std::get_if<CommandGiven>(&input)) {
        Workbench bench(state_, tx);
        take_command(bench, *given);
    } else if (const auto* declaration = std::get_if<DeclarationGiven>(&input)) {
        Workbench bench(state_, tx);
        take_declaration(bench, *declaration);
    } else if (const auto* request = std::get_if<RequestCame>(&input)) {
        take(tx, *request, outputs);
    } else if (const auto* read = std::get_if<ValuesRead>(&input)) {
        take_quietly(tx, [&](Workbench& bench) { take_values(bench, *read); });
    } else if (const auto* looked = std::get_if<LookedAt>(&input)) {
        take_quietly(tx, [&](Workbench& bench) { take_look(bench, *looked); });
    }
}

void Engine::take_quietly(storage::Tx& tx, const std::function<void(Workbench&)>& work) {
    try {
        state_.savepoint(tx, [&] {
            Workbench bench(state_, tx);
            work(bench);
        });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        state_.measure(Metric::engine_failures, {"reading"});
        log::error("what was read changed nothing", {{"error", error.what()}});
    }
}

void Engine::take(storage::Tx& tx, const RequestCame& request, std::vector<Output>& outputs) {
    const auto* asked = std::get_if<ApiAsked>(&request.what);
    if (asked != nullptr && Backup::is_for(*asked)) {
        if (backup_.is_kept(*asked)) tx.set_note(last_backup_note, format_rfc3339(tx.now()));
        outputs.emplace_back(Answered{request.id, backup_.take(*asked, tx.now())});
        return;
    }
    channels::HttpAnswer answer;
    try {
        state_.savepoint(tx, [&] {
            Workbench bench(state_, tx);
            answer = take_request(bench, request.what, *mark_);
        });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        const auto reference = random_token(reference_bytes);
        state_.measure(Metric::engine_failures, {"request"});
        log::error("a request failed and changed nothing", {{"ref", reference}, {"error", error.what()}});
        const auto sentence = "Something went wrong and nothing was changed. Reference " + reference + ".";
        answer = asked != nullptr ? json_refusal({ErrorKind::internal, sentence})
                                  : channels::HttpAnswer{500, {}, sentence + "\n"};
    }
    outputs.emplace_back(Answered{request.id, std::move(answer)});
}

void Engine::take(storage::Tx& tx, const EnvelopeReceived& received, std::vector<Output>& outputs) {
    heard_from_slack(state_, tx.now());
    state_.measure(Metric::slack_envelopes, {std::string(kind_of(received.envelope.payload))});
    const auto actor = actor_of(received.envelope.payload);
    Workbench bench(state_, tx);
    if (!actor || bench.knows(actor->id)) return answer(tx, received, outputs);
    bench.look_up_user(actor->id);
    state_.waiting.push_back({received, *actor, tx.now() + longest_wait_for_user});
}

void Engine::take_waiting(storage::Tx& tx, std::vector<Output>& outputs) {
    std::vector<Waiting> still;
    for (auto& waiting : std::exchange(state_.waiting, {})) {
        const auto& [id, name, team] = waiting.actor;
        Workbench bench(state_, tx);
        const auto item = item_of(waiting.received);
        if (is_put_away(state_, tx, *mark_, {item})) {
            refuse_poison(waiting.received, outputs);
            continue;
        }
        InHand in_hand(*mark_, item);
        if (waiting.until <= tx.now() && !bench.knows(id)) {
            state_.asked.erase(id);
            state_.learn({id, name.empty() ? id.str() : name, "UTC", false, false, false});
        }
        if (bench.knows(id)) {
            answer(tx, waiting.received, outputs);
        } else {
            in_hand.is_not_over();
            still.push_back(std::move(waiting));
        }
    }
    state_.waiting = std::move(still);
}

void Engine::answer(storage::Tx& tx, const EnvelopeReceived& received, std::vector<Output>& outputs) {
    const auto& envelope = received.envelope;
    JsonText payload;
    const auto before = envelope.input_key.empty() ? std::nullopt : tx.answer_to(envelope.input_key);
    if (before) {
        payload = JsonText::raw(*before);
    } else {
        try {
            state_.savepoint(tx, [&] {
                Workbench bench(state_, tx);
                payload = take_envelope(bench, envelope);
                if (!envelope.input_key.empty()) tx.remember(envelope.input_key, payload.text());
            });
        } catch (const storage::StoreError&) {
            throw;
        } catch (const std::exception& error) {
            const auto reference = random_token(reference_bytes);
            state_.measure(Metric::engine_failures, {"input"});
            log::error("an input failed and changed nothing", {{"ref", reference}, {"error", error.what()}});
            payload = may_carry_message(envelope)
                          ? slack::ephemeral(templates::answer::internal_error(reference))
                          : JsonText();
        }
    }
    if (envelope.id.empty()) return;
    auto acknowledgment =
        slack::acknowledgment(envelope.id, envelope.accepts_response ? payload : JsonText());
    outputs.emplace_back(Acknowledge{received.connection, std::move(acknowledgment.frame), received.at});
}

void Engine::look_ahead(storage::Tx& tx) {
    const auto timer = timer_to_fire(state_, tx);
    next_due_ = timer ? std::optional{timer->due} : std::nullopt;
    const auto sooner = [this](Time at) { next_due_ = next_due_ ? std::min(*next_due_, at) : at; };
    if (const auto at = next_outgoing(state_, tx); at && !holds_back_) sooner(*at);
    for (const auto& waiting : state_.waiting) sooner(waiting.until);
}

void Engine::leave() {
    transact([&](storage::Tx& tx) {
        if (tx.is_shared()) leave_replicas(state_, tx);
    });
}

void Engine::beside_steps(const std::function<void(Workbench&)>& work) {
    transact([&](storage::Tx& tx) {
        hear_replicas(state_, tx);
        Workbench bench(state_, tx);
        work(bench);
        tell_replicas(state_, tx);
        look_ahead(tx);
    });
}

void Engine::start_over_with_slack() {
    beside_steps(token_changed);
}

void Engine::reload_refused(Time at, const std::string& reason) {
    state_.reload_refused = at;
    try {
        beside_steps([&](Workbench& bench) {
            tell_somebody_in_slack(bench, templates::configuration_refused(reason));
        });
    } catch (const storage::StoreError& error) {
        log::warn("nobody is told in Slack that the configuration was refused", {{"error", error.what()}});
    }
}

void Engine::tell_admins(const std::string& text, bool by_phone_too) {
    beside_steps([&](Workbench& bench) {
        if (by_phone_too) return tell_admins_surely(bench, text);
        engine::tell_admins(bench, text, false);
    });
}

std::optional<storage::Timer> Engine::next_timer() {
    std::optional<storage::Timer> next;
    store_.transact([&](storage::Tx& tx) {
        for (const auto* prefix :
             {"escalate/", "again/", "remind/", "age/", "joins/", "target/", "limit/", "action/",
              "post_mortem/", "cover/", "shift/", "test/", "later/", "alert/", "report"}) {
            for (auto& timer : tx.timers_with_prefix(prefix)) {
                if (!next || timer.due < next->due) next = std::move(timer);
            }
        }
    });
    return next;
}

bool Engine::is_quiet() {
    bool quiet = state_.under_way.empty();
    store_.transact([&](storage::Tx& tx) {
        const auto timer = timer_to_fire(state_, tx);
        const auto outgoing = next_outgoing(state_, tx);
        quiet = quiet && (!timer || timer->due > tx.now()) && (!outgoing || *outgoing > tx.now());
    });
    return quiet;
}

void Engine::change_settings(Settings settings, templates::Catalog catalog) {
    auto settings_before = state_.settings;
    state_.change(std::move(settings));
    state_.page_is_stale = true;
    state_.zones.looked = {};
    auto catalog_before = std::exchange(state_.catalog, std::move(catalog));
    try {
        beside_steps(plan_anew);
    } catch (...) {
        state_.change(std::move(settings_before));
        state_.catalog = std::move(catalog_before);
        throw;
    }
    state_.reload_refused.reset();
}

}  // namespace tocsin::engine
