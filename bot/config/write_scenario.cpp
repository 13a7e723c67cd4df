#include <fmt/format.h>

#include "bot/base/json_text.h"
#include "bot/config/scenario.h"

namespace tocsin::config {
namespace {

// As read_duration takes it: 90.5s.
std::string written(Duration duration) {
    const auto microseconds = duration.count();
    if (microseconds % 1'000'000 == 0) return fmt::format("{}s", microseconds / 1'000'000);
    return fmt::format("{}.{:06}s", microseconds / 1'000'000, microseconds % 1'000'000);
}

struct Writer {
    JsonText& event;

    void operator()(const scenario::Declare& declare) const {
        auto written = JsonText::object({{"severity", key_of(declare.severity)}, {"title", declare.title}});
        if (!declare.service.empty()) written.set("service", declare.service.str());
        if (!declare.impact.empty()) written.set("description", declare.impact);
        event.set("declare", std::move(written));
    }
    void operator()(const scenario::Acknowledge& what) const { event.set("ack", what.who.str()); }
    void operator()(const scenario::GiveBack& what) const { event.set("unack", what.who.str()); }
    void operator()(const scenario::Escalate& what) const { event.set("escalate", what.who.str()); }
    void operator()(const scenario::Resolve& what) const { event.set("resolve", what.who.str()); }
    void operator()(const scenario::Reassign& what) const {
        event.set("reassign", JsonText::object({{"to", what.to.str()}}));
    }
    void operator()(const scenario::ChangeSeverity& what) const { event.set("severity", key_of(what.to)); }
    void operator()(const scenario::Alert& what) const {
        event.set("alert", JsonText::object({{"source", what.source}, {"body", what.body}}));
    }
    void operator()(const scenario::Outage& what) const { event.set("outage", written(what.length)); }
    void operator()(const scenario::Crash& what) const {
        event.set("crash",
                  JsonText::object({{"for", written(what.length)}, {"after_sending", what.after_sending}}));
    }
    void operator()(const scenario::StoreFails& what) const {
        event.set("store_fails", written(what.length));
    }
    void operator()(const scenario::ClockJumps& what) const {
        const bool back = what.by < Duration{};
        event.set(back ? "clock_back" : "clock_forward", written(back ? -what.by : what.by));
    }
    void operator()(const scenario::Provider& what) const {
        auto provider = JsonText::object({{"does", key_of(what.does)}});
        if (!what.name.empty()) provider.set("name", what.name);
        if (what.length) provider.set("for", written(*what.length));
        event.set("provider", std::move(provider));
    }
    void operator()(const scenario::Person& what) const {
        auto person = JsonText::object({{"who", what.who.str()}});
        if (what.answers_after) person.set("answers_after", written(*what.answers_after));
        if (what.hears) {
            std::vector<JsonText> means;
            for (const auto each : *what.hears) means.emplace_back(key_of(each));
            person.set("hears", JsonText::array(means));
        }
        event.set("person", std::move(person));
    }
};

}  // namespace

std::string write_scenario(const Scenario& scenario, std::string_view note) {
    std::string text = fmt::format("# {}\nat: {}\nuntil: {}\nevents:\n", note, format_rfc3339(scenario.start),
                                   written(scenario.until));
    for (const auto& each : scenario.events) {
        auto event = JsonText::object({{"after", written(each.after)}});
        if (each.incident > 0) event.set("incident", each.incident);
        std::visit(Writer{event}, each.what);
        text += fmt::format("  - {}\n", event.text());
    }
    return text;
}

}  // namespace tocsin::config
