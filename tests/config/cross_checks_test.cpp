#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

namespace {

std::string layer(const std::string& keys) {
    return people + "schedules: {primary: {layers: [{start: 2025-01-06T09:00, members: [dana, lee], " + keys +
           "}]}}\n";
}

std::string exception(const std::string& keys) {
    return people + "schedules: {primary: {overrides: [{" + keys + "}]}}\n";
}

}  // namespace

TEST_CASE("what puts nobody on call is a warning, not an error") {
    for (const std::string& text :
         {layer("end: 2025-01-06T09:00"), people + "schedules: {a: {layers: [{start: 2025-01-06T09:00}]}}",
          exception("start: 2025-02-04T00:00:00Z, end: 2025-02-03T00:00:00Z, members: [dana]"),
          people + "schedules: {a: {}}"}) {
        CAPTURE(text);
        CHECK(errors_in(text).empty());
    }
    CHECK(any_has(warnings_in(layer("end: 2025-01-06T09:00")), "a layer that ends before it starts"));
    CHECK(any_has(warnings_in(people + "schedules: {a: {layers: [{start: 2025-01-06T09:00}]}}"),
                  "a layer without members"));
    CHECK(any_has(warnings_in(people + "schedules: {a: {}}"), "schedule a has no layers"));
    CHECK(any_has(warnings_in(exception("start: 2025-02-04T00:00:00Z, end: 2025-02-03T00:00:00Z")),
                  "an override that ends before it starts"));
}

TEST_CASE("layers and overrides that contradict themselves are errors") {
    CHECK(any_has(errors_in(layer("advance: active-days, active_days: [mon]")),
                  "in a layer that is not daily"));
    CHECK(any_has(errors_in(layer("rotation: daily, advance: active-days")),
                  "active-days without active_days"));
    CHECK(errors_in(layer("rotation: daily, advance: active-days, active_days: [mon]")).empty());
    CHECK(any_has(errors_in(layer("restrictions: [{from_day: fri, from: \"20:00\", to: \"08:00\"}]")),
                  "a weekly window with one day only"));
    CHECK(any_has(
        errors_in(layer(
            "restrictions: [{from_day: fri, to_day: mon, days: [mon], from: \"20:00\", to: \"08:00\"}]")),
        "days beside from_day"));
    const std::string span = "start: 2025-02-03T00:00:00Z, end: 2025-02-04T00:00:00Z, ";
    CHECK(any_has(errors_in(exception(span + "kind: replace, members: [lee]")), "kind replace without for"));
    CHECK(errors_in(exception(span + "kind: replace, for: dana, members: [lee]")).empty());
    CHECK(any_has(errors_in("business_hours: {from: \"17:00\", to: \"09:00\"}"),
                  "business_hours.to is not after from"));
}

TEST_CASE("people nobody asks for or can reach are warnings") {
    const auto found = warnings_in(team + "services: {}\n");
    CHECK_FALSE(any_has(found, "is never asked"));
    CHECK(any_has(warnings_in("people: {kim: {name: Kim}}"), "kim is never asked for anything"));
    CHECK(any_has(warnings_in("people: {kim: {name: Kim}}"), "kim cannot be reached"));
    CHECK(any_has(warnings_in("{}"), "nobody can be paged"));
    CHECK(any_has(errors_in("people: {kim: {slack: U0A1}, lee: {slack: U0A1}}"),
                  "kim and lee have the same slack ID"));
}

TEST_CASE("a premium number is a warning at its place") {
    CHECK(any_has(warnings_in("people:\n  dana: {slack: U1, phone: \"+19005550100\"}\n"),
                  "t.yaml:2:21: warning: dana has a premium number"));
    CHECK_FALSE(any_has(warnings_in("people:\n  dana: {slack: U1, phone: \"+12025550100\"}\n"), "premium"));
}

TEST_CASE("a number of a country that is not named is a warning at its place, and what is none an error") {
    const std::string dana = "people:\n  dana: {slack: U1, phone: \"+442079460958\"}\n";
    CHECK(any_has(warnings_in(dana + "paging: {countries: [\"+49\", \"+1\"]}"),
                  "t.yaml:2:21: warning: dana has a number of another country"));
    CHECK_FALSE(any_has(warnings_in(dana + "paging: {countries: [\"+44\"]}"), "another country"));
    CHECK_FALSE(any_has(warnings_in(dana + "paging: {daily_limit: 100}"), "another country"));
    CHECK(any_has(errors_in("paging: {countries: [\"0049\"]}"), "it is no calling code of a country"));
    CHECK(any_has(errors_in("paging: {daily_limit: 0}"), "daily_limit"));
}

