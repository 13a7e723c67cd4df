#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/cards.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

struct Outcome {
    const Incident& incident;
    const Page& page;
    const std::string& thread_url;
    const RenderContext& context;

    std::string name() const { return name_of(incident); }
    std::string at(const std::optional<Time>& when) const {
        return clock_utc(when.value_or(page.changed), context.now);
    }
    std::string value() const {
        return slack::format({incident.number, slack::ButtonValue::Kind::page, page.number, ""});
    }
    slack::Message say(const std::string& text, std::vector<Button> buttons = {}) const {
        const auto edits = static_cast<int>(incident.revision) + 1;
        return notice(slack::block::page, text, std::move(buttons), context, edits);
    }

    slack::Message ended() const {
        switch (incident.state) {
            case State::false_alarm:
                return say(fmt::format("{} turned out not to be an incident.", name()));
            case State::merged:
                return say(fmt::format("{} was merged into {}.", name(),
                                       incident_ref(incident.merged_into, context).name));
            case State::paging:
            case State::waiting:
            case State::investigating:
            case State::identified:
            case State::monitoring:
            case State::resolved:
            case State::closed:
            case State::ticket:
                break;
        }
        return say(fmt::format("{} was resolved at {}.", name(), at(incident.ended)));
    }

    // Who is paged since, besides this person.
    std::string paged_since() const {
        std::vector<std::string> people;
        for (const auto& other : incident.paging.pages) {
            if (other.queued < page.changed || is_same(other.to, page.to)) continue;
            auto who = mention_of(other.to, context);
            if (std::ranges::find(people, who) == people.end()) people.push_back(std::move(who));
        }
        if (people.empty()) return "";
        return fmt::format(" {} {} paged.", join_and(people), people.size() == 1 ? "is" : "are");
    }
    slack::Message passed_on() const {
        return say(fmt::format("You passed this page on at {}.{}", at(page.changed), paged_since()),
                   {{action::page_undecline, "I can after all", value(), Style::normal,
                     fmt::format("Take incident {} after all", incident.number.value())}});
    }

    slack::Message acknowledged() const {
        const auto& who = incident.paging.answered_by;
        if (!is_same(who, page.to)) {
            return say(fmt::format("{} acknowledged at {}. You are not needed now.", mention_of(who, context),
                                   at(incident.acknowledged)),
                       {{action::join, "Join", incident_value(incident), Style::normal,
                         fmt::format("Join incident {}", incident.number.value())}});
        }
        const auto due = incident.reminders.due
                             ? fmt::format(" Next update due {}.", at(incident.reminders.due))
                             : std::string();
        std::vector<Button> buttons{{action::update_open, "Post update", card_value(incident), Style::primary,
                                     fmt::format("Post an update on incident {}", incident.number.value())}};
        if (!thread_url.empty()) {
            buttons.push_back({action::thread, "Open thread", incident_value(incident), Style::normal,
                               fmt::format("Open the thread of incident {}", incident.number.value()),
                               thread_url});
        }
        return say(fmt::format("You acknowledged at {}.{}", at(incident.acknowledged), due),
                   std::move(buttons));
    }
};

}  // namespace

std::optional<slack::Message> page_outcome(const Incident& incident, const Page& page,
                                           const std::string& thread_url, const RenderContext& context) {
    const Outcome outcome{incident, page, thread_url, context};
    if (!is_open(incident.state)) return outcome.ended();
    if (!is_unanswered(incident.state)) return outcome.acknowledged();
    if (page.state == PageState::passed_on) return outcome.passed_on();
    return std::nullopt;
}

}  // namespace tocsin::templates
