// How many codes leave for one number, whoever asks for them.

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

const std::string wanted_by_both = "+12025550177";

struct Asking : Pager {
    Asking() { settle(); }
    void asks(const std::string& who) {
        types(who, "me");
        const auto open = slack.workspace().views.stack_of(who);
        REQUIRE_FALSE(open.empty());
        const json phone{{"phone", {{"type", "plain_text_input"}, {"value", wanted_by_both}}}};
        acts({{"as", who},
              {"do", "submit"},
              {"view_id", open.back()->id},
              {"values", json{{"me.phone", phone}}}});
    }
    std::size_t sent_to_it() const { return texts(wanted_by_both).size(); }
};

}  // namespace

TEST_CASE_FIXTURE(Asking, "three codes an hour and ten a day reach one number, whoever asks for them") {
    asks(dana);
    asks(lee);
    asks(dana);
    CHECK(sent_to_it() == 3);
    asks(lee);  // who asked for one alone
    CHECK(sent_to_it() == 3);
    for (int hour = 1; hour < 12; ++hour) {
        pass(1h);
        asks(dana);
        asks(lee);
    }
    CHECK(sent_to_it() == 10);
    pass(25h);
    asks(lee);
    CHECK(sent_to_it() == 11);
}
