// Any of our values with something in every member, also in members that were added after this was written:
// the members are counted by the compiler, so that a test of a round trip cannot forget one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/escalation.h"

namespace tocsin::storage::testing {

template <class T>
T filled();

struct Anything {
    template <class T>
    operator T() const {
        return filled<T>();
    }
};

template <std::size_t>
using AnythingAt = Anything;

template <class T, std::size_t... Indices>
constexpr bool takes(std::index_sequence<Indices...>) {
    return requires { T{AnythingAt<Indices>{}...}; };
}

template <class T, std::size_t Count = 0>
constexpr std::size_t members() {
    if constexpr (takes<T>(std::make_index_sequence<Count + 1>{})) {
        return members<T, Count + 1>();
    } else {
        return Count;
    }
}

// The last one given: from the same one on the same values come.
inline int& number() {
    static int given = 0;
    return given;
}

template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};
template <class T>
struct IsText : std::is_same<T, std::string> {};
template <class Tag>
struct IsText<TextId<Tag>> : std::true_type {};
template <class T>
struct IsNumber : std::is_integral<T> {};
template <class Tag>
struct IsNumber<NumberId<Tag>> : std::true_type {};

template <class T>
T filled() {
    const int given = ++number();
    if constexpr (std::is_empty_v<T>) {
        return T{};
    } else if constexpr (std::is_same_v<T, bool>) {
        return true;
    } else if constexpr (IsText<T>::value) {
        return T("text \"" + std::to_string(given) + "\"\n\\ \u00e9\u2026 \x01\x7f");
    } else if constexpr (IsNumber<T>::value) {
        return T(given);
    } else if constexpr (std::is_enum_v<T>) {
        return static_cast<T>(1);  // every one of ours has two
    } else if constexpr (std::is_same_v<T, Target>) {
        return Target{Target::Kind::person, "person" + std::to_string(given)};
    } else if constexpr (std::is_same_v<T, Time>) {
        return time_from_unix(1737469920) + std::chrono::microseconds(1'000'001LL * given);
    } else if constexpr (std::is_same_v<T, Duration>) {
        return Duration(given);
    } else if constexpr (IsList<T>::value) {
        return T{filled<typename T::value_type>(), filled<typename T::value_type>()};
    } else if constexpr (IsMap<T>::value) {
        return T{{"one", filled<typename T::mapped_type>()}, {"two", filled<typename T::mapped_type>()}};
    } else if constexpr (requires { typename T::value_type; }) {
        return T(filled<typename T::value_type>());
    } else {
        return []<std::size_t... Indices>(std::index_sequence<Indices...>) {
            return T{AnythingAt<Indices>{}...};
        }(std::make_index_sequence<members<T>()>{});
    }
}

}  // namespace tocsin::storage::testing
