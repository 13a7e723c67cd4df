#include "bot/trackers/parts.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/fit.h"

namespace tocsin::trackers {

std::string title_of(const Ticket& ticket) {
    constexpr std::size_t longest_title = 250;
    return channels::one_line(ticket.title, longest_title);
}

std::string markdown_of(const Ticket& ticket) {
    constexpr std::size_t longest_text = 8000;
    auto text = channels::paragraph(ticket.text, longest_text);
    if (!text.empty()) text += "\n\n";
    if (!ticket.link.empty()) text += ticket.link + "\n\n";
    return text + fmt::format("<!-- {} -->", ticket.marker);
}

Outcome refused(const channels::HttpAnswer& answer, std::string_view product) {
    return channels::refusal_among<Outcome>(answer, product);
}

Outcome unreadable(std::string_view product) {
    return channels::unreadable(product);
}

Standing standing_of(bool closed) {
    if (closed) return Closed{};
    return StillOpen{};
}

Standing as_standing(const Outcome& trouble) {
    if (const auto* retry = std::get_if<channels::Retry>(&trouble)) return *retry;
    return std::get<channels::Rejected>(trouble);
}

std::optional<NumberedIssue> numbered_issue(std::string_view name) {
    constexpr std::size_t most_digits = 12;
    const auto mark = name.rfind('#');
    if (mark == std::string_view::npos || mark == 0) return std::nullopt;
    const auto repository = name.substr(0, mark), number = name.substr(mark + 1);
    const bool is_number = !number.empty() && number.size() <= most_digits &&
                           number.find_first_not_of("0123456789") == std::string_view::npos;
    const bool is_path = repository.find_first_of("?#%\\ \t\r\n") == std::string_view::npos;
    if (!is_number || !is_path) return std::nullopt;
    return NumberedIssue{std::string(repository), std::string(number)};
}

bool is_issue_key(std::string_view key) {
    const auto dash = key.find('-');
    return dash != std::string_view::npos && dash > 0 && dash + 1 < key.size() && channels::is_plain_id(key);
}

bool is_address(std::string_view url) {
    constexpr std::size_t longest_address = 2000;
    constexpr std::string_view secure = "https://", plain = "http://";
    const bool known = url.starts_with(secure) || url.starts_with(plain);
    return known && url.size() > secure.size() && url.size() <= longest_address &&
           url.find_first_of(" <>\"\r\n\t|") == std::string_view::npos;
}

}  // namespace tocsin::trackers
