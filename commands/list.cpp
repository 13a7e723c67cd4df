#include "bot/base/text.h"
#include "commands/listing.h"
#include "commands/verbs.h"

namespace tocsin::commands {
namespace {

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    return list_answer(invocation.request, trim(invocation.text), 0, desk);
}

}  // namespace

Verb list_verb() {
    return {.name = "list",
            .aliases = {"ls"},
            .usage = "[all|mine|sev1|closed]",
            .summary = "list open incidents",
            .example = "/incident list mine",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
