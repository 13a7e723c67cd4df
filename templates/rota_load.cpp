#include "templates/rota_load.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "templates/csv.h"
#include "templates/duty_words.h"
#include "templates/html.h"
#include "templates/notice.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t most_answered = 20;

std::int64_t hours(Duration time) {
    return std::chrono::round<std::chrono::hours>(time).count();
}

std::string counted(std::int64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

// The number stands beside it as text.
std::string bar(std::int64_t value, std::int64_t most) {
    return fmt::format("<meter min=\"0\" max=\"{}\" value=\"{}\" aria-hidden=\"true\"></meter>",
                       std::max<std::int64_t>(most, 1), value);
}

std::string number_cell(std::int64_t value) {
    return fmt::format("<td class=\"number\">{}</td>", value);
}

std::string hours_cell(Duration time, std::int64_t most) {
    return fmt::format("<td class=\"number\">{} {}</td>", hours(time), bar(hours(time), most));
}

std::string cells(const RotaLoad& load, std::int64_t most) {
    return hours_cell(load.on_call, most) + number_cell(load.nights) + number_cell(load.weekend_days) +
           number_cell(load.holidays);
}

constexpr std::string_view duty_heads =
    "<th scope=\"col\">Who</th><th scope=\"col\">Hours</th><th scope=\"col\">Nights</th>"
    "<th scope=\"col\">Weekend days</th><th scope=\"col\">Holidays</th>";

std::string table(std::string_view caption, std::string_view more_heads, const std::string& rows) {
    return fmt::format(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n"
        "<thead><tr>{1}{2}</tr></thead>\n<tbody>\n{3}</tbody>\n</table></div>\n",
        escape_html(caption), duty_heads, more_heads, rows);
}

std::string row(const LoadOfPerson& load, const std::string& numbers, const RenderContext& context) {
    return fmt::format("<tr><th scope=\"row\">{}</th>{}</tr>\n", escape_html(name_of(load.person, context)),
                       numbers);
}

}  // namespace

std::string rota_load_html(const RotaLoadFacts& facts, const RenderContext& context) {
    if (facts.people.empty()) return "";
    std::int64_t most = 0, most_pages = 0;
    for (const auto& load : facts.people) {
        most = std::max({most, hours(load.past.on_call), hours(load.coming.on_call)});
        most_pages = std::max(most_pages, load.pages);
    }
    std::string past, coming;
    for (const auto& load : facts.people) {
        past +=
            row(load,
                cells(load.past, most) +
                    fmt::format("<td class=\"number\">{} {}</td>", load.pages, bar(load.pages, most_pages)) +
                    number_cell(load.pages_at_night),
                context);
        coming += row(load, cells(load.coming, most), context);
    }
    return "<h2 id=\"load\">How it is spread</h2>\n" +
           html_paragraph(
               "Of all schedules together, an hour on two of them counted once. A night is any time from "
               "22:00 "
               "to 07:00 by the person's own clock. What is past is counted by the rota as it is configured "
               "now, "
               "with the covers that were agreed.") +
           table(fmt::format("The last {} weeks", facts.weeks),
                 "<th scope=\"col\">Pages</th><th scope=\"col\">At night</th>", past) +
           table(fmt::format("The next {} weeks", facts.weeks), "", coming) +
           fmt::format("<p>{}</p>\n", html_link("/oncall/load.csv", "Download CSV"));
}

std::string rota_load_csv(const RotaLoadFacts& facts, const RenderContext& context) {
    std::string text = "person,weeks,hours,nights,weekend_days,holidays,pages,pages_at_night\n";
    for (const auto& load : facts.people) {
        const auto name = csv_cell(name_of(load.person, context));
        const auto line = [&](std::string_view when, const RotaLoad& of, const std::string& pages) {
            text += fmt::format("{},{} {},{},{},{},{},{}\n", name, when, facts.weeks, hours(of.on_call),
                                of.nights, of.weekend_days, of.holidays, pages);
        };
        line("last", load.past, fmt::format("{},{}", load.pages, load.pages_at_night));
        line("next", load.coming, ",");
    }
    return text;
}

slack::Message rota_load_answer(const RotaLoadFacts& facts, const RenderContext& context) {
    if (facts.people.empty())
        return notice(slack::block::answer, "Nobody was or will be on call in these weeks.", {}, context);
    auto text = fmt::format("On call in the last {} weeks, and in the next:", facts.weeks);
    for (const auto& load : facts.people) {
        if (&load == facts.people.data() + most_answered) {
            text += fmt::format("\nand {} more", facts.people.size() - most_answered);
            break;
        }
        text += fmt::format(
            "\n{}: {}, {}, {}, {} ({} at night). Next: {}, {}, {}.",
            slack::typed_line(name_of(load.person, context)), counted(hours(load.past.on_call), "hour"),
            counted(load.past.nights, "night"), counted(load.past.weekend_days, "weekend day"),
            counted(load.pages, "page"), load.pages_at_night, counted(hours(load.coming.on_call), "hour"),
            counted(load.coming.nights, "night"), counted(load.coming.weekend_days, "weekend day"));
    }
    return notice(slack::block::answer, text, {}, context);
}

}  // namespace tocsin::templates
