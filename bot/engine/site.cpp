#include "bot/engine/site.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/engine/form_view.h"
#include "bot/engine/html_answer.h"
#include "bot/engine/month_reports.h"
#include "bot/engine/post_mortem_site.h"
#include "bot/engine/sign_in.h"
#include "bot/engine/site_parts.h"
#include "bot/engine/site_presses.h"
#include "commands/duty_arguments.h"
#include "commands/rota_loads.h"
#include "commands/runbooks.h"
#include "templates/duty_words.h"
#include "templates/html.h"
#include "templates/incident_page.h"
#include "templates/me_page.h"
#include "templates/on_call_page.h"
#include "templates/runbook_page.h"
#include "templates/web_page.h"

namespace tocsin::engine {
namespace {

constexpr int incidents_per_page = 25;
constexpr int most_pages = 10'000;
constexpr int most_found = 50;
constexpr Duration shifts_ahead = 92 * 24h;

struct Site {
    Workbench& bench;
    const SiteAsked& asked;
    SignedIn reader;

    templates::SiteFrame frame(std::string_view place) const {
        return {reader.user.name, place, view(), reader.session.id.value()};
    }
    std::string view() const { return new_form_view(bench, reader.key); }
    bool sees(const Incident& incident) const {
        return may(Right::see, reader.user, &incident, bench.rules()) == Verdict::yes;
    }

    channels::HttpAnswer list() const {
        const auto query = read_form(asked.query);
        templates::IncidentListPage shown;
        shown.words = cut(clean_utf8(trim(field_of(query, "q"))), 200);
        shown.page = std::min(number_of(query, "page"), most_pages);
        auto found = shown.words.empty()
                         ? bench.tx().incidents(storage::ListFilter::all, incidents_per_page + 1,
                                                shown.page * incidents_per_page)
                         : bench.tx().find(shown.words, most_found);
        shown.more = shown.words.empty() && std::ssize(found) > incidents_per_page;
        if (shown.more) found.pop_back();
        std::erase_if(found, [&](const Incident& incident) { return !sees(incident); });
        shown.incidents = std::move(found);
        return html_answer(200, templates::incident_list_page(frame("/"), shown, bench.render()));
    }

    std::optional<Incident> incident() const {
        const auto number = asked.path.size() > 1 ? parse_incident(asked.path[1]) : std::nullopt;
        auto found = number ? bench.tx().incident(*number) : std::nullopt;
        return found && sees(*found) ? found : std::nullopt;
    }

    templates::IncidentDoings doings(const Incident& incident) const {
        if (!is_open(incident.state)) return {};
        const auto verdict = [&](Right right) { return may(right, reader.user, &incident, bench.rules()); };
        return {.acknowledge = is_unanswered(incident.state),
                .drive = verdict(Right::drive) != Verdict::no,
                .finish = verdict(Right::finish) == Verdict::yes,
                .join = !is_participant(incident, reader.user.id)};
    }

    channels::HttpAnswer show(const Incident& incident, std::string notice = "",
                              std::string typed = "") const {
        const auto timeline = bench.tx().timeline(incident.number);
        return html_answer(
            200, templates::incident_page(frame("/"),
                                          {.incident = incident,
                                           .timeline = templates::timeline_lines(
                                               incident, timeline, bench.render(), bench.facts(incident)),
                                           .pages = page_histories(timeline),
                                           .thread_url = bench.thread_url(incident.number),
                                           .runbook = commands::runbook_for(incident, bench),
                                           .may = doings(incident),
                                           .view = view(),
                                           .notice = std::move(notice),
                                           .typed = std::move(typed)},
                                          bench.render()));
    }

    bool is_fresh(const FormFields& form) const {
        return is_fresh_site_view(bench, reader.key, field_of(form, "view"));
    }

    channels::HttpAnswer press(const Incident& incident) const {
        const auto form = read_form(asked.form);
        const auto address = fmt::format("/i/{}", incident.number.value());
        if (!is_fresh(form)) {
            return show(
                incident,
                "This page was open for long. Look at it once more and press again; nothing was changed.",
                std::string(field_of(form, "text")));
        }
        if (was_sent(bench, asked, field_of(form, "view"))) return see_other(address);
        auto said = press_on_incident(bench, reader.user, incident, form);
        if (said.empty()) return see_other(address);
        const auto after = bench.tx().incident(incident.number).value_or(incident);
        const bool done = after.revision != incident.revision;
        return show(after, std::move(said), done ? "" : std::string(field_of(form, "text")));
    }

    // "/reports" leads to the month that runs; "/reports/2025-01", with .csv and .json behind it.
    channels::HttpAnswer reports() const {
        if (asked.path.size() == 1) {
            const auto zone = Zone::load_or_utc(bench.rules().timezone);
            return see_other("/reports/" + key_of(month_of(bench.now(), zone)));
        }
        std::string_view name = asked.path[1];
        auto form = ReportForm::page;
        for (const auto& [ending, its_form] :
             {std::pair{".csv", ReportForm::csv}, std::pair{".json", ReportForm::json}}) {
            if (!name.ends_with(ending)) continue;
            name.remove_suffix(std::string_view(ending).size());
            form = its_form;
        }
        const auto month = parse_month(name);
        if (!month || asked.path.size() > 2) return nothing_here();
        return report_answer(bench, *month, form, reader.user, frame("/reports"));
    }

    channels::HttpAnswer incident_pages() const {
        const auto found = incident();
        if (!found) return nothing_here();
        if (asked.path.size() == 2) return asked.press ? press(*found) : show(*found);
        const auto& part = asked.path[2];
        const bool is_file = part == "post-mortem.md" && asked.path.size() == 3;
        if (!found->resolution || (part != "post-mortem" && !is_file)) return nothing_here();
        return take_post_mortem(bench, asked, reader, *found);
    }

