// A disk of its own that only this test and its children see; away when it goes out of scope.
#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "tests/storage/open_store.h"

namespace tocsin::app::testing {

class SmallDisk {
  public:
    explicit SmallDisk(const std::string& mebibytes) {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", folder_.path.c_str(), "tmpfs", 0, ("size=" + mebibytes + "m").c_str()) != 0)
            why_not_ = std::strerror(errno);
    }
    ~SmallDisk() {
        if (why_not_.empty()) ::umount2(folder_.path.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_there() const {
        if (!why_not_.empty()) MESSAGE("skipped: no disk of its own may be mounted here: " << why_not_);
        return why_not_.empty();
    }
    std::string path() const { return folder_.path.string(); }
    // Takes every byte that is left.
    void fill() const {
        const int file =
            ::open((path() + "/filler").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
        const std::string block(64 * 1024, 'x');
        for (std::size_t size = block.size(); size > 0;) {
            if (::write(file, block.data(), size) <= 0) size /= 2;
        }
        ::close(file);
    }
    void make_room() const { std::filesystem::remove(path() + "/filler"); }
    // Nothing has a file there open for writing.
    void set_read_only(bool so) const {
        REQUIRE(::mount("none", path().c_str(), nullptr, MS_REMOUNT | (so ? MS_RDONLY : 0), nullptr) == 0);
    }

  private:
    storage::testing::TemporaryFolder folder_;
    std::string why_not_;
};

}  // namespace tocsin::app::testing
