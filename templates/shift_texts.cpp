#include "templates/shift_texts.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/gsm7.h"
#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "templates/duty_words.h"

namespace tocsin::templates {
namespace {

// "New York time" of America/New_York.
std::string zone_in_words(std::string_view zone) {
    const auto slash = zone.rfind('/');
    if (slash == std::string_view::npos) return std::string(zone);
    return replace_all(std::string(zone.substr(slash + 1)), "_", " ") + " time";
}

// "27 Jan 09:00 New York time"
std::string short_instant(Time at, std::string_view zone) {
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto words = local_words(at, zone);
    const auto month = static_cast<std::size_t>(std::stoi(words.date.substr(5, 2))) - 1;
    return fmt::format("{} {} {} {}", std::stoi(words.date.substr(8, 2)), months.at(month), words.clock,
                       zone_in_words(zone));
}

std::string names_of(const std::vector<PersonId>& people, const RenderContext& context) {
    std::vector<std::string> names;
    for (const auto& person : people) names.push_back(name_of(person, context));
    return join_and(names);
}

}  // namespace

std::string shift_start_text(const ShiftFacts& facts, const RenderContext& context) {
    const auto when = short_instant(facts.shift.start, zone_of(facts.schedule, context.rules));
    const auto text = [&](std::size_t name_limit, bool with_backup) {
        const auto backup = with_backup && !facts.backup.empty()
                                ? ", backup " + names_of(facts.backup, context)
                                : std::string();
        return to_gsm7(
            fmt::format("Tocsin: your {} shift starts {}{}. Reply 1 when ready, 2 if you need cover.",
                        cut(schedule_name(facts.schedule, context.rules), name_limit), when, backup));
    };
    constexpr std::size_t whole = 60, shortened = 24;
    for (const bool with_backup : {true, false}) {
        for (const auto limit : {whole, shortened}) {
            if (auto said = text(limit, with_backup); fits_one_segment(said)) return said;
        }
    }
    return one_segment(text(shortened, false));
}

std::string shift_ready_text(const ScheduleId& schedule, const DutyShift& shift,
                             const RenderContext& context) {
    return one_segment(fmt::format("Thank you. You are on call for {} until {}.",
                                   cut(schedule_name(schedule, context.rules), 60),
                                   short_instant(shift.end, zone_of(schedule, context.rules))));
}

std::string cover_asked_text(const std::vector<PersonId>& asked, const RenderContext& context) {
    return one_segment(fmt::format("{} {} asked to cover. You stay on call until {} accepts.",
                                   names_of(asked, context), asked.size() > 1 ? "are" : "is",
                                   asked.size() > 1 ? "one of them" : names_of(asked, context)));
}

std::string nobody_covers_text() {
    return "Nobody can be asked by text. You stay on call. Ask in Slack with /incident override @user.";
}

}  // namespace tocsin::templates
