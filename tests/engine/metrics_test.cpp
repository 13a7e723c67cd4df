#include <algorithm>

#include "bot/engine/gauges.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

std::size_t times(const House& house, Metric what, const std::vector<std::string>& labels = {}) {
    return house.measured(what, labels).size();
}

std::vector<std::string> calls_that_are(const std::string& outcome) {
    return {"twilio", "phone", outcome};
}

}  // namespace

TEST_CASE("every metric stands in its place, under one name, with a unit that Prometheus expects") {
    std::size_t place = 0;
    for (const auto& info : all_metrics()) {
        CAPTURE(info.name);
        CHECK(static_cast<std::size_t>(info.metric) == place++);
        CHECK(&info_of(info.metric) == &info);
        CHECK(std::ranges::count(all_metrics(), info.name, &MetricInfo::name) == 1);
        CHECK((info.name.starts_with("tocsin_") || info.name.starts_with("process_")));
        CHECK(info.name.ends_with("_total") == (info.kind == MetricInfo::Kind::counter));
        CHECK(info.buckets.empty() == (info.kind != MetricInfo::Kind::histogram));
        CHECK(std::ranges::is_sorted(info.buckets));
        if (info.kind == MetricInfo::Kind::histogram) CHECK(info.name.ends_with("_seconds"));
    }
}

TEST_CASE("a page is measured from its decision to its provider's word and to its person's") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    CHECK(times(house, Metric::incidents, {"sev1"}) == 1);
    CHECK(times(house, Metric::pages, {"phone"}) == 1);
    CHECK(house.measured(Metric::page_sent, {"phone"}) == std::vector{0.0});
    CHECK(times(house, Metric::pages_sent, {"phone", "twilio"}) == 1);
    CHECK(times(house, Metric::pages_sent, {"sms", "twilio"}) == 1);
    CHECK(times(house, Metric::pages_sent, {"slack", "slack"}) == 1);
    CHECK(times(house, Metric::provider_requests, calls_that_are("accepted")) == 1);
    CHECK(times(house, Metric::commands, {"slash", "done"}) == 1);

    house.pass(90s);
    house.replies(danas_number, "1");
    CHECK(house.measured(Metric::page_acknowledge, {"sms"}) == std::vector{90.0});
    CHECK(house.measured(Metric::incident_acknowledge, {"sev1"}) == std::vector{90.0});
    CHECK(times(house, Metric::pages_acknowledged, {"sms"}) == 1);
    CHECK(times(house, Metric::pages_acknowledged, {"phone"}) == 0);
    CHECK(times(house, Metric::commands, {"sms", "done"}) == 1);
    house.types(lee, "severity INC-1 1");
    CHECK(times(house, Metric::commands, {"slash", "refused"}) == 1);
}

TEST_CASE("a call that nobody takes is missed once, whatever is reported of it") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    const auto call = house.calls_to(danas_number).front();
    for (const auto to :
         {channels::Progress::ringing, channels::Progress::no_answer, channels::Progress::no_answer})
        house.reports({channels::Moved{call.id, token_of(call), to, "", {}}}, "call-status");
    CHECK(times(house, Metric::pages_missed, {"phone"}) == 1);
    CHECK(times(house, Metric::pages_sent, {"phone", "twilio"}) == 1);
}

TEST_CASE("a provider that fails is down until it takes a page again, and every try counts") {
    Pager house;
    const auto works = house.provider;
    house.provider = [](const channels::Request&) {
        return channels::Answer(channels::HttpAnswer{503, {}, ""});
    };
    house.types(kim, "declare sev1 API Down");
    house.pass(30s);
    CHECK(times(house, Metric::provider_requests, calls_that_are("retry")) >= 3);
    CHECK(times(house, Metric::provider_requests, calls_that_are("accepted")) == 0);
    CHECK(house.standing(Metric::provider_up, {"twilio", "phone"}) == 0);
    CHECK(house.standing(Metric::outbox_rows, {"page"}) == 2);
    CHECK(house.standing(Metric::outbox_oldest, {"page"}) >= 25);

    house.provider = works;
    house.pass(40s);
    CHECK(times(house, Metric::provider_requests, calls_that_are("accepted")) == 1);
    CHECK(house.measured(Metric::page_sent, {"phone"}).front() > 30);
    CHECK(house.standing(Metric::provider_up, {"twilio", "phone"}) == 1);
    CHECK(house.standing(Metric::outbox_rows, {"page"}) == 0);
    CHECK(house.standing(Metric::outbox_oldest, {"page"}) == 0);
}

