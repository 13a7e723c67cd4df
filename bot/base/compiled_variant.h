// A std::variant of many alternatives whose copying, moving, destroying and comparing is compiled in one file
// instead of in every file that a value passes through.
//
//   struct EventKinds { using Variant = std::variant<Declared, Acknowledged, …>; };
//   extern template class CompiledVariant<EventKinds>;   // in the header
//   template class CompiledVariant<EventKinds>;          // in its .cpp
//   using EventBody = CompiledVariant<EventKinds>;
//
// std::visit, std::get_if and std::holds_alternative take it as they take a std::variant.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

namespace tocsin {

template <class Kinds>
class CompiledVariant : public Kinds::Variant {
  public:
    using Variant = Kinds::Variant;

    CompiledVariant();
    CompiledVariant(const CompiledVariant& other);
    CompiledVariant(CompiledVariant&& other) noexcept;
    CompiledVariant& operator=(const CompiledVariant& other);
    CompiledVariant& operator=(CompiledVariant&& other) noexcept;
    ~CompiledVariant();

    template <class Kind>
        requires(!std::derived_from<std::remove_cvref_t<Kind>, CompiledVariant>)
    CompiledVariant(Kind&& kind)  // NOLINT: converts, as a variant does
        requires requires(Variant* all) { std::get_if<std::remove_cvref_t<Kind>>(all); }
        : Variant(std::in_place_type<std::remove_cvref_t<Kind>>, std::forward<Kind>(kind)) {}

    bool operator==(const CompiledVariant& other) const;
};

template <class Kinds>
CompiledVariant<Kinds>::CompiledVariant() = default;
template <class Kinds>
CompiledVariant<Kinds>::CompiledVariant(const CompiledVariant& other) = default;
template <class Kinds>
CompiledVariant<Kinds>::CompiledVariant(CompiledVariant&& other) noexcept = default;
template <class Kinds>
CompiledVariant<Kinds>& CompiledVariant<Kinds>::operator=(const CompiledVariant& other) = default;
template <class Kinds>
CompiledVariant<Kinds>& CompiledVariant<Kinds>::operator=(CompiledVariant&& other) noexcept = default;
template <class Kinds>
CompiledVariant<Kinds>::~CompiledVariant() = default;
template <class Kinds>
bool CompiledVariant<Kinds>::operator==(const CompiledVariant& other) const {
    return static_cast<const Variant&>(*this) == static_cast<const Variant&>(other);
}

}  // namespace tocsin
