#include "templates/report_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "templates/report_words.h"

namespace tocsin::templates {
namespace {

constexpr double width = 640, height = 300;
constexpr double left = 48, right = 16, top = 48, bottom = 64;  // around the plot
constexpr double legend_y = height - 16;
constexpr double tick_gap = 8, label_gap = 18, value_gap = 5;
constexpr double swatch = 10, letter = 7;  // of the legend: a box, and about the width of a letter
constexpr double group_fill = 0.72;        // of a month's width
constexpr int most_ticks = 5;

Ink ink_of(Severity severity) {
    switch (severity) {
        case Severity::sev1:
            return Ink::first;
        case Severity::sev2:
            return Ink::second;
        case Severity::sev3:
            return Ink::third;
        case Severity::sev4:
            return Ink::fourth;
    }
    return Ink::fourth;
}

// The smallest of 1, 2, 5, 10, 20 … with which the axis has few ticks.
std::int64_t step_for(std::int64_t most) {
    for (std::int64_t ten = 1;; ten *= 10) {
        for (const std::int64_t digit : {1, 2, 5}) {
            if (most <= digit * ten * most_ticks) return digit * ten;
        }
    }
}

class Plot {
  public:
    Plot(const char* title, std::vector<std::string> categories, std::int64_t most)
        : categories_(std::move(categories)), step_(step_for(std::max<std::int64_t>(most, 1))) {
        chart_.title = title;
        chart_.width = width;
        chart_.height = height;
        ticks_ = std::max<std::int64_t>((most + step_ - 1) / step_, 1);
        chart_.words.push_back({left, top / 2, ChartWords::Anchor::start, title, Ink::words, true});
        axes();
    }

    double category_width() const {
        return (width - left - right) / static_cast<double>(std::max<std::size_t>(categories_.size(), 1));
    }
    double middle_of(std::size_t category) const {
        return left + category_width() * (static_cast<double>(category) + 0.5);
    }
    double y_of(std::int64_t value) const {
        const auto share = static_cast<double>(value) / static_cast<double>(ticks_ * step_);
        return height - bottom - share * (height - top - bottom);
    }
    void value(double x, double y, std::int64_t number) {
        chart_.words.push_back(
            {x, y - value_gap, ChartWords::Anchor::middle, std::to_string(number), Ink::words, false});
    }
    struct Entry {
        std::string name;
        Ink ink{};
    };
    void legend(const std::vector<Entry>& entries, bool lines) {
        double total = 0;
        for (const auto& entry : entries) total += entry_width(entry.name);
        double x = (width - total) / 2;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto& [name, ink] = entries[i];
            const double y = legend_y - swatch / 2;
            if (lines) {
                chart_.lines.push_back({{{x - swatch, y}, {x + swatch, y}}, ink, i % 2 == 1, false});
            } else {
                chart_.boxes.push_back({x, legend_y - swatch, swatch, swatch, ink});
            }
            chart_.words.push_back(
                {x + swatch * 1.5, legend_y, ChartWords::Anchor::start, name, Ink::words, false});
            x += entry_width(name);
        }
    }
    Chart& chart() { return chart_; }

  private:
    static double entry_width(const std::string& name) {
        return swatch * 4 + letter * static_cast<double>(name.size());
    }
    void axes() {
        for (std::int64_t tick = 0; tick <= ticks_; ++tick) {
            const auto y = y_of(tick * step_);
            chart_.lines.push_back({{{left, y}, {width - right, y}}, Ink::quiet, false, false});
            chart_.words.push_back({left - tick_gap, y + 4, ChartWords::Anchor::end,
                                    std::to_string(tick * step_), Ink::words, false});
        }
        for (std::size_t i = 0; i < categories_.size(); ++i) {
            chart_.words.push_back({middle_of(i), height - bottom + label_gap, ChartWords::Anchor::middle,
                                    categories_[i], Ink::words, false});
        }
    }

    std::vector<std::string> categories_;
    std::int64_t step_;
    std::int64_t ticks_ = 1;
    Chart chart_;
};

std::vector<std::string> names_of(const std::vector<MonthReport>& months) {
    std::vector<std::string> names;
    for (const auto& month : months) names.push_back(short_name_of_month(month.month));
    return names;
}

std::int64_t count_in(const MonthReport& month, Severity severity) {
    const auto found = month.by_severity.find(severity);
    return found == month.by_severity.end() ? 0 : found->second;
}

std::vector<Severity> severities_in(const std::vector<MonthReport>& months) {
    std::vector<Severity> found;
    for (const auto severity : all_severities) {
        if (std::ranges::any_of(months, [&](const auto& month) { return count_in(month, severity) > 0; }))
            found.push_back(severity);
    }
    return found;
}

}  // namespace

Chart incidents_chart(const std::vector<MonthReport>& history) {
    const auto severities = severities_in(history);
    std::int64_t most = 0;
    for (const auto& month : history) {
        for (const auto severity : severities) most = std::max(most, count_in(month, severity));
    }
    Plot plot("Incidents per month", names_of(history), most);
    const double bar =
        plot.category_width() * group_fill / static_cast<double>(std::max<std::size_t>(severities.size(), 1));
    for (std::size_t i = 0; i < history.size(); ++i) {
        double x = plot.middle_of(i) - bar * static_cast<double>(severities.size()) / 2;
        for (std::size_t j = 0; j < severities.size(); ++j, x += bar) {
            const auto count = count_in(history[i], severities[j]);
            if (count == 0) continue;
            const auto y = plot.y_of(count);
            plot.chart().boxes.push_back({x + 1, y, bar - 2, plot.y_of(0) - y, ink_of(severities[j])});
            plot.value(x + bar / 2, y, count);
        }
    }
    std::vector<Plot::Entry> entries;
    for (const auto severity : severities) entries.push_back({label_of(severity), ink_of(severity)});
    plot.legend(entries, false);
    return std::move(plot.chart());
}

Chart times_chart(const std::vector<MonthReport>& history) {
    const auto known = with_times(history);
    std::int64_t most = 0;
    for (const auto& month : known)
        most = std::max({most, rounded(*month.mtta_min), rounded(*month.mttr_min)});
    Plot plot("Minutes to acknowledge and to resolve", names_of(known), most);
    if (known.empty()) return {plot.chart().title, width, height, {}, {}, {}};
    ChartLine acknowledge{{}, Ink::first, false, true}, resolve{{}, Ink::second, true, true};
    for (std::size_t i = 0; i < known.size(); ++i) {
        for (auto* line : {&acknowledge, &resolve}) {
            const auto value = rounded(line == &resolve ? *known[i].mttr_min : *known[i].mtta_min);
            line->points.emplace_back(plot.middle_of(i), plot.y_of(value));
            plot.value(plot.middle_of(i), plot.y_of(value) - 2, value);
        }
    }
    plot.chart().lines.push_back(std::move(acknowledge));
    plot.chart().lines.push_back(std::move(resolve));
    plot.legend({{"MTTA", Ink::first}, {"MTTR", Ink::second}}, true);
    return std::move(plot.chart());
}

}  // namespace tocsin::templates
