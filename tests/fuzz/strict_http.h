// A second reader of HTTP/1.1 requests, written from RFC 9112 and as strict as it allows, to hold the one of
// bot/net against: whoever stands before the bot reads no more leniently. Slow, whole messages only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/text.h"

namespace tocsin::fuzz {

struct StrictRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::size_t size = 0;  // in bytes, from the first to the last
};

class StrictReader {
  public:
    // nullopt: there is no whole request at the front, or it is none.
    static std::optional<StrictRequest> read(std::string_view bytes) {
        StrictReader reader(bytes);
        if (!reader.request_line() || !reader.fields(reader.request_.headers, false) || !reader.body())
            return std::nullopt;
        reader.request_.size = bytes.size() - reader.rest_.size();
        return std::move(reader.request_);
    }

  private:
    explicit StrictReader(std::string_view bytes) : rest_(bytes) {}

    static bool is_token(std::string_view text) {
        constexpr std::string_view more = "!#$%&'*+-.^_`|~";
        return !text.empty() && std::ranges::all_of(text, [&](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   more.contains(c);
        });
    }
    static bool is_value(std::string_view text) {
        return std::ranges::none_of(text, [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\t') || byte == 0x7f;
        });
    }
    static std::string_view without_blanks(std::string_view text) {
        const auto first = text.find_first_not_of(" \t");
        if (first == std::string_view::npos) return {};
        return text.substr(first, text.find_last_not_of(" \t") - first + 1);
    }
    static std::optional<std::size_t> number(std::string_view digits, unsigned base) {
        std::size_t value = 0;
        for (const char c : digits) {
            const auto digit = c >= '0' && c <= '9'   ? c - '0'
                               : c >= 'a' && c <= 'f' ? c - 'a' + 10
                               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                      : 16;
            const auto unsigned_digit = static_cast<std::size_t>(digit);
            if (unsigned_digit >= base || value > (std::numeric_limits<std::size_t>::max() - 15) / base)
                return std::nullopt;
            value = value * base + unsigned_digit;
        }
        return digits.empty() ? std::nullopt : std::optional(value);
    }

    std::optional<std::string_view> line() {
        const auto end = rest_.find("\r\n");
        if (end == std::string_view::npos) return std::nullopt;
        const auto found = rest_.substr(0, end);
        rest_.remove_prefix(end + 2);
        return found;
    }

    bool request_line() {
        const auto found = line();
        if (!found) return false;
        const auto parts = split(*found, ' ');
        if (parts.size() != 3 || !is_token(parts[0]) || parts[1].empty()) return false;
        if (!is_value(parts[1]) || parts[1].contains('\t')) return false;
        if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") return false;
        has_chunks_ = parts[2] == "HTTP/1.1";
        request_.method = parts[0];
        request_.target = parts[1];
        return true;
    }

    bool fields(std::vector<std::pair<std::string, std::string>>& into, bool may_fold) {
        for (;;) {
            const auto found = line();
            if (!found) return false;
            if (found->empty()) return true;
            if (may_fold && !into.empty() && (*found)[0] <= ' ' && is_value(*found)) continue;
            const auto colon = found->find(':');
            if (colon == std::string_view::npos || !is_token(found->substr(0, colon))) return false;
            const auto value = without_blanks(found->substr(colon + 1));
            if (!is_value(value)) return false;
            into.emplace_back(found->substr(0, colon), value);
        }
    }

    std::vector<std::string> values_of(std::string_view name) const {
        std::vector<std::string> values;
        for (const auto& [each, value] : request_.headers)
            if (iequals(each, name)) values.push_back(value);
        return values;
    }

    bool body() {
        const auto codings = values_of("Transfer-Encoding");
        const auto lengths = values_of("Content-Length");
        if (values_of("Host").size() > 1 || codings.size() + lengths.size() > 1) return false;
        if (!codings.empty()) return has_chunks_ && iequals(codings.front(), "chunked") && chunks();
        if (lengths.empty()) return true;
        const auto length = number(lengths.front(), 10);
        return length && take(*length);
    }

    bool take(std::size_t size) {
        if (size > rest_.size()) return false;
        request_.body += rest_.substr(0, size);
        rest_.remove_prefix(size);
        return true;
    }

    bool chunks() {
        for (;;) {
            const auto found = line();
            if (!found || !is_value(*found)) return false;
            // What a chunk's extension is made of is nobody's business, as long as it stays on its line.
            const auto size = number(found->substr(0, found->find_first_of("; \t")), 16);
            if (!size) return false;
            if (*size == 0) {
                // Nobody reads them, so that it does not matter where one ends; the last one does.
                std::vector<std::pair<std::string, std::string>> trailers;
                return fields(trailers, true);
            }
            if (!take(*size) || !rest_.starts_with("\r\n")) return false;
            rest_.remove_prefix(2);
        }
    }

    std::string_view rest_;
    StrictRequest request_;
    bool has_chunks_ = false;
};

}  // namespace tocsin::fuzz
