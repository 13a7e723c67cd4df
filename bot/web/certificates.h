// The certificates that senders sign with, by the address where each was fetched. Bounded: the one that was
// learned first goes. Who may be asked for one is for the door, fetching it is bot/app's.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::web {

class Certificates {
  public:
    static constexpr std::size_t most = 16;  // SNS has one for each region, and a new one now and then

    void learn(std::string url, std::string pem) {
        std::erase_if(known_, [&](const auto& each) { return each.first == url; });
        if (known_.size() == most) known_.erase(known_.begin());
        known_.emplace_back(std::move(url), std::move(pem));
    }
    // nullptr: not known. Until the next one is learned.
    const std::string* of(const std::string& url) const {
        for (const auto& [address, pem] : known_) {
            if (address == url) return &pem;
        }
        return nullptr;
    }

  private:
    std::vector<std::pair<std::string, std::string>> known_;
};

}  // namespace tocsin::web
