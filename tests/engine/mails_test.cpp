#include <algorithm>

#include "bot/channels/smtp.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine::testing;

namespace {

// Lee is paged by mail, and the server takes what it gets unless it is told not to.
struct Mailed : Pager {
    std::vector<channels::MailRequest> mails;
    int calls_and_texts = 0;
    bool down = false;

    Mailed() {
        auto settings = this->settings();
        settings.channels.add(Means::email, std::make_shared<channels::Smtp>(
                                                channels::SmtpSettings{{"Tocsin", "tocsin@example.com"}}));
        settings.rules.people[PersonId{"lee"}].email = "lee@example.com";
        settings.rules.severities[Severity::sev1].page.to.push_back({Target::Kind::person, "lee"});
        settings.rules.severities[Severity::sev1].page.via = {Means::email};
        restart_with(settings);
        provider = [this](const channels::Request& request) {
            const auto* mail = std::get_if<channels::MailRequest>(&request);
            calls_and_texts += mail == nullptr ? 1 : 0;
            if (mail == nullptr || down)
                return channels::Answer(channels::MailAnswer{451, "later", channels::MailStep::message});
            mails.push_back(*mail);
            return channels::Answer(channels::MailAnswer{250, "taken", channels::MailStep::message});
        };
        types(kim, "declare sev1 API Down");
        REQUIRE(to_lee().size() == 1);
    }
    std::vector<std::string> to_lee() const {
        std::vector<std::string> found;
        for (const auto& mail : mails)
            if (mail.to == "lee@example.com") found.push_back(mail.message);
        return found;
    }
};

}  // namespace

TEST_CASE("whoever was paged by mail reads there that somebody has it, and that it is over") {
    Mailed house;
    house.types(dana, "ack INC-1");
    REQUIRE(house.to_lee().size() == 2);
    CHECK(has(house.to_lee().back(), "Subject: [SEV 1] INC-1 API Down: acknowledged by Dana"));
    CHECK(has(house.to_lee().front(), "References: <inc-1.root@"));
    CHECK(has(house.to_lee().back(), "References: <inc-1.root@"));
    house.pass(2min);
    house.types(dana, "severity INC-1 3");
    house.types(dana, "resolve INC-1 Restarted it.");
    REQUIRE(house.to_lee().size() == 3);
    CHECK(has(house.to_lee().back(), "resolved after"));
}

TEST_CASE("a person who acknowledges gets no mail about it") {
    Mailed house;
    house.types(lee, "ack INC-1");
    CHECK(house.to_lee().size() == 1);
}

TEST_CASE("a mail server that is down for a moment gets the mail afterwards") {
    Mailed house;
    house.down = true;
    house.types(dana, "ack INC-1");
    CHECK(house.to_lee().size() == 1);
    house.down = false;
    house.pass(1min);
    CHECK(house.to_lee().size() == 2);
}

TEST_CASE("a mail that the server takes only later wakes nobody: neither its person nor an admin") {
    Mailed house;
    auto settings = house.settings();
    settings.rules.admins = {{Target::Kind::person, "lee"}};
    house.change(settings);
    house.down = true;
    house.types(kim, "declare sev1 Search Down");
    house.pass(5min);
    CHECK(house.calls_and_texts == 0);
    house.down = false;
    house.pass(1min);
    CHECK(house.to_lee().size() == 2);
}
