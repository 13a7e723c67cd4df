#include "templates/postmortem.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "bot/core/day.h"
#include "templates/catalog.h"
#include "templates/markdown.h"
#include "templates/postmortem_body.h"
#include "templates/postmortem_facts.h"
#include "templates/timeline.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t line_units = 300;
constexpr std::size_t summary_units = 500;
constexpr std::string_view to_write = "_To write_";
constexpr std::string_view not_written = "_Not written_";
constexpr std::string_view root_cause_hint =
    "_To write: what happened, why it happened, and why it was possible._";
constexpr std::string_view prevention_opening = "this specific incident will not recur because";

std::string safe(std::string_view words, std::size_t units) {
    return markdown_line(cut(clean_utf8(trim(words)), units));
}

std::string without_full_stop(std::string text) {
    if (text.ends_with('.') && !text.ends_with("..")) text.pop_back();
    return text;
}

// The line without what it may have been listed with: "- ", "2. ".
std::string_view unlisted(std::string_view line) {
    line = trim(line);
    for (const std::string_view mark : {"- ", "* ", "+ ", "\xE2\x80\xA2 "}) {
        if (line.starts_with(mark)) return trim(line.substr(mark.size()));
    }
    const auto digits = line.find_first_not_of("0123456789");
    if (digits == std::string_view::npos || digits == 0 || digits > 3) return line;
    const bool numbered = (line[digits] == '.' || line[digits] == ')') && line.substr(digits + 1, 1) == " ";
    return numbered ? trim(line.substr(digits + 1)) : line;
}

struct Body {
    const Incident& incident;
    const std::vector<Event>& timeline;
    const RenderContext& context;
    const IncidentFacts& facts;
    const BodyLimits& limits;

    bool is_finished() const { return incident.post_mortem.published.has_value(); }
    std::string hint(std::string_view draft) const {
        return std::string(is_finished() ? not_written : draft);
    }
    std::string text_of(PostMortemSection section) const {
        return cut(clean_utf8(section_text(incident, section, context)), limits.section_units);
    }
    bool is_written(PostMortemSection section) const { return written(incident, section) != nullptr; }

    std::string one_line(PostMortemSection section) const {
        const auto text = without_full_stop(safe(section_text(incident, section, context), summary_units));
        return text.empty() ? hint(to_write) : text;
    }

    std::vector<std::string> listed(PostMortemSection section) const {
        std::vector<std::string> items;
        for (const auto line : lines_of(text_of(section))) {
            const auto item = unlisted(line);
            if (item.empty() || to_lower(item).starts_with(prevention_opening)) continue;
            items.push_back(markdown_line_start(item));
        }
        if (!is_written(section)) items.push_back(hint(to_write));
        return items;
    }
    std::vector<std::string> numbered(PostMortemSection section) const {
        auto items = listed(section);
        for (std::size_t i = 0; i < items.size(); ++i) items[i] = fmt::format("{}. {}", i + 1, items[i]);
        return items;
    }
    // Lines stay lines; any number of empty ones between two of them is one.
    std::vector<std::string> paragraphs(PostMortemSection section) const {
        if (!is_written(section)) return {hint(root_cause_hint)};
        std::vector<std::string> lines;
        for (const auto line : lines_of(text_of(section))) {
            if (!trim(line).empty()) {
                const auto item = unlisted(line);
                const bool is_item = item != trim(line) && trim(line).find_first_of("0123456789") != 0;
                lines.push_back((is_item ? "- " : "") + markdown_line_start(is_item ? item : line));
            } else if (!lines.empty() && !lines.back().empty()) {
                lines.emplace_back();
            }
        }
        while (!lines.empty() && lines.back().empty()) lines.pop_back();
        return lines;
    }

    std::string clock(Time at) const {
        const auto day = [](Time of) { return std::chrono::floor<std::chrono::days>(of); };
        return day(at) == day(incident.started) ? format_clock(at)
                                                : fmt::format("{} {}", format_day(at), format_clock(at));
    }
    std::vector<std::string> timeline_items() const {
        const auto lines = timeline_summary(incident, timeline, context, facts);
        std::vector<std::string> items;
        std::size_t units = 0;
        for (const auto& line : lines) {
            auto item = fmt::format("**{}** - {}", clock(line.at), safe(line.plain, line_units));
            units += utf16_length(item);
            if (units > limits.timeline_units) {
                items.push_back(fmt::format("and {} more entries in the timeline of the incident",
                                            lines.size() - items.size()));
                return items;
            }
            items.push_back(std::move(item));
        }
        return items;
    }

