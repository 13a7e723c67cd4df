// A token, password or key. It prints as ***, is never part of a log line or an error by accident, and has to
// be opened by name where it is sent.
#pragma once

#include <string>
#include <utility>

namespace tocsin {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }
    bool operator==(const Secret&) const = default;

  private:
    std::string value_;
};

inline std::string format_as(const Secret& secret) {
    return secret.empty() ? "" : "***";
}

}  // namespace tocsin
