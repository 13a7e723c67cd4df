// Redacting one stored JSON value of a kind, beside the functions that write and read it. Each answers
// whether it changed the text, and throws UnreadableValue for what is none of ours.
#pragma once

#include <string>

#include "storage/redaction.h"

namespace tocsin::storage {

bool redact_rota_change(std::string& value, Redaction& rule);
bool redact_silence(std::string& value, Redaction& rule);
bool redact_alert(std::string& value, Redaction& rule);
bool redact_ad_hoc_page(std::string& value, Redaction& rule);
bool redact_public_notice(std::string& value, Redaction& rule);

}  // namespace tocsin::storage
