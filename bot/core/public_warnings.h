// What in a text should make somebody think twice before it is public: mentions, the names of internal hosts,
// the names of colleagues. A warning only; whoever publishes decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct PrivateWords {
    std::vector<std::string> people;  // their names as people call them
    std::vector<std::string> hosts;   // "db-1", "corp.example.com": it and everything below it
};

// What is found, in the order of the text and each once: "Dana", "db-1.internal", "@here". At most ten.
std::vector<std::string> private_words_in(std::string_view text, const PrivateWords& known);

}  // namespace tocsin
