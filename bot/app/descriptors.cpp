#include "bot/app/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace tocsin::app {

std::size_t allow_descriptors(std::size_t wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    const auto allowed = std::min<rlim_t>(wanted, limit.rlim_max);
    if (limit.rlim_cur < allowed) {
        rlimit raised = limit;
        raised.rlim_cur = allowed;
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    return limit.rlim_cur;
}

}  // namespace tocsin::app
