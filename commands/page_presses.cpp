#include <fmt/format.h>

#include "commands/acknowledge.h"
#include "commands/presses.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

struct OwnPage {
    Incident incident;
    int number = 0;
};

// The page that the button belongs to, if it went to whoever pressed: also of a private incident, which is
// nobody's to read who is not in it.
std::optional<OwnPage> own_page(const Pressed& pressed, Desk& desk) {
    if (!pressed.value || pressed.value->kind != slack::ButtonValue::Kind::page) return std::nullopt;
    // A guest on the rota has to be able to answer; an account that is nobody's any more has not.
    if (pressed.request.user.bot || pressed.request.user.deactivated) return std::nullopt;
    auto incident = desk.tx().incident(pressed.value->incident);
    const auto* page = incident ? page_of(*incident, pressed.value->number) : nullptr;
    if (page == nullptr || !is_open(incident->state) || !is_same(page->to, pressed.request.actor()))
        return std::nullopt;
    const int number = page->number;
    return OwnPage{*std::move(incident), number};
}

// As the verb does; whoever may not read the incident answers their page all the same.
Answer answer_page(const Pressed& pressed, std::string_view verb, bool confirmed, CommandBody body,
                   Desk& desk) {
    const auto own = incident_of(pressed, desk) ? std::nullopt : own_page(pressed, desk);
    if (!own) return press_verb(pressed, verb, "", desk, confirmed);
    return answer_of(act_quietly(pressed.request, own->incident, std::move(body), desk));
}

}  // namespace

// Slack has asked already, beside the button.
Answer press_escalate(const Pressed& pressed, Desk& desk) {
    return answer_page(pressed, "escalate", true, command::Escalate{}, desk);
}

// Whoever was paged may, whatever else they may.
Answer press_page_acknowledge(const Pressed& pressed, Desk& desk) {
    const auto own = own_page(pressed, desk);
    if (!own) return press_verb(pressed, "ack", "", desk);
    return answer_of(acknowledge(pressed.request, own->incident, own->number, desk));
}

Answer press_page_decline(const Pressed& pressed, Desk& desk) {
    return answer_page(pressed, "pass", false, command::PassOn{}, desk);
}

}  // namespace tocsin::commands
