#include <algorithm>
#include <stdexcept>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine::testing;

namespace {

// A provider of calls and texts that takes everything and reports nothing by itself.
class Reserve final : public channels::Channel {
  public:
    std::string_view provider() const override { return "reserve"; }
    bool carries(Means means) const override { return means == Means::phone || means == Means::sms; }
    bool calls_back() const override { return true; }
    Expected<channels::Request> request(const channels::Dispatch& dispatch,
                                        const channels::Attempt&) const override {
        const bool is_call = std::holds_alternative<channels::Call>(dispatch.content);
        return channels::HttpRequest{
            "POST", is_call ? "https://reserve.example/call" : "https://reserve.example/text", {}, ""};
    }
    channels::Outcome outcome(const channels::Answer& answer) const override {
        if (std::get<channels::HttpAnswer>(answer).status == 503) return channels::Retry{{}, "away"};
        return channels::Accepted{"R" + std::to_string(++last_id_)};
    }

  private:
    mutable int last_id_ = 0;
};

class Unreadable final : public channels::Channel {
  public:
    std::string_view provider() const override { return "unreadable"; }
    bool carries(Means means) const override { return means == Means::phone; }
    Expected<channels::Request> request(const channels::Dispatch&, const channels::Attempt&) const override {
        return channels::HttpRequest{"POST", "https://unreadable.example/call", {}, ""};
    }
    channels::Outcome outcome(const channels::Answer&) const override {
        throw std::runtime_error("what it answers is not foreseen");
    }
};

struct TwoProviders : Pager {
    TwoProviders() {
        auto settings = this->settings();
        settings.channels.add(Means::phone, std::make_shared<Reserve>());
        settings.channels.add(Means::sms, std::make_shared<Reserve>());
        restart_with(settings);
        types(kim, "declare sev1 API Down");
        REQUIRE(calls_to(danas_number).size() == 1);
        REQUIRE(texts(danas_number).size() == 1);
    }
    std::ptrdiff_t asked_reserve(std::string_view what) const {
        return std::ranges::count_if(sent, [&](const SentRequest& one) {
            return one.url == "https://reserve.example/" + std::string(what);
        });
    }
    Page page(std::size_t index) { return incident(1).paging.pages.at(index); }
    void twilio_says(const SentRequest& text, channels::Progress to, const std::string& reason = "") {
        const auto dead =
            to == channels::Progress::failed ? std::optional{channels::Rejected::Why::address} : std::nullopt;
        reports({channels::Moved{text.id, token_of(text), to, reason, dead}}, "sms-status");
    }
    std::ptrdiff_t pages_by(Means means, const std::string& who) {
        return std::ranges::count_if(incident(1).paging.pages, [&](const Page& page) {
            return page.means == means && page.to.user.str() == who;
        });
    }
};

// Dana is paged by text alone, which no provider takes while it is down.
struct TextsFail : Pager {
    bool down = true;
    int tries = 0;

    explicit TextsFail(const std::string& down_at = "") {
        auto settings = this->settings();
        settings.rules.severities[Severity::sev1].page.via = {Means::sms};
        settings.channels.add(Means::sms, std::make_shared<Reserve>());
        change(std::move(settings));
        provider = [this, down_at, working = provider](const channels::Request& request) -> channels::Answer {
            const auto& url = std::get<channels::HttpRequest>(request).url;
            const bool is_text = url.ends_with("/Messages.json") || url.ends_with("/text");
            if (is_text) ++tries;
            if (down && is_text && url.contains(down_at)) return channels::HttpAnswer{503, {}, ""};
            return working(request);
        };
        types(kim, "declare sev1 API Down");
    }
    std::size_t pages() { return incident(1).paging.pages.size(); }
    Page text() { return incident(1).paging.pages.front(); }
};

}  // namespace

TEST_CASE("a text that a provider took and could not deliver goes to the next provider at once") {
    TwoProviders house;
    house.twilio_says(house.texts(danas_number).front(), channels::Progress::failed, "unreachable handset");
    CHECK(house.asked_reserve("text") == 1);
    CHECK(house.page(1).state == PageState::failed);
    CHECK(house.page(1).provider == "twilio");
    CHECK(house.page(1).detail == "unreachable handset");
    const auto second = house.incident(1).paging.pages.back();
    CHECK(second.means == Means::sms);
    CHECK(second.state == PageState::sent);
    CHECK(second.provider == "reserve");

    SUBCASE("which is the last that is tried, and the number is known to be dead") {
        house.asks(engine::CallbackCame{"reserve",
                                        "status",
                                        {channels::Moved{second.provider_id, "", channels::Progress::failed,
                                                         "blocked", channels::Rejected::Why::address}}});
        CHECK(house.pages_by(Means::sms, dana) == 2);
        CHECK(house.incident(1).paging.pages.back().state == PageState::failed);
        CHECK(house.asked_reserve("text") == 1);
        CHECK(house.texts(danas_number).size() == 1);
    }
    SUBCASE("and the number still counts, for the reserve may reach it") {
        house.types(kim, "declare sev1 Login fails");
        CHECK(std::ranges::any_of(house.incident(2).paging.pages,
                                  [](const Page& page) { return page.means == Means::sms; }));
    }
}

