// A disk that takes its time to keep what it is given, for LD_PRELOAD: each sync takes $SLOW_DISK_MS longer.
// Nothing is lost or refused, and nothing but syncs is slower.

#include <dlfcn.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace {

int sync_late(const char* name, int file) {
    using Sync = int (*)(int);
    static const char* const wanted = std::getenv("SLOW_DISK_MS");
    std::this_thread::sleep_for(std::chrono::milliseconds(wanted == nullptr ? 0 : std::atoi(wanted)));
    return reinterpret_cast<Sync>(dlsym(RTLD_NEXT, name))(file);
}

}  // namespace

extern "C" int fsync(int file) {
    return sync_late("fsync", file);
}
extern "C" int fdatasync(int file) {
    return sync_late("fdatasync", file);
}
