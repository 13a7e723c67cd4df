// Any bytes as a condition: parsed or refused at a place inside the text, judged the same way twice, and what
// is proved of it is so.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/alerts/condition.h"
#include "bot/alerts/overlap.h"
#include "bot/base/text.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using namespace tocsin::alerts;
using fuzz::expect;

namespace {

Alert some_alert() {
    Alert alert;
    alert.source = "alertmanager";
    alert.key = "k";
    alert.title = "db-1 is slow";
    alert.severity = Severity::sev2;
    alert.labels = {{"severity", "critical"}, {"code", "503"}};
    alert.uptime_monitor = UptimeMonitor{"api", "https://example.com", "down"};
    return alert;
}

void check_condition(std::string_view text, const Condition& condition) {
    static const Alert alert = some_alert();
    static const Values values{{"error_rate", 0.15}, {"x", 1}};
    const auto outline = Outline::of(condition);
    for (const Situation& situation :
         {Situation{&alert, &values}, Situation{nullptr, &values}, Situation{}}) {
        const bool holds = condition.holds(situation);
        expect(holds == condition.holds(situation), "a condition holds or does not");
        expect(valid_utf8(condition.explain(situation)), "an explanation is text");
        if (outline && holds) expect(!outline->never_holds(), "what holds is not said to hold never");
    }
    if (outline) expect(outline->covers(*outline), "a condition covers itself");
    for (const auto& name : condition.reads_values())
        expect(condition.first_use(name) < text.size(), "a value is named in the text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto condition = Condition::parse(text)) {
        check_condition(text, *condition);
    } else {
        const ConditionError& error = condition.error();
        expect(error.offset <= text.size(), "an error is at a place in the text");
        expect(!error.what.empty() && !error.fix.empty(), "an error says what is wrong and how to mend it");
        expect(valid_utf8(error.what) && valid_utf8(error.fix), "an error is text");
    }
    return 0;
}
