#include "templates/rota_messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/slack/identifiers.h"
#include "templates/duty_words.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace block = slack::block;
using slack::Button;
using slack::Style;

constexpr std::size_t reason_units = 300;
constexpr std::size_t most_listed = 10;

// "Primary On-Call, Tue 14:00 to Tue 18:00 (America/New_York)"
std::string what(const Cover& cover, const RenderContext& context) {
    return fmt::format(
        "{}, {}", slack::typed_line(schedule_name(cover.schedule, context.rules)),
        span_local(cover.start, cover.end, zone_of(cover.schedule, context.rules), context.now));
}

std::string what(const RotaChange& change, const RenderContext& context) {
    return what(change.covers.front(), context);
}

std::string because(const RotaChange& change) {
    if (change.reason.empty()) return "";
    return fmt::format(": \"{}\"", slack::cut_markup(slack::typed_line(change.reason), reason_units));
}

std::string plain_name(const Actor& who, const RenderContext& context) {
    return slack::typed_line(name_of(who, context));
}

bool is_swap(const RotaChange& change) {
    return change.covers.size() > 1;
}
bool is_own(const RotaChange& change) {
    return change.covers.front().from == change.by.person && !change.by.person.empty();
}

Button take_back(const RotaChange& change, const slack::Plain<75>& label) {
    Button button{action::cover_end, label, change_value(change)};
    button.confirm =
        slack::Confirm{"Take this back?", "From now on the schedule counts again. Both are told.",
                       "Take it back", "Go back"};
    return button;
}

Button find_cover() {
    return {action::cover_find, "Find cover", "", Style::primary};
}

std::string owner_stays(const RotaChange& change, const RenderContext& context) {
    if (is_own(change)) return is_swap(change) ? " Nothing changes." : " You stay on call.";
    const auto& from = change.covers.front().from;
    return from.empty() ? " Nothing changes." : fmt::format(" {} stays on call.", mention_of(from, context));
}

}  // namespace

std::string change_value(const RotaChange& change) {
    return fmt::format("{}", change.id.value());
}

slack::Message cover_request(const RotaChange& change, const RenderContext& context) {
    const auto who = plain_name(change.by, context);
    std::string text;
    if (is_swap(change)) {
        text = fmt::format("{} asks you to swap: you take {}, {} takes {}", who, what(change, context), who,
                           what(change.covers.back(), context));
    } else if (is_own(change)) {
        text = fmt::format("{} asks you to cover {}", who, what(change, context));
    } else {
        text = fmt::format("{} asks you to take {}", who, what(change, context));
    }
    text += because(change) + ".";
    return notice(block::notice, text,
                  {Button{action::cover_accept, "Accept", change_value(change), Style::primary,
                          "Accept to be on call then"},
                   Button{action::cover_decline, "Decline", change_value(change), Style::normal,
                          "Decline to be on call then"}},
                  context);
}

slack::Message cover_asked(const RotaChange& change, const RenderContext& context) {
    const auto text = fmt::format(
        "{} is asked to {} {}. Nothing changes until they accept; without an answer by {} you are told.",
        mention_of(change.of, context), is_swap(change) ? "swap for" : "cover", what(change, context),
        clock_utc(answer_due(change), context.now));
    return notice(block::answer, text,
                  {Button{action::cover_end, "Withdraw", change_value(change), Style::normal,
                          "Withdraw what you asked for"}},
                  context);
}

slack::Message cover_settled(const RotaChange& change, const RenderContext& context) {
    const auto who = mention_of(change.of, context);
    switch (change.state) {
        case RotaChange::State::agreed: {
            const auto text =
                is_swap(change)  ? fmt::format("{} swaps with you: {} takes {}, you take {}.", who, who,
                                               what(change, context), what(change.covers.back(), context))
                : is_own(change) ? fmt::format("{} covers {} for you.", who, what(change, context))
                                 : fmt::format("{} takes {}.", who, what(change, context));
            return notice(block::notice, text, {take_back(change, "Take it back")}, context);
        }
        case RotaChange::State::declined:
            return notice(block::notice,
                          fmt::format("{} can't take {}.{} Ask the next?", who, what(change, context),
                                      owner_stays(change, context)),
                          {find_cover()}, context);
        case RotaChange::State::unanswered:
        case RotaChange::State::asked:
        case RotaChange::State::withdrawn:
            break;
    }
    return notice(block::notice,
                  fmt::format("No answer yet from {} about {}.{} Ask the next?", who, what(change, context),
                              owner_stays(change, context)),
                  {find_cover()}, context);
}

