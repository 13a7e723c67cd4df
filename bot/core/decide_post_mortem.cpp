#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/decide_learning.h"
#include "bot/core/local_time.h"
#include "bot/core/refusal.h"

namespace tocsin {
namespace {

using Events = std::vector<EventBody>;

Expected<void> check_over(const Incident& incident) {
    if (incident.resolution) return {};
    return conflict(
        fmt::format("{} is not resolved. Its post-mortem is written afterwards. Nothing was "
                    "changed.",
                    name_of(incident)));
}

Expected<void> check_waits(const Incident& incident) {
    if (auto over = check_over(incident); !over) return over;
    const auto& post_mortem = incident.post_mortem;
    if (post_mortem.published) {
        return conflict(fmt::format("The post-mortem of {} was published by {} at {}. Nothing was changed.",
                                    name_of(incident), post_mortem.published_by.name,
                                    format_utc(*post_mortem.published)));
    }
    if (post_mortem.skipped) {
        return conflict(fmt::format("{} goes without a post-mortem since {}. Nothing was changed.",
                                    name_of(incident), format_utc(*post_mortem.skipped)));
    }
    return {};
}

const PostMortemCopy* copy_in(const Incident& incident, const std::string& to) {
    const auto& all = incident.post_mortem.copies;
    const auto found = std::ranges::find(all, to, &PostMortemCopy::to);
    return found == all.end() ? nullptr : &*found;
}

const WrittenSection* newest(const Incident& incident, PostMortemSection section) {
    const auto& all = incident.post_mortem.sections;
    const auto found = std::ranges::find(all, section, &WrittenSection::section);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

Learned decide_learning(const Incident& incident, const Facts&, const Actor&, const command::ShowPostMortem&,
                        Time) {
    if (auto over = check_over(incident); !over) return std::unexpected(over.error());
    return Events{event::PostMortemShown{}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor& by,
                        const command::ClaimPostMortem&, Time) {
    if (auto waits = check_waits(incident); !waits) return std::unexpected(waits.error());
    const auto owner = post_mortem_owner(incident);
    if (is_same(owner, by) && incident.post_mortem.claimed_by.is_somebody()) return Events{};
    return Events{event::PostMortemClaimed{owner}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::WritePostMortem& write, Time now) {
    if (auto over = check_over(incident); !over) return std::unexpected(over.error());
    event::PostMortemWritten done{{}, write.no_action_needed};
    for (const auto& section : write.sections) {
        const auto* current = newest(incident, section.section);
        if (utf16_length(section.text) > longest_section) {
            return invalid(fmt::format("{} has more than {} characters. Nothing was saved.",
                                       title_of(section.section), longest_section));
        }
        if (current != nullptr && current->text == section.text) continue;
        if (current != nullptr && current->revision > write.base) {
            return conflict(fmt::format("{} changed \"{}\" at {}, while you were writing. Nothing was saved.",
                                        current->by.name, title_of(section.section),
                                        clock_utc(current->at, now)));
        }
        done.sections.push_back(section);
    }
    if (done.sections.empty() && done.no_action_needed == incident.post_mortem.no_action_needed)
        return Events{};
    return Events{done};
}

Learned decide_learning(const Incident& incident, const Facts& facts, const Actor&,
                        const command::RemindOfPostMortem&, Time now) {
    const auto at = next_post_mortem_reminder(incident, facts.rules);
    if (!at || *at > now) return Events{};
    const auto told = incident.post_mortem.reminders;
    // After an outage one reminder stands for those that were missed.
    const int number = now < *post_mortem_due(incident) ? 1 : std::max(told + 1, 2);
    event::PostMortemReminded reminded{number, post_mortem_owner(incident), {}};
    if (number >= manager_is_told_from) reminded.manager = facts.rules.manager_of(incident.service);
    return Events{reminded};
}

Learned decide_learning(const Incident& incident, const Facts& facts, const Actor&,
                        const command::PutOffPostMortem&, Time now) {
    if (auto waits = check_waits(incident); !waits) return std::unexpected(waits.error());
    const auto until = next_business_day(facts.rules.business_hours, now);
    if (incident.post_mortem.put_off_until == until) return Events{};
    return Events{event::PostMortemPutOff{until}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor& by,
                        const command::AskForHelp& ask, Time) {
    if (auto waits = check_waits(incident); !waits) return std::unexpected(waits.error());
    if (is_same(ask.of, by)) return invalid("You cannot ask yourself for help. Choose somebody else.");
    return Events{event::PostMortemHelpAsked{ask.of}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::PublishPostMortem& publish, Time) {
    if (auto waits = check_waits(incident); !waits) return std::unexpected(waits.error());
    auto missing = missing_for_publication(incident);
    if (!missing.empty() && !publish.as_it_is) {
        return conflict(fmt::format("Not published yet: {}.", join(missing, "; ")));
    }
    return Events{event::PostMortemPublished{std::move(missing)}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::SkipPostMortem& skip, Time) {
    if (auto waits = check_waits(incident); !waits) return std::unexpected(waits.error());
    if (trim(skip.reason).empty())
        return invalid("Why is none needed? /incident postmortem skip <reason>. Nothing was changed.");
    return Events{event::PostMortemSkipped{skip.reason}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::NotePostMortemCopy& note, Time) {
    const auto* copy = copy_in(incident, note.to);
    if (copy != nullptr && copy->url == note.url && copy->trouble.empty()) return Events{};
    return Events{event::PostMortemCopied{note.to, note.url}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::NotePostMortemCopyTrouble& note, Time) {
    const auto* copy = copy_in(incident, note.to);
    if (copy != nullptr && copy->trouble == note.reason) return Events{};
    return Events{event::PostMortemCopyRefused{note.to, note.reason}};
}

Learned decide_learning(const Incident& incident, const Facts&, const Actor&,
                        const command::CorrectTimes& correct, Time now) {
    event::TimesCorrected corrected;
    auto after = incident;
    for (auto time : correct.times) {
        time.from = time_of(incident, time.milestone);
        if (time.from == time.to) continue;
        if (time.to > now)
            return invalid(
                fmt::format("{} cannot be in the future. Nothing was changed.", title_of(time.milestone)));
        if (time.milestone == Milestone::resolved && !incident.resolution) {
            return conflict(fmt::format("{} is not resolved. Nothing was changed.", name_of(incident)));
        }
        if (time.milestone == Milestone::started) after.started = time.to;
        if (time.milestone == Milestone::resolved) after.resolution->restored = time.to;
        corrected.times.push_back(time);
    }
    if (after.resolution && after.resolution->restored < after.started)
        return invalid("The resolution cannot be before the impact starts. Nothing was changed.");
    if (corrected.times.empty()) return Events{};
    return Events{corrected};
}

}  // namespace tocsin
