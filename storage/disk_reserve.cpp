#include "storage/disk_reserve.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "storage/sqlite_connection.h"

namespace tocsin::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite = "sqlite:";
constexpr std::string_view ending = ".reserve";

}  // namespace

DiskReserve::DiskReserve(std::string_view store_url) {
    if (!store_url.starts_with(sqlite)) return;
    const auto path = store_url.substr(sqlite.size());
    if (!path.empty() && path != in_memory) file_ = std::string(path) + std::string(ending);
}

std::uintmax_t DiskReserve::bytes() const {
    std::error_code missing;
    const auto size = fs::file_size(file_, missing);
    return missing ? 0 : size;
}

std::uintmax_t DiskReserve::free_bytes() const {
    std::error_code unknown;
    const auto space = fs::space(fs::absolute(file_).parent_path(), unknown);
    return unknown ? 0 : space.available;
}

bool DiskReserve::make_room_to_open() {
    if (bytes() == 0 || free_bytes() >= least_bytes) return false;
    give();
    return true;
}

bool DiskReserve::give() {
    const auto size = bytes();
    if (size == 0) return false;
    return ::truncate(file_.c_str(), static_cast<off_t>(size - std::min(size, piece_bytes))) == 0;
}

bool DiskReserve::is_whole() const {
    return file_.empty() || bytes() >= whole_bytes;
}

bool DiskReserve::is_short() const {
    return !is_whole() && free_bytes() < spare_bytes;
}

bool DiskReserve::refill() {
    if (is_whole() || free_bytes() < piece_bytes + spare_bytes) return false;
    const int handle = ::open(file_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (handle < 0) return false;
    const auto held = static_cast<off_t>(bytes());
    const auto piece = static_cast<off_t>(std::min(piece_bytes, whole_bytes - bytes()));
    const int failed = ::posix_fallocate(handle, held, piece);
    if (failed != 0 && ::ftruncate(handle, held) != 0) ::unlink(file_.c_str());  // nothing by half
    ::close(handle);
    return failed == 0;
}

}  // namespace tocsin::storage
