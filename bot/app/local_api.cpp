#include "bot/app/local_api.h"

#include <fmt/format.h>

#include "bot/app/channels.h"
#include "bot/app/engine_settings.h"
#include "bot/app/settings.h"
#include "bot/base/digest.h"
#include "bot/engine/engine.h"
#include "bot/web/public_door.h"
#include "storage/open_connection.h"

namespace tocsin::app {
namespace {

constexpr std::size_t token_bytes = 16;

}  // namespace

class LocalApi::Impl {
  public:
    Impl(const config::Configuration& configuration, const PersonId& person,
         std::unique_ptr<storage::Store> store, templates::Catalog catalog,
         std::unique_ptr<SystemClock> clock)
        : clock_(std::move(clock)),
          token_(random_token(token_bytes)),
          store_(std::move(store)),
          engine_(*store_, engine_settings(configuration, make_channels(configuration).registry),
                  std::move(catalog)),
          door_({{},
                 "",
                 {},
                 {{"command line",
                   Secret(token_),
                   {Scope::read, Scope::declare, Scope::act, Scope::admin},
                   person}}},
                metrics_) {}

    net::HttpResponse answer(net::HttpRequest request) {
        request.headers.push_back({"Authorization", "Bearer " + token_});
        auto taken = door_.take(request, clock_->now());
        if (auto* response = std::get_if<net::HttpResponse>(&taken)) return std::move(*response);
        const engine::Input input = engine::RequestCame{1, std::move(std::get<web::Handed>(taken).what)};
        for (auto& output : engine_.step({&input, 1})) {
            if (auto* answered = std::get_if<engine::Answered>(&output))
                return web::response_of(std::move(answered->answer));
        }
        return web::busy(true);
    }

  private:
    std::unique_ptr<SystemClock> clock_;  // the store looks at it
    std::string token_;
    std::unique_ptr<storage::Store> store_;
    engine::Engine engine_;
    web::Metrics metrics_;
    web::PublicDoor door_;
};

Expected<std::unique_ptr<LocalApi>> LocalApi::open(const config::Configuration& configuration,
                                                   const PersonId& person) {
    const auto& url = configuration.storage.url;
    if (!storage::Store::is_there(url))
        return fail(ErrorKind::not_found,
                    fmt::format("There is no store at {} yet.", storage::without_password(url)));
    auto catalog = templates::Catalog::load(templates_folder(configuration));
    if (!catalog) return std::unexpected(catalog.error());
    auto clock = std::make_unique<SystemClock>();
    auto store = storage::Store::open(url, *clock);
    if (!store) return std::unexpected(store.error());
    return std::unique_ptr<LocalApi>(new LocalApi(std::make_unique<Impl>(
        configuration, person, std::move(*store), std::move(*catalog), std::move(clock))));
}

LocalApi::LocalApi(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LocalApi::~LocalApi() = default;
net::HttpResponse LocalApi::answer(net::HttpRequest request) {
    return impl_->answer(std::move(request));
}

}  // namespace tocsin::app
