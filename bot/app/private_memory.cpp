#include "bot/app/private_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "bot/base/log.h"

namespace tocsin::app {

void keep_memory_private() {
    const rlimit none{0, 0};
    const bool undumpable = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
    // A kernel that pipes dumps to a program does not ask for the limit, and asks whether it is dumpable.
    if (!undumpable || setrlimit(RLIMIT_CORE, &none) != 0)
        log::warn("the system does not let core dumps be switched off");
}

}  // namespace tocsin::app
