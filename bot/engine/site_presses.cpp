#include "bot/engine/site_presses.h"

#include <fmt/format.h>

#include <array>

#include "bot/base/text.h"
#include "bot/engine/site_parts.h"
#include "commands/registry.h"
#include "commands/run_words.h"

namespace tocsin::engine {
namespace {

constexpr std::array simple_presses{"ack", "join"};
constexpr std::array presses_with_text{"update", "note"};

std::string resolve(const commands::Request& request, const Incident& incident, const FormFields& form,
                    Workbench& bench) {
    const auto admitted = commands::admitted(*commands::find_verb("resolve"), request, incident, bench);
    if (!admitted) return words_said(admitted.error(), bench);
    command::Resolve resolve;
    resolve.cause = clean_utf8(trim(field_of(form, "cause")));
    resolve.mitigation = clean_utf8(trim(field_of(form, "mitigation")));
    const auto after = bench.act(*admitted, {request.actor(), Via::web, std::move(resolve)});
    return after ? "" : after.error().message;
}

}  // namespace

std::string press_on_incident(Workbench& bench, const SlackUser& user, const Incident& incident,
                              const FormFields& form) {
    commands::Request request;
    request.via = Via::web;
    request.user = user;
    request.can_open_form = false;
    const auto press = field_of(form, "press");
    if (press == "resolve") return resolve(request, incident, form, bench);
    const bool takes_text = std::ranges::find(presses_with_text, press) != presses_with_text.end();
    if (!takes_text && std::ranges::find(simple_presses, press) == simple_presses.end())
        return "That button is not known here. Nothing was changed.";
    auto line = fmt::format("INC-{}", incident.number.value());
    if (takes_text) {
        const auto text = clean_utf8(trim(field_of(form, "text")));
        if (text.empty()) return "There is nothing in the field. Nothing was changed.";
        line += " " + text;
    }
    // Whoever pressed "Acknowledge INC-42" has said what they mean: they are not asked once more.
    return words_said(
        commands::run_words(*commands::find_verb(press), request, line, {.confirmed = true}, bench), bench);
}

}  // namespace tocsin::engine
