// The machine's time zone data in a folder of its own, where one zone is what a test makes of it.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace tocsin::testing {

class ZoneFolder {
  public:
    static constexpr const char* moving = "Test/Moving";

    explicit ZoneFolder(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_ / "Test");
        for (const auto& entry : std::filesystem::directory_iterator(system))
            std::filesystem::create_symlink(entry.path(), folder_ / entry.path().filename());
    }

    std::string path() const { return folder_.string(); }
    // From now on the moving zone has the rules of that one.
    void moves_to(const std::string& zone) const {
        std::filesystem::copy_file(system / zone, folder_ / moving,
                                   std::filesystem::copy_options::overwrite_existing);
    }
    void loses_it() const { std::filesystem::remove(folder_ / moving); }
    void breaks_it() const { std::ofstream(folder_ / moving) << "no zone"; }

    // What this process reads from the first call on. Nothing takes that back: later tests would find a zone
    // lost.
    static const ZoneFolder& of_this_process() {
        struct Chosen {
            Chosen() { ::setenv("TZDIR", zones.path().c_str(), 1); }
            ~Chosen() {
                std::error_code ignored;
                std::filesystem::remove_all(zones.path(), ignored);
            }
            ZoneFolder zones{std::filesystem::temp_directory_path() /
                             ("tocsin-zones-" + std::to_string(::getpid()))};
        };
        static const Chosen chosen;
        return chosen.zones;
    }

  private:
    inline static const std::filesystem::path system = "/usr/share/zoneinfo";
    std::filesystem::path folder_;
};

}  // namespace tocsin::testing
