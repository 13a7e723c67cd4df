// The two charts of the monthly report as shapes and words with their places: what the page draws as SVG and
// the picture for Slack as PNG. Colours are whoever draws it's; nothing here is told by colour alone.
#pragma once

#include <string>
#include <vector>

#include "bot/core/month_report.h"

namespace tocsin::templates {

enum class Ink { words, quiet, first, second, third, fourth };

struct ChartBox {
    double x = 0, y = 0, width = 0, height = 0;
    Ink ink{};
};
struct ChartLine {
    std::vector<std::pair<double, double>> points;
    Ink ink{};
    bool dashed = false;
    bool dots = false;  // at its points
};
struct ChartWords {
    enum class Anchor { start, middle, end };
    double x = 0, y = 0;  // of the base line
    Anchor anchor{};
    std::string words;
    Ink ink{};
    bool strong = false;
};

struct Chart {
    std::string title;
    double width = 0, height = 0;
    std::vector<ChartBox> boxes;
    std::vector<ChartLine> lines;
    std::vector<ChartWords> words;
};

// `history`: oldest first, at least one month.
Chart incidents_chart(const std::vector<MonthReport>& history);
// Only of months whose times are both known; no shapes where there are none.
Chart times_chart(const std::vector<MonthReport>& history);

}  // namespace tocsin::templates
