#include "templates/silence_messages.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t matcher_units = 300;
constexpr std::size_t reason_units = 300;
constexpr std::size_t most_listed = 15;

std::string matcher(const Silence& silence) {
    return slack::escape(cut(matcher_text(silence), matcher_units));
}

std::string span(const Silence& silence, Time now) {
    const auto until = "until " + clock_utc(silence.until, now);
    return silence.from > now ? fmt::format("from {} {}", clock_utc(silence.from, now), until) : until;
}

}  // namespace

std::string silence_line(const Silence& silence, const RenderContext& context) {
    const auto name =
        silence.id == SilenceId{} ? std::string("Planned") : fmt::format("Silence {}", silence.id.value());
    const auto who = silence.by.is_somebody() ? ", by " + mention_of(silence.by, context) : "";
    const auto confirmed =
        silence.confirmed_by.is_somebody()
            ? fmt::format(" SEV 1 too, confirmed by {}.", mention_of(silence.confirmed_by, context))
            : std::string(" A SEV 1 still pages.");
    return fmt::format("{}: alerts with {}, {}{}: {}.{}", name, matcher(silence), span(silence, context.now),
                       who, slack::cut_markup(slack::typed_line(silence.why), reason_units), confirmed);
}

slack::Message silence_message(const Silence& silence, const RenderContext& context) {
    if (silence.lifted) {
        return notice(slack::block::notice,
                      fmt::format("Silence {} is lifted: alerts with {} open incidents again.",
                                  silence.id.value(), matcher(silence)),
                      {}, context);
    }
    return notice(slack::block::notice, silence_line(silence, context), {}, context);
}

slack::Message silence_list(const std::vector<Silence>& silences, const RenderContext& context) {
    std::vector<std::string> lines{"*Silenced alerts*"};
    for (const auto& silence : silences) {
        if (lines.size() > most_listed) {
            lines.push_back(fmt::format("and {} more", silences.size() + 1 - lines.size()));
            break;
        }
        lines.push_back(silence_line(silence, context));
    }
    lines.emplace_back("Lift one with /incident silence end NUMBER.");
    return notice(slack::block::notice, join(lines, "\n"), {}, context);
}

}  // namespace tocsin::templates
