#include <charconv>

#include "bot/slack/identifiers.h"
#include "commands/duty_arguments.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/ad_hoc_page.h"

namespace tocsin::commands {
namespace {

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto me = configured(invocation.request.actor(), desk.rules());
    if (!me) return std::unexpected(me.error());
    const auto page = desk.test_page(desk.rules().people.at(me->person));
    if (page.deliveries.empty()) {
        return fail(ErrorKind::unavailable,
                    "No means reaches you: the configuration names none that works. No page was sent.");
    }
    return say(templates::test_page_on_its_way(page));
}

}  // namespace

Verb test_verb() {
    return {.name = "test",
            .usage = "",
            .summary = "send yourself a test page",
            .example = "/incident test",
            .details =
                "It goes to all your means, and two minutes later you are told what became of each. "
                "Nobody else is notified.",
            .right = Right::change_rota,
            .keeps_words = true,
            .run = run};
}

Answer press_test_page(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("test"), pressed.request, "", {}, desk);
}

Answer press_test_confirm(const Pressed& pressed, Desk& desk) {
    std::int64_t number = 0;
    const auto& value = pressed.press.value;
    std::from_chars(value.data(), value.data() + value.size(), number);
    auto page = desk.tx().ad_hoc_page(AdHocPageId{number});
    const bool is_member = may(Right::see, pressed.request.user, nullptr, desk.rules()) == Verdict::yes;
    if (!is_member || !page || page->to.user != pressed.request.user.id)
        return say("That page is not yours. Nothing was changed.");
    const auto confirmed = desk.confirm(*std::move(page), Means::slack);
    return in_place(say(templates::ad_hoc_page_confirmed(confirmed, desk.render())), "");
}

}  // namespace tocsin::commands
