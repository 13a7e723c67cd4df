#include "bot/engine/outside.h"

#include <fmt/format.h>

namespace tocsin::engine {
namespace {

constexpr int most_looked_at = 200;  // newest incidents

std::optional<Incident> newest_for(Workbench& bench, const CommandBody& command) {
    const bool tickets_too = std::holds_alternative<command::ChangeSeverity>(command);
    for (auto& incident : bench.tx().incidents(storage::ListFilter::all, most_looked_at)) {
        if (is_open(incident.state) || (tickets_too && incident.state == tocsin::State::ticket))
            return std::move(incident);
    }
    return std::nullopt;
}

}  // namespace

Expected<Incident> take_command(Workbench& bench, const CommandGiven& given) {
    const auto incident =
        given.incident ? bench.tx().incident(*given.incident) : newest_for(bench, given.command);
    if (!incident) {
        return fail(ErrorKind::not_found,
                    given.incident
                        ? fmt::format("There is no INC-{}. Nothing was changed.", given.incident->value())
                        : std::string("No incident is open. Nothing was changed."));
    }
    return bench.act(*incident, {given.by, given.via, given.command});
}

Incident take_declaration(Workbench& bench, const DeclarationGiven& given) {
    auto declared = given.declared;
    declared.detected = bench.now();
    if (declared.started == Time{}) declared.started = bench.now();
    declared.state =
        bench.rules().of(declared.severity).ticket.empty() ? tocsin::State::paging : tocsin::State::ticket;
    return bench.declare(declared, given.by, given.via);
}

}  // namespace tocsin::engine
