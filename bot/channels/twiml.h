// TwiML: what a call on Twilio says, and where it sends the key that is pressed. What is said is the
// engine's business.
#pragma once

#include <string>
#include <string_view>

#include "bot/channels/channel.h"

namespace tocsin::channels {

// A document that says the speech and then, when it waits for a key, sends it to `action`; silence is sent
// there too. Else it hangs up. `first`: the call was just answered, and people miss the first second.
std::string twiml(const Speech& speech, const std::string& action, bool first);

// A document for a call that hears no keys: says the speech as often as it may, within the 4,000 characters
// that Twilio takes in a request.
std::string inline_twiml(const Speech& speech);

// As the answer to a callback; without a document: taken, nothing is said.
HttpAnswer twiml_answer(std::string document = R"(<?xml version="1.0" encoding="UTF-8"?><Response/>)");

}  // namespace tocsin::channels
