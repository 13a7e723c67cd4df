#include "templates/contacts.h"

#include <doctest/doctest.h>

#include "bot/base/gsm7.h"
#include "bot/base/text.h"
#include "tests/templates/block_limits.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

const std::string long_address = std::string(64, 'a') + "@" + std::string(180, 'b') + ".example";

ContactsFacts everything_said() {
    ContactsFacts facts;
    facts.person.id = PersonId("dana");
    facts.person.name = "Dana";
    facts.person.phone = "+12025550177";
    facts.person.email = long_address;
    facts.usable = {Means::phone, Means::sms, Means::email};
    facts.contacts.phone = VerifiedAddress{facts.person.phone, story::at("14:00")};
    facts.contacts.email = VerifiedAddress{long_address, story::at("14:00")};
    facts.contacts.delays = {{Severity::sev2, Means::phone, 2min}};
    facts.contacts.quiet = QuietHours{22 * 60, 7 * 60};
    facts.contacts.phoned_in_drills = true;
    facts.contacts.no_texts = NoTexts{facts.person.phone, story::at("14:00")};
    facts.last_test = story::at("14:00");
    facts.note = "<!channel> " + std::string(500, 'n');
    return facts;
}

void check_view(const slack::View& view) {
    CHECK(join(story::problems_of(read_json(view.modern), "modal"), "; ") == "");
    if (!view.classic.is_null())
        CHECK(join(story::problems_of(read_json(view.classic), "modal"), "; ") == "");
}

}  // namespace

TEST_CASE("the forms of contact methods keep Slack's limits and show no whole number") {
    const story::Stage stage;
    const auto context = stage.at("15:00");
    const auto facts = everything_said();
    const auto form = contacts_form(facts, context);
    check_view(form);
    CHECK_FALSE(form.modern.text().contains("2025550177"));
    CHECK(form.modern.text().contains("number ending 0177, verified 2025-01-21"));
    check_view(contacts_form({}, context));
    ContactCode phone, email;
    phone.means = Means::phone;
    phone.address = facts.person.phone;
    email.means = Means::email;
    email.address = long_address;
    const auto codes = codes_form({phone, email}, context);
    check_view(codes);
    CHECK_FALSE(codes.modern.text().contains("2025550177"));
}

TEST_CASE("a code fits into one text, and is said digit by digit") {
    CHECK(fits_one_segment(code_sms("123456")));
    CHECK(code_sms("123456").starts_with("123456 is your Tocsin code."));
    CHECK(code_call("123456")[1] == "Your code is 1, 2, 3, 4, 5, 6.");
    CHECK(code_mail("123456").text.contains("123456"));
}

TEST_CASE("what is told of a means that works no more names neither number nor blame") {
    const story::Stage stage;
    const auto context = stage.at("14:33");
    const auto dana = everything_said().person;
    CHECK(means_lost(Means::phone, context).text ==
          "Your phone could not be reached at 14:33 UTC. Check your number.");
    CHECK(means_lost(Means::email, context).text ==
          "You could not be reached at 14:33 UTC. Check your email address.");
    for (const auto& message :
         {texts_stopped(dana, context), texts_stopped_of(dana, context), texts_resumed(dana, context),
          code_not_sent(Means::phone, dana.phone, "No such number.", context),
          address_verified(Means::phone, dana.phone, context)}) {
        CHECK_FALSE(message.blocks.text().contains("2025550177"));
        CHECK(message.blocks.text().contains("number ending 0177"));
        CHECK(join(story::problems_of(story::surface(message), "message"), "; ") == "");
    }
    const auto left = left_slack(dana, context);
    CHECK(left.blocks.text().contains("The Slack account of"));
    CHECK_FALSE(left.blocks.text().contains("2025550177"));
    CHECK(join(story::problems_of(story::surface(left), "message"), "; ") == "");
}