    std::vector<std::string> action_items() const {
        std::vector<std::string> items;
        for (const auto& item : incident.actions) {
            if (items.size() == limits.actions) {
                items.push_back(fmt::format("and {} more", incident.actions.size() - items.size()));
                break;
            }
            const auto owner = item.owner.is_somebody() ? safe(to_lower(name_of(item.owner, context)), 40)
                                                        : std::string("owner");
            items.push_back(fmt::format("[{}] **{}** - {} - @{} - {}", item.done ? "x" : " ",
                                        key_of(item.priority),
                                        safe(without_full_stop(plain(item.text, context)), line_units), owner,
                                        item.due ? format_month_day(*item.due, incident.started) : "date"));
        }
        if (incident.actions.empty() && incident.post_mortem.no_action_needed) {
            items.emplace_back("No action needed");
        } else if (incident.actions.empty() && is_finished()) {
            items.emplace_back(not_written);
        } else if (incident.actions.empty() || incident.post_mortem.sections.empty()) {
            // Until somebody writes, it shows what an item looks like.
            if (!is_finished()) items.emplace_back("[ ] **P1** - _To write_ - @owner - date");
        }
        return items;
    }

    std::string severity() const {
        const auto highest = label_of(incident.highest_severity);
        if (incident.highest_severity == incident.declared_severity) return highest;
        return fmt::format("{} (declared as {})", highest, label_of(incident.declared_severity));
    }
    std::string duration() const {
        if (!incident.resolution) return hint(to_write);
        return duration_range(incident.started, incident.resolution->restored);
    }
};

std::string date_of(Time at) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
    return fmt::format("{}, {}", format_month_day(at, at), static_cast<int>(day.year()));
}

}  // namespace

std::string post_mortem_title(const Incident& incident, const RenderContext& context) {
    const auto title = section_text(incident, PostMortemSection::title, context);
    return fmt::format("{} - {}", cut(clean_utf8(first_line(title)), line_units), date_of(incident.started));
}

std::string post_mortem_body(const Incident& incident, const std::vector<Event>& timeline,
                             const RenderContext& context, const IncidentFacts& facts,
                             const BodyLimits& limits) {
    using enum PostMortemSection;
    const Body body{incident, timeline, context, facts, limits};
    return context.texts.render(Text::post_mortem,
                                {{"title", safe(section_text(incident, title, context), line_units)},
                                 {"date", date_of(incident.started)},
                                 {"severity", body.severity()},
                                 {"duration", body.duration()},
                                 {"impact", body.one_line(impact)},
                                 {"cause", body.one_line(cause)},
                                 {"timeline", body.timeline_items()},
                                 {"root_cause", join(body.paragraphs(root_cause), "\n")},
                                 {"well", body.listed(well)},
                                 {"poorly", body.listed(poorly)},
                                 {"actions", body.action_items()},
                                 {"lessons", body.numbered(lessons)},
                                 {"prevention", body.listed(prevention)}}) +
           "\n";
}

std::string post_mortem_markdown(const Incident& incident, const std::vector<Event>& timeline,
                                 const RenderContext& context, const IncidentFacts& facts) {
    return post_mortem_body(incident, timeline, context, facts, whole_body);
}

std::string still_to_write(const Incident& incident) {
    static constexpr std::array counts{"Nothing", "One", "Two", "Three", "Four", "Five", "Six"};
    const auto count = sections_to_write(incident).size();
    if (count == 0) return "Nothing is left to write.";
    return fmt::format("{} section{} still to write.", counts.at(count), count == 1 ? " is" : "s are");
}

std::string post_mortem_file_name(const Incident& incident) {
    return fmt::format("post-mortem-{}.md", to_lower(tocsin::name_of(incident)));
}

}  // namespace tocsin::templates
