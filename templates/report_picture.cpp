#include "templates/report_picture.h"

#include <cairo/cairo.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numbers>

#include "templates/report_chart.h"

namespace tocsin::templates {
namespace {

constexpr double scale = 2;  // for sharp screens
constexpr double gap = 16;   // around and between the charts
constexpr double line_width = 2, rule_width = 1, dot = 4;
constexpr double letters = 13, strong_letters = 15;
constexpr std::array<double, 2> dashes{6, 4};

struct Colour {
    double red, green, blue;
};

Colour colour_of(Ink ink) {
    switch (ink) {
        case Ink::words:
            return {0.11, 0.11, 0.11};
        case Ink::quiet:
            return {0.83, 0.83, 0.83};
        case Ink::first:
            return {0.55, 0.11, 0.11};
        case Ink::second:
            return {0.71, 0.33, 0.04};
        case Ink::third:
            return {0.11, 0.31, 0.85};
        case Ink::fourth:
            return {0.29, 0.33, 0.39};
    }
    return {};
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Pen = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

class Painter {
  public:
    explicit Painter(cairo_t* pen) : pen_(pen) {}

    void paint(const Chart& chart) {
        for (const auto& line : chart.lines) draw(line);
        for (const auto& box : chart.boxes) {
            use(box.ink);
            cairo_rectangle(pen_, box.x, box.y, box.width, box.height);
            cairo_fill(pen_);
        }
        for (const auto& words : chart.words) write(words);
    }

  private:
    void use(Ink ink) {
        const auto [red, green, blue] = colour_of(ink);
        cairo_set_source_rgb(pen_, red, green, blue);
    }
    void draw(const ChartLine& line) {
        use(line.ink);
        cairo_set_line_width(pen_, line.ink == Ink::quiet ? rule_width : line_width);
        cairo_set_dash(pen_, dashes.data(), line.dashed ? int{dashes.size()} : 0, 0);
        for (const auto& [x, y] : line.points) cairo_line_to(pen_, x, y);
        cairo_stroke(pen_);
        if (!line.dots) return;
        for (const auto& [x, y] : line.points) {
            cairo_arc(pen_, x, y, dot, 0, 2 * std::numbers::pi);
            cairo_fill(pen_);
        }
    }
    void write(const ChartWords& words) {
        use(words.ink);
        cairo_select_font_face(pen_, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                               words.strong ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(pen_, words.strong ? strong_letters : letters);
        cairo_text_extents_t extents{};
        cairo_text_extents(pen_, words.words.c_str(), &extents);
        const double share = words.anchor == ChartWords::Anchor::start    ? 0
                             : words.anchor == ChartWords::Anchor::middle ? 0.5
                                                                          : 1;
        cairo_move_to(pen_, words.x - extents.x_advance * share, words.y);
        cairo_show_text(pen_, words.words.c_str());
    }

    cairo_t* pen_;
};

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string report_picture(const std::vector<MonthReport>& history) {
    if (history.empty()) return "";
    std::vector<Chart> charts{incidents_chart(history)};
    if (auto times = times_chart(history); !times.lines.empty()) charts.push_back(std::move(times));
    double width = 0, height = gap;
    for (const auto& chart : charts) {
        width = std::max(width, chart.width + 2 * gap);
        height += chart.height + gap;
    }
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width * scale),
                                                     static_cast<int>(height * scale)),
                          cairo_surface_destroy);
    const Pen pen(cairo_create(surface.get()), cairo_destroy);
    cairo_scale(pen.get(), scale, scale);
    cairo_set_source_rgb(pen.get(), 1, 1, 1);
    cairo_paint(pen.get());
    cairo_translate(pen.get(), gap, gap);
    for (const auto& chart : charts) {
        Painter(pen.get()).paint(chart);
        cairo_translate(pen.get(), 0, chart.height + gap);
    }
    std::string png;
    if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS) return "";
    return png;
}

}  // namespace tocsin::templates
