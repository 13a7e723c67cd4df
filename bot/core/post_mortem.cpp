#include "bot/core/post_mortem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/core/enum_words.h"
#include "bot/core/incident.h"
#include "bot/core/local_time.h"

namespace tocsin {
namespace {

constexpr Duration reminded_before = 4h;

constexpr std::array<EnumWords, 8> sections{{{"title", "Title"},
                                             {"impact", "Impact"},
                                             {"cause", "Root Cause in one line"},
                                             {"root_cause", "Root Cause"},
                                             {"well", "What Went Well"},
                                             {"poorly", "What Went Poorly"},
                                             {"lessons", "Lessons Learned"},
                                             {"prevention", "Prevention"}}};
constexpr std::array<EnumWords, 6> milestones{{{"started", "Impact start"},
                                               {"detected", "Detection"},
                                               {"acknowledged", "Acknowledgment"},
                                               {"identified", "Identification"},
                                               {"mitigated", "Mitigation"},
                                               {"resolved", "Resolution"}}};

bool is_urgent(const ActionItem& item) {
    return item.priority == ActionPriority::p0 || item.priority == ActionPriority::p1;
}

}  // namespace

std::string_view key_of(PostMortemSection section) {
    return words_in(sections, section).key;
}
std::string_view title_of(PostMortemSection section) {
    return words_in(sections, section).title;
}
std::optional<PostMortemSection> parse_post_mortem_section(std::string_view key) {
    return parse_in<PostMortemSection>(sections, key);
}

std::string_view key_of(Milestone milestone) {
    return words_in(milestones, milestone).key;
}
std::string_view title_of(Milestone milestone) {
    return words_in(milestones, milestone).title;
}
std::optional<Milestone> parse_milestone(std::string_view key) {
    return parse_in<Milestone>(milestones, key);
}

std::optional<Time> time_of(const Incident& incident, Milestone milestone) {
    switch (milestone) {
        case Milestone::started:
            return incident.started;
        case Milestone::detected:
            return incident.detected;
        case Milestone::acknowledged:
            return incident.acknowledged;
        case Milestone::identified:
            return incident.identified;
        case Milestone::mitigated:
            return incident.mitigated;
        case Milestone::resolved:
            return incident.resolution ? std::optional{incident.resolution->restored} : std::nullopt;
    }
    return std::nullopt;
}

const WrittenSection* written(const Incident& incident, PostMortemSection section) {
    const auto& all = incident.post_mortem.sections;
    const auto found = std::ranges::find(all, section, &WrittenSection::section);
    return found == all.end() || found->text.empty() ? nullptr : &*found;
}

std::vector<std::string_view> sections_to_write(const Incident& incident) {
    std::vector<std::string_view> missing;
    const auto look = [&](PostMortemSection section) {
        if (written(incident, section) == nullptr) missing.push_back(title_of(section));
    };
    look(PostMortemSection::root_cause);
    look(PostMortemSection::well);
    look(PostMortemSection::poorly);
    if (incident.actions.empty() && !incident.post_mortem.no_action_needed)
        missing.emplace_back("Action Items");
    look(PostMortemSection::lessons);
    look(PostMortemSection::prevention);
    return missing;
}

std::vector<std::string> missing_for_publication(const Incident& incident) {
    std::vector<std::string> missing;
    if (written(incident, PostMortemSection::root_cause) == nullptr)
        missing.emplace_back("the root cause is not written");
    if (incident.actions.empty() && !incident.post_mortem.no_action_needed)
        missing.emplace_back("there is no action item, and \"No action needed\" is not ticked");
    for (const auto& item : incident.actions) {
        if (!is_urgent(item) || item.done) continue;
        const bool owned = item.owner.is_somebody();
        if (owned && item.due) continue;
        missing.push_back(fmt::format("{} action {} has no {}", key_of(item.priority), item.number,
                                      owned      ? "date"
                                      : item.due ? "owner"
                                                 : "owner and no date"));
    }
    return missing;
}

Actor post_mortem_owner(const Incident& incident) {
    return incident.resolution ? incident.resolution->post_mortem_owner : incident.post_mortem.claimed_by;
}

bool is_post_mortem_done(const Incident& incident) {
    return incident.post_mortem.published || incident.post_mortem.skipped;
}

std::optional<Time> post_mortem_due(const Incident& incident) {
    if (!incident.resolution || is_post_mortem_done(incident)) return std::nullopt;
    return incident.resolution->post_mortem_due;
}

bool awaits_post_mortem(const Incident& incident) {
    if (incident.state != State::resolved || is_post_mortem_done(incident)) return false;
    return post_mortem_due(incident) || incident.post_mortem.claimed_by.is_somebody();
}

bool is_something_waiting(const Incident& incident) {
    const auto is_open_action = [](const ActionItem& item) { return !item.done; };
    return awaits_post_mortem(incident) || std::ranges::any_of(incident.actions, is_open_action);
}

std::optional<Time> next_post_mortem_reminder(const Incident& incident, const Rules& rules) {
    const auto due = post_mortem_due(incident);
    const auto& post_mortem = incident.post_mortem;
    if (!due || incident.state != State::resolved) return std::nullopt;
    if (post_mortem.reminders >= most_post_mortem_reminders) return std::nullopt;
    const auto usual = [&] {
        const bool early = *due - reminded_before > incident.resolution->restored;
        if (post_mortem.reminders == 0 && early) return *due - reminded_before;
        if (post_mortem.reminders < 2) return *due;
        return next_business_day(rules.business_hours, std::max(*due, post_mortem.reminded.value_or(*due)));
    }();
    return std::max(usual, post_mortem.put_off_until.value_or(usual));
}

}  // namespace tocsin
