// Numbers that the doors keep for Prometheus, in its text format. Since the start; nothing is stored.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace tocsin::web {

class Counts {
  public:
    // `labels` as they stand between the braces: provider="twilio". Only of names that we know ourselves:
    // whoever asks cannot make new ones.
    void add(const std::string& name, const std::string& labels = "");
    std::uint64_t of(const std::string& name, const std::string& labels = "") const;

    std::string text() const;

  private:
    std::map<std::pair<std::string, std::string>, std::uint64_t> counts_;
};

}  // namespace tocsin::web
