// Subscribers of the status page by e-mail: asking, confirming, a mail for each entry, leaving, and a mail
// server that fails.
#include <regex>

#include "bot/base/text.h"
#include "bot/channels/smtp.h"
#include "tests/engine/public_house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

using What = SubscriptionCame::What;

Settings with_subscribers() {
    auto settings = with_a_page();
    settings.subscribers = true;
    settings.channels.add(Means::email, std::make_shared<channels::Smtp>(
                                            channels::SmtpSettings{{"Your App", "status@example.com"}}));
    return settings;
}

// As a mail program shows it: quoted-printable undone.
std::string shown(std::string text) {
    text = replace_all(std::move(text), "=\r\n", "");
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_code = text[i] == '=' && i + 2 < text.size() && std::isxdigit(text[i + 1]) != 0 &&
                             std::isxdigit(text[i + 2]) != 0;
        if (!is_code) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
    }
    return out;
}

std::string token_in(const std::string& mail) {
    std::smatch found;
    const std::string text = shown(mail);
    REQUIRE(std::regex_search(
        text, found, std::regex("https://status\\.example\\.com/status/subscription/([0-9a-f]{32})")));
    return found[1];
}

std::string header_of(const std::string& mail, const std::string& name) {
    std::smatch found;
    return std::regex_search(mail, found, std::regex("(?:^|\r\n)" + name + ": ([^\r]*)")) ? found[1].str()
                                                                                          : "";
}

struct Read : Published {
    std::vector<channels::MailRequest> mails;  // that arrived
    std::function<channels::MailAnswer(const channels::MailRequest&)> server = [](const auto&) {
        return channels::MailAnswer{250, "taken", channels::MailStep::message};
    };

