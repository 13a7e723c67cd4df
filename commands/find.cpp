#include "bot/base/text.h"
#include "commands/listing.h"
#include "commands/verbs.h"

namespace tocsin::commands {
namespace {

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    if (trim(invocation.text).empty()) {
        return fail(ErrorKind::invalid,
                    "Find what? Write /incident find and some words of the title or an update.");
    }
    return find_answer(invocation.request, trim(invocation.text), 0, desk);
}

}  // namespace

Verb search_verb() {
    return {.name = "find",
            .usage = "words",
            .summary = "search old incidents",
            .example = "/incident find connection pool",
            .details = "Looks at titles, updates, notes, causes, action items and post-mortems.",
            .right = Right::see,
            .run = run};
}

}  // namespace tocsin::commands
