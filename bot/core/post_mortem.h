// What people write about an incident once it is over, when it is due and what is missing for its
// publication. The text that is filled in from facts, and every word that is shown, are the templates'
// business.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"
#include "bot/core/actor.h"

namespace tocsin {

struct Incident;
struct Rules;

enum class PostMortemSection { title, impact, cause, root_cause, well, poorly, lessons, prevention };
std::string_view key_of(PostMortemSection section);    // root_cause
std::string_view title_of(PostMortemSection section);  // Root Cause
std::optional<PostMortemSection> parse_post_mortem_section(std::string_view key);

struct WrittenSection {
    PostMortemSection section{};
    std::string text;
    Actor by;
    Time at;
    int revision = 0;  // of the incident, when it was written
    bool operator==(const WrittenSection&) const = default;
};

struct PostMortemCopy {   // of a published one, outside of Slack
    std::string to;       // the tracker whose repository holds it, or the webhook
    std::string url;      // of the file; empty: it has none that is known
    std::string trouble;  // why the newest words are not there yet, a sentence; empty: they are
    bool operator==(const PostMortemCopy&) const = default;
};

struct PostMortem {
    std::vector<WrittenSection> sections;  // the newest words of each; older ones are on the timeline
    bool no_action_needed = false;
    bool shown = false;            // in the war room: it is edited there
    Actor claimed_by;              // empty: whoever the resolution named owns it
    int reminders = 0;             // that were told since the resolution
    std::optional<Time> reminded;  // the last time
    std::optional<Time> put_off_until;
    std::optional<Time> published;
    Actor published_by;
    std::optional<Time> skipped;
    std::string skip_reason;
    std::vector<PostMortemCopy> copies;
    bool operator==(const PostMortem&) const = default;
};

// The instants by which an incident is measured, in the order in which they usually happen.
enum class Milestone { started, detected, acknowledged, identified, mitigated, resolved };
std::string_view key_of(Milestone milestone);    // started
std::string_view title_of(Milestone milestone);  // Impact start
std::optional<Milestone> parse_milestone(std::string_view key);
std::optional<Time> time_of(const Incident& incident, Milestone milestone);

// nullptr: nobody wrote it.
const WrittenSection* written(const Incident& incident, PostMortemSection section);

// What people still have to write, by its heading; the summary and the timeline are facts.
std::vector<std::string_view> sections_to_write(const Incident& incident);

// What publishing checks, each as half a sentence: "the root cause is not written".
std::vector<std::string> missing_for_publication(const Incident& incident);

Actor post_mortem_owner(const Incident& incident);              // empty: nobody
std::optional<Time> post_mortem_due(const Incident& incident);  // none: not required, or done
bool is_post_mortem_done(const Incident& incident);             // published or skipped
bool awaits_post_mortem(const Incident& incident);              // somebody has to write or publish it
bool is_something_waiting(const Incident& incident);            // that, or an action item is not done

// When the owner is reminded next: 4 hours before it is due, when it is, then at each opening of business
// hours.
std::optional<Time> next_post_mortem_reminder(const Incident& incident, const Rules& rules);

inline constexpr int manager_is_told_from = 3;  // the third reminder and those after it
inline constexpr int most_post_mortem_reminders = 30;

}  // namespace tocsin
