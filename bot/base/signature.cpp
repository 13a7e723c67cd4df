#include "bot/base/signature.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <stdexcept>

#include "bot/base/encoding.h"

namespace tocsin {
namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

constexpr std::size_t largest_certificate = 64 * 1024;  // bytes

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string keyed_hash(const EVP_MD* digest, std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int length = 0;
    if (HMAC(digest, key.data(), static_cast<int>(key.size()), raw(bytes), bytes.size(), out.data(),
             &length) == nullptr) {
        throw std::runtime_error("HMAC is not available in this OpenSSL");
    }
    return {reinterpret_cast<const char*>(out.data()), length};
}

// OpenSSL would ask for a passphrase on the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

// With an RSA key; nullptr: it is none.
std::unique_ptr<X509, FreeCertificate> certificate_in(std::string_view pem) {
    if (pem.size() > largest_certificate) return nullptr;
    const std::unique_ptr<BIO, decltype(&BIO_free)> source(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    std::unique_ptr<X509, FreeCertificate> read(
        PEM_read_bio_X509(source.get(), nullptr, no_passphrase, nullptr));
    EVP_PKEY* key = read ? X509_get0_pubkey(read.get()) : nullptr;
    if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) read.reset();
    ERR_clear_error();
    return read;
}

}  // namespace

std::string sha1_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, EVP_sha1(), nullptr) != 1) {
        throw std::runtime_error("SHA-1 is not available in this OpenSSL");
    }
    return hex({reinterpret_cast<const char*>(out.data()), length});
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
    return keyed_hash(EVP_sha1(), key, bytes);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    return keyed_hash(EVP_sha256(), key, bytes);
}

Expected<RsaKey> RsaKey::from_pem(const Secret& pem) {
    const std::string& text = pem.reveal();
    const std::unique_ptr<BIO, decltype(&BIO_free)> source(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free);
    std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr),
                                  &EVP_PKEY_free);
    ERR_clear_error();
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
        return fail(ErrorKind::invalid, "The private key is no RSA key in PEM without a passphrase.");
    }
    return RsaKey(std::move(key));
}

std::string RsaKey::sign(std::string_view bytes) const {
    const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t length = out.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, raw(bytes),
                       bytes.size()) != 1) {
        throw std::runtime_error("OpenSSL cannot sign with this RSA key");
    }
    out.resize(length);
    return out;
}

bool is_certificate(std::string_view pem) {
    return certificate_in(pem) != nullptr;
}

bool is_signed_by(std::string_view certificate, SignatureDigest digest, std::string_view bytes,
                  std::string_view signature) {
    const auto read = certificate_in(certificate);
    EVP_PKEY* key = read ? X509_get0_pubkey(read.get()) : nullptr;
    const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const EVP_MD* hash = digest == SignatureDigest::sha1 ? EVP_sha1() : EVP_sha256();
    const bool made =
        key != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(bytes), bytes.size()) == 1;
    ERR_clear_error();
    return made;
}

}  // namespace tocsin
