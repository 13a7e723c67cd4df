#include "bot/core/api_token.h"

namespace tocsin {

std::string_view key_of(Scope scope) {
    switch (scope) {
        case Scope::read:
            return "read";
        case Scope::declare:
            return "declare";
        case Scope::act:
            return "act";
        case Scope::admin:
            return "admin";
    }
    return "read";
}

}  // namespace tocsin
