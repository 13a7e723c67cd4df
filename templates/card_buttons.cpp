#include "templates/card_buttons.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace choice = slack::choice;
using slack::Button;
using slack::Option;
using slack::Style;

constexpr std::size_t runbook_units = 60;
constexpr std::size_t runbook_label_units = 40;

struct Buttons {
    const Incident& incident;
    const RenderContext& context;
    const IncidentFacts& facts;

    std::string number() const { return fmt::format("{}", incident.number.value()); }

    JsonText escalate_button() const {
        Button button{action::escalate, "Escalate now", card_value(incident)};
        button.accessibility = fmt::format("Escalate incident {} to the next person", number());
        const auto& next = *facts.paging->next;
        const auto& who = next.who;
        button.confirm =
            slack::Confirm{fmt::format("Escalate {}?", name_of(incident)),
                           fmt::format("{} {} {} now instead of at {}.", names_with_roles(who, context),
                                       who.size() == 1 ? "is" : "are", means_verbs(who.front().via),
                                       clock_utc(next.at, context.now)),
                           "Escalate now", "Go back"};
        return to_json(button);
    }

    JsonText button(std::string_view id, const slack::Plain<75>& label, const std::string& accessibility,
                    Style style = Style::normal, std::string url = {}) const {
        return to_json(Button{id, label, card_value(incident), style, accessibility, std::move(url)});
    }

    JsonText acknowledge() const {
        return button(action::acknowledge, "Acknowledge",
                      fmt::format("Acknowledge incident {}, {}", number(),
                                  incident.is_private ? "private" : plain(incident.title, context)),
                      Style::primary);
    }
    JsonText update(Style style) const {
        return button(action::update_open, "Post update",
                      fmt::format("Post an update on incident {}", number()), style);
    }
    JsonText resolve(Style style) const {
        return button(action::resolve_open, "Resolve", fmt::format("Resolve incident {}", number()), style);
    }
    JsonText reopen() const {
        return button(action::reopen_open, "Reopen", fmt::format("Reopen incident {}", number()));
    }
    JsonText change_severity() const {
        return button(action::severity_open, "Change severity",
                      fmt::format("Change the severity of incident {}", number()));
    }

    void page_and_runbook(std::vector<JsonText>& buttons) const {
        if (context.can.paging) {
            buttons.push_back(button(action::page_open, "Page someone",
                                     fmt::format("Page another person for incident {}", number())));
        }
        if (context.can.runbooks && facts.runbook) {
            const auto runbook = cut(facts.runbook->name, runbook_units);
            const auto* how =
                facts.runbook->url.empty() ? "Show the runbook {}" : "Open the runbook {} in the browser";
            buttons.push_back(button(action::runbook, "Runbook: " + runbook,
                                     fmt::format(fmt::runtime(how), cut(runbook, runbook_label_units)),
                                     Style::normal, facts.runbook->url));
        }
    }

    JsonText menu(bool before_acknowledgment) const {
        const auto option = [&](const slack::Plain<75>& label, std::string_view argument) {
            return Option{label, card_value(incident, argument)};
        };
        std::vector<Option> options{option("Change severity", choice::severity)};
        if (before_acknowledgment) {
            options.push_back(option("Not an incident", choice::false_alarm));
            options.push_back(option("Merge into another", choice::merge));
        } else {
            options.push_back(option("Hand over the lead", choice::lead));
        }
        if (context.can.status_page) options.push_back(option("Status page", choice::status_page));
        options.push_back(option("Show timeline", choice::timeline));
        if (!before_acknowledgment) {
            options.push_back(option("Not an incident", choice::false_alarm));
            if (!context.can.status_page) options.push_back(option("Merge into another", choice::merge));
        }
        return slack::overflow(action::more, options);
    }

    std::vector<JsonText> all() const {
        std::vector<JsonText> buttons;
        switch (incident.state) {
            case State::paging:
                buttons.push_back(acknowledge());
                if (context.can.paging && facts.paging && facts.paging->next)
                    buttons.push_back(escalate_button());
                page_and_runbook(buttons);
                buttons.push_back(menu(true));
                break;
            case State::waiting:
                buttons.push_back(acknowledge());
                if (context.can.paging) {
                    buttons.push_back(
                        button(action::page_now, "Page now",
                               fmt::format("Page the on-call person for incident {}", number())));
                }
                buttons.push_back(change_severity());
                buttons.push_back(menu(true));
                break;
            case State::investigating:
            case State::identified:
                buttons = {update(Style::primary), resolve(Style::normal)};
                page_and_runbook(buttons);
                buttons.push_back(menu(false));
                break;
            case State::monitoring:
                buttons = {resolve(Style::primary), update(Style::normal)};
                page_and_runbook(buttons);
                buttons.push_back(menu(false));
                break;
            case State::resolved:
            case State::closed:
                open_post_mortem(buttons);
                if (incident.state == State::resolved) buttons.push_back(reopen());
                break;
            case State::false_alarm:
                buttons.push_back(reopen());
                break;
            case State::merged:
                if (const auto other = incident_ref(incident.merged_into, context); !other.url.empty()) {
                    buttons.push_back(button(action::thread, "Open " + other.name,
                                             fmt::format("Open the thread of {}", other.name), Style::normal,
                                             other.url));
                }
                break;
            case State::ticket:
                if (!facts.ticket_url.empty()) {
                    buttons.push_back(button(action::ticket, "Open ticket",
                                             fmt::format("Open the ticket of incident {}", number()),
                                             Style::normal, facts.ticket_url));
                }
                buttons.push_back(change_severity());
                break;
        }
        return buttons;
    }

    void open_post_mortem(std::vector<JsonText>& buttons) const {
        if (!context.can.post_mortem_editor || context.links.internal_url.empty()) return;
        buttons.push_back(button(action::post_mortem_open, "Open post-mortem",
                                 fmt::format("Open the post-mortem of incident {} in the browser", number()),
                                 Style::primary,
                                 fmt::format("{}/i/{}/post-mortem", context.links.internal_url, number())));
    }
};

}  // namespace

std::vector<JsonText> card_buttons(const Incident& incident, const RenderContext& context,
                                   const IncidentFacts& facts) {
    return Buttons{incident, context, facts}.all();
}

}  // namespace tocsin::templates
