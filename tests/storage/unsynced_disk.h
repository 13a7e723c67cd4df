// A disk whose power can be cut, under SQLite: a VFS over SQLite's own that knows of every file what was
// synced and, in order, what was not. After the cut each file holds what was synced and a random part of the
// rest, by sectors of 512 bytes. Names that std::filesystem gives are durable at once:
// whether a folder is synced after them does not show here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

struct sqlite3;

namespace tocsin::storage::testing {

class UnsyncedDisk {
  public:
    // From now on every file that SQLite opens lies on it; one at a time.
    explicit UnsyncedDisk(std::uint64_t seed);
    ~UnsyncedDisk();
    UnsyncedDisk(const UnsyncedDisk&) = delete;
    UnsyncedDisk& operator=(const UnsyncedDisk&) = delete;

    // Instead of the n-th operation, and of all that follow, nothing happens any more and SQLite gets an
    // error. 0: never.
    void cut_at(long long operation) { cut_at_ = operation; }
    // Syncs of files whose names end so are answered and not done.
    void lie_about_syncs(std::string ending) { lies_about_ = std::move(ending); }
    // Syncs fail with this errno. 0: they do not.
    void fail_syncs_with(int error) { sync_error_ = error; }
    int sync_error() const { return sync_error_; }
    long long operations() const { return operations_; }
    bool is_cut() const { return cut_; }
    const std::vector<char>& kinds() const { return kinds_; }  // of operations: w, s, t, d

    // After the cut, when SQLite has closed its files: the files become what a disk may hold then, and the
    // power is back.
    void lose_what_was_not_synced();
    // Of the connection that was opened last and is still open.
    sqlite3* connection() const { return connection_; }

    // For the VFS alone.
    struct Change {
        enum class Kind { write, truncate } kind{};
        std::int64_t at = 0;
        std::string bytes;
    };
    struct File {
        std::string synced;
        bool name_synced = false;
        bool deleted = false;  // not synced to its folder
        std::vector<Change> changes;
    };
    bool allows(char kind);  // counts an operation; false: the power is gone
    void opened(const std::string& path, bool existed);
    void written(const std::string& path, std::int64_t at, std::string_view bytes);
    void truncated(const std::string& path, std::int64_t size);
    void synced(const std::string& path);
    void deleted(const std::string& path, bool synced);
    void connected(sqlite3* connection) { connection_ = connection; }

  private:
    bool coin() { return (random_() & 1U) != 0; }
    std::string survivor(File& file);

    std::map<std::string, File> files_;
    std::mt19937_64 random_;
    long long operations_ = 0;
    long long cut_at_ = 0;
    bool cut_ = false;
    int sync_error_ = 0;
    std::optional<std::string> lies_about_;
    std::vector<char> kinds_;
    sqlite3* connection_ = nullptr;
};

}  // namespace tocsin::storage::testing
