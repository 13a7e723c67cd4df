// What other people's protocols sign, verify and name things with, on OpenSSL: keyed hashes, RSA, SHA-1.
// Which bytes a protocol signs, and where it puts the result, is the business of whoever speaks it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "bot/base/error.h"
#include "bot/base/secret.h"

struct evp_pkey_st;

namespace tocsin {

// Raw bytes. Compare with equal_in_constant_time (digest.h).
std::string hmac_sha1(std::string_view key, std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

std::string sha1_hex(std::string_view bytes);  // 40 lower-case digits

// A private RSA key that signs with SHA-256 and PKCS#1 v1.5 (RS256). Copies share the key.
class RsaKey {
  public:
    // Error: invalid, when it is no private RSA key in PEM or asks for a passphrase.
    static Expected<RsaKey> from_pem(const Secret& pem);

    std::string sign(std::string_view bytes) const;

  private:
    explicit RsaKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

enum class SignatureDigest { sha1, sha256 };  // sha1 only where somebody else's protocol leaves no choice

// Whether this is a certificate (PEM) with an RSA key.
bool is_certificate(std::string_view pem);

// Whether the RSA key of a certificate (PEM) made this signature, by PKCS#1 v1.5. Whether the certificate
// itself is to be trusted is for whoever fetched it. False for anything that is no certificate or no
// signature.
bool is_signed_by(std::string_view certificate, SignatureDigest digest, std::string_view bytes,
                  std::string_view signature);

}  // namespace tocsin
