#include "storage/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace tocsin::storage {

void create_private(const std::string& path) {
    const int handle = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (handle >= 0) ::close(handle);
}

bool sync_folder_of(const std::string& file) {
    const auto folder = std::filesystem::absolute(file).parent_path();
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return false;
    const bool synced = ::fsync(handle) == 0 || errno == EINVAL;  // not every file system can
    ::close(handle);
    return synced;
}

}  // namespace tocsin::storage
