// How an answer reaches the person who asked: in the acknowledgment, through the response URL, as an
// ephemeral message, a direct message or a form. Which of them Slack offers depends on where the question
// came from.
#pragma once

#include <optional>

#include "bot/engine/workbench.h"
#include "commands/request.h"

namespace tocsin::engine {

struct ReplyPaths {
    bool in_acknowledgment = false;  // it may carry a message
    bool is_submission = false;      // it may carry errors or the next form
    std::string trigger_id;          // a form can be opened for the next 3 s
    std::string response_url;
    std::string view_id;  // the form that was pressed in
    std::string view_hash;
};

// What the acknowledgment carries (null: nothing); everything else goes into the outbox.
JsonText deliver(Workbench& bench, const commands::Request& request, const ReplyPaths& paths,
                 const commands::Answer& answer);

}  // namespace tocsin::engine
