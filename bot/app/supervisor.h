// The service manager that started the program, by systemd's protocol (sd_notify(3)): a datagram to
// $NOTIFY_SOCKET. Nobody there: nothing is said.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace tocsin::app {

class Supervisor {
  public:
    Supervisor();
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    void ready() const;     // from any thread
    void stopping() const;  // likewise
    // By the thread that has to live, as often as it likes: a ping goes out once a second. Who stops is
    // killed and started again (WatchdogSec).
    void works();

  private:
    void tell(std::string_view state) const;

    int socket_ = -1;
    std::string address_;
    std::chrono::steady_clock::time_point pinged_{};
};

}  // namespace tocsin::app
