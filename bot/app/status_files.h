// The status page written to a folder, for another machine to serve while this one is away: on a thread of
// its own, so that a slow or full disk holds back nothing. Serving it is the front door's.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "bot/base/time.h"
#include "templates/status_site.h"

namespace tocsin::app {

class StatusFiles {
  public:
    using Site = std::shared_ptr<const templates::StatusSite>;

    // `on_written` is told on that thread how each writing went. `clock` must outlive it.
    StatusFiles(const Clock& clock, std::function<void(bool)> on_written);
    ~StatusFiles();  // what waits is still written

    void use(std::filesystem::path folder);  // empty: nothing is written
    void write(Site site);                   // only the newest counts

  private:
    void run();

    const Clock& clock_;
    std::function<void(bool)> on_written_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::filesystem::path folder_;
    Site newest_;
    bool wanted_ = false;
    bool ends_ = false;
    std::thread thread_;
};

// Writes every document below `folder`, each in one step: readers see the old or the new file. The error says
// which could not be written.
std::optional<std::string> write_status_files(const templates::StatusSite& site,
                                              const std::filesystem::path& folder, bool late);

}  // namespace tocsin::app
