// One stored or offered value that cannot be read. Unlike StoreError it says nothing about the database: the
// input that met it fails, the transaction of the others goes on.
#pragma once

#include <stdexcept>

namespace tocsin::storage {

class UnreadableValue : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace tocsin::storage
