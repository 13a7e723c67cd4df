// What the bot does when its disk is full: it gives back the reserve beside the store so that what is known
// goes on, lets the front door refuse alerts, and tells the admins; and undoes it when there is room again.
// Where no file is the store it does nothing.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "bot/engine/engine.h"
#include "storage/disk_reserve.h"

namespace tocsin::app {

class RoomOnDisk {
  public:
    explicit RoomOnDisk(std::string_view store_url) : reserve_(store_url) {}

    // Before the store is opened.
    void before_opening();
    // Before the engine has a thread: from now on who is told, at once and by that thread, that the disk is
    // full or is not any more.
    void on_change(std::function<void(bool full)> tell);
    // Of the engine's thread: the store found no room. true: there is some now.
    bool ran_out();
    // Of the engine's thread, after each step: short, and rarely more than a comparison.
    void look(engine::Engine& engine);

  private:
    void set_full(bool full);

    storage::DiskReserve reserve_;
    std::function<void(bool)> tell_;
    bool full_ = false;
    bool told_ = false;
    std::chrono::steady_clock::time_point look_again_{};
};

}  // namespace tocsin::app
