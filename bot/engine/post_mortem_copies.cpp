#include "bot/engine/post_mortem_copies.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "bot/base/log.h"
#include "bot/engine/try_again.h"
#include "templates/postmortem.h"

namespace tocsin::engine {
namespace {

// Beside it first, then in its place: whoever reads the folder never sees half a file.
std::string trouble_writing(const std::filesystem::path& file, const std::string& content) {
    auto beside = file;
    beside += ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << content;
    out.close();
    if (!out) return "it cannot be written";
    std::error_code error;
    std::filesystem::rename(beside, file, error);
    return error ? error.message() : "";
}

}  // namespace

void copy_post_mortem(Workbench& bench, const Incident& incident) {
    // What is private stays in its channel.
    if (bench.settings().post_mortems.folder.empty() || incident.is_private || incident.drill) return;
    bench.tx().set_timer({fmt::format("copy/{}", incident.number.value()), bench.now(), "copy", "", 0});
}

void fire_copy_timer(Workbench& bench, const storage::Timer& timer) {
    bench.tx().cancel_timer(timer.key);
    const auto incident = bench.tx().incident(IncidentNumber{number_in(timer)});
    const auto& folder = bench.settings().post_mortems.folder;
    if (!incident || !incident->post_mortem.published || folder.empty()) return;
    const auto file = std::filesystem::path(folder) / templates::post_mortem_file_name(*incident);
    const auto trouble = trouble_writing(
        file, templates::post_mortem_markdown(*incident, bench.tx().timeline(incident->number),
                                              bench.render(), bench.facts(*incident)));
    if (trouble.empty()) return;
    log::warn("a post-mortem could not be written to its folder; it is tried again in 15 minutes",
              {{"file", file.string()}, {"reason", trouble}});
    bench.tx().set_timer({timer.key, bench.now() + pause_after_refusal, "copy", "", 0});
}

}  // namespace tocsin::engine
