// TLS contexts for both sides: 1.2 and newer, and a client that verifies chain and host name without a way to
// switch it off. No sockets.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

#include "bot/base/error.h"

namespace tocsin::net {

// Trusts the system's authorities, or the file and folder named by SSL_CERT_FILE and SSL_CERT_DIR.
boost::asio::ssl::context client_tls();

// Error: invalid, naming the file, when certificate or key cannot be used.
Expected<boost::asio::ssl::context> server_tls(const std::string& certificate_chain_file,
                                               const std::string& private_key_file);

}  // namespace tocsin::net
