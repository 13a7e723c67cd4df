#include "bot/sandbox/mail_reader.h"

#include <charconv>

#include "bot/base/encoding.h"
#include "bot/base/text.h"

namespace tocsin::sandbox {

namespace {

struct Part {
    std::string_view head;
    std::string_view body;
};

Part part_of(std::string_view text) {
    const auto blank = text.find("\r\n\r\n");
    if (blank == text.npos) return {text, {}};
    return {text.substr(0, blank), text.substr(blank + 4)};
}

// Unfolded; empty when there is none.
std::string header_of(std::string_view head, std::string_view name) {
    std::string value;
    bool inside = false;
    for (const auto line : lines_of(head)) {
        if (inside && (line.starts_with(' ') || line.starts_with('\t'))) {
            value += ' ';
            value += trim(line);
            continue;
        }
        if (inside) break;
        const auto colon = line.find(':');
        if (colon == line.npos || !iequals(line.substr(0, colon), name)) continue;
        inside = true;
        value = trim(line.substr(colon + 1));
    }
    return value;
}

// =?UTF-8?B?…?= words; blanks between two of them mean nothing.
std::string decoded_words(std::string_view text) {
    static constexpr std::string_view opening = "=?UTF-8?B?";
    std::string out;
    while (true) {
        const auto from = text.find(opening);
        if (from == text.npos) return out.append(text);
        const auto to = text.find("?=", from + opening.size());
        if (to == text.npos) return out.append(text);
        const auto before = text.substr(0, from);
        if (out.empty() || !trim(before).empty()) out += before;
        out += from_base64(text.substr(from + opening.size(), to - from - opening.size())).value_or("");
        text.remove_prefix(to + 2);
    }
}

std::string from_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            if (text[i] != '\r') out += text[i];
            continue;
        }
        if (text.substr(i + 1).starts_with("\r\n")) {
            i += 2;
            continue;
        }
        int byte = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (error != std::errc() || end != digits.data() + 2) {
            out += '=';
            continue;
        }
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

std::string plain_text(const Part& part) {
    const auto type = header_of(part.head, "Content-Type");
    const auto boundary = type.find("boundary=\"");
    if (type.starts_with("multipart/") && boundary != type.npos) {
        const auto from = boundary + 10;
        const std::string line = "--" + type.substr(from, type.find('"', from) - from) + "\r\n";
        const auto first = part.body.find(line);
        if (first == part.body.npos) return {};
        const auto rest = part.body.substr(first + line.size());
        const auto end = rest.find("\r\n" + line.substr(0, line.size() - 2));
        const auto inner = part_of(rest.substr(0, end));
        return header_of(inner.head, "Content-Type").starts_with("text/plain") ? plain_text(inner)
                                                                               : std::string();
    }
    if (iequals(header_of(part.head, "Content-Transfer-Encoding"), "quoted-printable"))
        return from_quoted_printable(part.body);
    return replace_all(std::string(part.body), "\r\n", "\n");
}

}  // namespace

ReadMail read_mail(std::string_view message) {
    const auto part = part_of(message);
    return {clean_utf8(decoded_words(header_of(part.head, "From"))),
            clean_utf8(decoded_words(header_of(part.head, "Subject"))), clean_utf8(plain_text(part))};
}

}  // namespace tocsin::sandbox
