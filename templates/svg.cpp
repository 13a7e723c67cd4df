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

std::string_view svg_style() {
    return R"(:root { --s1: #8c1c1c; --s2: #b45309; --s3: #1d4ed8; --s4: #4b5563; }
@media (prefers-color-scheme: dark) { :root { --s1: #f28b82; --s2: #fbbf6b; --s3: #8ab4ff; --s4: #c3c9d1; } }
.chart { overflow-x: auto; margin: 1rem 0; border: 1px solid var(--line); border-radius: .375rem; }
svg { display: block; min-width: 34rem; width: 100%; height: auto; }
svg text { font: 13px system-ui, sans-serif; fill: currentColor; }
svg .strong { font-weight: 600; font-size: 15px; }
svg polyline { fill: none; stroke-width: 2; }
svg .rule { stroke: currentColor; stroke-width: 1; opacity: .25; }
svg .s1 { fill: var(--s1); } svg .s2 { fill: var(--s2); } svg .s3 { fill: var(--s3); } svg .s4 { fill: var(--s4); }
svg .line { fill: none; }
svg .line.s1 { stroke: var(--s1); } svg .line.s2 { stroke: var(--s2); }
)";
}

}  // namespace tocsin::templates