TEST_CASE("levels that reach nobody and means without a provider are warnings") {
    const auto found = warnings_in(team);
    CHECK_FALSE(any_has(found, "reaches nobody"));
    CHECK(any_has(found, "nobody is reached by phone"));
    CHECK(any_has(warnings_in(people + "teams: {web: {primary: person:dana}}"),
                  "level 2 of policy production reaches nobody"));
    CHECK(any_has(warnings_in(people + "teams: {web: {primary: person:dana}}"), "team web has no manager"));
    CHECK(any_has(warnings_in(people + "teams: {a: {primary: person:dana}, b: {primary: person:lee}}"),
                  "default_team is missing"));
    CHECK(any_has(warnings_in("people: {kim: {slack: U0KIM}}\nteams: {a: {primary: person:kim}}"),
                  "kim cannot be reached by phone"));
    CHECK(any_has(warnings_in("severities: {sev3: {name: Medium}}" + ("\n" + people)), "sev3 pages nobody"));
}

TEST_CASE("a provider is only asked for what it can do") {
    const std::string twilio = "providers: {twilio: {account_sid: A, auth_token: t, from: \"+12025550199\", ";
    CHECK(any_has(errors_in("paging: {email: [twilio], " + twilio + "}}}"),
                  "twilio cannot reach people by email"));
    CHECK(any_has(errors_in("paging: {sms: [vonage], " + twilio + "}}}"),
                  "paging.providers has no such entry"));
    CHECK(any_has(warnings_in("paging: {sms: [twilio], " + twilio + "}}}"), "calls by twilio offer no keys"));
    CHECK(any_has(warnings_in("paging: {sms: [twilio], " + twilio + "}}}"), "pages carry no link"));
    CHECK(any_has(errors_in("paging: {" + twilio + "inbound: webhook}}}"), "an address Twilio can call"));
    CHECK(errors_in("http: {public_url: 'https://x.example.com'}\npaging: {" + twilio + "inbound: webhook}}}")
              .empty());
    CHECK(any_has(errors_in("paging: {" + twilio + "api_key: SK1}}}"), "belong together"));
    CHECK(errors_in("paging: {" + twilio + "api_key: SK1, api_secret: s}}}").empty());
}

TEST_CASE("vonage needs a number for calls and a secret for callbacks") {
    const std::string vonage = "providers: {vonage: {application_id: A, private_key: k, from: Tocsin";
    const std::string reachable = "http: {public_url: 'https://x.example.com'}\n";
    CHECK(any_has(errors_in("paging: {phone: [vonage], " + vonage + "}}}"), "come from no number"));
    CHECK(errors_in("paging: {phone: [vonage], " + vonage + ", number: \"+12025550199\"}}}").empty());
    CHECK(errors_in("paging: {sms: [vonage], " + vonage + "}}}").empty());
    CHECK(any_has(errors_in(reachable + "paging: {" + vonage + ", inbound: webhook}}}"),
                  "without signature_secret"));
    CHECK(errors_in(reachable + "paging: {" + vonage + ", inbound: webhook, signature_secret: s}}}").empty());
    CHECK(any_has(errors_in("paging: {" + vonage + ", inbound: webhook, signature_secret: s}}}"),
                  "an address Vonage can call"));
}

TEST_CASE("names that have to be told apart stand once") {
    CHECK(any_has(errors_in("alerts: {heartbeats: [{name: a, every: 1h}, {name: a, every: 2h}]}"),
                  "alerts.heartbeats has this name twice"));
    CHECK(any_has(
        errors_in(
            "http: {tokens: [{name: a, token: t, scopes: [read]}, {name: a, token: u, scopes: [act]}]}"),
        "two http.tokens"));
    CHECK(any_has(errors_in("status_page: {name: S, components: [API]}\nservices: {a: {component: APO}}"),
                  "write \"API\""));
}

