#include "bot/engine/silences.h"

#include "bot/engine/alerts.h"
#include "templates/silence_messages.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view timer_name = "silences";
constexpr Duration shown_every = 24h;
constexpr int most_shown = 50;

void post(Workbench& bench, slack::Message message) {
    bench.send(outgoing::Post{bench.state().incidents_channel(), {}, std::move(message)},
               storage::Priority::update);
}

void show_again_later(Workbench& bench) {
    bench.tx().set_timer(
        {std::string(timer_name), bench.now() + shown_every, std::string(timer_name), "", 0});
}

}  // namespace

Silence record_silence(Workbench& bench, Silence silence) {
    if (silence.id == SilenceId{}) {
        silence.id = bench.tx().add_silence(silence);
        if (bench.tx().timers_with_prefix(timer_name).empty()) show_again_later(bench);
    } else {
        bench.tx().save(silence);
    }
    post(bench, templates::silence_message(silence, bench.render()));
    judge_waiting_alerts(bench);
    return silence;
}

void fire_silences_timer(Workbench& bench) {
    bench.tx().cancel_timer(timer_name);
    auto silences = bench.tx().silences(bench.now(), most_shown);
    std::erase_if(silences, [](const Silence& silence) { return silence.lifted.has_value(); });
    if (silences.empty()) return;
    show_again_later(bench);
    post(bench, templates::silence_list(silences, bench.render()));
}

}  // namespace tocsin::engine
