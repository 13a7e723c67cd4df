// What monitoring systems send, as requests to show, change and post: a file for each kind of source that
// fires and one that resolves, samples/KIND.firing.http and KIND.resolved.http. Times and the token stand in
// them as
// {{…}}. They are made up. Reading what they tell is the bot's.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/base/embedded.h"
#include "bot/base/secret.h"
#include "bot/base/time.h"
#include "bot/net/http.h"

namespace tocsin::sandbox {

struct SampleAlert {
    std::string product;  // "Alertmanager"
    net::HttpRequest firing;
    net::HttpRequest resolved;
};

// Of that kind, as they stand in the files; null: there is none. The files are embedded.
const SampleAlert* sample_alert(std::string_view kind);

struct Filling {
    std::string source;
    Secret token;
    Time started{};  // of what fires
    Time now{};
};

// {{source}}, {{token}}, {{basic}} (user and token, for Basic sign-in), {{now}} and {{started}} as RFC 3339;
// the latter two also as .seconds and .milliseconds of Unix, .date and .time of day in UTC. Other names stay
// as they are. In the target what is filled in is escaped.
net::HttpRequest filled(net::HttpRequest request, const Filling& filling);

}  // namespace tocsin::sandbox
