// Completion scripts for shells, made from the verbs and their options. What they are is main.cpp's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::app {

struct VerbWords {
    std::string name;
    std::string does;
    std::vector<std::string> options;  // --config, --json
};

// `shell` is bash, zsh or fish.
std::string completion(std::string_view shell, const std::vector<VerbWords>& verbs);

}  // namespace tocsin::app
