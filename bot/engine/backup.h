// Copies of the store for whoever asks through the API (docs/operation.md, The store): one at a time, made
// between the engine's transactions a piece at a time so that nobody's page waits, read from there in pieces,
// and forgotten. The file stands beside the store, for the bot's user alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/engine/messages.h"
#include "storage/growing_copy.h"
#include "storage/store.h"

namespace tocsin::engine {

inline constexpr std::string_view last_backup_note = "backup/last";  // when somebody kept a copy

class Backup {
  public:
    // Removes what an earlier process left.
    explicit Backup(storage::Store& store);
    ~Backup();  // removes the file

    static bool is_for(const ApiAsked& asked) { return asked.verb.starts_with("backup"); }
    // Verbs "backup" (begins one), "backup-state", "backup-read" (`from=` in the query) and "backup-end".
    channels::HttpAnswer take(const ApiAsked& asked, Time now);
    // The copy is complete, and whoever asks has it and keeps it (`kept=1` of "backup-end").
    bool is_kept(const ApiAsked& asked) const;

    // Outside of transactions: copies some more. true: there is more to do at once.
    bool step(Time now);

    static constexpr int pages_of_a_step = 64;
    static constexpr std::size_t piece_bytes = 1024 * 1024;
    static constexpr Duration kept_for = 5min;  // since somebody asked for it

  private:
    channels::HttpAnswer begin(Time now);
    channels::HttpAnswer state() const;
    channels::HttpAnswer piece(const ApiAsked& asked) const;
    void forget();

    storage::Store& store_;
    std::string file_;                            // empty: the store is no file
    std::string id_;                              // empty: there is none
    std::unique_ptr<storage::GrowingCopy> copy_;  // none: complete, or failed
    std::string problem_;
    Time asked_for_{};
};

}  // namespace tocsin::engine
