#include "bot/web/metrics.h"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <stdexcept>
#include <variant>

namespace tocsin::web {

using engine::Measured;
using engine::Metric;
using engine::MetricInfo;

namespace {

template <class Instrument>
struct Series {
    prometheus::Family<Instrument>& family;
    std::map<Metrics::Labels, Instrument*> all{};  // owned by the family
};

using AnySeries =
    std::variant<Series<prometheus::Counter>, Series<prometheus::Gauge>, Series<prometheus::Histogram>>;

AnySeries series_of(const MetricInfo& info, prometheus::Registry& registry) {
    const auto family = [&](auto builder) -> auto& {
        return builder.Name(std::string(info.name)).Help(std::string(info.help)).Register(registry);
    };
    switch (info.kind) {
        case MetricInfo::Kind::counter:
            return Series<prometheus::Counter>{family(prometheus::BuildCounter())};
        case MetricInfo::Kind::gauge:
        case MetricInfo::Kind::standing:
            return Series<prometheus::Gauge>{family(prometheus::BuildGauge())};
        case MetricInfo::Kind::histogram:
            return Series<prometheus::Histogram>{family(prometheus::BuildHistogram())};
    }
    throw std::logic_error("a metric of no kind");
}

prometheus::Labels named(const MetricInfo& info, const Metrics::Labels& values) {
    if (values.size() != info.labels.size())
        throw std::logic_error(fmt::format("{} has {} labels", info.name, info.labels.size()));
    prometheus::Labels labels;
    for (std::size_t i = 0; i < values.size(); ++i) labels.emplace(info.labels[i], values[i]);
    return labels;
}

template <class Instrument, class... Args>
Instrument& one(Series<Instrument>& series, const MetricInfo& info, const Metrics::Labels& labels,
                const Args&... args) {
    auto& found = series.all[labels];
    if (found == nullptr) found = &series.family.Add(named(info, labels), args...);
    return *found;
}

struct Take {
    const MetricInfo& info;
    const Measured& measured;

    void operator()(Series<prometheus::Counter>& series) const {
        one(series, info, measured.labels).Increment(measured.value);
    }
    void operator()(Series<prometheus::Gauge>& series) const {
        one(series, info, measured.labels).Set(measured.value);
    }
    void operator()(Series<prometheus::Histogram>& series) const {
        histogram(series).Observe(measured.value);
    }
    prometheus::Histogram& histogram(Series<prometheus::Histogram>& series) const {
        const prometheus::Histogram::BucketBoundaries bounds(info.buckets.begin(), info.buckets.end());
        return one(series, info, measured.labels, bounds);
    }
};

// What has no labels is there from the start, so that Prometheus sees its first increase.
struct Begin {
    Take take;

    void operator()(Series<prometheus::Histogram>& series) const { take.histogram(series); }
    void operator()(auto& series) const { take(series); }
};

template <class Instrument>
void forget(Series<Instrument>& series) {
    for (const auto& [labels, instrument] : series.all) series.family.Remove(instrument);
    series.all.clear();
}

}  // namespace

class Metrics::Impl {
  public:
    Impl() {
        for (const auto& info : engine::all_metrics()) {
            auto& series = series_.emplace_back(series_of(info, registry_));
            const Measured nothing{info.metric, {}, 0};
            const bool is_known = info.labels.empty() && info.kind != MetricInfo::Kind::standing;
            if (is_known) std::visit(Begin{{info, nothing}}, series);
        }
    }

    void take(const Measured& measured) {
        std::visit(Take{engine::info_of(measured.what), measured}, of(measured.what));
    }

    void stand(std::span<const Measured> standing) {
        for (const auto& info : engine::all_metrics()) {
            if (info.kind == MetricInfo::Kind::standing)
                std::visit([](auto& series) { forget(series); }, of(info.metric));
        }
        for (const auto& measured : standing) take(measured);
    }

    double value(Metric metric, const Labels& labels) const {
        return std::visit(
            [&](const auto& series) {
                const auto found = series.all.find(labels);
                return found == series.all.end() ? 0.0 : number(found->second->Collect());
            },
            series_[static_cast<std::size_t>(metric)]);
    }

    std::string text() const { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

  private:
    AnySeries& of(Metric metric) { return series_[static_cast<std::size_t>(metric)]; }

    // Of the three only one is not 0.
    static double number(const prometheus::ClientMetric& collected) {
        return collected.counter.value + collected.gauge.value +
               static_cast<double>(collected.histogram.sample_count);
    }

    prometheus::Registry registry_;
    std::vector<AnySeries> series_;  // in the order of Metric
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;
void Metrics::take(const Measured& measured) {
    impl_->take(measured);
}
void Metrics::stand(std::span<const Measured> standing) {
    impl_->stand(standing);
}
double Metrics::value(Metric metric, const Labels& labels) const {
    return impl_->value(metric, labels);
}
std::string Metrics::text() const {
    return impl_->text();
}

}  // namespace tocsin::web
