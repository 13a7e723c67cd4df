#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "storage/store.h"

namespace tocsin::app {
namespace {

// Opens the configured store for a verb; the exit code when that fails.
std::expected<std::unique_ptr<storage::Store>, int> open_store(const Common& common, const Clock& clock) {
    const auto found = find_configuration(common, {});
    if (!found) return std::unexpected(found.error());
    const auto& url = found->configuration.storage.url;
    if (!storage::Store::is_there(url)) {
        fmt::print(stderr, "There is no store at {} yet: tocsin run makes it. Nothing was made.\n", url);
        return std::unexpected(store_error);
    }
    auto store = storage::Store::open(url, clock);
    if (!store) {
        fmt::print(stderr, "{}\n", store.error().message);
        return std::unexpected(store_error);
    }
    return std::move(*store);
}

}  // namespace

int backup(const Common& common, const std::string& file) {
    const SystemClock clock;
    auto store = open_store(common, clock);
    if (!store) return store.error();
    if (auto copied = (*store)->backup(file); !copied) {
        fmt::print(stderr, "{}\n", copied.error().message);
        return failed;
    }
    fmt::print("backup written to {}\n", file);
    return done;
}

int verify(const Common& common) {
    const SystemClock clock;
    auto store = open_store(common, clock);
    if (!store) return store.error();
    const auto result = (*store)->verify();
    if (common.json) {
        fmt::print(
            "{}\n",
            nlohmann::json{{"intact", result.intact}, {"events", result.events}, {"problem", result.problem}}
                .dump());
    } else if (result.intact) {
        fmt::print("intact: {} events, every hash and every incident agrees\n", result.events);
    } else {
        fmt::print(stderr, "{}\n", result.problem);
    }
    return result.intact ? done : store_error;
}

int export_store(const Common& common, std::optional<int> incident) {
    const SystemClock clock;
    auto store = open_store(common, clock);
    if (!store) return store.error();
    const auto only = incident ? std::optional{IncidentNumber{*incident}} : std::nullopt;
    if (only) {
        bool known = false;
        (*store)->transact([&](storage::Tx& tx) { known = tx.incident(*only).has_value(); });
        if (!known) {
            fmt::print(stderr, "There is no INC-{} in this store.\n", *incident);
            return failed;
        }
    }
    fmt::print("{}\n", (*store)->export_json(only));
    return done;
}

}  // namespace tocsin::app
