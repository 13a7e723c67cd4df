#include "templates/cards.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/acknowledge_target.h"
#include "bot/core/local_time.h"
#include "bot/slack/identifiers.h"
#include "templates/card_buttons.h"
#include "templates/deployment_messages.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t impact_units = 500;
constexpr std::size_t quote_units = 600;
constexpr std::size_t source_units = 200;
constexpr std::size_t states_units = 200;

struct Card {
    const Incident& incident;
    const RenderContext& context;
    const IncidentFacts& facts;

    std::string name() const { return name_of(incident); }
    const PagingFacts* paging() const { return facts.paging ? &*facts.paging : nullptr; }

    std::string header() const {
        const auto title = incident.is_private ? "private" : plain(incident.title, context);
        const std::string drill = incident.drill ? "DRILL " : "";
        switch (incident.state) {
            case State::resolved:
            case State::closed:
                return fmt::format("{}[RESOLVED] {}", drill, title);
            case State::false_alarm:
                return fmt::format("{}[NOT AN INCIDENT] {}", drill, title);
            case State::merged:
                return fmt::format("{}[MERGED] {}", drill, title);
            case State::ticket:
                return fmt::format("{}{}: {}", drill, label_of(incident.severity), title);
            case State::paging:
            case State::waiting:
            case State::investigating:
            case State::identified:
            case State::monitoring:
                break;
        }
        return heading_of(incident, context);
    }

    std::string status() const {
        std::string status(title_of(incident.state));
        if (incident.state == State::merged)
            status = "Merged into " + incident_ref(incident.merged_into, context).name;
        if (incident.reopened && is_open(incident.state)) status += " (Reopened)";
        return status;
    }

    std::string on_call() const {
        if (incident.lead.is_somebody()) return mention_of(incident.lead, context);
        if (paging() == nullptr || paging()->paged.empty()) return "Nobody yet";
        std::string people;
        for (const auto& paged : paging()->paged) {
            if (people.empty()) {
                people = mention_of(paged.who, context);
            } else {
                people +=
                    fmt::format(", {} {}", slack::typed_line(paged.role), mention_of(paged.who, context));
            }
        }
        return people;
    }

    std::optional<Time> last_update() const {
        return incident.last_update ? incident.last_update : incident.acknowledged;
    }

    // What the last words were, before anybody has written any: the announcement.
    std::string announcement() const {
        if (!incident.reminders.due) return "I'm investigating.";
        return fmt::format("I'm investigating. Will update in {}.",
                           format_duration(*incident.reminders.due - *incident.acknowledged));
    }

    std::string latest() const {
        switch (incident.state) {
            case State::paging:
                return "";
            case State::waiting:
                if (paging() == nullptr || !paging()->next) {
                    return fmt::format("Nobody is woken. Press Acknowledge to take {} now.", name());
                }
                return fmt::format("Pages {} on {}", mentions(paging()->next->who),
                                   format_local(paging()->next->at, context.rules.timezone));
            case State::investigating:
            case State::identified:
            case State::monitoring:
                break;
            case State::resolved:
            case State::closed:
                return "*Root cause:* " + cause();
            case State::false_alarm:
                if (incident.cancel_reason.empty()) return "";
                return "*Reason:* " +
                       slack::cut_markup(slack::typed_line(incident.cancel_reason), quote_units);
            case State::merged:
            case State::ticket:
                return "";
        }
        if (incident.last_words) {
            const auto& words = *incident.last_words;
            return as_quote(slack::cut_markup(slack::typed(words.text), quote_units)) +
                   fmt::format("\n> {}, {}", mention_of(words.by, context), clock_utc(words.at, context.now));
        }
        if (!incident.acknowledged) return "";
        return as_quote(announcement()) + fmt::format("\n> {}, {}",
                                                      mention_of(incident.acknowledged_by, context),
                                                      clock_utc(*incident.acknowledged, context.now));
    }

    std::string cause() const {
        if (!incident.resolution || incident.resolution->cause.empty()) return "Not known yet.";
        return slack::cut_markup(slack::typed_line(incident.resolution->cause), quote_units);
    }

