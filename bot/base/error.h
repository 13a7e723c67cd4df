// What can go wrong because of a person or a peer, as a value with a sentence for people. Broken environments
// (no memory, no disk) are exceptions and are not described here.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tocsin {

enum class ErrorKind {
    invalid,      // the input cannot be understood or is out of range
    not_found,    // the thing named does not exist
    forbidden,    // this person may not do this
    conflict,     // the thing is not in a state that allows this
    unavailable,  // somebody else's server or a resource cannot be reached now
    damaged,      // what we keep is broken or gone, and does not come back by itself
    internal,     // our own fault
};

struct Error {
    ErrorKind kind;
    std::string message;  // a whole sentence: what happened, what was or was not changed, what to do

    bool operator==(const Error&) const = default;
};

template <class T>
using Expected = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
    return std::unexpected(Error{kind, std::move(message)});
}

std::string_view name_of(ErrorKind kind);

}  // namespace tocsin