slack::Message cover_taken(const RotaChange& change, const RenderContext& context) {
    const auto text = is_swap(change)
                          ? fmt::format("You swap with {}: you take {}, {} takes {}.",
                                        mention_of(change.by, context), what(change, context),
                                        mention_of(change.by, context), what(change.covers.back(), context))
                          : fmt::format("You are on call: {}.", what(change, context));
    return notice(block::notice, text, {take_back(change, "Give it back")}, context);
}

slack::Message cover_relieved(const RotaChange& change, const RenderContext& context) {
    const auto by_them = !change.of.is_somebody();
    const auto text =
        by_them ? fmt::format("{} took over {}{}. You are not on call then.", mention_of(change.by, context),
                              what(change, context), because(change))
                : fmt::format("{} takes {}, asked by {}{}. You are not on call then.",
                              mention_of(change.of, context), what(change, context),
                              mention_of(change.by, context), because(change));
    return notice(block::notice, text, {}, context);
}

slack::Message cover_ended(const RotaChange& change, const RenderContext& context) {
    return notice(block::notice,
                  fmt::format("{} took back what was agreed: {}. The schedule counts again.",
                              mention_of(change.ended_by, context), what(change, context)),
                  {}, context);
}

slack::Message cover_withdrawn(const RotaChange& change, const RenderContext& context) {
    return notice(block::notice,
                  fmt::format("{} does not need you any more for {}. Nothing changes for you.",
                              mention_of(change.settled_by, context), what(change, context)),
                  {}, context);
}

slack::Message cover_line(const RotaChange& change, const std::vector<PersonId>& was,
                          const RenderContext& context) {
    const auto& cover = change.covers.front();
    const auto schedule = slack::typed_line(schedule_name(cover.schedule, context.rules));
    const auto span = span_local(cover.start, cover.end, zone_of(cover.schedule, context.rules), context.now);
    const auto to = mention_of(cover.to, context);
    std::string text;
    if (change.ended) {
        text = fmt::format("*{}*: {} took back that {} is on call, {}. The schedule counts again.", schedule,
                           mention_of(change.ended_by, context), to, span);
    } else if (is_swap(change)) {
        const auto& other = change.covers.back();
        text = fmt::format("*{}*: {} and {} swap: {} takes {}, {} takes {}.", schedule,
                           mention_of(cover.from, context), to, to, span, mention_of(other.to, context),
                           what(other, context));
    } else if (!change.of.is_somebody()) {
        text = fmt::format("*{}*: {} took over from {}, {}.", schedule, to, mentions_of(was, context), span);
    } else {
        text = fmt::format("*{}*: {} covers for {}, {}.", schedule, to,
                           cover.from.empty() ? mentions_of(was, context) : mention_of(cover.from, context),
                           span);
    }
    return quiet_notice(block::notice, text, context, 1);
}

std::string change_line(const RotaChange& change, const RenderContext& context) {
    const auto& cover = change.covers.front();
    const auto state = change.state == RotaChange::State::asked
                           ? fmt::format("{} is asked", mention_of(change.of, context))
                           : fmt::format("agreed {}", clock_utc(change.settled, context.now));
    return fmt::format("*{}*  {}: {}{}{}, {}", change.id.value(), mention_of(cover.to, context),
                       what(change, context), is_swap(change) ? ", a swap" : "", because(change), state);
}

slack::Message change_list(const std::vector<RotaChange>& changes, const RenderContext& context) {
    slack::Blocks blocks(block::answer, 1);
    std::string words = "Changes of the rota";
    for (const auto& change : changes) {
        if (&change - changes.data() == static_cast<std::ptrdiff_t>(most_listed)) break;
        const auto line = change_line(change, context);
        blocks.section(fmt::format("change.{}", change.id.value()), line,
                       to_json(take_back(change, "Take back")));
        words += "\n" + words_of(line, context);
    }
    if (changes.size() > most_listed)
        blocks.context("more", {fmt::format("and {} more", changes.size() - most_listed)});
    return {summary(words), blocks.take(), nullptr};
}

}  // namespace tocsin::templates
