// Stands between a client and the tests' PostgreSQL server and cuts the connection at a word of the client's,
// before the server hears it, before the client hears the answer, or then.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "tests/storage/open_store.h"

namespace tocsin::storage::testing {

class CuttingProxy {
  public:
    CuttingProxy();
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    enum class Cut { none, before, after, heard };
    // Once, at a COMMIT to come: 1 is the next. `for_good`: and nobody is let in again until let_in().
    void cut(Cut when, bool for_good = false, int commit = 1);
    bool is_closed() const { return closed_; }
    void let_in() { closed_ = false; }

    std::string url(const std::string& schema) const;

  private:
    void serve();
    void carry(int client, int server);

    TemporaryFolder folder_;
    int listener_ = -1;
    std::atomic<Cut> cut_{Cut::none};
    std::atomic<int> commits_{0};  // until then
    std::atomic<bool> closes_{false}, closed_{false}, ends_{false};
    std::thread thread_;  // last: it uses everything else
};

}  // namespace tocsin::storage::testing
