#include "templates/svg.h"

#include <fmt/format.h>

#include "templates/html.h"

namespace tocsin::templates {
namespace {

std::string_view class_of(Ink ink) {
    switch (ink) {
        case Ink::words:
            return "ink";
        case Ink::quiet:
            return "rule";
        case Ink::first:
            return "s1";
        case Ink::second:
            return "s2";
        case Ink::third:
            return "s3";
        case Ink::fourth:
            return "s4";
    }
    return "ink";
}

std::string_view anchor_of(ChartWords::Anchor anchor) {
    switch (anchor) {
        case ChartWords::Anchor::start:
            return "start";
        case ChartWords::Anchor::middle:
            return "middle";
        case ChartWords::Anchor::end:
            return "end";
    }
    return "start";
}

void append(std::string& svg, const ChartLine& line) {
    std::string points;
    for (const auto& [x, y] : line.points)
        points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", x, y);
    svg += fmt::format("<polyline class=\"line {}\" points=\"{}\"{}/>\n", class_of(line.ink), points,
                       line.dashed ? " stroke-dasharray=\"6 4\"" : "");
    if (!line.dots) return;
    for (const auto& [x, y] : line.points)
        svg += fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>\n", class_of(line.ink),
                           x, y);
}

}  // namespace

std::string svg_of(const Chart& chart, std::string_view name, std::string_view description) {
    auto svg = fmt::format(
        "<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
        "aria-labelledby=\"{2}-title {2}-desc\">\n<title id=\"{2}-title\">{3}</title>\n"
        "<desc id=\"{2}-desc\">{4}</desc>\n",
        chart.width, chart.height, name, escape_html(chart.title), escape_html(description));
    for (const auto& line : chart.lines) append(svg, line);
    for (const auto& box : chart.boxes)
        svg +=
            fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
                        class_of(box.ink), box.x, box.y, box.width, box.height);
    for (const auto& words : chart.words)
        svg += fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n",
                           words.strong ? "ink strong" : class_of(words.ink), words.x, words.y,
                           anchor_of(words.anchor), escape_html(words.words));
    return svg + "</svg>\n";
}

}  // namespace tocsin::templates
