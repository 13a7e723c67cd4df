#include "templates/learning_messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/action_items.h"
#include "templates/notice.h"
#include "templates/postmortem_messages.h"

namespace tocsin::templates {
namespace {

using Answer = std::optional<slack::Message>;

constexpr std::size_t reason_units = 500;

const ActionItem* find(const Incident& incident, int number) {
    const auto found = std::ranges::find(incident.actions, number, &ActionItem::number);
    return found == incident.actions.end() ? nullptr : &*found;
}

std::string reason_of(std::string_view typed) {
    return slack::cut_markup(slack::typed_line(typed), reason_units);
}

std::string corrected_words(const CorrectedTime& time) {
    const auto to = time.from ? clock_utc(time.to, *time.from) : format_utc(time.to);
    if (!time.from) return fmt::format("{} set to {}", title_of(time.milestone), to);
    return fmt::format("{} corrected from {} to {}", title_of(time.milestone), format_clock(*time.from), to);
}

// What both the thread and the timeline say; empty: nothing.
struct Line {
    const Incident& incident;
    const Actor& by;
    const RenderContext& context;

    std::string who() const { return mention_of(by, context); }
    static std::string closed_ticket(const ActionItem& item) {
        if (!item.ticket) return ", its ticket is closed";
        return fmt::format(", {} is closed in {}", slack::link(item.ticket->url, item.ticket->name),
                           slack::escape(item.ticket->tracker));
    }

    std::string operator()(const event::ActionAdded& added) const {
        ActionItem item;
        item.text = added.text;
        item.owner = added.owner;
        item.due = added.due;
        return fmt::format("{} action: {}", key_of(added.priority), action_words(item, context));
    }
    std::string operator()(const event::ActionChanged& changed) const {
        ActionItem item;
        item.text = changed.text;
        item.owner = changed.owner;
        item.due = changed.due;
        return fmt::format("{} action: {} (changed by {})", key_of(changed.priority),
                           action_words(item, context), who());
    }
    std::string operator()(const event::ActionDone& done) const {
        const auto* item = find(incident, done.action);
        if (item == nullptr) return "";
        return fmt::format("{} action done{}: {}", key_of(item->priority),
                           by.is_somebody() ? " by " + who() : closed_ticket(*item),
                           action_words(*item, context));
    }
    std::string operator()(const event::ActionUndone& undone) const {
        const auto* item = find(incident, undone.action);
        if (item == nullptr) return "";
        return fmt::format("{} action open again, says {}: {}", key_of(item->priority), who(),
                           action_words(*item, context));
    }
    std::string operator()(const event::ActionTicketOpened& opened) const {
        return fmt::format("Ticket {} for action {}", slack::link(opened.url, opened.name), opened.action);
    }
    std::string operator()(const event::PostMortemClaimed&) const {
        return fmt::format("{} owns the post-mortem", who());
    }
    std::string operator()(const event::PostMortemWritten& written) const {
        std::vector<std::string> titles;
        for (const auto& section : written.sections) titles.emplace_back(title_of(section.section));
        return titles.empty() ? fmt::format("{} changed the post-mortem", who())
                              : fmt::format("{} wrote {}", who(), join_and(titles));
    }
    std::string operator()(const event::PostMortemPublished&) const { return "Post-mortem published"; }
    std::string operator()(const event::PostMortemSkipped& skipped) const {
        return "No post-mortem: " + reason_of(skipped.reason);
    }
    std::string operator()(const event::TimesCorrected& corrected) const {
        std::vector<std::string> words;
        for (const auto& time : corrected.times) words.push_back(corrected_words(time));
        return join(words, ", ");
    }
    std::string operator()(const auto&) const { return ""; }
};

struct Say {
    const Happening& happening;
    const Tell& tell;
    const RenderContext& context;

    const Incident& after() const { return happening.after; }
    std::string who() const { return mention_of(happening.event.by, context); }
    Answer say(std::string markup) const {
        if (markup.empty()) return std::nullopt;
        if (after().drill) markup.insert(0, "*DRILL* ");
        return notice(slack::block::notice, markup, {}, context);
    }

    Answer operator()(const event::ActionDueTold& told) const {
        const auto* item = find(after(), told.action);
        if (item == nullptr) return std::nullopt;
        return action_due_message(after(), *item, context);
    }
    Answer operator()(const event::ActionTicketRefused& refused) const {
        return say(fmt::format("There is no ticket for action {} yet: {} It is tried again every 15 minutes.",
                               refused.action, reason_of(refused.reason)));
    }
    Answer operator()(const event::PostMortemCopied& copied) const {
        if (copied.url.empty()) return std::nullopt;
        return say(fmt::format("The post-mortem of {} is kept in {}: {}", tocsin::name_of(after()),
                               slack::escape(copied.to), slack::link(copied.url, copied.url)));
    }
    Answer operator()(const event::PostMortemCopyRefused& refused) const {
        return say(
            fmt::format("The post-mortem of {} has not come to {} yet: {} It is tried again every 15 "
                        "minutes.",
                        tocsin::name_of(after()), slack::escape(refused.to), reason_of(refused.reason)));
    }
    Answer operator()(const event::PostMortemClaimed&) const {
        return say(fmt::format("{} owns the post-mortem of {}.", who(), tocsin::name_of(after())));
    }
    Answer operator()(const event::PostMortemReminded&) const {
        return post_mortem_reminder(after(), tell.name == "manager", context);
    }
    Answer operator()(const event::PostMortemHelpAsked&) const {
        return post_mortem_help_wanted(after(), happening.event.by, context);
    }
    Answer operator()(const event::PostMortemPublished&) const {
        return post_mortem_published(after(), context);
    }
    Answer operator()(const event::PostMortemSkipped& skipped) const {
        return say(fmt::format("{} goes without a post-mortem, decided by {}: {}", tocsin::name_of(after()),
                               who(), reason_of(skipped.reason)));
    }
    Answer operator()(const auto& fact) const {
        return say(Line{after(), happening.event.by, context}(fact));
    }
};

}  // namespace

std::optional<slack::Message> learning_message(const Happening& happening, const Tell& tell,
                                               const RenderContext& context) {
    return std::visit(Say{happening, tell, context}, happening.event.body);
}

std::string learning_line(const EventBody& body, const Incident& incident, const Actor& by,
                          const RenderContext& context) {
    return std::visit(Line{incident, by, context}, body);
}

}  // namespace tocsin::templates
