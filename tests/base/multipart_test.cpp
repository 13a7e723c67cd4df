#include "bot/base/multipart.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

constexpr std::string_view type = "multipart/form-data; boundary=abc";

}  // namespace

TEST_CASE("parts are read in their order, with a preamble, other headers and files") {
    const auto fields = read_multipart(
        "ignored\r\n--abc\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n"
        "--abc\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; filename=\"b.txt\"; "
        "Name=f\r\n\r\n--ab\r\n--abc--\r\nignored",
        type);
    REQUIRE(fields);
    CHECK(*fields == FormFields{{"a", "one\r\ntwo"}, {"f", "--ab"}});
}

TEST_CASE("a boundary may be quoted and followed by more, and none at all is no multipart") {
    const auto* body = "--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--a b--";
    for (const auto* named :
         {"multipart/form-data; boundary=\"a b\"", "Multipart/Form-Data;Boundary=\"a b\"; charset=utf-8"})
        CHECK(read_multipart(body, named) == FormFields{{"x", "1"}});
    CHECK_FALSE(read_multipart(body, "multipart/form-data"));
    CHECK_FALSE(read_multipart(body, "multipart/form-data; boundary=other"));
}

TEST_CASE("what is cut off keeps what came, and a part without a name is none") {
    const std::string whole = "--abc\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n12345";
    CHECK(read_multipart(whole, type) == FormFields{{"x", "12345"}});
    for (std::size_t size = 0; size < whole.size() - 5; ++size)
        CHECK_FALSE(read_multipart(std::string_view(whole).substr(0, size), type));
    CHECK_FALSE(read_multipart("--abc\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\n1", type));
    CHECK_FALSE(read_multipart("--abc\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1", type));
}
