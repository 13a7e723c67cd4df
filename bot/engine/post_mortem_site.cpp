#include "bot/engine/post_mortem_site.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/engine/form_view.h"
#include "bot/engine/html_answer.h"
#include "bot/engine/site_forms.h"
#include "bot/engine/site_parts.h"
#include "bot/slack/button_value.h"
#include "bot/slack/identifiers.h"
#include "commands/interpreter.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/html.h"
#include "templates/postmortem.h"
#include "templates/postmortem_doings.h"
#include "templates/postmortem_page.h"
#include "templates/site_page.h"

namespace tocsin::engine {
namespace {

namespace action = slack::action;

constexpr std::string_view open_for_long =
    "This page was open for long. Look at it once more and press again; nothing was changed.";

struct PageButton {
    std::string_view press;
    std::string_view action_id;  // of Slack's button that does the same
    bool of_item = false;
};
constexpr std::array buttons{
    PageButton{"claim", action::post_mortem_claim}, PageButton{"publish", action::post_mortem_publish},
    PageButton{"publish-anyway", action::post_mortem_publish_anyway},
    PageButton{"done", action::action_done, true}, PageButton{"undo", action::action_undo, true}};

struct PageForm {
    std::string_view name;       // in the address
    std::string_view action_id;  // of Slack's button that opens the same
};
constexpr std::array forms{
    PageForm{"edit", action::post_mortem_edit}, PageForm{"times", action::post_mortem_times},
    PageForm{"help", action::post_mortem_help}, PageForm{"actions", action::action_add}};

struct PostMortemSite {
    Workbench& bench;
    const SiteAsked& asked;
    const SignedIn& reader;
    const Incident& incident;
    const FormFields form = read_form(asked.form);

    std::string address() const { return fmt::format("/i/{}/post-mortem", incident.number.value()); }
    templates::SiteFrame frame() const {
        return {reader.user.name, "/", new_form_view(bench, reader.key), reader.session.id.value()};
    }
    bool allowed(Right right, const Incident& of) const {
        return may(right, reader.user, &of, bench.rules()) == Verdict::yes;
    }
    bool is_fresh() const { return is_fresh_site_view(bench, reader.key, field_of(form, "view")); }
    bool was_pressed_before() const { return was_sent(bench, asked, field_of(form, "view")); }
    commands::Request request() const {
        commands::Request request;
        request.via = Via::web;
        request.user = reader.user;
        return request;
    }

    channels::HttpAnswer page(const Incident& shown, std::string_view notice = "",
                              std::vector<std::string> missing = {}) const {
        auto body = notice.empty() ? std::string()
                                   : fmt::format("<p class=\"notice\" role=\"status\">{}</p>\n",
                                                 templates::escape_html(notice));
        body += templates::post_mortem_html(shown, bench.tx().timeline(shown.number), bench.render(),
                                            bench.facts(shown));
        body += templates::post_mortem_doings({.incident = shown,
                                               .write = allowed(Right::write_post_mortem, shown),
                                               .publish = allowed(Right::publish_post_mortem, shown),
                                               .skip = allowed(Right::skip_post_mortem, shown),
                                               .take_part = allowed(Right::take_part, shown),
                                               .view = new_form_view(bench, reader.key),
                                               .missing = std::move(missing)},
                                              bench.render());
        body += fmt::format("<p>{} · {}</p>\n",
                            templates::html_link(fmt::format("/i/{}", shown.number.value()), name_of(shown)),
                            templates::html_link(address() + ".md", "Download Markdown"));
        return html_answer(
            200, templates::site_page(frame(), fmt::format("Post-mortem of {}", name_of(shown)), body));
    }

    std::string value_of(int item) const {
        if (item == 0) return fmt::format("{}", incident.number.value());
        return slack::format({incident.number, slack::ButtonValue::Kind::action, item, ""});
    }
    // The button of Slack's that this is; `item`: of an action item, 0: of the incident.
    commands::Answer as_in_slack(std::string_view action_id, int item) const {
        commands::Press press;
        press.action_id = action_id;
        press.value = value_of(item);
        return commands::carry_out(request(), press, bench);
    }

    commands::Answer carried_out() const {
        if (field_of(form, "press") == "skip") {
            const auto line = fmt::format("INC-{} skip {}", incident.number.value(),
                                          clean_utf8(trim(field_of(form, "reason"))));
            return commands::run_words(*commands::find_verb("postmortem"), request(), line,
                                       {.confirmed = true}, bench);
        }
        const auto press = field_of(form, "press");
        const auto found = std::ranges::find(buttons, press, &PageButton::press);
        if (found == buttons.end())
            return commands::say("That button is not known here. Nothing was changed.");
        return as_in_slack(found->action_id, found->of_item ? number_of(form, "action") : 0);
    }