TEST_CASE("gaps of the next twelve months are warned of, the first one by its time") {
    const Needs needs{.coverage_from = parse_rfc3339("2025-06-02T00:00:00Z").value()};
    const auto warnings = [&](const std::string& text) {
        return lines(load(text, {}, needs), Weight::warning);
    };
    CHECK_FALSE(any_has(warnings(layer("rotation: weekly")), "gap"));
    const auto nights = warnings(layer("restrictions: [{from: \"20:00\", to: \"08:00\"}]"));
    CHECK(any_has(nights, "schedule primary has 365 gaps in the next 12 months"));
    CHECK(any_has(nights, "nobody is on call from 2025-06-02T08:00:00Z to 2025-06-02T20:00:00Z"));
    const auto ending = warnings(layer("end: 2025-07-07T09:00"));
    CHECK(any_has(ending, "schedule primary has a gap"));
    CHECK(any_has(ending, "nobody is on call from 2025-07-07T09:00:00Z on"));
    CHECK_FALSE(any_has(warnings_in(layer("end: 2025-07-07T09:00")), "gap"));  // only where it is asked for
}

TEST_CASE("hours in which a SEV 1 pages nobody are warned of, gaps that another level covers are not") {
    const Needs needs{.coverage_from = parse_rfc3339("2025-06-02T00:00:00Z").value()};
    const std::string nights = layer("restrictions: [{from: \"20:00\", to: \"08:00\"}]");
    const auto warnings = [&](const std::string& text) {
        return lines(load(text, {}, needs), Weight::warning);
    };
    const auto gaps = warnings(nights + "teams: {web: {primary: schedule:primary}}\n");
    CHECK(any_has(gaps, "a SEV 1 of team web pages nobody in 168 hours of the next 14 days"));
    CHECK(any_has(gaps, "reaches anybody from 2025-06-02 08:00 UTC on"));
    CHECK(any_has(warnings(people + "schedules: {primary: {}}\nteams: {web: {primary: schedule:primary}}\n"),
                  "a SEV 1 of team web pages nobody in the next 14 days"));
    for (const char* covered : {"backup: person:lee", "manager: person:lee", "backup: group:S0OPS"}) {
        CAPTURE(covered);
        CHECK_FALSE(any_has(
            warnings(fmt::format("{}teams: {{web: {{primary: schedule:primary, {}}}}}\n", nights, covered)),
            "a SEV 1 of team web"));
    }
}

TEST_CASE("turns that never come are warned of") {
    CHECK(any_has(warnings_in(layer("rotation: none")), "several turns in a layer without rotation"));
}

TEST_CASE("a Jira tracker needs its site and its account, the others do not") {
    const std::string jira = "trackers: {ops: {kind: jira, repository: OPS, token: t";
    CHECK(any_has(errors_in(jira + "}}\n"), "a Jira tracker without base_url"));
    CHECK(any_has(errors_in(jira + "}}\n"), "a Jira tracker without account"));
    CHECK(errors_in(jira + ", base_url: \"https://example.atlassian.net\", account: sam@example.com}}\n")
              .empty());
    CHECK(errors_in("trackers: {ops: {kind: github, repository: example/api, token: t}}\n").empty());
}

TEST_CASE("the names of the bot's own probes are no names of sources") {
    for (const auto* name : {"monitor", "heartbeat"})
        CHECK(any_has(errors_in(fmt::format("alerts: {{sources: {{{}: {{kind: json, token: t}}}}}}\n", name)),
                      fmt::format("a source called {}", name)));
}

TEST_CASE("nobody to tell that Slack is away is a warning") {
    const std::string warning = "nobody is told when Slack is away";
    CHECK(any_has(warnings_in("people: {sam: {slack: U0SAM}}\nroles: {admin: [person:sam]}\n"), warning));
    CHECK(any_has(warnings_in(people), warning));
    CHECK_FALSE(any_has(warnings_in(people + "roles: {admin: [person:lee]}\n"), warning));
    CHECK_FALSE(any_has(warnings_in(people + "roles: {manager: [person:lee]}\n"), warning));
}

TEST_CASE("a value has a name that a rule can say") {
    for (const char* name : {"'a b'", "1st", "and", "Alert", "a.b", "'-x'", "''"}) {
        CHECK_MESSAGE(
            any_has(errors_in("alerts: {values: {" + std::string(name) + ": up}}"), "no rule can name it"),
            name);
    }
    for (const char* name : {"error_rate", "p95-latency", "_x", "Android"})
        CHECK_MESSAGE(errors_in("alerts: {values: {" + std::string(name) + ": up}}").empty(), name);
}

