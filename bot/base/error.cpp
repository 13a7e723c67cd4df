#include "bot/base/error.h"

namespace tocsin {

std::string_view name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
            return "invalid";
        case ErrorKind::not_found:
            return "not found";
        case ErrorKind::forbidden:
            return "forbidden";
        case ErrorKind::conflict:
            return "conflict";
        case ErrorKind::unavailable:
            return "unavailable";
        case ErrorKind::damaged:
            return "damaged";
        case ErrorKind::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace tocsin
