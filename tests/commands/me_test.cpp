#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;
namespace field = slack::field;
namespace form = slack::form;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

struct Reached : Workroom {
    Contacts contacts(const char* person) {
        Contacts found;
        within_store([&](storage::Tx& tx) { found = tx.contacts(PersonId(person)); });
        return found;
    }
    Answer saves(const std::vector<Entered>& entered) {
        return submits(dana, filled(form::contacts, "", entered));
    }
    Answer enters(const std::vector<Entered>& entered) {
        return submits(dana, filled(form::contacts, "codes", entered));
    }
};

}  // namespace

TEST_CASE("the form shows how pages reach the person, and never a whole number") {
    Reached room;
    room.configured().people.at(PersonId("dana")).phone = "+12025550142";
    const auto opened = room.types(dana, "me");
    CHECK(form_of(opened) == form::contacts);
    const auto text = everything(opened);
    CHECK(has(text, "number ending 0142, from the configuration"));
    CHECK_FALSE(has(text, "2025550142"));
    CHECK(has(text, "none yet"));
    CHECK(form_of(room.presses(dana, "home.contacts", "")) == form::contacts);
    CHECK(form_of(room.types(dana, "prefs")) == form::contacts);
}

TEST_CASE("whoever the configuration does not name has nothing to change") {
    Reached room;
    CHECK(form_of(room.types(kim, "me")) == "");
    CHECK(has(words(room.types(kim, "me")), "configuration"));
}

TEST_CASE("a new number counts only after its code was entered") {
    Reached room;
    const auto asked = room.saves({{field::contacts_phone, {"+1 (202) 555-0177"}}});
    CHECK(form_of(asked) == form::contacts);
    CHECK(has(everything(asked), "number ending 0177"));
    CHECK_FALSE(room.contacts("dana").phone);
    const auto wrong = room.enters({{field::contacts_phone_code, {"111111"}}});
    CHECK(has(everything(wrong), "That is not the code. 4 tries are left."));
    CHECK_FALSE(room.contacts("dana").phone);
    room.advance(1min);
    const auto right = room.enters({{field::contacts_phone_code, {"424 242"}}});
    CHECK(has(words(right), "number ending 0177"));
    CHECK(room.contacts("dana").phone == VerifiedAddress{"+12025550177", start + 1min});
    CHECK_FALSE(room.contacts("lee").phone);
}

TEST_CASE("a code that was entered, or that is over, is good for nothing") {
    Reached room;
    room.saves({{field::contacts_email, {"dana@example.org"}}});
    CHECK(has(words(room.types(dana, "me 424242")), "dana@example.org"));
    CHECK(room.contacts("dana").email->address == "dana@example.org");
    CHECK(has(words(room.types(dana, "me 424242")), "No code is waiting"));
    room.saves({{field::contacts_email, {"other@example.org"}}});
    room.advance(10min);
    CHECK(has(words(room.types(dana, "me 424242")), "No code is waiting"));
    CHECK(room.contacts("dana").email->address == "dana@example.org");
}

TEST_CASE("five wrong tries are all that a code allows, and somebody else's code is nobody's") {
    Reached room;
    room.saves({{field::contacts_phone, {"+12025550177"}}});
    CHECK(has(words(room.types(lee, "me 424242")), "No code is waiting"));
    for (int i = 0; i < 5; ++i) room.types(dana, "me 000000");
    CHECK(has(words(room.types(dana, "me 424242")), "No code is waiting"));
    CHECK_FALSE(room.contacts("dana").phone);
}

TEST_CASE("addresses that are none are refused under their field, and nothing is changed") {
    Reached room;
    const auto answer = room.saves({{field::contacts_phone, {"555-0177"}},
                                    {field::contacts_email, {"dana at example"}},
                                    {field::contacts_options, {"drills"}}});
    CHECK(has(everything(answer), "me.phone"));
    CHECK(has(everything(answer), "me.email"));
    CHECK_FALSE(room.contacts("dana").phoned_in_drills);
}

TEST_CASE("a premium number is nobody's") {
    for (const char* number : {"+19005550100", "+449061234567", "+979123456789", "+33 899 123456"}) {
        Reached room;
        const auto answer = room.saves({{field::contacts_phone, {number}}});
        CHECK_MESSAGE(has(everything(answer), "premium number"), number);
    }
}

TEST_CASE("where numbers are of some countries only, another one is refused and says of which") {
    Reached room;
    room.configured().phones.countries = {"+49", "+1202"};
    const auto answer = room.saves({{field::contacts_phone, {"+44 20 7946 0958"}}});
    CHECK(has(everything(answer), "Numbers here begin with +49 or +1202. For another country ask an admin."));
    CHECK(form_of(room.saves({{field::contacts_phone, {"+1 (202) 555-0177"}}})) == form::contacts);
    CHECK(form_of(room.saves({{field::contacts_email, {"dana@example.org"}}})) == form::contacts);
}

TEST_CASE("delays and quiet hours are kept, and taken back") {
    Reached room;
    CHECK(words(room.saves({{field::contacts_sev2_calls, {"2"}},
                            {field::contacts_sev3_texts, {"5"}},
                            {field::contacts_quiet_from, {"1320"}},
                            {field::contacts_quiet_to, {"420"}},
                            {field::contacts_options, {"drills"}}})) ==
          "Saved. It counts from the next page on.");
    const auto kept = room.contacts("dana");
    CHECK(kept.delays.front() == MeansDelay{Severity::sev2, Means::phone, 2min});
    CHECK(kept.delays.back() == MeansDelay{Severity::sev3, Means::pushover, 5min});
    CHECK(kept.quiet == QuietHours{1320, 420});
    CHECK(kept.phoned_in_drills);
    CHECK(has(everything(room.saves({{field::contacts_quiet_from, {"1320"}}})), "me.quiet.to"));
    CHECK(room.contacts("dana").quiet == QuietHours{1320, 420});
    room.saves({});
    Contacts none;
    none.person = PersonId("dana");
    CHECK(room.contacts("dana") == none);
}

TEST_CASE("a verified number is forgotten on request") {
    Reached room;
    room.saves({{field::contacts_phone, {"+12025550177"}}});
    room.types(dana, "me 424242");
    REQUIRE(room.contacts("dana").phone);
    CHECK(has(everything(room.types(dana, "me")), "verified 2025-01-21"));
    room.saves({{field::contacts_options, {"phone"}}});
    CHECK_FALSE(room.contacts("dana").phone);
}
