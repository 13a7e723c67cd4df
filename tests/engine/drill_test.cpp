#include <algorithm>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

struct Drill : Pager {
    void wants_calls(const char* person) {
        Contacts contacts;
        contacts.person = PersonId(person);
        contacts.phoned_in_drills = true;
        within([&](storage::Tx& tx) { tx.save(contacts); });
        restart();
        settle();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Drill, "a drill pages in Slack alone, and phones only whoever wants that") {
    wants_calls("lee");
    CHECK(has(types(lee, "drill sev1 API Down"), "DRILL-1"));
    CHECK(texts(danas_number).empty());
    CHECK(calls_to(danas_number).empty());
    REQUIRE_FALSE(direct(dana).empty());
    CHECK(has(everything(direct(dana).back()), "DRILL SEV 1"));
    pass(10min);
    CHECK(texts(danas_number).empty());
    CHECK(last_text(lees_number).starts_with("DRILL SEV 1: API Down.\nDRILL-1. Dana has not acknowledged"));
    CHECK(calls_to(lees_number).size() == 1);
}

TEST_CASE_FIXTURE(Drill, "a drill that nobody answers alarms nobody, and the bot stays ready") {
    types(lee, "drill sev1 API Down");
    pass(30min);
    const auto all = messages();
    CHECK(std::ranges::none_of(all, [](const auto& message) { return has(everything(message), "<!here>"); }));
    CHECK(std::ranges::any_of(all, [](const auto& message) {
        return has(message.text, "DRILL") && has(message.text, "nobody is left to page");
    }));
}

TEST_CASE_FIXTURE(Drill, "a real incident at the same time is paged as ever") {
    types(lee, "drill sev1 API Down");
    types(lee, "declare sev1 Payments fail");
    CHECK(has(last_text(danas_number), "Payments fail"));
    CHECK(calls_to(danas_number).size() == 1);
}
