// Block Kit's texts and blocks as small types that keep Slack's limits (slack.md section 7): the compiler
// refuses a literal that is too long, everything else is cut visibly. Elements of forms and actions are in
// elements.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/json_text.h"
#include "bot/slack/mrkdwn.h"

namespace tocsin::slack {

namespace limit {
inline constexpr std::size_t header = 150;
inline constexpr std::size_t section = 3000;
inline constexpr std::size_t field = 2000;
inline constexpr std::size_t fields = 6;  // Slack allows 10; more than six are not read at night
inline constexpr std::size_t context_elements = 10;
inline constexpr std::size_t action_elements = 25;
inline constexpr std::size_t message_blocks = 50;
inline constexpr std::size_t view_blocks = 100;
inline constexpr std::size_t message_text = 4000;
// Over all blocks of one message Slack counts rendered characters and refuses near 13,200.
inline constexpr std::size_t message_total = 12000;
inline constexpr std::size_t markdown = 12000;
inline constexpr std::size_t alert = 200;
inline constexpr std::size_t title = 24;
inline constexpr std::size_t metadata = 3000;
}  // namespace limit

consteval std::size_t literal_units(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

// Text for a plain_text object, given as plain words of any origin; cleans and escapes them.
template <std::size_t most>
class Plain {
  public:
    template <std::size_t n>
    consteval Plain(const char (&literal)[n]) : literal_(literal, n - 1) {
        if (literal_units(literal_) > most) throw "longer than Slack allows here";
        if (literal_.find_first_of("&<>") != std::string_view::npos)
            throw "needs escaping: pass a std::string";
    }
    Plain(const std::string& words) : owned_(cut_markup(escape(clean_words(words)), most)) {}
    Plain(std::string_view words) : owned_(cut_markup(escape(clean_words(words)), most)) {}

    std::string_view text() const { return owned_ ? std::string_view(*owned_) : literal_; }
    bool empty() const { return text().empty(); }

  private:
    std::string_view literal_;
    std::optional<std::string> owned_;
};

// Text for a mrkdwn object, given as safe markup: literals of ours, typed(), mention(), link().
template <std::size_t most>
class Markup {
  public:
    template <std::size_t n>
    consteval Markup(const char (&literal)[n]) : literal_(literal, n - 1) {
        if (literal_units(literal_) > most) throw "longer than Slack allows here";
    }
    Markup(const std::string& safe) : owned_(cut_markup(safe, most)) {}

    std::string_view text() const { return owned_ ? std::string_view(*owned_) : literal_; }
    bool empty() const { return text().empty(); }

  private:
    std::string_view literal_;
    std::optional<std::string> owned_;
};

JsonText plain_text(std::string_view escaped);
JsonText mrkdwn_text(std::string_view safe);

// The blocks of one message or view. A block's ID is `<prefix>.<part>` and, in messages, `.<revision>`, so
// that an edited message never mixes states. Blocks without content are left out.
class Blocks {
  public:
    explicit Blocks(std::string_view prefix, int revision = 0) : prefix_(prefix), revision_(revision) {}

    void header(std::string_view part, const Plain<limit::header>& text);
    void section(std::string_view part, const Markup<limit::section>& text,
                 const JsonText& accessory = nullptr);
    void fields(std::string_view part, const std::vector<Markup<limit::field>>& fields);
    void context(std::string_view part, const std::vector<std::string>& safe);
    void actions(std::string_view part, const std::vector<JsonText>& elements);
    void divider(std::string_view part);
    void alert(std::string_view part, std::string_view level, const Markup<limit::alert>& text);
    void markdown(std::string_view part, std::string_view text);
    void input(std::string_view block_id, const Plain<2000>& label, const JsonText& element,
               const Plain<2000>& hint = "", bool optional = false, bool dispatches = false);
    void add(const JsonText& block);  // any other block, with its ID from id()

    std::string id(std::string_view part) const;
    JsonText take() { return std::move(blocks_); }

  private:
    std::string prefix_;
    int revision_;
    JsonText blocks_ = JsonText::array();
    std::size_t count_ = 0;
};

}  // namespace tocsin::slack
