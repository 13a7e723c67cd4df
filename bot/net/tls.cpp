#include "bot/net/tls.h"

#include <fmt/format.h>

namespace tocsin::net {

namespace ssl = boost::asio::ssl;

namespace {

ssl::context modern(ssl::context::method method) {
    ssl::context context(method);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_compression);
    if (SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION) != 1)
        throw std::runtime_error("OpenSSL refuses TLS 1.2 as the oldest version");
    // Idle connections are many; their record buffers need not stay.
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    return context;
}

}  // namespace

ssl::context client_tls() {
    ssl::context context = modern(ssl::context::tls_client);
    context.set_default_verify_paths();
    context.set_verify_mode(ssl::verify_peer);
    return context;
}

Expected<ssl::context> server_tls(const std::string& certificate_chain_file,
                                  const std::string& private_key_file) {
    ssl::context context = modern(ssl::context::tls_server);
    boost::system::error_code error;
    context.use_certificate_chain_file(certificate_chain_file, error);
    if (error)
        return fail(ErrorKind::invalid, fmt::format("The certificate {} cannot be used: {}.",
                                                    certificate_chain_file, error.message()));
    context.use_private_key_file(private_key_file, ssl::context::pem, error);
    if (error)
        return fail(ErrorKind::invalid,
                    fmt::format("The private key {} cannot be used: {}.", private_key_file, error.message()));
    return context;
}

}  // namespace tocsin::net
