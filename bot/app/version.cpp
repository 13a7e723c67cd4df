#include "bot/app/version.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <boost/version.hpp>
#include <nlohmann/json.hpp>

namespace tocsin::app {

std::string_view version() {
    return TOCSIN_VERSION;
}

std::string build_facts() {
    return fmt::format("tocsin {}\ncompiler {}\nboost {}.{}.{}\nopenssl {}\nnlohmann-json {}.{}.{}\n",
                       version(), __VERSION__, BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                       BOOST_VERSION % 100, OpenSSL_version(OPENSSL_VERSION_STRING),
                       NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
}

}  // namespace tocsin::app
