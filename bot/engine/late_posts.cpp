#include "bot/engine/late_posts.h"

#include <fmt/format.h>

#include <charconv>

#include "templates/timeline.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr Duration worth_saying = 2min;
constexpr Duration worth_posting = 1h;

struct Summary {
    std::int64_t row = 0;  // of the outbox, which it takes the place of
    Time until;            // what happened by then is in it
};

std::string note_name(IncidentNumber incident) {
    return fmt::format("late/{}", incident.value());
}

std::optional<Summary> summary_of(Workbench& bench, IncidentNumber incident) {
    const auto note = bench.tx().note(note_name(incident));
    if (!note) return std::nullopt;
    Summary summary;
    std::int64_t until = 0;
    const auto* end = note->data() + note->size();
    const auto read = std::from_chars(note->data(), end, summary.row);
    if (read.ptr != end) std::from_chars(read.ptr + 1, end, until);
    summary.until = Time{Duration{until}};
    return summary;
}

slack::Message message_of(Workbench& bench, const Incident& incident, Time from, Time until) {
    auto lines = templates::timeline_lines(incident, bench.tx().timeline(incident.number), bench.render());
    std::erase_if(lines, [&](const templates::TimelineLine& line) {
        return line.removed || line.at < from || line.at > until;
    });
    return templates::said_while_away(lines, from, until, bench.now());
}

}  // namespace

std::optional<slack::Message> as_posted_now(Workbench& bench, const storage::OutboxRow& row,
                                            const outgoing::PostInRoom& wish) {
    const auto age = bench.now() - wish.at;
    if (wish.at == Time{} || age < worth_saying) return wish.message;
    const auto incident = bench.tx().incident(wish.incident);
    if (age < worth_posting || !wish.name.empty() || !incident)
        return templates::said_earlier(wish.message, wish.at, bench.now());
    // The row that carries the summary may have to be tried again, and says more then.
    const auto summary = summary_of(bench, wish.incident);
    if (summary && summary->row != row.id.value() && wish.at <= summary->until) return std::nullopt;
    const auto until = bench.now() - worth_posting;
    bench.tx().set_note(note_name(wish.incident),
                        fmt::format("{} {}", row.id.value(), until.time_since_epoch().count()));
    return message_of(bench, *incident, wish.at, until);
}

}  // namespace tocsin::engine
