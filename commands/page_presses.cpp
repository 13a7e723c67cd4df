#include <fmt/format.h>

#include "commands/acknowledge.h"
#include "commands/presses.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

// The page that the button belongs to, if it went to whoever pressed.
const Page* own_page(const Pressed& pressed, const Incident& incident) {
    if (pressed.value->kind != slack::ButtonValue::Kind::page) return nullptr;
    const auto* page = page_of(incident, pressed.value->number);
    return page != nullptr && is_same(page->to, pressed.request.actor()) ? page : nullptr;
}

}  // namespace

// Slack has asked already, beside the button.
Answer press_escalate(const Pressed& pressed, Desk& desk) {
    return press_verb(pressed, "escalate", "", desk, true);
}

// Whoever was paged may, whatever else they may.
Answer press_page_acknowledge(const Pressed& pressed, Desk& desk) {
    const auto incident = incident_of(pressed, desk);
    const auto* page = incident ? own_page(pressed, *incident) : nullptr;
    if (page == nullptr || !is_open(incident->state)) return press_verb(pressed, "ack", "", desk);
    return answer_of(acknowledge(pressed.request, *incident, page->number, desk));
}

Answer press_page_decline(const Pressed& pressed, Desk& desk) {
    return press_verb(pressed, "pass", "", desk);
}

}  // namespace tocsin::commands
