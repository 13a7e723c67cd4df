#include "bot/engine/silences.h"

#include "bot/engine/alert_rules.h"
#include "bot/engine/alerts.h"
#include "templates/silence_messages.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view timer_name = "silences";
constexpr Duration shown_every = 24h;

void post(Workbench& bench, slack::Message message) {
    bench.send(outgoing::Post{bench.state().incidents_channel(), {}, std::move(message)},
               storage::Priority::update);
}

}  // namespace

void set_silences_timer(const State& state, storage::Tx& tx) {
    if (tx.timers_with_prefix(timer_name).empty() && !silences_now(state, tx).empty())
        tx.set_timer({std::string(timer_name), tx.now() + shown_every, std::string(timer_name), "", 0});
}

Silence record_silence(Workbench& bench, Silence silence) {
    if (silence.id == SilenceId{}) {
        silence.id = bench.tx().add_silence(silence);
        set_silences_timer(bench.state(), bench.tx());
    } else {
        bench.tx().save(silence);
    }
    post(bench, templates::silence_message(silence, bench.render()));
    judge_waiting_alerts(bench);
    return silence;
}

void fire_silences_timer(Workbench& bench) {
    bench.tx().cancel_timer(timer_name);
    const auto silences = silences_now(bench.state(), bench.tx());
    if (silences.empty()) return;
    set_silences_timer(bench.state(), bench.tx());
    post(bench, templates::silence_list(silences, bench.render()));
}

}  // namespace tocsin::engine
