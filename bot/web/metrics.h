// The numbers of engine/metric.h as they stand now, and the page that Prometheus reads. Since the start;
// nothing is stored. Whoever measures says what; the library that keeps and writes them is seen in one file.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bot/engine/metric.h"

namespace tocsin::web {

// On the I/O thread only.
class Metrics {
  public:
    using Labels = std::vector<std::string>;

    Metrics();  // what has no labels begins at 0
    ~Metrics();

    // Of a counter: adds, 0 makes its series known from now on. Of a gauge: sets. Of a histogram: observes.
    // Labels that are not as many as the metric has are a defect: std::logic_error.
    void take(const engine::Measured& measured);
    // All gauges of the kind standing: series that are not among them are gone.
    void stand(std::span<const engine::Measured> standing);
    void add(engine::Metric metric, Labels labels = {}, double value = 1) {
        take({metric, std::move(labels), value});
    }

    // A counter's or a gauge's value, how much a histogram has observed; 0: there is no such series.
    double value(engine::Metric metric, const Labels& labels = {}) const;
    std::string text() const;  // text format 0.0.4

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::web