    channels::HttpAnswer press() const {
        if (!is_fresh()) return page(incident, open_for_long);
        if (was_pressed_before()) return see_other(address());
        const auto answer = carried_out();
        const auto after = bench.tx().incident(incident.number).value_or(incident);
        if (after.revision != incident.revision) return see_other(address());
        const bool tried = field_of(form, "press") == "publish" && !is_post_mortem_done(after);
        if (tried && allowed(Right::publish_post_mortem, after)) {
            auto missing = missing_for_publication(after);
            if (!missing.empty()) return page(after, "", std::move(missing));
        }
        const auto said = words_said(answer, bench);
        return said.empty() ? see_other(address()) : page(after, said);
    }

    // The form behind the address: edit, times, help, actions, actions/2.
    std::optional<commands::Answer> asked_form() const {
        const auto& what = asked.path[3];
        if (asked.path.size() == 5) {
            const bool known = std::ranges::find(incident.actions, item_in_path(), &ActionItem::number) !=
                               incident.actions.end();
            if (what != "actions" || !known) return std::nullopt;
            return as_in_slack(action::action_move, item_in_path());
        }
        const auto found = std::ranges::find(forms, what, &PageForm::name);
        if (found == forms.end()) return std::nullopt;
        return as_in_slack(found->action_id, 0);
    }
    int item_in_path() const {
        int number = 0;
        if (asked.path.size() == 5)
            std::from_chars(asked.path[4].data(), asked.path[4].data() + asked.path[4].size(), number);
        return number;
    }

    templates::WebForm as_web_form(const slack::View& view) const {
        return templates::web_form(view, people_to_choose(bench, incident, reader.user), bench.render());
    }
    channels::HttpAnswer form_page(const templates::WebForm& shown, int revision) const {
        const auto name = name_of(incident);
        const auto title =
            shown.title.contains(name) ? shown.title : fmt::format("{}: {}", name, shown.title);
        const auto body =
            fmt::format("<h1>{}</h1>\n{}<p>{}</p>\n", templates::escape_html(title),
                        templates::web_form_html(shown, new_form_view(bench, reader.key), revision),
                        templates::html_link(address(), "Back to the post-mortem, and change nothing"));
        return html_answer(200, templates::site_page(frame(), title, body));
    }

    // When the form was opened: a form of that look is compared with what is there now.
    int opened_at() const { return std::min(number_of(form, "revision"), incident.revision); }

    slack::ViewInfo submitted(const templates::WebForm& web) const {
        auto key = commands::key_of(incident);
        key.revision = opened_at();
        key.entry = item_in_path();
        slack::ViewInfo view;
        view.type = "modal";
        view.callback_id = web.callback_id;
        view.private_metadata = templates::write_metadata(key);
        view.values = values_of(web);
        return view;
    }

    channels::HttpAnswer submit(templates::WebForm web) const {
        if (!enter(web, form)) return form_page(web, opened_at());
        if (!is_fresh()) {
            web.notes.emplace_back(open_for_long);
            return form_page(web, opened_at());
        }
        if (was_pressed_before()) return see_other(address());
        const auto answer = commands::submit(request(), submitted(web), bench);
        if (const auto* next = std::get_if<commands::NextForm>(&answer))
            return form_page(as_web_form(next->view), incident.revision);
        if (const auto* errors = std::get_if<commands::FieldErrors>(&answer)) {
            for (const auto& [name, problem] : errors->errors) {
                const auto input = std::ranges::find(web.inputs, name, &templates::WebInput::name);
                if (input == web.inputs.end()) {
                    web.notes.push_back(problem);
                } else {
                    input->problem = problem;
                }
            }
            return form_page(web, opened_at());
        }
        const auto said = words_said(answer, bench);
        const auto after = bench.tx().incident(incident.number).value_or(incident);
        return said.empty() ? see_other(address()) : page(after, said);
    }

    channels::HttpAnswer form_of_page() const {
        const auto answer = asked_form();
        if (!answer) return nothing_here();
        const auto* opened = std::get_if<commands::OpenForm>(&*answer);
        if (opened == nullptr) return page(incident, words_said(*answer, bench));
        auto web = as_web_form(opened->view);
        return asked.press ? submit(std::move(web)) : form_page(web, incident.revision);
    }

    channels::HttpAnswer file() const {
        return {200,
                {{"Content-Type", "text/markdown; charset=utf-8"},
                 {"Content-Disposition",
                  fmt::format("attachment; filename=\"{}\"", templates::post_mortem_file_name(incident))},
                 {"X-Content-Type-Options", "nosniff"},
                 {"Cache-Control", "no-store"}},
                templates::post_mortem_markdown(incident, bench.tx().timeline(incident.number),
                                                bench.render(), bench.facts(incident))};
    }

    channels::HttpAnswer answer() const {
        if (asked.path.size() > 3) return form_of_page();
        if (asked.path[2].ends_with(".md")) return asked.press ? nothing_here() : file();
        return asked.press ? press() : page(incident);
    }
};

}  // namespace

channels::HttpAnswer take_post_mortem(Workbench& bench, const SiteAsked& asked, const SignedIn& reader,
                                      const Incident& incident) {
    return PostMortemSite{bench, asked, reader, incident}.answer();
}

}  // namespace tocsin::engine
