#include "bot/app/snapshot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "bot/app/api_client.h"
#include "bot/app/settings.h"
#include "bot/base/foreign_json.h"
#include "storage/open_connection.h"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr auto look_again = std::chrono::milliseconds{50};
constexpr auto patience = std::chrono::minutes{10};  // until the bot has made its copy
constexpr std::string_view backups = "/api/v1/backups";

// A file of one's own that is written from its beginning to its end, and synced.
class NewFile {
  public:
    explicit NewFile(std::string path)
        : path_(std::move(path)),
          handle_(::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)) {}
    ~NewFile() {
        if (handle_ >= 0) ::close(handle_);
        if (handle_ >= 0 && !whole_) ::unlink(path_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    bool is_open() const { return handle_ >= 0; }
    bool write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(handle_, bytes.data(), bytes.size());
            if (written <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    bool finish() {
        whole_ = ::fsync(handle_) == 0;
        return whole_;
    }

  private:
    std::string path_;
    int handle_;
    bool whole_ = false;
};

int not_written(const std::string& file) {
    fmt::print(stderr, "The copy {} could not be written. The store itself is as it was.\n", file);
    return failed;
}

// Waits until the bot has it, and takes it over piece by piece.
int download(ApiClient& api, const std::string& id, NewFile& to, const std::string& file) {
    const auto path = fmt::format("{}/{}", backups, id);
    std::int64_t bytes = -1;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (bytes < 0) {
        if (std::chrono::steady_clock::now() > until) {
            fmt::print(stderr, "The bot's copy is not complete after ten minutes. It was given up.\n");
            return failed;
        }
        const auto state = api.get(path);
        if (!state) return api_failed(state.error());
        if (!state->good()) return api_refused(*state);
        const auto answer = state->json();
        const auto& backup = member(answer, "backup");
        if (member(backup, "bytes").is_number_integer()) {
            bytes = member(backup, "bytes").get<std::int64_t>();
        } else {
            std::this_thread::sleep_for(look_again);
        }
    }
    for (std::int64_t from = 0; from < bytes;) {
        const auto piece = api.get(fmt::format("{}/bytes?from={}", path, from));
        if (!piece) return api_failed(piece.error());
        if (!piece->good() || piece->body.empty()) return api_refused(*piece);
        if (!to.write(piece->body)) return not_written(file);
        from += std::ssize(piece->body);
    }
    return to.finish() ? int{done} : not_written(file);
}

fs::path private_folder() {
    auto name = (fs::temp_directory_path() / "tocsin-XXXXXX").string();
    return ::mkdtemp(name.data()) == nullptr ? fs::path() : fs::path(name);
}

}  // namespace

int copy_from_bot(const Common& common, const std::string& url, const std::string& file, bool kept) {
    auto api = ApiClient::find(common, url, Scope::admin, WithoutBot::fails);
    if (!api) return api.error();
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(file, ignored))) {
        fmt::print(stderr, "{} exists already. Nothing was written. Choose another name.\n", file);
        return failed;
    }
    NewFile to(file);
    if (!to.is_open()) return not_written(file);
    const auto begun = api->post(std::string(backups), json::object());
    if (!begun) return api_failed(begun.error());
    if (!begun->good()) return api_refused(*begun);
    const auto answer = begun->json();
    const auto id = text_of(member(answer, "backup"), "id");
    const auto code = download(*api, id, to, file);
    const auto* keeps = kept && code == done ? "?kept=1" : "";
    if (const auto ended = api->remove(fmt::format("{}/{}{}", backups, id, keeps)); !ended && code == done)
        fmt::print(stderr, "The bot keeps its copy for five minutes more: {}\n", ended.error().message);
    return code;
}

std::expected<Snapshot, int> Snapshot::take(const Common& common, const std::string& url, const Clock& clock,
                                            bool kept) {
    Snapshot snapshot;
    std::string held;
    if (url.empty()) {
        const auto found = find_configuration(common, {});
        if (!found) return std::unexpected(found.error());
        const auto& file = found->configuration.storage.url;
        if (!storage::Store::is_there(file)) {
            fmt::print(stderr, "There is no store at {} yet: tocsin run makes it. Nothing was made.\n",
                       storage::without_password(file));
            return std::unexpected(store_error);
        }
        auto store = storage::Store::open(file, clock);
        if (store) {
            snapshot.store_ = std::move(*store);
            return snapshot;
        }
        if (store.error().kind != ErrorKind::conflict) {
            fmt::print(stderr, "{}\n", store.error().message);
            return std::unexpected(store_error);
        }
        held = store.error().message;
    }
    snapshot.folder_ = private_folder();
    const auto copy = (snapshot.folder_ / "copy.db").string();
    const auto code = snapshot.folder_.empty() ? not_written(copy) : copy_from_bot(common, url, copy, kept);
    if (code != done) {
        if (!held.empty()) fmt::print(stderr, "{}\n", held);
        return std::unexpected(held.empty() ? code : int{store_error});
    }
    auto store = storage::Store::open("sqlite:" + copy, clock);
    if (!store) {
        fmt::print(stderr, "{}\n", store.error().message);
        return std::unexpected(store_error);
    }
    snapshot.store_ = std::move(*store);
    return snapshot;
}

Snapshot::~Snapshot() {
    store_.reset();
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace tocsin::app
