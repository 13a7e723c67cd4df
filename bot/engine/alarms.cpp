#include "bot/engine/alarms.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/engine/watchdog.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration posted_within = 30s;  // Slack may ask to slow down, and a passing trouble passes
constexpr std::string_view prefix = "alarm/";
constexpr std::string_view providers = "alarm/providers";

// Its timer stands for as long as the admins may have to be told.
std::string timer_key(IncidentNumber incident, std::string_view name) {
    return fmt::format("{}{}/{}", prefix, incident.value(), name.substr(prefix.size()));
}

void tell_instead(Workbench& bench, IncidentNumber number) {
    const auto incident = bench.tx().incident(number);
    if (!incident || !is_unanswered(incident->state)) return;  // somebody has it by now
    log::error("Slack does not carry an alarm; the admins are told by phone",
               {{"incident", name_of(*incident)}});
    tell_admins_surely(bench, templates::alarm_lost_text(name_of(*incident)));
}

// "alarm/42/providers/3": the third page of INC-42.
std::optional<int> watched_page(const storage::Timer& timer) {
    const auto parts = split(timer.key, '/');
    if (parts.size() != 4) return std::nullopt;
    int page = 0;
    std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), page);
    return page;
}

void tell_of_providers(Workbench& bench, IncidentNumber number, int waiting) {
    const auto incident = bench.tx().incident(number);
    const auto* page = incident ? page_of(*incident, waiting) : nullptr;
    if (page == nullptr || page->state != PageState::queued || !is_unanswered(incident->state)) return;
    const auto told = timer_key(number, providers);
    if (bench.tx().answer_to(told)) return;
    bench.tx().remember(told, "");
    log::error("no provider takes a page; the admins are told",
               {{"incident", name_of(*incident)}, {"means", key_of(page->means)}});
    const auto text = templates::providers_fail_text(name_of(*incident), page->means);
    tell_admins(bench, text, true);
    tell_admins_in_slack(bench, text);
}

}  // namespace

void raise_alarm(Workbench& bench, const Incident& incident, slack::Message message,
                 const std::string& reason) {
    log::error("paging found nobody", {{"incident", name_of(incident)}, {"reason", reason}});
    const auto name = fmt::format("{}{}", prefix, incident.revision);
    if (incident.is_private) {
        bench.send(outgoing::PostInRoom{incident.number, std::move(message), false, name},
                   storage::Priority::page);
    } else {
        bench.send(
            outgoing::Post{bench.state().incidents_channel(), {}, std::move(message), incident.number, name},
            storage::Priority::page);
    }
    if (incident.drill) return;
    if (bench.state().watching.away_since) return tell_instead(bench, incident.number);
    bench.tx().set_timer({timer_key(incident.number, name), bench.now() + posted_within, "alarm", "", 0});
}

void alarm_refused(Workbench& bench, IncidentNumber incident, const std::string& name) {
    if (!name.starts_with(prefix)) return;
    const auto key = timer_key(incident, name);
    const auto timers = bench.tx().timers_with_prefix(key);
    if (std::ranges::find(timers, key, &storage::Timer::key) == timers.end()) return;
    bench.tx().cancel_timer(key);
    tell_instead(bench, incident);
}

void watch_page(Workbench& bench, const Incident& incident, const Page& page) {
    if (incident.drill || is_quiet(page.means)) return;
    bench.tx().set_timer({fmt::format("{}/{}", timer_key(incident.number, providers), page.number),
                          bench.now() + trouble_is_told_after, "alarm", "", 0});
}

void fire_alarm_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    const IncidentNumber incident{number_in(timer)};
    if (const auto page = watched_page(timer)) return tell_of_providers(bench, incident, *page);
    const auto name = std::string(prefix) + timer.key.substr(timer.key.rfind('/') + 1);
    if (!bench.tx().message(incident, name)) tell_instead(bench, incident);
}

}  // namespace tocsin::engine
