#include "bot/web/metrics.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

using namespace tocsin;
using namespace tocsin::web;
using engine::Metric;
using engine::MetricInfo;

namespace {

const std::string root = TOCSIN_SOURCE_DIR;
const std::string promtool = TOCSIN_PROMTOOL;  // empty: it is not installed
const std::vector<std::string> examples{"/docs/examples/tocsin.rules.yaml",
                                        "/docs/examples/tocsin.dashboard.json"};

std::string read(const std::string& path) {
    std::ifstream in(root + path);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A page on which every metric has a series.
std::string whole_page() {
    Metrics metrics;
    for (const auto& info : engine::all_metrics())
        metrics.add(info.metric, Metrics::Labels(info.labels.size(), "x"), 0.3);
    return metrics.text();
}

// The names of samples as they are exposed, and their labels.
std::map<std::string, std::set<std::string>> exposed(const std::string& page) {
    static const std::regex sample(R"(^([a-z_]+)(\{(.*)\})? )"), label(R"re(([a-z_]+)=")re");
    std::map<std::string, std::set<std::string>> found;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        std::smatch parts;
        if (!std::regex_search(line, parts, sample)) continue;
        auto& labels = found[parts[1]];
        const auto inside = parts[3].str();
        for (std::sregex_iterator it(inside.begin(), inside.end(), label), end; it != end; ++it)
            labels.insert((*it)[1]);
    }
    return found;
}

std::string joined(const std::vector<std::string_view>& labels) {
    std::string out;
    for (const auto label : labels) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", label);
    return out;
}

// The expressions of all panels, each as a rule: so that the tool reads them.
std::string rules_of_dashboard() {
    const auto dashboard = nlohmann::json::parse(read(examples[1]));
    auto rules = nlohmann::json::array();
    for (const auto& panel : dashboard.at("panels")) {
        for (const auto& target : panel.value("targets", nlohmann::json::array())) {
            nlohmann::json rule;
            rule["record"] = fmt::format("panel:{}", rules.size());
            rule["expr"] = target.at("expr");
            rules.push_back(std::move(rule));
        }
    }
    CHECK(rules.size() > 30);
    nlohmann::json file;
    file["groups"][0]["name"] = "dashboard";
    file["groups"][0]["rules"] = std::move(rules);
    return file.dump();
}

int run(const std::string& command, const std::string& input) {
    auto* pipe = popen(command.c_str(), "w");
    REQUIRE(pipe != nullptr);
    std::fwrite(input.data(), 1, input.size(), pipe);
    return pclose(pipe);
}

}  // namespace

TEST_CASE("counters add, gauges are set, histograms observe, and each is written as Prometheus reads it") {
    Metrics metrics;
    metrics.add(Metric::pages, {"phone"});
    metrics.add(Metric::pages, {"phone"}, 2);
    metrics.add(Metric::slack_sockets, {}, 2);
    metrics.add(Metric::slack_sockets, {}, 1);
    metrics.add(Metric::page_sent, {"sms"}, 0.2);
    metrics.add(Metric::page_sent, {"sms"}, 7200);
    CHECK(metrics.value(Metric::pages, {"phone"}) == 3);
    CHECK(metrics.value(Metric::pages, {"sms"}) == 0);
    CHECK(metrics.value(Metric::slack_sockets) == 1);
    CHECK(metrics.value(Metric::page_sent, {"sms"}) == 2);
    const auto page = metrics.text();
    CHECK(page.contains("# TYPE tocsin_pages_total counter\ntocsin_pages_total{means=\"phone\"} 3\n"));
    CHECK(page.contains("\ntocsin_slack_sockets 1\n"));
    CHECK(page.contains("\ntocsin_page_sent_seconds_bucket{means=\"sms\",le=\"0.25\"} 1\n"));
    CHECK(page.contains("\ntocsin_page_sent_seconds_bucket{means=\"sms\",le=\"+Inf\"} 2\n"));
    CHECK(page.contains("\ntocsin_page_sent_seconds_sum{means=\"sms\"} 7200.2\n"));
    CHECK_THROWS_AS(metrics.add(Metric::pages, {"phone", "twilio"}), std::logic_error);
}

