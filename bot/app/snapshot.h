// The store for a verb that only reads it: the file itself, or, while a bot holds it, a copy that the bot
// makes through its API. The copy is in a folder of its own for this user alone, and goes with the value.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "bot/app/verbs.h"
#include "bot/base/time.h"
#include "storage/store.h"

namespace tocsin::app {

class Snapshot {
  public:
    // `url` of a bot; empty: the configured store, or the bot that holds it. `kept`: of a backup. Prints what
    // is wrong; the error is the exit code.
    static std::expected<Snapshot, int> take(const Common& common, const std::string& url, const Clock& clock,
                                             bool kept = false);

    Snapshot(Snapshot&&) noexcept = default;
    Snapshot& operator=(Snapshot&&) noexcept = default;
    ~Snapshot();

    storage::Store& store() { return *store_; }

  private:
    Snapshot() = default;

    std::filesystem::path folder_;  // of the copy; empty: it is the file itself
    std::unique_ptr<storage::Store> store_;
};

// The copy of a bot's store, written to `file`, which must not exist. `kept`: it is a backup, and the bot
// remembers when. Prints what is wrong; answers the exit code.
int copy_from_bot(const Common& common, const std::string& url, const std::string& file, bool kept);

}  // namespace tocsin::app
