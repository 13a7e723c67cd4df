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
    const auto outcome = channels::refusal(answer, product);
    if (const auto* retry = std::get_if<channels::Retry>(&outcome)) return *retry;
    return std::get<channels::Rejected>(outcome);
}

Outcome unreadable(std::string_view product) {
    return channels::unreadable(product);
}

bool is_address(std::string_view url) {
    constexpr std::size_t longest_address = 2000;
    constexpr std::string_view secure = "https://", plain = "http://";
    const bool known = url.starts_with(secure) || url.starts_with(plain);
    return known && url.size() > secure.size() && url.size() <= longest_address &&
           url.find_first_of(" <>\"\r\n\t|") == std::string_view::npos;
}

}  // namespace tocsin::trackers
