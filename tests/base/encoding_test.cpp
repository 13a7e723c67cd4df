#include "bot/base/encoding.h"

#include <doctest/doctest.h>

#include "bot/base/contact.h"
#include "bot/base/form.h"
#include "bot/base/mail_date.h"

using namespace tocsin;

TEST_CASE("base64 gives the examples of RFC 4648, both ways") {
    const std::pair<const char*, const char*> examples[] = {
        {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
        {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : examples) {
        CHECK(base64(plain) == encoded);
        CHECK(from_base64(encoded) == plain);
    }
    CHECK(base64("\xfb\xff") == "+/8=");
    CHECK(base64url("\xfb\xff") == "-_8");
    CHECK(from_base64url("-_8") == "\xfb\xff");
}

TEST_CASE("what is no base64 is none") {
    for (const char* text : {"Z", "Zm9v!", "Zm 9v", "=Zg", "Zg===", "-_8"}) {
        CAPTURE(text);
        CHECK_FALSE(from_base64(text).has_value());
    }
    CHECK_FALSE(from_base64url("+/8").has_value());
}

TEST_CASE("forms are written and read back") {
    const FormFields fields{{"a b", "c&d=e/ü~"}, {"To", "+12025550101"}, {"To", ""}};
    CHECK(write_form(fields) == "a+b=c%26d%3De%2F%C3%BC~&To=%2B12025550101&To=");
    CHECK(read_form(write_form(fields)) == fields);
    CHECK(field_of(fields, "To") == "+12025550101");
    CHECK(field_of(fields, "From").empty());
}

TEST_CASE("a broken form is read as far as it goes") {
    CHECK(read_form("a&&=b&c=%4&d=%zz&e=%41") ==
          FormFields{{"a", ""}, {"", "b"}, {"c", "%4"}, {"d", "%zz"}, {"e", "A"}});
}

TEST_CASE("phone numbers are E.164") {
    CHECK(is_phone("+12025550101"));
    for (const char* text : {"12025550101", "+0202555010", "+1202", "+1 202 555 0101", "+1234567890123456",
                             "", "+1202555\r\n01"}) {
        CAPTURE(text);
        CHECK_FALSE(is_phone(text));
    }
}

TEST_CASE("e-mail addresses are plain ones, which no server can misread") {
    for (const char* text :
         {"tocsin@example.com", "d.a+pager@mail.example.co.uk", "x@localhost", "o'neil@example.com"}) {
        CAPTURE(text);
        CHECK(is_email(text));
    }
    for (const char* text : {"", "@", "a@", "@b", "a@b@c", "Tocsin <tocsin>", "a b@c",
                             "a@b>\r\nRCPT TO:<evil@e.t", "a..b@c", ".a@b", "a@b.", "a@-b", "a@b-",
                             "\"a b\"@c", "a@[127.0.0.1]", "a@b_c", "dänä@example.com", "a@b\n", "a;b@c"}) {
        CAPTURE(text);
        CHECK_FALSE(is_email(text));
    }
}

TEST_CASE("a sender is an address, with a name or without") {
    CHECK(read_mailbox("tocsin@example.com") == Mailbox{"", "tocsin@example.com"});
    CHECK(read_mailbox("Tocsin <tocsin@example.com>") == Mailbox{"Tocsin", "tocsin@example.com"});
    CHECK(read_mailbox("\"Tocsin, Inc.\" <t@example.com>") == Mailbox{"Tocsin, Inc.", "t@example.com"});
    CHECK_FALSE(read_mailbox("Tocsin <tocsin>"));
    CHECK_FALSE(read_mailbox("Tocsin <t@example.com> x"));
    CHECK_FALSE(read_mailbox("Toc\r\nBcc: x <t@example.com>"));
}

TEST_CASE("dates of mail and HTTP are written and read") {
    const Time at = time_from_unix(1558718307);
    CHECK(format_mail_date(at) == "Fri, 24 May 2019 17:18:27 +0000");
    CHECK(parse_mail_date("Fri, 24 May 2019 17:18:27 +0000") == at);
    CHECK(parse_mail_date("Fri, 24 May 2019 17:18:27 GMT") == at);
    CHECK(parse_mail_date("24 May 2019 19:18:27 +0200") == at);
    for (const char* text : {"", "Fri", "Fri, 31 Feb 2019 17:18:27 GMT", "Fri, 24 May 2019 17:18 GMT",
                             "Fri, 24 Mai 2019 17:18:27 GMT", "Fri, 24 May 2019 17:18:27 EST",
                             "Fri, -1 May 2019 17:18:27 GMT", "Fri, 24 May 2019 25:18:27 GMT"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_mail_date(text).has_value());
    }
}
