// Any bytes as what each kind of monitoring system posts: refused in a sentence, or alerts
// within their limits, the same ones when it comes again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/alerts/readers.h"
#include "bot/alerts/sns.h"
#include "tests/alerts/promises.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using namespace tocsin::alerts;
using fuzz::expect;

namespace {

const Time now = time_from_unix(1'800'000'000);

void check(std::string_view kind, const Payload& payload) {
    const auto alerts = read_alerts(kind, "it", payload, now);
    if (!alerts) {
        expect(alerts.error().message.ends_with("."), "a refusal is a sentence");
        expect(valid_utf8(alerts.error().message), "a refusal is text");
        return;
    }
    expect(alerts->size() <= most_alerts, "alerts of one payload are bounded");
    for (const Alert& alert : *alerts) {
        const char* broken = testing::broken_promise(alert, now);
        expect(broken == nullptr, broken);
    }
    expect(alerts == read_alerts(kind, "it", payload, now), "the same payload is read the same way");
}

}  // namespace

// A real payload is a seed as it is: what else is varied hangs on the last byte.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const unsigned flags = data[size - 1];
    Payload payload;
    payload.body.assign(reinterpret_cast<const char*>(data), size);
    for (const auto kind : kinds()) check(kind, payload);
    if ((flags & 1U) != 0) payload.content_type = "multipart/form-data; boundary=x";
    check("uptime-kuma", payload);
    if (const auto message = read_sns_message(payload)) {
        expect(
            !is_sns_certificate_address(message->certificate_url) || is_sns_address(message->certificate_url),
            "a certificate comes from Amazon");
        expect(!check_sns_signature(*message, "", now).has_value(), "nothing is signed by nobody");
    }
    payload.headers = {{":method", (flags & 2U) != 0 ? "DELETE" : "POST"},
                       {":path", "/v2/alerts/" + payload.body.substr(0, 200)}};
    check("opsgenie", payload);
    payload.body.clear();
    check("opsgenie", payload);
    return 0;
}
