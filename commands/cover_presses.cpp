#include <charconv>

#include "commands/covering.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/rota_messages.h"

namespace tocsin::commands {
namespace {

std::optional<RotaChange> change_of(const Pressed& pressed, Desk& desk) {
    std::int64_t number = 0;
    const auto& value = pressed.press.value;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return desk.tx().rota_change(RotaChangeId{number});
}

Actor presser(const Pressed& pressed, Desk& desk) {
    const auto* person = desk.rules().person_of(pressed.request.user.id);
    return person == nullptr ? pressed.request.actor() : actor_of(*person);
}

template <class Decide>
Answer settle(const Pressed& pressed, std::string_view said, Desk& desk, const Decide& decide) {
    if (may(Right::see, pressed.request.user, nullptr, desk.rules()) != Verdict::yes)
        return say("Only full members cover shifts. Nothing was changed.");
    const auto change = change_of(pressed, desk);
    if (!change) return in_place(say("This is not known any more. Nothing was changed."), "");
    auto decided = decide(*change, presser(pressed, desk));
    if (!decided) return say_error(decided.error());
    desk.record(*std::move(decided));
    return in_place(say(said), "");
}

}  // namespace

Answer press_cover_accept(const Pressed& pressed, Desk& desk) {
    return settle(pressed, "You accepted. Thank you.", desk, [&](const RotaChange& change, const Actor& who) {
        return agree(change, who, {desk.on_call(), desk.rules(), desk.now()});
    });
}

Answer press_cover_decline(const Pressed& pressed, Desk& desk) {
    return settle(
        pressed, "You declined. Nothing changes for you.", desk,
        [&](const RotaChange& change, const Actor& who) { return decline(change, who, desk.now()); });
}

Answer press_cover_end(const Pressed& pressed, Desk& desk) {
    return settle(pressed, "Taken back. Whom it concerns is told.", desk,
                  [&](const RotaChange& change, const Actor& who) {
                      return take_back(change, who, {desk.on_call(), desk.rules(), desk.now()});
                  });
}

Answer press_cover_find(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("override"), pressed.request, "", {}, desk);
}

Answer press_who_is_on_call(const Pressed& pressed, Desk& desk) {
    return run_words(*find_verb("oncall"), pressed.request, "", {}, desk);
}

}  // namespace tocsin::commands
