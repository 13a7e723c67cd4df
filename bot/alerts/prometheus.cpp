#include "bot/alerts/prometheus.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

using nlohmann::json;

constexpr int deepest = 8;
constexpr std::size_t reason_units = 200;

std::unexpected<Error> unusable(std::string sentence) {
    return fail(ErrorKind::unavailable, std::move(sentence));
}

// [1795402898.350, "0.42"]: the value is a text, which also says NaN and +Inf.
Expected<std::optional<double>> number_in(const json& sample) {
    if (!sample.is_array() || sample.size() != 2 || !sample[1].is_string())
        return unusable("Prometheus' answer has no value where one belongs.");
    const auto& text = sample[1].get_ref<const std::string&>();
    double value = 0;
    const auto* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return unusable("Prometheus' answer has no number where one belongs.");
    return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

}  // namespace

std::string instant_query(std::string_view promql) {
    return write_form({{"query", std::string(promql)}});
}

Expected<std::optional<double>> read_instant(int status, std::string_view body) {
    const auto answer = parse_foreign(body, deepest);
    if (text_of(answer, "status") != "success") {
        const auto reason = text_of(answer, "error");
        return unusable(reason.empty()
                            ? fmt::format("Prometheus answers {}.", status)
                            : fmt::format("Prometheus says: {}", cut(clean_utf8(reason), reason_units)));
    }
    const auto& data = member(answer, "data");
    const auto kind = text_of(data, "resultType");
    const auto& result = member(data, "result");
    if (kind == "scalar") return number_in(result);
    if (kind != "vector" || !result.is_array())
        return unusable("The query gives neither a number nor a vector.");
    if (result.empty()) return std::optional<double>();
    if (result.size() > 1) {
        return unusable(
            fmt::format("The query gives {} series: aggregate them, as in sum(…).", result.size()));
    }
    return number_in(member(result[0], "value"));
}

}  // namespace tocsin::alerts
