// Any bytes, in any pieces, as what a client sends: requests are read in one way or refused, in the same one
// however they are cut, and nothing is kept beyond the limits.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/net/request_reader.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/strict_http.h"

using namespace tocsin;
using fuzz::expect;
using net::HttpRequest;
using net::RequestReader;

namespace {

constexpr std::size_t longest_header = 512;  // small, so that they are met
constexpr std::size_t longest_body = 300;

struct Taken {
    HttpRequest request;
    std::size_t end = 0;  // of all the bytes
};

using Reading = std::vector<Taken>;

std::size_t size_of(const HttpRequest& request) {
    std::size_t size = request.method.size() + request.target.size();
    for (const auto& [name, value] : request.headers) size += name.size() + value.size();
    return size;
}

// As the server does: what was not taken is offered again, with the next piece behind it.
Reading read(std::string_view bytes, std::size_t piece) {
    Reading reading;
    std::string waiting;
    std::size_t end = 0;
    RequestReader reader(longest_header, longest_body);
    const auto offer = [&] {
        for (;;) {
            const auto used = reader.take(waiting);
            if (!used) {
                expect(used.error() == 400 || used.error() == 413 || used.error() == 431,
                       "a refusal has a status");
                return false;
            }
            expect(*used <= waiting.size(), "no more is taken than was offered");
            waiting.erase(0, *used);
            end += *used;
            expect(reader.header_bytes().size() <= longest_header, "a header has its limit");
            if (!reader.is_done()) {
                expect(waiting.size() <= longest_header, "what waits for more has its limit");
                return true;
            }
            reading.push_back({reader.release(), end});
            const auto& request = reading.back().request;
            expect(size_of(request) <= longest_header, "what is kept of a header has its limit");
            expect(request.body.size() <= longest_body, "a body has its limit");
            reader.~RequestReader();
            new (&reader) RequestReader(longest_header, longest_body);
            if (waiting.empty()) return true;
        }
    };
    while (!bytes.empty()) {
        waiting.append(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
        if (!offer()) break;
    }
    return reading;
}

// A refusal may come earlier or later: when it comes nothing more is taken.
void expect_same(const Reading& one, const Reading& other) {
    expect(one.size() == other.size(), "how bytes are cut changes nothing");
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto& [a, a_end] = one[i];
        const auto& [b, b_end] = other[i];
        expect(a_end == b_end && a.method == b.method && a.target == b.target && a.headers == b.headers &&
                   a.body == b.body,
               "how bytes are cut changes nothing of a request");
    }
}

// Whoever reads more strictly reads the same, so that no proxy in front sees another request.
void expect_one_meaning(const Reading& reading, std::string_view bytes) {
    std::size_t begin = 0;
    for (const auto& [request, end] : reading) {
        const auto strict = fuzz::StrictReader::read(bytes.substr(begin));
        expect(strict.has_value(), "what is taken is HTTP by the letter");
        expect(strict->size == end - begin, "a request ends where it ends");
        expect(strict->method == request.method && strict->target == request.target, "its first line is one");
        expect(strict->body == request.body, "its body is one");
        expect(strict->headers.size() == request.headers.size(), "its headers are those before the body");
        begin = end;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = read(bytes, std::max<std::size_t>(bytes.size(), 1));
    expect_same(whole, read(bytes, data[0] % 64 + 1U));
    expect_one_meaning(whole, bytes);
    return 0;
}
