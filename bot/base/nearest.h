// Which of the names there are somebody may have meant by a word that is none of them: for errors of the
// configuration and of the languages in it. Commands of people have their own way to guess.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& names);

// `write "sam"` for the nearest name, else the names there are, else `otherwise`.
std::string choose_from(std::string_view word, const std::vector<std::string>& names,
                        std::string_view otherwise);

}  // namespace tocsin
