// What whoever sent alerts is answered: in the shape that its protocol expects, once they are durable.
#pragma once

#include <vector>

#include "bot/core/alert_record.h"
#include "bot/engine/messages.h"

namespace tocsin::engine {

// 202, and which alerts they are.
channels::HttpAnswer answer_to(const AlertsCame& came, const std::vector<AlertId>& ids);

}  // namespace tocsin::engine
