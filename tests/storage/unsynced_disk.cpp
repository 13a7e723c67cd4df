#include "tests/storage/unsynced_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace tocsin::storage::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t sector_bytes = 512;
constexpr std::string_view partial_ending = ".partial";  // of a copy, until it is complete

UnsyncedDisk* disk = nullptr;
sqlite3_vfs* below = nullptr;

// What SQLite holds of an open file; the file of the VFS below lies behind it. Version 1 of the methods: the
// store holds its file alone, and needs no shared memory.
struct OpenFile {
    sqlite3_file base;
    std::string* path;  // nullptr: a temporary file, which no power cut outlives
    sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

OpenFile& ours(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}
sqlite3_file* under(sqlite3_file* file) {
    return ours(file).under();
}

int close(sqlite3_file* file) {
    const int result = under(file)->pMethods->xClose(under(file));
    delete ours(file).path;
    return result;
}
int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    return under(file)->pMethods->xRead(under(file), to, size, at);
}
int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    const auto* path = ours(file).path;
    if (path != nullptr) {
        if (!disk->allows('w')) return SQLITE_IOERR_WRITE;
        disk->written(*path, at, {static_cast<const char*>(from), static_cast<std::size_t>(size)});
    }
    return under(file)->pMethods->xWrite(under(file), from, size, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const auto* path = ours(file).path;
    if (path != nullptr) {
        if (!disk->allows('t')) return SQLITE_IOERR_TRUNCATE;
        disk->truncated(*path, size);
    }
    return under(file)->pMethods->xTruncate(under(file), size);
}
int sync(sqlite3_file* file, int) {
    const auto* path = ours(file).path;
    if (path == nullptr) return SQLITE_OK;
    if (disk->sync_error() != 0) {
        errno = disk->sync_error();
        return SQLITE_IOERR_FSYNC;
    }
    if (!disk->allows('s')) return SQLITE_IOERR_FSYNC;
    disk->synced(*path);
    return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return under(file)->pMethods->xFileSize(under(file), size);
}
int lock(sqlite3_file* file, int level) {
    return under(file)->pMethods->xLock(under(file), level);
}
int unlock(sqlite3_file* file, int level) {
    return under(file)->pMethods->xUnlock(under(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
    return under(file)->pMethods->xCheckReservedLock(under(file), held);
}
int control(sqlite3_file* file, int what, void* argument) {
    return under(file)->pMethods->xFileControl(under(file), what, argument);
}
int sector_size(sqlite3_file* file) {
    return under(file)->pMethods->xSectorSize(under(file));
}
int characteristics(sqlite3_file* file) {
    return under(file)->pMethods->xDeviceCharacteristics(under(file));
}

const sqlite3_io_methods methods{
    1,       close,      read,    write,       truncate,        sync,    file_size, lock,
    unlock,  check_lock, control, sector_size, characteristics, nullptr, nullptr,   nullptr,
    nullptr, nullptr,    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_then) {
    constexpr int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    file->pMethods = nullptr;
    ours(file).path = nullptr;
    const bool kept = name != nullptr && (flags & lasting) != 0;
    const bool existed = kept && fs::exists(name);
    if (kept && !existed && !disk->allows('w')) return SQLITE_CANTOPEN;
    const int result = below->xOpen(below, name, under(file), flags, flags_then);
    if (result != SQLITE_OK) return result;
    if (kept) {
        ours(file).path = new std::string(name);
        disk->opened(name, existed);
    }
    file->pMethods = &methods;
    return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    if (!fs::exists(name)) return SQLITE_IOERR_DELETE_NOENT;
    if (!disk->allows('d')) return SQLITE_IOERR_DELETE;
    disk->deleted(name, sync_folder != 0);
    return below->xDelete(below, name, 0);
}

sqlite3_vfs over_it;

int note_connection(sqlite3* connection, char**, const sqlite3_api_routines*) {
    if (disk != nullptr) disk->connected(connection);
    return SQLITE_OK;
}
using Extension = void (*)();

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void put(std::string& into, std::size_t at, std::string_view bytes) {
    if (into.size() < at + bytes.size()) into.resize(at + bytes.size(), '\0');
    into.replace(at, bytes.size(), bytes);
}

void carry_out(std::string& to, const UnsyncedDisk::Change& change) {
    if (change.kind == UnsyncedDisk::Change::Kind::truncate) {
        to.resize(static_cast<std::size_t>(change.at), '\0');
    } else {
        put(to, static_cast<std::size_t>(change.at), change.bytes);
    }
}

}  // namespace

UnsyncedDisk::UnsyncedDisk(std::uint64_t seed) : random_(seed) {
    if (disk != nullptr) throw std::logic_error("one disk at a time");
    disk = this;
    below = sqlite3_vfs_find(nullptr);
    over_it = *below;
    over_it.zName = "unsynced";
    over_it.szOsFile = static_cast<int>(sizeof(OpenFile)) + below->szOsFile;
    over_it.pNext = nullptr;
    over_it.xOpen = open;
    over_it.xDelete = remove;
    sqlite3_vfs_register(&over_it, 1);
    sqlite3_auto_extension(reinterpret_cast<Extension>(note_connection));
}

UnsyncedDisk::~UnsyncedDisk() {
    sqlite3_cancel_auto_extension(reinterpret_cast<Extension>(note_connection));
    sqlite3_vfs_unregister(&over_it);
    sqlite3_vfs_register(below, 1);
    disk = nullptr;
}

bool UnsyncedDisk::allows(char kind) {
    if (cut_) return false;
    kinds_.push_back(kind);
    cut_ = ++operations_ == cut_at_;
    return !cut_;
}

void UnsyncedDisk::opened(const std::string& path, bool existed) {
    auto [at, is_new] = files_.try_emplace(path);
    if (is_new && existed) {
        at->second.synced = content_of(path);
        at->second.name_synced = true;
    } else if (!existed) {
        at->second = File{};
    }
}

void UnsyncedDisk::written(const std::string& path, std::int64_t at, std::string_view bytes) {
    auto& changes = files_.at(path).changes;
    while (!bytes.empty()) {  // a sector at a time: each survives, or not, alone
        const auto left = sector_bytes - static_cast<std::size_t>(at) % sector_bytes;
        const auto part = bytes.substr(0, left);
        changes.push_back({Change::Kind::write, at, std::string(part)});
        at += static_cast<std::int64_t>(part.size());
        bytes.remove_prefix(part.size());
    }
}

void UnsyncedDisk::truncated(const std::string& path, std::int64_t size) {
    files_.at(path).changes.push_back({Change::Kind::truncate, size, {}});
}

void UnsyncedDisk::synced(const std::string& path) {
    if (lies_about_ && path.ends_with(*lies_about_)) return;
    auto& file = files_.at(path);
    for (const auto& change : file.changes) carry_out(file.synced, change);
    file.changes.clear();
    if (std::exchange(file.name_synced, true)) return;
    // SQLite syncs the folder with a new journal, and the names of all files in it.
    for (auto& [name, other] : files_) other.name_synced = true;
    std::erase_if(files_, [](const auto& each) { return each.second.deleted; });
}

void UnsyncedDisk::deleted(const std::string& path, bool synced) {
    const auto file = files_.find(path);
    if (file == files_.end()) return;
    if (synced || !file->second.name_synced) {
        files_.erase(file);
    } else {
        file->second.deleted = true;
    }
}

// What was not synced arrives in order up to some write, or each sector by its own luck; the last one of all
// may be half written.
std::string UnsyncedDisk::survivor(File& file) {
    std::string kept = std::move(file.synced);
    const auto count = file.changes.size();
    const bool in_order = coin();
    const auto end = in_order ? random_() % (count + 1) : count;
    const auto likely = random_() % 100;
    for (std::size_t i = 0; i < end; ++i) {
        if (in_order || random_() % 100 < likely) carry_out(kept, file.changes[i]);
    }
    if (in_order && end < count && file.changes[end].kind == Change::Kind::write) {
        auto torn = file.changes[end];
        torn.bytes.resize(random_() % torn.bytes.size());
        carry_out(kept, torn);
    }
    return kept;
}

void UnsyncedDisk::lose_what_was_not_synced() {
    for (auto& [path, file] : files_) {
        std::string name = path;
        if (!fs::exists(name) && name.ends_with(partial_ending)) {  // it was given its name
            name.resize(name.size() - partial_ending.size());
            if (!fs::exists(name)) continue;
        }
        const bool there = file.deleted ? coin() : (file.name_synced || coin());
        if (!there) {
            if (!file.deleted) fs::remove(name);
            continue;
        }
        std::ofstream(name, std::ios::binary | std::ios::trunc) << survivor(file);
    }
    files_.clear();
    cut_ = false;
    cut_at_ = 0;
    lies_about_.reset();
    connection_ = nullptr;
}

}  // namespace tocsin::storage::testing