    std::string paging_lines() const {
        if (incident.nopage) {
            return fmt::format(
                "*Paging*\n• Nobody was paged, on request of {}. Press Acknowledge to take {}.",
                mention_of(incident.declared_by, context), name());
        }
        if (paging() == nullptr) {
            return fmt::format(
                "*Paging*\n• Nobody is paged: paging is not set up. Press Acknowledge to take {}.", name());
        }
        std::string lines = "*Paging*";
        for (const auto& paged : paging()->paged) {
            lines +=
                fmt::format("\n• {} {}: {}", mention_of(paged.who, context), slack::typed_line(paged.role),
                            slack::cut_markup(slack::typed_line(join(paged.states, ", ")), states_units));
        }
        if (const auto next = next_line(); !next.empty()) lines += "\n• Next: " + next;
        for (const auto means : paging()->failing) lines += "\n• " + trouble_words(means);
        return lines;
    }

    // What fails, and what left all the same.
    std::string trouble_words(Means failing) const {
        const auto what = failing == Means::phone ? std::string("Phone calls fail")
                                                  : fmt::format("{} fails", means_nouns({failing}));
        std::vector<Means> left;
        for (const auto& page : incident.paging.pages) {
            const bool stuck = page.state == PageState::queued || page.state == PageState::failed;
            if (!stuck && std::ranges::find(left, page.means) == left.end()) left.push_back(page.means);
        }
        auto words = what + " at the moment (provider error).";
        if (!left.empty())
            words += fmt::format(" {} {} sent.", means_nouns(left), left.size() == 1 ? "was" : "were");
        return words;
    }

    std::string next_line() const {
        std::vector<std::string> parts;
        std::vector<std::string> clocks;
        for (const auto at : paging()->again) clocks.push_back(format_clock(at));
        if (!clocks.empty()) parts.push_back(fmt::format("again at {} UTC", join_and(clocks)));
        if (paging()->next) {
            const auto& next = *paging()->next;
            parts.push_back(fmt::format("{} by {} at {}", mentions_with_roles(next.who, context),
                                        means_nouns(next.who.front().via), clock_utc(next.at, context.now)));
        }
        return join(parts, ", then ");
    }

    std::string mentions(const std::vector<PageOrder>& orders) const {
        std::vector<std::string> people;
        for (const auto& order : orders) people.push_back(mention_of(order.to, context));
        return join_and(people);
    }

    std::string when(Time at) const {
        return fmt::format("{} ({})", clock_utc(at, context.now),
                           slack::date_ago(at, relative(at, context.now)));
    }

    std::vector<std::string> foot() const {
        std::vector<std::string> foot{fmt::format("*{}*", name())};
        switch (incident.state) {
            case State::paging:
            case State::waiting:
                detection(foot);
                break;
            case State::investigating:
            case State::identified:
            case State::monitoring:
                progress(foot);
                break;
            case State::resolved:
            case State::closed:
                result(foot);
                break;
            case State::false_alarm:
                foot.push_back("Decided by " + mention_of(incident.last_changed_by, context));
                break;
            case State::merged:
            case State::ticket:
                break;
        }
        if (is_open(incident.state) && !facts.deployments.empty())
            foot.push_back(deployed_line(incident, facts.deployments));
        if (incident.nopage && is_open(incident.state)) {
            foot.push_back("Nobody was paged, on request of " + mention_of(incident.declared_by, context));
        }
        if (incident.drill) foot.emplace_back("Practice. Nothing is broken.");
        if (incident.is_private) foot.emplace_back("Private: only the people in this channel can read it");
        return foot;
    }

    void detection(std::vector<std::string>& foot) const {
        foot.push_back(incident.source.empty()
                           ? "Declared by " + mention_of(incident.declared_by, context)
                           : "Detected by " +
                                 slack::cut_markup(slack::typed_line(incident.source), source_units));
        const auto target = acknowledge_target(incident, context.rules);
        if (!target) return;
        if (*target > context.now) {
            foot.push_back("Acknowledge target: " + when(*target));
        } else {
            foot.push_back(fmt::format("Acknowledge target missed at {}{}", clock_utc(*target, context.now),
                                       paging() != nullptr ? ", paging goes on" : ""));
        }
    }

