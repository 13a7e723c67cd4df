#include "bot/app/room_on_disk.h"

#include "bot/base/log.h"
#include "storage/store_errors.h"
#include "templates/watchdog_texts.h"

namespace tocsin::app {
namespace {

constexpr auto look_every = std::chrono::seconds{5};
constexpr auto longest_look = std::chrono::milliseconds{20};  // everybody waits for it

}  // namespace

void RoomOnDisk::before_opening() {
    if (reserve_.file().empty()) return;
    if (reserve_.make_room_to_open()) return set_full(true);
    while (reserve_.refill()) {
    }
    if (reserve_.is_whole()) return;
    log::warn("there is no room for the whole reserve on the disk of the store",
              {{"file", reserve_.file()}, {"bytes", static_cast<long long>(reserve_.bytes())}});
    if (reserve_.is_short()) set_full(true);  // the process before this one left it so
}

void RoomOnDisk::on_change(std::function<void(bool full)> tell) {
    tell_ = std::move(tell);
    if (full_) tell_(true);
}

bool RoomOnDisk::ran_out() {
    const bool given = reserve_.give();
    log::error(given ? "the store's disk is full, a piece of the reserve is given back"
                     : "the store's disk is full, and nothing of the reserve is left",
               {{"reserve", static_cast<long long>(reserve_.bytes())}});
    if (!full_) set_full(true);
    return given;
}

void RoomOnDisk::look(engine::Engine& engine) {
    const auto now = std::chrono::steady_clock::now();
    if (now < look_again_) return;
    look_again_ = now + look_every;
    try {
        if (full_ && !told_) {
            engine.tell_admins(templates::disk_full_text(), true);
            told_ = true;
        }
        while (reserve_.refill()) {
            if (std::chrono::steady_clock::now() - now < longest_look) continue;
            look_again_ = {};  // the rest of it with the next look
            return;
        }
        if (!full_ || reserve_.is_short()) return;
        engine.tell_admins(templates::disk_has_room_text(), false);
        log::info("there is room on the store's disk again");
        set_full(false);
        told_ = false;
    } catch (const storage::DiskFull&) {
        ran_out();
    } catch (const storage::StoreError& error) {
        log::error("the admins cannot be told yet how the disk stands", {{"error", error.what()}});
    }
}

void RoomOnDisk::set_full(bool full) {
    full_ = full;
    look_again_ = {};
    if (tell_) tell_(full);
}

}  // namespace tocsin::app
