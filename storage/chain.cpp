#include "storage/chain.h"

#include "bot/base/digest.h"

namespace tocsin::storage {

std::string chain_hash(std::string_view previous, std::string_view event) {
    std::string bytes;
    bytes.reserve(previous.size() + event.size() + 1);
    bytes.append(previous).append("\n").append(event);
    return sha256_hex(bytes);
}

}  // namespace tocsin::storage