    Read() : Published(with_subscribers()) {
        provider = [this](const channels::Request& request) -> channels::Answer {
            const auto* mail = std::get_if<channels::MailRequest>(&request);
            if (mail == nullptr) return channels::HttpAnswer{200, {}, ""};
            const auto answer = server(*mail);
            if (answer.code == 250) mails.push_back(*mail);
            return answer;
        };
        types(dana, "declare sev1 service:api API Down");
        types(dana, "ack 1");
    }
    channels::HttpAnswer comes(What what, const std::string& text) {
        return asks(SubscriptionCame{what, text});
    }
    channels::HttpAnswer asks_for(const std::string& address) {
        auto answer = comes(What::ask, address);
        settle();
        return answer;
    }
    void subscribes(const std::string& address) {
        asks_for(address);
        const auto to = to_mail(address);
        REQUIRE(to.size() == 1);
        CHECK(comes(What::confirm, token_in(to.back())).status == 200);
    }
    std::vector<std::string> to_mail(const std::string& address) const {
        std::vector<std::string> found;
        for (const auto& mail : mails)
            if (mail.to == address) found.push_back(mail.message);
        return found;
    }
    bool is_kept(const std::string& address) {
        bool kept = false;
        within([&](storage::Tx& tx) { kept = tx.subscriber_at(address).has_value(); });
        return kept;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Read,
                  "an address is subscribed by a press on the page of the mail's link, and by nothing less") {
    CHECK(has(page(), "action=\"/status/subscribe\""));
    CHECK(has(page("/status/subscribe"), "type=\"email\""));
    CHECK(has(asks_for(" Lee@Example.com ").body, "Look into your mail"));
    REQUIRE(to_mail("lee@example.com").size() == 1);
    const auto mail = to_mail("lee@example.com").front();
    CHECK(header_of(mail, "Subject") == "Confirm: updates of Your App by e-mail");
    const auto token = token_in(mail);
    // A scanner that opens every link changes nothing.
    for (int scan = 0; scan < 3; ++scan) {
        const auto looked = comes(What::look, token);
        CHECK(looked.status == 200);
        CHECK(has(looked.body, "<button class=\"first\" name=\"press\" value=\"confirm\">"));
    }
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    CHECK(mails.size() == 1);
    CHECK(has(comes(What::confirm, token).body, "You are subscribed"));
    publishes_and_settles("identified", "We know why.", "degraded");
    REQUIRE(mails.size() == 2);
    const auto text = shown(mails.back().message);
    CHECK(has(text, "We know why."));
    CHECK(has(text, "API: Degraded"));
    CHECK(has(text, "https://status.example.com/status/i/"));
    CHECK_FALSE(has(text, "API Down"));
    CHECK_FALSE(has(text, "Kim"));
}

TEST_CASE_FIXTURE(Read, "each entry is one mail, in the thread of its notice, with one click to leave") {
    subscribes("lee@example.com");
    mails.clear();
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    publishes_and_settles("identified", "We know why.", "degraded");
    announces_upgrade();
    settle();
    pass(1h);
    REQUIRE(mails.size() == 3);
    CHECK(header_of(mails[0].message, "Subject") ==
          "[Your App] Investigating: API errors and slow response times");
    CHECK(header_of(mails[2].message, "Subject") == "[Your App] Maintenance: Upgrade");
    CHECK(has(shown(mails[2].message), "From 2025-01-21 16:32 UTC to 2025-01-21 17:32 UTC."));
    CHECK(header_of(mails[0].message, "References") == header_of(mails[1].message, "References"));
    CHECK(header_of(mails[0].message, "References") != header_of(mails[2].message, "References"));
    CHECK(header_of(mails[0].message, "Message-ID") != header_of(mails[1].message, "Message-ID"));
    CHECK(header_of(mails[0].message, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
    CHECK(header_of(mails[0].message, "List-Unsubscribe") ==
          "<https://status.example.com/status/subscription/" + token_in(mails[0].message) + ">");
    CHECK(header_of(mails[0].message, "Auto-Submitted") == "auto-generated");
    // The link of an old mail works too, and the address is gone.
    CHECK(has(comes(What::look, token_in(mails[0].message)).body, "value=\"leave\""));
    CHECK(is_kept("lee@example.com"));
    CHECK(has(comes(What::leave, token_in(mails[0].message)).body, "You are unsubscribed"));
    CHECK_FALSE(is_kept("lee@example.com"));
    for (const auto& mail : mails) CHECK(comes(What::look, token_in(mail.message)).status == 410);
    publishes_and_settles("resolved", "It works.", "operational");
    CHECK(mails.size() == 3);
}

TEST_CASE_FIXTURE(Read, "nobody learns from the answer whether an address is subscribed, but its owner") {
    const auto first = asks_for("lee@example.com");
    comes(What::confirm, token_in(mails.back().message));
    const auto again = asks_for("lee@example.com");
    CHECK(again == first);
    CHECK(has(shown(mails.back().message), "It gets them already"));
    CHECK(asks_for("nobody@example.com") == first);
    CHECK(asks_for("lee@example.com") == first);
    const auto mailed = to_mail("lee@example.com").size();
    CHECK(asks_for("lee@example.com") == first);  // too often: no mail, the same words
    CHECK(to_mail("lee@example.com").size() == mailed);
    CHECK(mailed == 3);
    pass(25h);
    asks_for("lee@example.com");
    CHECK(to_mail("lee@example.com").size() == mailed + 1);
}

TEST_CASE_FIXTURE(
    Read, "an address that is none is told so, and one that nobody confirms is forgotten after a day") {
    for (const auto* typed :
         {"", "lee", "lee@example.com\r\nBcc: x@example.com", "a@b@c d", "\"x\"@example.com"}) {
        const auto answer = asks_for(typed);
        CHECK(answer.status == 400);
        CHECK(has(answer.body, "This is no e-mail address."));
        CHECK(has(answer.body, "aria-describedby=\"problem\""));
    }
    CHECK(mails.empty());
    asks_for("lee@example.com");
    pass(23h);
    CHECK(is_kept("lee@example.com"));
    pass(2h);
    CHECK_FALSE(is_kept("lee@example.com"));
    CHECK(comes(What::confirm, token_in(mails.back().message)).status == 410);
    CHECK(comes(What::look, "0123456789abcdef0123456789abcdef").status == 410);
}

TEST_CASE_FIXTURE(Read, "while the mail server is down mails wait, also over a kill, and each arrives once") {
    subscribes("lee@example.com");
    mails.clear();
    server = [](const auto&) { return channels::MailAnswer{0, "", channels::MailStep::connect}; };
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    asks_for("dana@example.com");
    pass(10min);
    restart();
    publishes_and_settles("identified", "We know why.", "degraded");
    pass(10min);
    CHECK(mails.empty());
    server = [](const auto&) { return channels::MailAnswer{250, "taken", channels::MailStep::message}; };
    pass(10min);
    REQUIRE(to_mail("lee@example.com").size() == 2);
    CHECK(has(shown(to_mail("lee@example.com")[0]), "We are looking."));
    CHECK(has(shown(to_mail("lee@example.com")[1]), "We know why."));
    CHECK(to_mail("dana@example.com").size() == 1);
}

TEST_CASE_FIXTURE(Read, "an address that is refused, or told to come back later, holds back no other") {
    for (const auto* address :
         {"a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com",
          "f@example.com", "g@example.com", "h@example.com", "i@example.com"})
        subscribes(address);
    mails.clear();
    int greylisted = 2;
    server = [&](const channels::MailRequest& mail) {
        if (mail.to == "a@example.com")
            return channels::MailAnswer{550, "5.1.1 unknown", channels::MailStep::recipient};
        if (mail.to == "b@example.com" && greylisted-- > 0)
            return channels::MailAnswer{451, "4.7.1 later", channels::MailStep::recipient};
        return channels::MailAnswer{250, "taken", channels::MailStep::message};
    };
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    pass(2s);
    CHECK(mails.size() == 7);
    pass(30min);
    CHECK(to_mail("b@example.com").size() == 1);
    CHECK(mails.size() == 8);
}

TEST_CASE_FIXTURE(Read, "a mail whose answer is lost is sent once more at most, and holds back no other") {
    for (const auto* address :
         {"a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"})
        subscribes(address);
    mails.clear();
    std::vector<std::string> ids;
    server = [&](const channels::MailRequest& mail) {
        if (mail.to != "a@example.com")
            return channels::MailAnswer{250, "taken", channels::MailStep::message};
        ids.push_back(header_of(mail.message, "Message-ID"));
        return channels::MailAnswer{0, "", channels::MailStep::message};
    };
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    pass(2s);
    CHECK(mails.size() == 4);
    pass(24h);
    REQUIRE(ids.size() == 2);
    CHECK(ids[0] == ids[1]);
}

TEST_CASE_FIXTURE(Read,
                  "whatever a server says of one address, the others get their mails, and it is given up") {
    channels::MailAnswer refusal;
    SUBCASE("a policy") {
        refusal = {550, "5.7.1 not from you", channels::MailStep::recipient};
    }
    SUBCASE("no access") {
        refusal = {550, "5.4.1 denied", channels::MailStep::recipient};
    }
    SUBCASE("the message") {
        refusal = {554, "spam", channels::MailStep::message};
    }
    SUBCASE("cut off") {
        refusal = {0, "", channels::MailStep::recipient};
    }
    SUBCASE("for now") {
        refusal = {451, "4.7.1 later", channels::MailStep::recipient};
    }
    int tried = 0;
    for (const auto* address :
         {"a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"})
        subscribes(address);
    mails.clear();
    server = [&](const channels::MailRequest& mail) {
        if (mail.to != "a@example.com" && !mail.to.starts_with("new"))
            return channels::MailAnswer{250, "taken", channels::MailStep::message};
        tried += mail.to == "a@example.com";
        return refusal;
    };
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    pass(2s);
    CHECK(mails.size() == 4);
    // Confirmations that are refused hold back no other either: more of them than there are lanes.
    for (int i = 0; i < 8; ++i) asks_for(fmt::format("new{}@example.com", i));
    for (int i = 0; i < 4; ++i) asks_for(fmt::format("good{}@example.com", i));
    pass(2s);
    for (int i = 0; i < 4; ++i) CHECK(to_mail(fmt::format("good{}@example.com", i)).size() == 1);
    pass(24h);
    CHECK(tried == 5);
}

TEST_CASE_FIXTURE(Read, "a confirmation that is told to come back later comes later") {
    int greylisted = 2;
    server = [&](const channels::MailRequest&) {
        return greylisted-- > 0 ? channels::MailAnswer{451, "4.7.1 later", channels::MailStep::recipient}
                                : channels::MailAnswer{250, "taken", channels::MailStep::message};
    };
    asks_for("lee@example.com");
    CHECK(mails.empty());
    pass(30min);
    CHECK(to_mail("lee@example.com").size() == 1);
}

TEST_CASE_FIXTURE(Read, "of very many addresses that nobody confirms no more are taken until a day is over") {
    within([&](storage::Tx& tx) {
        for (int i = 0; i < 1000; ++i) {
            Subscriber one{{}, fmt::format("s{}@example.com", i), tx.now(), 1, std::nullopt};
            tx.save(one);
        }
    });
    const auto is_told = [&] {
        bool told = false;
        within([&](storage::Tx& tx) { told = tx.note("subscribers/full").has_value(); });
        return told;
    };
    CHECK(has(asks_for("lee@example.com").body, "Look into your mail"));
    CHECK(mails.empty());
    CHECK(is_told());
    pass(25h);
    asks_for("lee@example.com");
    CHECK(mails.size() == 1);
    CHECK_FALSE(is_told());
}

TEST_CASE_FIXTURE(Read, "many subscribers are mailed a few at a time and never fill what leaves at once") {
    constexpr int many = 350;
    within([&](storage::Tx& tx) {
        for (int i = 0; i < many; ++i) {
            Subscriber one{{}, fmt::format("s{}@example.com", i), tx.now(), 1, tx.now()};
            tx.save(one);
        }
    });
    publishes(kim, "investigating", "We are looking.", "major_outage");
    std::size_t most = 0;
    after_step = [&] {
        within([&](storage::Tx& tx) { most = std::max(most, static_cast<std::size_t>(tx.outbox_size())); });
    };
    pass(1min);
    CHECK(mails.size() == many);
    CHECK(most < many);
    std::set<std::string> addresses;
    for (const auto& mail : mails) addresses.insert(mail.to);
    CHECK(addresses.size() == many);
}

TEST_CASE_FIXTURE(Read,
                  "a private incident reaches no subscriber, and a correction sends no mail of its own") {
    subscribes("lee@example.com");
    mails.clear();
    types(sam, "declare sev1 private Data leak");
    types(sam, "statuspage 2");
    publishes_and_settles("investigating", "We look at the database.", "major_outage");
    presses(kim, incidents, last_with("sp.correct.open"), "sp.correct.open");
    submits(kim, {{"sp.text.investigating", {{"text", typed("We look at the API.")}}}});
    settle();
    REQUIRE(mails.size() == 1);
    CHECK_FALSE(has(mails.front().message, "leak"));
}

TEST_CASE_FIXTURE(Read, "without the setting there is no form, and links lead nowhere") {
    subscribes("lee@example.com");
    const auto token = token_in(mails.back().message);
    change(with_a_page());
    settle();
    CHECK_FALSE(has(page(), "subscribe"));
    CHECK(site->documents.find("/status/subscribe") == site->documents.end());
    CHECK(comes(What::look, token).status == 404);
    publishes_and_settles("investigating", "We are looking.", "major_outage");
    CHECK(mails.size() == 1);
}
