#include "bot/app/status_files.h"

#include <fmt/format.h>

#include <fstream>

#include "bot/base/log.h"
#include "templates/web_page.h"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr auto looks_again = std::chrono::seconds{15};  // whether the page is late by now

// "/status" is a page and a folder.
std::string file_of(std::string_view path, std::string_view type) {
    const auto name = std::string(path.substr(1));
    return type.starts_with("text/html") ? name + "/index.html" : name;
}

std::optional<std::string> put(const fs::path& file, std::string_view content) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    const auto beside = fs::path(file.string() + ".new");
    {
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) return fmt::format("{} cannot be written", beside.string());
    }
    fs::rename(beside, file, error);
    if (error) return fmt::format("{} cannot be replaced: {}", file.string(), error.message());
    return std::nullopt;
}

}  // namespace

std::optional<std::string> write_status_files(const templates::StatusSite& site, const fs::path& folder,
                                              bool late) {
    if (auto trouble = put(folder / "style.css", templates::style_sheet())) return trouble;
    for (const auto& [path, document] : site.documents) {
        const auto other = site.late.find(path);
        const auto& shown = late && other != site.late.end() ? other->second : document;
        if (auto trouble = put(folder / file_of(path, document.type), shown.body)) return trouble;
    }
    return std::nullopt;
}

StatusFiles::StatusFiles(const Clock& clock, std::function<void(bool)> on_written)
    : clock_(clock), on_written_(std::move(on_written)), thread_([this] { run(); }) {}

StatusFiles::~StatusFiles() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void StatusFiles::use(fs::path folder) {
    const std::lock_guard lock(mutex_);
    if (folder == folder_) return;
    folder_ = std::move(folder);
    wanted_ = newest_ != nullptr;
    changed_.notify_one();
}

void StatusFiles::write(Site site) {
    const std::lock_guard lock(mutex_);
    newest_ = std::move(site);
    wanted_ = true;
    changed_.notify_one();
}

void StatusFiles::run() {
    bool written_late = false;
    std::unique_lock lock(mutex_);
    while (true) {
        const auto has_work = [this] { return wanted_ || ends_; };
        const auto is_late = [&] {
            return newest_ && newest_->late_from && clock_.now() >= *newest_->late_from;
        };
        changed_.wait_for(lock, looks_again, has_work);
        const bool became_late = is_late() && !written_late;
        if (newest_ && !folder_.empty() && (wanted_ || became_late)) {
            const auto site = newest_;
            const auto folder = folder_;
            written_late = is_late();
            wanted_ = false;
            lock.unlock();
            const auto trouble = write_status_files(*site, folder, written_late);
            if (trouble) log::warn("the status page is not written as files", {{"reason", *trouble}});
            on_written_(!trouble);
            lock.lock();
            continue;
        }
        wanted_ = false;
        if (ends_) return;
    }
}

}  // namespace tocsin::app