TEST_CASE("a page whose answer cannot be used goes to the next provider, then to the next means") {
    Pager house;
    auto settings = house.settings();
    settings.channels = {};
    settings.channels.add(Means::phone, std::make_shared<Unreadable>());
    SUBCASE("a provider") {
        settings.channels.add(Means::phone, std::make_shared<Reserve>());
    }
    SUBCASE("a means") {
        settings.channels.add(Means::sms, std::make_shared<Reserve>());
    }
    auto& page = settings.rules.severities[Severity::sev1].page;
    page.via = {Means::phone};
    house.restart_with(settings);
    house.types(kim, "declare sev1 API Down");
    const auto pages = house.incident(1).paging.pages;
    REQUIRE(pages.size() == 2);
    CHECK(pages.front().state == PageState::failed);
    CHECK(pages.front().detail == "its answer could not be used");
    CHECK(pages.back().provider == "reserve");
    CHECK(pages.back().state == PageState::sent);
}

TEST_CASE("a provider that refuses, breaks or does not answer is followed by the next one within a second") {
    Pager house;
    auto settings = house.settings();
    settings.channels.add(Means::phone, std::make_shared<Reserve>());
    house.restart_with(settings);
    int status = 0;
    SUBCASE("nobody answers") {}
    SUBCASE("it breaks") {
        status = 503;
    }
    SUBCASE("it does not know us") {
        status = 401;
    }
    SUBCASE("it wants money first") {
        status = 402;
    }
    SUBCASE("it has suspended the account") {
        status = 403;
    }
    std::optional<Time> failed, taken;
    const auto twilio = house.provider;
    house.provider = [&](const channels::Request& request) {
        const auto& url = std::get<channels::HttpRequest>(request).url;
        if (url == "https://reserve.example/call") taken = house.clock.now();
        if (!url.ends_with("/Calls.json")) return twilio(request);
        failed = house.clock.now();
        return channels::Answer(channels::HttpAnswer{status, {}, ""});
    };
    house.types(kim, "declare sev1 API Down");
    house.pass(1s);
    REQUIRE(failed);
    REQUIRE(taken);
    CHECK(*taken - *failed <= 1s);
    CHECK(house.incident(1).paging.pages.front().provider == "reserve");
}

TEST_CASE("pages that a provider took and of which nothing is heard for a minute go to the next one") {
    TwoProviders house;
    const auto call = house.calls_to(danas_number).front();
    SUBCASE("silence") {
        house.pass(55s);
        CHECK(house.asked_reserve("call") == 0);
        house.pass(6s);
        CHECK(house.asked_reserve("call") == 1);
        CHECK(house.asked_reserve("text") == 1);
        CHECK(house.page(0).state == PageState::failed);
        CHECK(house.page(0).detail == "no sign of delivery within 60 s");
        CHECK(std::ranges::any_of(house.sent, [&](const SentRequest& one) {
            return one.url.contains(call.id) && one.field("Status") == "completed";
        }));
        house.pass(5min);
        CHECK(house.asked_reserve("call") == 1);
        CHECK(house.asked_reserve("text") == 1);
    }
    SUBCASE("an answer to the call that was given up still counts") {
        house.pass(61s);
        house.hears(call, "first", "1");
        CHECK(house.incident(1).state == State::investigating);
    }
    SUBCASE("a ring and a receipt") {
        house.reports({channels::Moved{call.id, token_of(call), channels::Progress::ringing, "", {}}},
                      "call-status");
        house.twilio_says(house.texts(danas_number).front(), channels::Progress::delivered);
        house.pass(3min);
        CHECK(house.asked_reserve("call") == 0);
        CHECK(house.asked_reserve("text") == 0);
    }
}

TEST_CASE("while no provider takes a text its person is called at once, and the text is tried on") {
    TextsFail house;
    CHECK(house.tries == 2);
    CHECK(house.calls_to(danas_number).size() == 1);
    CHECK(house.text().state == PageState::queued);
    CHECK(house.incident(1).paging.next_due == house.incident(1).declared + 10min);
    SUBCASE("until it leaves, and the next level fires in time") {
        house.pass(5min);
        CHECK(house.tries > 10);
        CHECK(house.pages() == 2);
        house.down = false;
        house.pass(31s);
        CHECK(house.text().state == PageState::sent);
        house.pass(5min);
        CHECK(house.incident(1).paging.level == 2);
        CHECK(house.calls_to(danas_number).size() == 1);
    }
    SUBCASE("or until somebody acknowledges") {
        house.types(dana, "ack INC-1");
        const auto tries = house.tries;
        house.pass(20min);
        CHECK(house.tries == tries);
        CHECK(house.pages() == 2);
    }
}

TEST_CASE("where another provider takes the text nobody is called") {
    TextsFail house("twilio");
    CHECK(house.tries == 2);
    CHECK(house.text().state == PageState::sent);
    house.pass(50s);
    CHECK(house.calls_to(danas_number).empty());
    CHECK(house.pages() == 1);
}
