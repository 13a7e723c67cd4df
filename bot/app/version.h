// Which Tocsin this is. One place, so that the log, `version` and doctor agree.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::app {

std::string_view version();  // 0.1.0
std::string build_facts();   // several lines: version, compiler, libraries with their versions

}  // namespace tocsin::app
