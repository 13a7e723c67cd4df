#include "bot/engine/watchdog.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/engine/one_configuration.h"
#include "bot/engine/replicas.h"
#include "bot/engine/texts.h"
#include "bot/engine/token_watch.h"
#include "templates/answers.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view timer_name = "watchdog";
constexpr std::string_view echo_name = "echo";  // among the messages of no incident
constexpr Duration look_every = 15s;
constexpr Duration beat_every = 60s;
constexpr Duration away_after = 60s;           // without any socket
constexpr Duration echo_within = 30s;          // our message comes back
constexpr int echoes_until_alarm = 2;          // the first that is missed only opens new sockets
constexpr Duration between_echoes_then = 60s;  // Slack is not stormed

std::vector<PageOrder> admins(Workbench& bench, const std::vector<Means>& by = {Means::phone, Means::sms}) {
    const auto& rules = bench.rules();
    return bench.on_call().reached(rules.admins.empty() ? rules.managers : rules.admins, by, PagedFor{},
                                   rules, bench.now());
}

// To an admin, whom an edit does not disturb; where there is none, in the incidents channel.
std::string place_of_echo(Workbench& bench) {
    for (const auto& admin : admins(bench))
        if (!admin.to.user.empty()) return admin.to.user.str();
    return bench.state().incidents_channel();
}

void send_echo(Workbench& bench) {
    auto& watching = bench.state().watching;
    const auto posted = bench.tx().message(IncidentNumber{}, echo_name);
    if (posted && posted->channel.empty()) {
        log::warn("Slack refuses the bot's own message: whether events come through is not known");
        bench.tx().forget_message(IncidentNumber{}, echo_name);
        watching.heard = bench.now();
        return;
    }
    auto message = templates::echo_message(bench.now());
    const auto expires = bench.now() + echo_within;
    if (posted) {
        bench.send(outgoing::EditInRoom{IncidentNumber{}, std::string(echo_name), std::move(message)},
                   storage::Priority::update, expires);
    } else {
        bench.send(
            outgoing::Post{
                place_of_echo(bench), {}, std::move(message), IncidentNumber{}, std::string(echo_name)},
            storage::Priority::update, expires);
    }
    watching.echo_sent = bench.now();
}

void look_for_echo(Workbench& bench, const House& house, Duration every) {
    auto& watching = bench.state().watching;
    // What cannot be said does not come back, whatever comes through.
    if (house.sockets == 0 || is_token_refused(bench)) {
        watching.echo_sent.reset();
        return;
    }
    if (watching.echo_sent && bench.now() - *watching.echo_sent >= echo_within) {
        ++watching.echoes_missed;
        watching.missed = bench.now();
        log::warn("Slack's connections are open and bring nothing; new ones are opened");
        watching.reconnect = bench.state().sharing.reconnected = bench.now();
        bench.state().going_out.emplace_back(Reconnect{});
        bench.tx().forget_message(IncidentNumber{}, echo_name);  // somebody may have deleted it
        watching.echo_sent.reset();
    }
    if (watching.echo_sent || bench.now() - house.heard < every) return;
    const bool certain = watching.echoes_missed >= echoes_until_alarm;
    if (!certain || bench.now() - watching.missed >= between_echoes_then) send_echo(bench);
}

void beat(Workbench& bench, const std::string& url) {
    auto& last = bench.state().watching.beat;
    if (url.empty() || bench.now() - last < beat_every) return;
    last = bench.now();
    bench.state().going_out.emplace_back(CallOutside{url, "the heartbeat did not arrive"});
}

// Since when Slack is away, as far as that is certain by now.
std::optional<Time> away(const Watching& watching, const House& house, Time now) {
    if (watching.without_sockets && now - *watching.without_sockets >= away_after)
        return watching.without_sockets;
    if (watching.echoes_missed >= echoes_until_alarm) return house.heard;
    return std::nullopt;
}

void judge(Workbench& bench, const House& house) {
    auto& watching = bench.state().watching;
    const auto since = away(watching, house, bench.now());
    if (since && !watching.away_since) {
        watching.away_since = since;
        log::error("Slack is away; the admins are told by phone", {{"since", format_rfc3339(*since)}});
        tell_admins(bench, templates::slack_away_text(*since, bench.now()), true);
    } else if (!since && watching.away_since && house.sockets > 0) {
        log::info("Slack is back");
        tell_admins(bench, templates::slack_back_text(*watching.away_since, bench.now()), false);
        watching.away_since.reset();
    }
}

}  // namespace

void tell_admins(Workbench& bench, const std::string& text, bool by_phone_too) {
    for (const auto& admin : admins(bench)) {
        send_text(bench, admin.to.person, text, "");
        if (by_phone_too) say_by_phone(bench, admin.to.person, text);
    }
}

bool tell_admins_in_slack(Workbench& bench, const std::string& text) {
    const auto told = admins(bench, {Means::slack});
    for (const auto& admin : told) bench.tell(admin.to.user, templates::answer::sentence(text));
    return !told.empty();
}

void tell_somebody_in_slack(Workbench& bench, const std::string& text) {
    if (tell_admins_in_slack(bench, text)) return;
    bench.send(outgoing::Post{bench.state().incidents_channel(), {}, templates::answer::sentence(text)},
               storage::Priority::update);
}

void tell_admins_surely(Workbench& bench, const std::string& text) {
    tell_admins(bench, text, true);
    const auto& channels = bench.settings().channels;
    const auto is_carried = [&](Means means) { return !channels.providers_for(means).empty(); };
    if (!admins(bench).empty() && (is_carried(Means::sms) || is_carried(Means::phone))) return;
    tell_admins_in_slack(bench, text);
    bench.send(outgoing::Post{bench.state().incidents_channel(), {}, templates::answer::sentence(text)},
               storage::Priority::page);
}

void heard_from_slack(State& state, Time now) {
    state.watching.heard = now;
    state.watching.echo_sent.reset();
    state.watching.echoes_missed = 0;
}

void sockets_changed(State& state, int live, Time now) {
    state.sockets = live;
    auto& since = state.watching.without_sockets;
    if (live > 0) {
        since.reset();
    } else if (!since) {
        since = now;
    }
}

void set_watchdog_timer(const State& state, storage::Tx& tx) {
    if (state.settings.watchdog) {
        tx.set_timer({std::string(timer_name), tx.now(), std::string(timer_name), "", 0});
    } else {
        tx.cancel_timer(timer_name);
    }
}

void fire_watchdog(Workbench& bench) {
    auto& state = bench.state();
    if (!state.settings.watchdog) return bench.tx().cancel_timer(timer_name);
    bench.tx().set_timer({std::string(timer_name), bench.now() + look_every, std::string(timer_name), "", 0});
    const auto dog = *state.settings.watchdog;
    auto& watching = state.watching;
    if (watching.heard == Time{}) watching.heard = bench.now();
    const auto house = house_of(state, bench.tx());
    if (house.sockets > 0) {
        watching.without_sockets.reset();
    } else if (!watching.without_sockets) {
        watching.without_sockets = bench.now();
    }
    beat(bench, dog.heartbeat_url);
    look_for_echo(bench, house, dog.echo_every);
    judge(bench, house);
    see_that_token_is_asked_after(bench);
    compare_configurations(bench);
}

}  // namespace tocsin::engine
