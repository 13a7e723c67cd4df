#include "templates/ack_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "templates/html.h"
#include "templates/reply_texts.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t most_impact = 2000;

struct Show {
    const AckPage& shown;
    const RenderContext& context;

    const Incident& incident() const { return shown.incident; }

    std::string heading() const {
        return incident().is_private ? fmt::format("{} private incident", label_of(incident().severity))
                                     : heading_of(incident(), context);
    }

    std::string form(const std::string& inside) const {
        return fmt::format(
            "<form method=\"post\">\n<input type=\"hidden\" name=\"view\" value=\"{}\">\n{}</form>\n",
            escape_html(shown.view), inside);
    }

    std::string what_happens() const {
        auto html = html_paragraph(
            fmt::format("{}. Started {}, {}", name_of(incident()), format_utc(incident().started),
                        to_lower(relative(incident().started, context.now))),
            "quiet");
        if (!incident().is_private && !incident().impact.empty())
            html += html_paragraph(cut(plain(incident().impact, context), most_impact));
        return html;
    }

    std::string you() const {
        const auto& page = shown.page;
        return html_paragraph(page.role.empty()
                                  ? fmt::format("You are {}.", name_of(page.to, context))
                                  : fmt::format("You are {}, {}.", name_of(page.to, context), page.role));
    }

    std::string others() const {
        if (!shown.paging) return "";
        std::vector<PageOrder> also;
        for (const auto& person : shown.paging->paged)
            if (!is_same(person.who, shown.page.to)) also.push_back({person.who, person.role, {}});
        std::string said;
        if (!also.empty())
            said = fmt::format("{} {} paged too.", names_with_roles(also, context),
                               also.size() == 1 ? "is" : "are");
        if (const auto& next = shown.paging->next) {
            said += fmt::format("{}{} {} paged at {}.", said.empty() ? "" : " ",
                                names_with_roles(next->who, context), next->who.size() == 1 ? "is" : "are",
                                clock_utc(next->at, context.now));
        }
        return said.empty() ? "" : html_paragraph(said);
    }

    std::string link() const {
        if (!shown.incident_link.starts_with("https://")) return "";
        return fmt::format("<p><a href=\"{}\" rel=\"noreferrer\">Open in Slack</a></p>\n",
                           escape_html(shown.incident_link));
    }

    std::string update_form() const {
        return form(
            "<label for=\"text\">What do you know now?</label>\n"
            "<textarea id=\"text\" name=\"text\" maxlength=\"3000\" required></textarea>\n" +
            html_button("update", "Post update", true));
    }

    std::string buttons() const {
        const auto back = form(html_button("back", "Back"));
        switch (shown.question) {
            case AckQuestion::none:
                return form(html_button("ack", "Acknowledge", true) + html_button("escalate", "Escalate") +
                            html_button("decline", "I can't respond"));
            case AckQuestion::escalate: {
                const bool known = shown.paging && shown.paging->next;
                return html_paragraph(known ? fmt::format("Page {} now?",
                                                          names_with_roles(shown.paging->next->who, context))
                                            : std::string("Page the next level now?")) +
                       form(html_button("escalate-now", "Escalate now", true)) + back;
            }
            case AckQuestion::pass_on:
                return html_paragraph("You can't respond: pass this page on to the next level?") +
                       form(html_button("decline-now", "Pass it on", true)) + back;
        }
        return "";
    }

    // What was done already is said, and what can still be done is offered.
    std::string answered() const {
        const auto [who, since] = holder_of(incident());
        const auto at = clock_utc(since, context.now);
        if (is_same(who, shown.page.to)) {
            const auto& due = incident().reminders.due;
            return html_paragraph(
                       fmt::format("You acknowledged at {}.{}", at,
                                   due ? fmt::format(" Update due {}.", clock_utc(*due, context.now)) : "")) +
                   update_form() + form(html_button("escalate", "Escalate"));
        }
        auto html = html_paragraph(
            fmt::format("{} acknowledged at {}. You are not needed now.", name_of(who, context), at));
        const bool takes_part = is_among(incident().participants, shown.page.to);
        return html + (takes_part ? html_paragraph("You have joined.") : form(html_button("join", "Join")));
    }

    std::string over() const {
        return html_paragraph(fmt::format("{}{}", name_of(incident()), how_it_ended(incident(), context)));
    }

    std::string body() const {
        auto html = fmt::format("<h1>{}</h1>\n", escape_html(heading()));
        if (!shown.notice.empty()) html += html_paragraph(shown.notice, "notice");
        if (!is_open(incident().state)) return html + over() + link();
        html += what_happens() + you();
        const bool asks = shown.question != AckQuestion::none;
        html += is_unanswered(incident().state) || asks ? buttons() : answered();
        if (is_unanswered(incident().state)) html += others();
        return html + link();
    }
};

}  // namespace

std::string ack_page(const AckPage& shown, const RenderContext& context) {
    const Show show{shown, context};
    return web_page(show.heading(), show.body());
}

}  // namespace tocsin::templates
