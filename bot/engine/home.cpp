#include "bot/engine/home.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "bot/base/contact.h"
#include "bot/base/text.h"
#include "bot/core/day.h"
#include "bot/engine/backup.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/replicas.h"
#include "bot/engine/shift_facts.h"
#include "bot/engine/status_page.h"
#include "commands/checklist.h"
#include "commands/duty_arguments.h"
#include "templates/action_items.h"
#include "templates/duty_words.h"
#include "templates/home.h"
#include "templates/postmortem.h"
#include "templates/report_words.h"

namespace tocsin::engine {
namespace {

constexpr int most_listed = 20;    // the template shows eight and counts the rest
constexpr int most_waiting = 200;  // incidents of which something is still to be done
constexpr std::size_t title_units = 150;

constexpr Duration shifts_ahead = std::chrono::days{62};
constexpr Duration longest_known = std::chrono::days{39};  // an end further away is where the look ended

bool is_on_call(const Rota& rota, const PersonId& person, Time at) {
    const auto people = rota.on_call_at(at);
    return std::ranges::find(people, person) != people.end();
}

std::optional<Time> end_of_shift(const Rota& rota, const PersonId& person, Time now) {
    for (const auto& shift : duty_shifts(rota, now, now + 1us)) {
        if (shift.person == person && shift.end < now + longest_known) return shift.end;
    }
    return std::nullopt;
}

std::string last_test(Workbench& bench, const Person& person) {
    const auto confirmed = bench.tx().last_confirmed_page(person.id);
    return confirmed ? "last answered " + format_day(*confirmed)
                     : "never answered yet, `/incident test` sends one";
}

void add_duty(Workbench& bench, const Person& person, templates::HomeFacts& facts) {
    const auto now = bench.now();
    const auto& rules = bench.rules();
    for (const auto& id : commands::schedules_in_order(rules)) {
        const auto* rota = bench.on_call().rota(id);
        if (rota == nullptr) continue;
        const auto& zone = rota->schedule().timezone;
        if (!facts.duty && is_on_call(*rota, person.id, now)) {
            templates::HomeDuty duty;
            duty.schedule = templates::schedule_name(id, rules);
            duty.until = end_of_shift(*rota, person.id, now);
            duty.timezone = zone;
            const auto known = shift_facts(bench, id, {person.id, now, now});
            if (!known.backup.empty()) duty.backup = rules.people.at(known.backup.front()).slack;
            duty.reach = templates::reach_of(
                person, bench.on_call().usable({Means::phone, Means::sms, Means::email}, person));
            facts.duty = std::move(duty);
        }
        for (const auto& shift : duty_shifts(*rota, now, now + shifts_ahead)) {
            if (shift.person != person.id || shift.start <= now) continue;
            if (facts.next_shift && facts.next_shift->from <= shift.start) break;
            facts.next_shift = templates::HomeShift{
                shift.start, shift.end, zone, role_of(id, rules), last_test(bench, person), {}};
            break;
        }
    }
}

std::string trouble_of(Workbench& bench, const Person& person) {
    const auto own = bench.on_call().contacts.find(person.id);
    if (own == bench.on_call().contacts.end()) return "";
    const auto& none = own->second.no_texts;
    if (!none || none->number != person.phone) return "";
    return fmt::format("You get no text messages since {}: the {} was told to stop.", format_day(none->since),
                       number_ending(person.phone));
}

// "Incidents", "3 (2 SEV 2, 1 SEV 3)" and what the month's times say so far; nothing before its first
// incident.
void add_month(Workbench& bench, templates::HomeFacts& facts) {
    const auto zone = Zone::load_or_utc(bench.rules().timezone);
    const auto report = report_facts(bench, month_of(bench.now(), zone), 1).report;
    if (report.incidents == 0) return;
    facts.month = templates::name_of_month(report.month);
    facts.numbers.emplace_back("Incidents",
                               fmt::format("{} ({})", report.incidents, templates::kinds_of(report)));
    for (const auto& metric : templates::metric_words(report)) {
        if (metric.name == "MTBF" || metric.name == "MTTD" || metric.value.empty()) continue;
        facts.numbers.emplace_back(metric.row, fmt::format("{} (target {})", metric.value, metric.target));
    }
}

std::string_view name_of_means(Means means) {
    switch (means) {
        case Means::phone:
            return "Phone";
        case Means::sms:
            return "SMS";
        case Means::email:
            return "E-mail";
        case Means::ntfy:
        case Means::pushover:
            return "Push";
        case Means::slack:
        case Means::pagerduty:
        case Means::betterstack:
        case Means::webhook:
            break;
    }
    return "Handover";
}

// Means of which no provider works, and those of which one does.
struct Carried {
    std::vector<std::string> failing, working;
    Time since = Time::max();  // the first of the failing
};

Carried carried(Workbench& bench) {
    Carried found;
    const auto& state = bench.state();
    for (const auto means : {Means::phone, Means::sms, Means::email, Means::ntfy, Means::pushover}) {
        const auto providers = state.settings.channels.providers_for(means);
        if (providers.empty()) continue;
        std::optional<Time> since;
        bool works = false;
        for (const auto& channel : providers) {
            const auto trouble = state.troubles.find(route_of(*channel, means));
            works = works || trouble == state.troubles.end();
            if (trouble != state.troubles.end())
                since = std::max(since.value_or(trouble->second), trouble->second);
        }
        (works ? found.working : found.failing).emplace_back(name_of_means(means));
        if (!works) found.since = std::min(found.since, *since);
    }
    return found;
}

// "SMS provider has errors since 14:20 UTC. Phone and Slack work."
std::string provider_trouble(Workbench& bench) {
    auto found = carried(bench);
    if (found.failing.empty()) return "";
    if (house_of(bench.state(), bench.tx()).sockets > 0) found.working.emplace_back("Slack");
    auto text =
        fmt::format("{} {} errors since {} UTC.", join_and(found.failing),
                    found.failing.size() == 1 ? "provider has" : "providers have", format_clock(found.since));
    if (!found.working.empty())
        text += fmt::format(" {} {}.", join_and(found.working), found.working.size() == 1 ? "works" : "work");
    return text;
}

// What an admin looks after.
void add_health(Workbench& bench, templates::HomeFacts& facts) {
    const auto found = carried(bench);
    for (const auto& means : found.working) facts.health.push_back(means + " provider fine");
    for (const auto& means : found.failing) facts.health.push_back(means + " provider has errors");
    facts.health.emplace_back("Store fine");  // without it nobody would read this
    facts.health.emplace_back(bench.rules().status_page ? "Status page published" : "No status page");
    const auto copied = bench.tx().note(last_backup_note);
    const auto at = copied ? parse_rfc3339(*copied) : fail(ErrorKind::not_found, "");
    facts.health.push_back(at ? "Last backup " + format_utc(*at) : "No backup through the bot yet");
    if (!bench.settings().version.empty()) facts.health.push_back("Tocsin " + bench.settings().version);
}

void add_stopped(Workbench& bench, const UserId& reader, templates::HomeFacts& facts) {
    for (const auto& [id, person] : bench.rules().people) {
        if (person.slack != reader && !trouble_of(bench, person).empty())
            facts.health.push_back(person.name + " gets no text messages");
    }
}

std::string due_words(Time due, Time now) {
    const bool same_day = day_of(due) == day_of(now);
    return fmt::format("{} {}", due < now ? "Was due" : "Due",
                       same_day ? fmt::format("today {} UTC", format_clock(due)) : format_utc(due));
}

templates::HomeTodo post_mortem_todo(const Incident& incident, Workbench& bench) {
    const auto still = templates::still_to_write(incident);
    const auto due = post_mortem_due(incident);
    const auto title = incident.is_private ? std::string("private") : cut(incident.title, title_units);
    return {templates::HomeTodo::Kind::post_mortem,
            incident.number.value(),
            "Post-mortem",
            fmt::format("{} {}. {}{}", name_of(incident), title,
                        due ? due_words(*due, bench.now()) + ". " : std::string(), still),
            "",
            ""};
}

templates::HomeTodo action_todo(const Incident& incident, const ActionItem& item, Workbench& bench) {
    auto text = fmt::format("{}. From {}", cut(first_line(item.text), title_units), name_of(incident));
    if (item.due) text += ", due " + format_month_day(*item.due, bench.now());
    return {templates::HomeTodo::Kind::action,
            item.number,
            fmt::format("{} action", key_of(item.priority)),
            text + ".",
            templates::plain(item.text, bench.render()),
            templates::action_value(incident, item)};
}

void add_waiting(Workbench& bench, const SlackUser& person, templates::HomeFacts& facts) {
    const Actor reader{person.id, person.name};
    std::vector<templates::HomeTodo> actions;
    // The newest of all; what waits longest comes first.
    for (const auto& incident : std::views::reverse(bench.tx().incidents_waiting(most_waiting))) {
        if (may(Right::see, person, &incident, bench.rules()) != Verdict::yes) continue;
        if (awaits_post_mortem(incident) && is_same(post_mortem_owner(incident), reader))
            facts.waiting.push_back(post_mortem_todo(incident, bench));
        for (const auto& item : incident.actions) {
            if (!item.done && is_same(item.owner, reader))
                actions.push_back(action_todo(incident, item, bench));
        }
    }
    std::ranges::move(actions, std::back_inserter(facts.waiting));
}

// "Dana is on call until Monday 09:00 (America/New_York)." of the schedule that is meant when none is named.
std::optional<std::string> who_is_on_call(Workbench& bench) {
    const auto id = commands::usual_schedule(bench.rules());
    const auto* rota = id ? bench.on_call().rota(*id) : nullptr;
    if (rota == nullptr) return std::nullopt;
    const auto people = rota->on_call_at(bench.now());
    std::vector<std::string> names;
    for (const auto& person : people) names.push_back(templates::name_of(person, bench.render()));
    auto text = names.empty() ? std::string("Nobody is on call")
                              : join_and(names) + (names.size() == 1 ? " is on call" : " are on call");
    if (const auto until = rota->until(bench.now()))
        text += " until " + templates::near_local(*until, rota->schedule().timezone, bench.now());
    return text + ".";
}

}  // namespace

slack::View home_of(Workbench& bench, const UserId& user) {
    templates::HomeFacts facts;
    const auto person = bench.user(user);
    facts.guest = person.guest;
    for (auto& incident : bench.tx().incidents(storage::ListFilter::open, most_listed)) {
        if (may(Right::see, person, &incident, bench.rules()) != Verdict::yes) continue;
        const bool watching =
            std::ranges::find(incident.watchers, user, &Actor::user) != incident.watchers.end();
        auto url = bench.thread_url(incident.number);
        facts.open.push_back({std::move(incident), std::move(url), watching});
    }
    if (!person.guest) {
        add_waiting(bench, person, facts);
        facts.on_call = who_is_on_call(bench);
        if (const auto* configured = bench.rules().person_of(user)) {
            facts.is_configured = true;
            add_duty(bench, *configured, facts);
            add_month(bench, facts);
            if (facts.duty) facts.trouble = provider_trouble(bench);
            if (const auto own = trouble_of(bench, *configured); !own.empty())
                facts.trouble += (facts.trouble.empty() ? "" : "\n") + own;
        }
        if (bench.rules().is_admin(user)) {
            add_stopped(bench, user, facts);
            add_health(bench, facts);
            facts.readiness = commands::readiness_now(bench);
            facts.ask = commands::to_ask_for_test_page(person, bench);
        }
    }
    if (const auto status = public_status(bench)) {
        facts.public_status = status->words;
        facts.status_page_url = status->url;
    }
    const bool connected = house_of(bench.state(), bench.tx()).sockets > 0;
    facts.health.emplace(facts.health.begin(), connected ? "Slack connected" : "Slack is not connected");
    return templates::home_view(facts, bench.render());
}

}  // namespace tocsin::engine