TEST_CASE("paging that ends without anybody is counted, and of a drill it is not") {
    Pager house;
    const bool drill = [&] {
        bool is_drill = false;
        SUBCASE("an incident") {}
        SUBCASE("a drill") {
            is_drill = true;
        }
        return is_drill;
    }();
    house.types(lee, drill ? "drill sev1 API Down" : "declare sev1 API Down");
    house.pass(3h);
    REQUIRE(house.incident(1).paging.ended == PagingEnd::exhausted);
    CHECK(times(house, Metric::exhausted_pages) == (drill ? 0 : 1));
    CHECK(times(house, Metric::unreachable_pages) == 0);
    CHECK(times(house, Metric::incidents, {"sev1"}) == (drill ? 0 : 1));
}

TEST_CASE("what is open is told by severity and state, every few seconds and not more often") {
    House house;
    house.pass(10s);
    CHECK(house.standing(Metric::incidents_open, {"sev2", "paging"}) == 0);
    house.types(dana, "declare sev2 Login fails");
    CHECK(house.standing(Metric::incidents_open, {"sev2", "paging"}) == 0);
    house.pass(gauges_read_every);
    CHECK(house.standing(Metric::incidents_open, {"sev2", "paging"}) == 1);
    CHECK(house.standing(Metric::incidents_open, {"sev1", "paging"}) == 0);
    house.types(dana, "ack INC-1");
    house.pass(gauges_read_every);
    CHECK(house.standing(Metric::incidents_open, {"sev2", "paging"}) == 0);
    CHECK(house.standing(Metric::incidents_open, {"sev2", "investigating"}) == 1);
    CHECK(house.standing(Metric::timer_overdue) == 0);
}

TEST_CASE("timers that come late say how late, and one that always fails is told as a defect") {
    House house;
    house.types(dana, "declare sev2 Login fails");
    house.types(dana, "ack INC-1");
    const auto due = *house.incident(1).reminders.due;
    house.clock.set(due + 7min);
    house.settle();
    CHECK(std::ranges::count(house.measured(Metric::timer_lateness), 420.0) == 1);
    CHECK(times(house, Metric::engine_failures, {"timer"}) == 0);

    auto settings = example_settings();
    settings.rules.severities.erase(Severity::sev2);
    house.restart_with(settings);
    house.pass(40min);
    CHECK(times(house, Metric::engine_failures, {"timer"}) >= 5);
    CHECK(times(house, Metric::timers_quarantined) >= 1);
}

TEST_CASE("Slack's envelopes and answers are counted by our own words for them") {
    House house;
    house.types(dana, "help");
    CHECK(times(house, Metric::slack_envelopes, {"slash_command"}) == 1);
    house.deliver(house.last_frame());
    house.settle();
    CHECK(times(house, Metric::slack_envelopes, {"slash_command"}) == 2);
    house.trouble({{"kind", "fail"}, {"method", "chat.postMessage"}, {"retry_after", 5}});
    house.types(dana, "declare sev2 Login fails");
    house.pass(1min);
    CHECK(times(house, Metric::slack_calls, {"chat.postMessage", "limited"}) == 1);
    CHECK(times(house, Metric::slack_calls, {"chat.postMessage", "answered"}) >= 1);
}

TEST_CASE("what is rolled back was neither measured nor wanted outside") {
    engine::State state(example_settings(), *templates::Catalog::load());
    state.measure(Metric::pages, {"sms"});
    const auto fails = [&] {
        state.measure(Metric::pages, {"phone"});
        state.going_out.emplace_back(Reconnect{});
        throw std::runtime_error("no");
    };
    CHECK_THROWS_AS(state.all_or_nothing(fails), std::runtime_error);
    CHECK(state.measured.happened == std::vector<Measured>{{Metric::pages, {"sms"}, 1}});
    CHECK(state.going_out.empty());
}
