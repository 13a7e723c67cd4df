#include "bot/channels/mail_message.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/encoding.h"
#include "bot/base/mail_date.h"
#include "bot/base/text.h"
#include "bot/channels/fit.h"

namespace tocsin::channels {
namespace {

// Never in quoted-printable text: there = is followed by a digit, a capital or the line's end.
constexpr std::string_view boundary = "=_tocsin_=";

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; }) && !text.contains("=?");
}

// What may stand left of the @ in a Message-ID.
std::string id_part(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out),
                         [](char c) { return is_plain_id({&c, 1}) || c == '.'; });
    return out;
}

std::string shown(const Mailbox& mailbox) {
    const std::string name = one_line(mailbox.name, 100);
    if (name.empty()) return mailbox.address;
    if (!is_plain(name)) return fmt::format("{} <{}>", header_text(name), mailbox.address);
    const auto escaped = replace_all(replace_all(name, "\\", "\\\\"), "\"", "\\\"");
    return fmt::format("\"{}\" <{}>", escaped, mailbox.address);
}

std::string part(std::string_view type, std::string_view text) {
    return fmt::format(
        "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}", type,
        quoted_printable(text));
}

std::string body(const Mail& mail) {
    if (mail.html.empty()) return part("text/plain", mail.text);
    return fmt::format(
        "Content-Type: multipart/alternative; "
        "boundary=\"{0}\"\r\n\r\n--{0}\r\n{1}\r\n--{0}\r\n{2}\r\n--{0}--\r\n",
        boundary, part("text/plain", mail.text), part("text/html", mail.html));
}

}  // namespace

std::string mail_message(const Mail& mail, const Mailbox& from, Time now) {
    constexpr std::size_t longest_subject = 200;
    const std::string domain = from.address.substr(from.address.rfind('@') + 1);
    const std::string id = id_part(mail.id);
    const std::string thread = id_part(mail.thread);
    std::string out;
    const auto add = [&](std::string_view name, std::string_view value) {
        out += fmt::format("{}: {}\r\n", name, value);
    };
    add("From", shown(from));
    add("To", mail.address);
    add("Subject", header_text(one_line(mail.subject, longest_subject)));
    add("Date", format_mail_date(now));
    add("Message-ID", fmt::format("<{}@{}>", id, domain));
    if (!thread.empty() && thread != id) {
        add("In-Reply-To", fmt::format("<{}@{}>", thread, domain));
        add("References", fmt::format("<{}@{}>", thread, domain));
    }
    if (!mail.unsubscribe.empty()) {
        add("List-Unsubscribe", fmt::format("<{}>", mail.unsubscribe));
        add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    add("Auto-Submitted", "auto-generated");
    add("X-Auto-Response-Suppress", "All");
    if (mail.urgent) {
        add("Importance", "high");
        add("X-Priority", "1");
    }
    add("MIME-Version", "1.0");
    return out + body(mail);
}

std::string header_text(std::string_view text) {
    constexpr std::size_t bytes_in_word = 45;  // 60 in base64, 72 with =?UTF-8?B?…?=
    if (is_plain(text)) return std::string(text);
    std::string out;
    std::string rest = clean_utf8(text);
    while (!rest.empty()) {
        const std::string piece = at_most_bytes(rest, bytes_in_word);
        rest.erase(0, piece.size());
        if (!out.empty()) out += "\r\n ";
        out += fmt::format("=?UTF-8?B?{}?=", base64(piece));
    }
    return out;
}

std::string quoted_printable(std::string_view text) {
    constexpr std::size_t longest_line = 76;
    std::string out;
    for (auto line : lines_of(text)) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!out.empty()) out += "\r\n";
        std::size_t column = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            const bool last = i + 1 == line.size();
            const bool blank_at_end = last && (c == ' ' || c == '\t');
            const bool plain = ((c >= ' ' && c < 0x7f && c != '=') || c == '\t') && !blank_at_end;
            const std::string token =
                plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c));
            if (column + token.size() > longest_line - (last ? 0 : 1)) {
                out += "=\r\n";
                column = 0;
            }
            out += token;
            column += token.size();
        }
    }
    return out;
}

}  // namespace tocsin::channels