    channels::HttpAnswer runbooks() const {
        const auto& all = bench.setup().runbooks;
        if (asked.path.size() == 1)
            return html_answer(200, templates::runbook_list_page(frame("/runbooks"), all));
        const auto found = all.find(asked.path[1]);
        if (asked.path.size() > 2 || found == all.end()) return nothing_here();
        return html_answer(200, templates::runbook_page(frame("/runbooks"), found->second));
    }

    channels::HttpAnswer on_call() const {
        std::vector<templates::RotaOnPage> rotas;
        for (const auto& id : commands::schedules_in_order(bench.rules())) {
            const auto* rota = bench.on_call().rota(id);
            if (rota != nullptr)
                rotas.push_back({*rota, rota->whole_shifts(bench.now(), bench.now() + shifts_ahead)});
        }
        return html_answer(200, templates::on_call_page(frame("/oncall"), rotas,
                                                        commands::rota_load_now(bench), bench.render()));
    }

    channels::HttpAnswer load_as_file() const {
        return {200,
                {{"Content-Type", "text/csv; charset=utf-8"},
                 {"Content-Disposition", "attachment; filename=\"on-call-load.csv\""},
                 {"X-Content-Type-Options", "nosniff"},
                 {"Cache-Control", "no-store"}},
                templates::rota_load_csv(commands::rota_load_now(bench), bench.render())};
    }

    channels::HttpAnswer me(std::string notice = "") const {
        const auto* person = bench.rules().person_of(reader.user.id);
        templates::MePage shown;
        if (person != nullptr) {
            shown.reach = templates::reach_of(
                *person, bench.on_call().usable({Means::phone, Means::sms, Means::email}, *person));
        }
        shown.sessions = bench.tx().web_sessions_of(reader.user.id);
        std::erase_if(shown.sessions,
                      [&](const WebSession& session) { return is_over(session, bench.now()); });
        shown.here = reader.session.id;
        shown.view = view();
        shown.notice = std::move(notice);
        return html_answer(200, templates::me_page({reader.user.name, "/me"}, shown, bench.render()));
    }

    // Who has this browser for a moment must not shut the others out: a link in Slack says who it is.
    // Pressed twice it is one link.
    channels::HttpAnswer ask_to_sign_in_again(const FormFields& form) const {
        if (!was_pressed(bench, field_of(form, "view"), "sign-in-again")) {
            const auto link = bench.sign_in_link(reader.user, "me");
            if (!link) return me(link.error().message);
            bench.tell(reader.user.id,
                       templates::sign_in_again_message(reader.session.browser, *link, bench.render()));
        }
        return me(
            "Nothing was ended yet. I sent you a link by direct message in Slack: open it in this browser, "
            "and "
            "end the others within 10 minutes.");
    }

    // Ends sessions of the reader's own.
    channels::HttpAnswer end_sessions() const {
        const auto form = read_form(asked.form);
        if (!is_fresh(form)) return me("This page was open for long. Nothing was changed; press again.");
        std::int64_t number = 0;
        const auto named = field_of(form, "session");
        std::from_chars(named.data(), named.data() + named.size(), number);
        const bool others = field_of(form, "press") == "end-others";
        if (!others && WebSessionId{number} == reader.session.id) {
            bench.tx().end_web_session(reader.session.id);
            return signed_out();
        }
        std::vector<WebSessionId> ending;
        for (const auto& session : bench.tx().web_sessions_of(reader.user.id)) {
            if (session.id != reader.session.id && (others || session.id == WebSessionId{number}))
                ending.push_back(session.id);
        }
        if (ending.empty())
            return me(others ? "No other browser acts as you." : "That browser was signed out already.");
        if (bench.now() - reader.session.began >= sign_in_is_fresh_for) return ask_to_sign_in_again(form);
        for (const auto id : ending) bench.tx().end_web_session(id);
        return see_other("/me");
    }

    channels::HttpAnswer answer() const {
        const auto place = asked.path.empty() ? std::string_view() : std::string_view(asked.path[0]);
        if (place == "i") return incident_pages();
        if (place == "me" && asked.path.size() == 1) return asked.press ? end_sessions() : me();
        if (asked.press) return nothing_here();
        if ((place.empty() || place == "incidents") && asked.path.size() <= 1) return list();
        if (place == "runbooks") return runbooks();
        if (place == "reports") return reports();
        if (place == "oncall" && asked.path.size() == 1) return on_call();
        if (place == "oncall" && asked.path.size() == 2 && asked.path[1] == "load.csv") return load_as_file();
        return nothing_here();
    }
};

channels::HttpAnswer answer_of(Workbench& bench, const SiteAsked& asked) {
    if (asked.path.size() == 2 && asked.path[0] == "sign-in")
        return asked.press ? press_sign_in(bench, asked.path[1], asked) : open_sign_in(bench, asked.path[1]);
    auto reader = signed_in(bench, asked.session);
    if (!reader) return html_answer(401, templates::sign_in_needed_page(join(asked.path, "/")));
    return Site{bench, asked, *std::move(reader)}.answer();
}

}  // namespace

channels::HttpAnswer take_site(Workbench& bench, const SiteAsked& asked) {
    auto answer = answer_of(bench, asked);
    answer.headers.push_back({"Strict-Transport-Security", "max-age=31536000; includeSubDomains"});
    return answer;
}

}  // namespace tocsin::engine
