#include "bot/app/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace tocsin::app {
namespace {

using engine::Metric;

struct ProcessStat {
    double cpu_seconds = 0;
    double started = 0;  // since 1970
    double resident_bytes = 0;
};

double seconds_since_boot() {
    double seconds = 0;
    std::ifstream("/proc/uptime") >> seconds;
    return seconds;
}

// proc(5): the program's name stands in parentheses and may hold anything; what follows are numbers.
std::optional<ProcessStat> read_stat() {
    constexpr int user_time = 11, system_time = 12, start_time = 19, resident_pages = 21;  // behind the name
    std::ifstream file("/proc/self/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return std::nullopt;
    std::istringstream fields(text.substr(name_end + 1));
    const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    ProcessStat stat;
    std::string field;
    for (int i = 0; fields >> field; ++i) {
        if (i == user_time || i == system_time) stat.cpu_seconds += std::stod(field) / ticks;
        if (i == start_time) stat.started = now.count() - seconds_since_boot() + std::stod(field) / ticks;
        if (i == resident_pages)
            stat.resident_bytes = std::stod(field) * static_cast<double>(sysconf(_SC_PAGESIZE));
    }
    return stat;
}

}  // namespace

void measure_process(web::Metrics& metrics) {
    if (const auto stat = read_stat()) {
        metrics.add(Metric::process_cpu, {}, stat->cpu_seconds - metrics.value(Metric::process_cpu));
        // Read once: the clocks that it is computed from drift apart.
        if (metrics.value(Metric::process_start) == 0) metrics.add(Metric::process_start, {}, stat->started);
        metrics.add(Metric::process_memory, {}, stat->resident_bytes);
    }
    std::error_code error;
    const std::filesystem::directory_iterator files("/proc/self/fd", error);
    if (!error)
        metrics.add(Metric::process_open_files, {},
                    static_cast<double>(std::distance(begin(files), end(files))));
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        metrics.add(Metric::process_max_files, {}, static_cast<double>(limit.rlim_cur));
}

}  // namespace tocsin::app