TEST_CASE("fields of a source are those of kind json alone") {
    const auto source = [](std::string_view rest) {
        return "alerts: {sources: {it: {token: t, " + std::string(rest) + "}}}";
    };
    CHECK(any_has(errors_in(source("kind: datadog, fields: {title: what}")),
                  "fields of a source of kind datadog"));
    CHECK(any_has(errors_in(source("kind: json, fields: {titel: what}")), "\"title\""));
    for (const char* wrong : {"title: 'a..b'", "title: 'a |'", "key: '{a'", "key: 'a}'", "key: '{a} {b..c}'",
                              "status: \"'x\"", "labels: {x: .a}", "all_labels: [a.]", "all_labels: [a | b]",
                              "each: /", "each: 'a | b'", "each: '{a}'"}) {
        CHECK_MESSAGE(
            any_has(errors_in(source("kind: json, fields: {" + std::string(wrong) + "}")), "is no path"),
            wrong);
    }
    const auto loaded =
        load(source("kind: json, fields: {title: 'a | b', resolved: [fine], labels: {service: app.name}}"));
    CHECK(lines(loaded, Weight::error).empty());
    AlertFields fields;
    fields.title = "a | b";
    fields.resolved = {"fine"};
    fields.labels = {{"service", "app.name"}};
    CHECK(loaded.configuration.alerts.sources.at("it").fields == fields);
}

TEST_CASE("a condition that stands in the text as it is read is located to the byte") {
    const auto loaded = load(
        "alerts:\n"
        "  rules:\n"
        "    - {name: A, when: 'x > 1', severity: sev1}\n"
        "    - {name: B, when: x > 1, severity: sev1}\n"
        "    - {name: C, when: \"a \\\" b\", severity: sev1}\n"
        "    - name: D\n"
        "      when: >\n"
        "        x > 1\n"
        "      severity: sev1\n");
    const auto& rules = loaded.configuration.alerts.rules;
    REQUIRE(rules.size() == 4);
    CHECK((rules[0].verbatim && rules[0].column == 24));
    CHECK((rules[1].verbatim && rules[1].column == 23));
    CHECK_FALSE(rules[2].verbatim);
    CHECK_FALSE(rules[3].verbatim);
}

TEST_CASE("a planned silence has labels and ends within a week") {
    const auto errors = [](const std::string& entry) {
        return errors_in("alerts: {silences: [{" + entry + ", why: upgrade}]}");
    };
    CHECK(errors("match: {service: api}, from: 2025-02-01T22:00:00Z, until: 2025-02-02T02:00:00Z").empty());
    CHECK(any_has(errors("match: {service: api}, from: 2025-02-01T22:00:00Z, until: 2025-02-01T22:00:00Z"),
                  "a silence that ends before it begins"));
    CHECK(any_has(errors("match: {service: api}, from: 2025-02-01T22:00:00Z, until: 2025-02-09T02:00:00Z"),
                  "a silence of more than a week"));
    CHECK(any_has(errors("match: {}, from: 2025-02-01T22:00:00Z, until: 2025-02-02T02:00:00Z"),
                  "a silence that names no label"));
}

TEST_CASE("a status page with more components than its form shows is a warning") {
    const auto page = [](int components) {
        std::string text = "status_page: {name: App, components: [";
        for (int i = 0; i < components; ++i) text += "C" + std::to_string(i) + ", ";
        return text + "]}";
    };
    CHECK_FALSE(any_has(warnings_in(page(40)), "the form for public entries"));
    CHECK(any_has(warnings_in(page(41)), "the form for public entries shows 40 of 41 components"));
}

TEST_CASE("subscribers need a mail server and an address, and a page is pushed to once") {
    const std::string page = "status_page: {name: App, subscribers: true}\n";
    const std::string address = "http: {public_url: 'https://x.example.com'}\n";
    const std::string mail =
        "paging: {email: [smtp], providers: {smtp: {url: 'smtp://mail.example.com:587', from: "
        "tocsin@example.com}}}\n";
    CHECK(any_has(errors_in(page + address), "without a mail server"));
    CHECK(any_has(errors_in(page + mail), "without an address for their links"));
    for (const auto& error : errors_in(page + mail + address)) FAIL_CHECK(error);
    const std::string once = "{kind: statuspage, page: p1, token: t}";
    const std::string other = "{kind: betterstack, page: p1, token: t, base_url: 'https://x.example.com'}";
    CHECK(errors_in("status_page: {name: App, push: [" + once + ", " + other + "]}").empty());
    CHECK(any_has(errors_in("status_page: {name: App, push: [" + once + ", " + once + "]}"),
                  "status_page.push names this page twice"));
}
