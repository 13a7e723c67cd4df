// Whether two processes were told the same, without showing what.
#pragma once

#include <string>

#include "bot/config/document.h"

namespace tocsin::config {

// 12 hexadecimal digits of a document whose variables are filled in. What may differ between the replicas of
// one house does not count: storage, log, slack.connections, the heartbeat, the listeners and their TLS,
// secrets, and where files and folders are. Comments and the way a value is quoted do not count either.
std::string fingerprint_of(const Node& document);

}  // namespace tocsin::config