TEST_CASE(
    "what may be alarmed about stands there as 0 before it happens; how things stand only once it is known") {
    const auto page = Metrics().text();
    CHECK(page.contains("\ntocsin_unreachable_pages_total 0\n"));
    CHECK(page.contains("\ntocsin_store_errors_total 0\n"));
    CHECK(page.contains("\ntocsin_engine_step_seconds_count 0\n"));
    CHECK_FALSE(page.contains("tocsin_rule_values_up"));
}

TEST_CASE("of what is told as a whole nothing stays that is no more") {
    Metrics metrics;
    metrics.add(Metric::slack_sockets, {}, 2);
    const std::vector<engine::Measured> before{{Metric::monitor_up, {"shop"}, 1},
                                               {Metric::monitor_up, {"blog"}, 0}};
    metrics.stand(before);
    CHECK(metrics.text().contains("tocsin_monitor_up{monitor=\"blog\"} 0"));
    metrics.stand(std::span(before).first(1));
    CHECK(metrics.text().contains("tocsin_monitor_up{monitor=\"shop\"} 1"));
    CHECK_FALSE(metrics.text().contains("blog"));
    CHECK(metrics.value(Metric::slack_sockets) == 2);
}

TEST_CASE("a label's value cannot break out of its line") {
    Metrics metrics;
    metrics.add(Metric::monitor_up, {"a\"} 1\nevil 2\\"});
    CHECK(metrics.text().contains("tocsin_monitor_up{monitor=\"a\\\"} 1\\nevil 2\\\\\"} 1\n"));
}

TEST_CASE("the rules and the dashboard name only metrics and labels that are exposed") {
    const auto samples = exposed(whole_page());
    std::set<std::string> labels_of_any{"job", "instance"};
    for (const auto& [name, labels] : samples) labels_of_any.insert(labels.begin(), labels.end());
    static const std::regex name(R"re(\b(?:tocsin|process)_[a-z_]+)re");
    static const std::regex selector(R"re(\b((?:tocsin|process)_[a-z_]+)\{([^}]*)\})re");
    static const std::regex matcher(R"re(([a-z_]+)\s*(?:=~|!~|!=|=))re"), by(R"re(by \(([a-z_, ]+)\))re");
    static const std::regex word("[a-z_]+");
    for (const auto& file : examples) {
        const auto text = read(file);
        const auto each = [&](const std::string& in, const std::regex& what, const auto& look) {
            for (std::sregex_iterator it(in.begin(), in.end(), what), end; it != end; ++it) look(*it);
        };
        std::size_t named = 0;
        each(text, name, [&](const std::smatch& found) {
            CHECK_MESSAGE(samples.contains(found.str()), file, ": ", found.str());
            ++named;
        });
        CHECK(named > 20);
        each(text, selector, [&](const std::smatch& found) {
            each(found[2].str(), matcher, [&](const std::smatch& label) {
                const auto is_target = label[1] == "job" || label[1] == "instance";
                CHECK_MESSAGE((is_target || samples.at(found[1]).contains(label[1])), file, ": ",
                              found.str());
            });
        });
        each(text, by, [&](const std::smatch& found) {
            each(found[1].str(), word, [&](const std::smatch& label) {
                CHECK_MESSAGE(labels_of_any.contains(label.str()), file, ": ", found.str());
            });
        });
    }
}

TEST_CASE("the table of metrics is the one of the program") {
    const auto page = read("/docs/operation.md");
    std::size_t rows = 0;
    for (const auto& info : engine::all_metrics()) {
        const auto row = fmt::format("\n| `{}` | {} | {} |\n", info.name, joined(info.labels), info.help);
        CHECK_MESSAGE(page.contains(row), row);
    }
    static const std::regex any_row(R"(\n\| `(tocsin|process)_[a-z_]+` \|)");
    rows = static_cast<std::size_t>(
        std::distance(std::sregex_iterator(page.begin(), page.end(), any_row), std::sregex_iterator()));
    CHECK(rows == engine::all_metrics().size());
}

TEST_CASE("Prometheus's own tool accepts the page and the rules" * doctest::skip(promtool.empty())) {
    CHECK(run(promtool + " check metrics", whole_page()) == 0);
    CHECK(run(promtool + " check metrics", Metrics().text()) == 0);
    CHECK(run(promtool + " check rules " + root + examples[0] + " >/dev/null", "") == 0);
    CHECK(run(promtool + " check rules /dev/stdin >/dev/null", rules_of_dashboard()) == 0);
    CHECK(run(promtool + " test rules " + root + "/tests/web/rules_test.yaml >/dev/null", "") == 0);
}
