// The API while no bot runs: the same doors and the same engine, on the store's file, as long as a verb needs
// them. Nothing leaves; what has to waits in the outbox for the next bot.
#pragma once

#include <memory>

#include "bot/config/configuration.h"
#include "bot/net/http.h"

namespace tocsin::app {

class LocalApi {
  public:
    // `person` acts when a request names nobody. Error: there is no store, or it cannot be opened; conflict:
    // a bot holds it.
    static Expected<std::unique_ptr<LocalApi>> open(const config::Configuration& configuration,
                                                    const PersonId& person);
    ~LocalApi();

    net::HttpResponse answer(net::HttpRequest request);  // needs no token

  private:
    class Impl;
    explicit LocalApi(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::app