    void progress(std::vector<std::string>& foot) const {
        if (incident.acknowledged) {
            foot.push_back(fmt::format("Acknowledged {} by {} after {}",
                                       clock_utc(*incident.acknowledged, context.now),
                                       mention_of(incident.acknowledged_by, context),
                                       format_duration(*incident.acknowledged - incident.detected)));
        }
        if (incident.reminders.due) foot.push_back("Next update due " + when(*incident.reminders.due));
        if (incident.eta) foot.push_back("ETA for resolution " + when(*incident.eta));
        foot.push_back(fmt::format("War room: {}. React with :{}: to keep a message in the timeline",
                                   war_room(), context.emoji.timeline));
    }

    std::string war_room() const {
        if (!incident.own_channel && !incident.is_private) return "this thread";
        const auto room = context.links.room ? context.links.room(incident.number) : ChannelId{};
        return room.empty() ? "a channel of its own" : fmt::format("<#{}>", room.str());
    }

    void result(std::vector<std::string>& foot) const {
        if (!incident.resolution) return;
        foot.push_back("Duration: " + duration_range(incident.started, incident.resolution->restored));
        foot.push_back("Resolved by " + mention_of(incident.resolution->by, context));
        if (incident.state == State::closed) {
            foot.emplace_back("Post-mortem published");
        } else if (incident.resolution->post_mortem_due) {
            foot.push_back("Post-mortem due " + format_utc(*incident.resolution->post_mortem_due));
        }
    }

    std::string text() const {
        auto text = fmt::format("{}. Status: {}.", header(), status());
        if (incident.state == State::paging) {
            text += " " + who_is_paged();
        } else if (incident.lead.is_somebody()) {
            text += fmt::format(" On-call: {}.", name_of(incident.lead, context));
        }
        text += fmt::format(" Started {}.", format_utc(incident.started));
        const bool runs = is_open(incident.state);
        if (const auto at = last_update(); at && runs) {
            auto ago = relative(*at, context.now);
            if (ago == "Just now") ago = "just now";
            text += fmt::format(" Last update: {}.", ago);
        }
        if (incident.last_words && runs) {
            text += " " + cut(plain(incident.last_words->text, context), quote_units);
        } else if (incident.acknowledged && runs) {
            text += " " + announcement();
        }
        return summary(text + " " + name());
    }

    std::string who_is_paged() const {
        if (paging() == nullptr || incident.nopage) return "Nobody is paged.";
        std::vector<std::string> people;
        for (const auto& paged : paging()->paged) {
            people.push_back(
                fmt::format("{} ({})", name_of(paged.who, context), slack::clean_words(paged.role)));
        }
        if (people.empty()) return "Nobody is on call.";
        return fmt::format("{} {} being paged.", join_and(people), people.size() == 1 ? "is" : "are");
    }

    slack::Message render() const {
        slack::Blocks blocks(slack::block::card, incident.revision);
        blocks.header("head", header());
        const auto updated = last_update();
        blocks.fields(
            "facts",
            {"*Status:*\n" + status(), "*On-call:*\n" + on_call(),
             fmt::format("*Started:*\n{} ({})", format_utc(incident.started),
                         slack::date_ago(incident.started, relative(incident.started, context.now))),
             "*Last update:*\n" +
                 (updated ? slack::date_ago(*updated, relative(*updated, context.now)) : "None yet")});
        if (!incident.impact.empty()) {
            blocks.section("impact",
                           "*Impact:* " + slack::cut_markup(slack::typed(incident.impact), impact_units));
        }
        if (incident.state == State::paging) blocks.section("paging", paging_lines());
        blocks.section("latest", latest());
        blocks.actions("actions", card_buttons(incident, context, facts));
        blocks.context("foot", foot());
        return {text(), blocks.take(), nullptr};
    }
};

}  // namespace

slack::Message incident_card(const Incident& incident, const RenderContext& context,
                             const IncidentFacts& facts) {
    return Card{incident, context, facts}.render();
}

}  // namespace tocsin::templates
