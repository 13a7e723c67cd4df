// What calls have in common, whoever carries them: how long they ring, wait and last, and sentences made safe
// for XML. What a call says is the engine's business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/channels/channel.h"

namespace tocsin::channels {

// A call is never longer, whatever keys are pressed.
inline constexpr int longest_call_s = 300;
// How long a call rings: short enough that most voicemail does not pick up.
inline constexpr int ringing_s = 28;
// How long a call waits for a key after it has spoken (interactions.md 8.3).
inline constexpr int key_wait_s = 8;

inline constexpr std::size_t longest_sentence = 400;
inline constexpr std::size_t most_sentences = 12;

// At most `most_sentences` of it, each escaped for XML, on one line and at most `limit` characters before
// escaping.
std::vector<std::string> xml_sentences(const Speech& speech, std::size_t limit);
std::string xml_text(std::string_view text, std::size_t limit);

bool is_key(std::string_view text);  // one of 0 to 9, * and #

// How often the speech has been said in vain when it now answers `heard`: a key or another step starts anew.
int silence_after(const Speech& speech, const KeyPressed& heard);
// It has been said as often as it may be: the call ends.
bool is_over(const Speech& speech, const KeyPressed& heard);

}  // namespace tocsin::channels
