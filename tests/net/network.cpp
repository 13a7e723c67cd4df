#include "network.h"

#include <doctest/doctest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdio>
#include <optional>

#include "bot/base/digest.h"

namespace tocsin::test {

namespace asio = boost::asio;
using namespace std::chrono_literals;

void run_until(asio::io_context& io, const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (!done()) {
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < limit, "what was waited for did not happen");
        if (io.stopped()) io.restart();
        io.run_one_for(20ms);
    }
}

void run_ready(asio::io_context& io) {
    if (io.stopped()) io.restart();
    io.poll();
}

net::HttpResult fetch(asio::io_context& io, net::HttpClient& client, net::OutgoingRequest request,
                      Reach reach) {
    std::optional<net::HttpResult> result;
    client.send(std::move(request), reach, [&](net::HttpResult answer) { result = std::move(answer); });
    CHECK_FALSE(result.has_value());
    run_until(io, [&] { return result.has_value(); });
    return std::move(*result);
}

ScriptedPeer::ScriptedPeer(Script script)
    : acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      script_(std::move(script)),
      thread_([this] {
          for (;;) {
              tcp::socket socket(io_);
              acceptor_.accept(socket);
              if (stopping_) return;
              ++accepted_;
              script_(socket);
          }
      }) {}

ScriptedPeer::~ScriptedPeer() {
    stopping_ = true;
    asio::io_context io;
    tcp::socket socket(io);
    boost::system::error_code ignored;
    socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port_), ignored);
    thread_.join();
}

std::string ScriptedPeer::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::string read_until(tcp::socket& socket, const std::string& end) {
    std::string read;
    char byte = 0;
    boost::system::error_code error;
    while (!read.ends_with(end) && socket.read_some(asio::buffer(&byte, 1), error) == 1) read += byte;
    return read;
}

std::string read_exactly(tcp::socket& socket, std::size_t size) {
    std::string read(size, '\0');
    boost::system::error_code error;
    read.resize(asio::read(socket, asio::buffer(read), error));
    return read;
}

std::string read_request(tcp::socket& socket) {
    std::string request = read_until(socket, "\r\n\r\n");
    const std::size_t length = request.find("Content-Length: ");
    if (length == std::string::npos) return request;
    return request + read_exactly(socket, std::stoul(request.substr(length + 16)));
}

void write(tcp::socket& socket, const std::string& bytes) {
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(bytes), ignored);
}

void wait_for_end(tcp::socket& socket) {
    char bytes[1024];
    boost::system::error_code error;
    while (!error) socket.read_some(asio::buffer(bytes), error);
}

namespace {

EVP_PKEY* new_key(TestAuthority::Key kind) {
    EVP_PKEY* key = kind == TestAuthority::Key::rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    REQUIRE(key != nullptr);
    return key;
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509* new_certificate(EVP_PKEY* key, const std::string& name, int serial) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return certificate;
}

template <class Writer>
void write_pem(const std::string& path, Writer writer) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    REQUIRE(file != nullptr);
    writer(file);
    std::fclose(file);
}

}  // namespace

TestAuthority::TestAuthority()
    : folder_(std::filesystem::temp_directory_path() / ("tocsin-authority-" + random_token(8))),
      key_(new_key(Key::elliptic)) {
    std::filesystem::create_directories(folder_);
    auto* key = static_cast<EVP_PKEY*>(key_);
    X509* certificate = new_certificate(key, "Tocsin test authority", serial_++);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    REQUIRE(X509_sign(certificate, key, EVP_sha256()) != 0);
    certificate_ = certificate;
    write_pem(certificate_file(), [&](std::FILE* file) { PEM_write_X509(file, certificate); });
}

TestAuthority::~TestAuthority() {
    X509_free(static_cast<X509*>(certificate_));
    EVP_PKEY_free(static_cast<EVP_PKEY*>(key_));
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string TestAuthority::certificate_file() const {
    return (folder_ / "authority.pem").string();
}

CertificateFiles TestAuthority::issue(const std::string& host, bool self_signed, Key kind, Dates dates) {
    constexpr long day = 86'400;
    EVP_PKEY* key = new_key(kind);
    X509* certificate = new_certificate(key, host, serial_++);
    if (dates == Dates::over) {
        X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * day);
        X509_gmtime_adj(X509_getm_notAfter(certificate), -day);
    }
    if (dates == Dates::to_come) {
        X509_gmtime_adj(X509_getm_notBefore(certificate), day);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 2 * day);
    }
    auto* authority = static_cast<X509*>(certificate_);
    X509_set_issuer_name(certificate, X509_get_subject_name(self_signed ? certificate : authority));
    const bool address = host.find_first_not_of("0123456789.") == std::string::npos;
    add_extension(certificate, self_signed ? certificate : authority, NID_subject_alt_name,
                  (address ? "IP:" : "DNS:") + host);
    REQUIRE(X509_sign(certificate, self_signed ? key : static_cast<EVP_PKEY*>(key_), EVP_sha256()) != 0);
    const std::string base = (folder_ / std::to_string(serial_)).string();
    const CertificateFiles files{base + ".pem", base + ".key"};
    write_pem(files.certificate, [&](std::FILE* file) { PEM_write_X509(file, certificate); });
    write_pem(files.key, [&](std::FILE* file) {
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    X509_free(certificate);
    EVP_PKEY_free(key);
    return files;
}

}  // namespace tocsin::test
