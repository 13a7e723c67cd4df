#include "bot/engine/backup.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/base/form.h"
#include "bot/base/log.h"
#include "bot/engine/json_answer.h"
#include "storage/damage.h"

namespace tocsin::engine {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t id_bytes = 8;

std::uintmax_t bytes_of(const std::string& file) {
    std::error_code missing;
    const auto bytes = fs::file_size(file, missing);
    return missing ? 0 : bytes;
}

}  // namespace

Backup::Backup(storage::Store& store) : store_(store) {
    if (const auto file = store.file(); !file.empty())
        file_ = file + std::string(storage::growing_copy_ending);
    forget();
}

Backup::~Backup() {
    forget();
}

void Backup::forget() {
    copy_.reset();
    id_.clear();
    problem_.clear();
    std::error_code ignored;
    if (file_.empty()) return;
    for (const auto* rest : {"", "-journal", "-wal", "-shm"}) fs::remove(file_ + rest, ignored);
}

channels::HttpAnswer Backup::begin(Time now) {
    if (file_.empty())
        return json_refusal(
            {ErrorKind::conflict, "This bot keeps its store in memory: it cannot be copied."});
    if (!id_.empty() && now - asked_for_ < kept_for) {
        return json_refusal({ErrorKind::conflict,
                             "Somebody else is copying the store. Wait until they are done, five minutes at "
                             "most."});
    }
    forget();
    auto copy = store_.begin_copy(file_);
    if (!copy) return json_refusal(copy.error());
    copy_ = std::move(*copy);
    id_ = random_token(id_bytes);
    asked_for_ = now;
    log::info("a copy of the store begins");
    return state();
}

channels::HttpAnswer Backup::state() const {
    if (!problem_.empty()) return json_refusal({ErrorKind::unavailable, problem_});
    json backup{{"id", id_}, {"complete", copy_ == nullptr}};
    backup["bytes"] = copy_ ? json() : json(bytes_of(file_));
    return json_answer(copy_ ? 202 : 200, json{{"backup", std::move(backup)}});
}

channels::HttpAnswer Backup::piece(const ApiAsked& asked) const {
    if (copy_ || !problem_.empty()) return state();
    const auto from = field_of(read_form(asked.query), "from");
    std::uintmax_t offset = 0;
    const auto* end = from.data() + from.size();
    if (const auto read = std::from_chars(from.data(), end, offset);
        read.ec != std::errc{} || read.ptr != end || offset > bytes_of(file_))
        return json_refusal({ErrorKind::invalid, "from is the number of the first byte that is wanted."});
    std::ifstream file(file_, std::ios::binary);
    std::string bytes(std::min<std::uintmax_t>(piece_bytes, bytes_of(file_) - offset), '\0');
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file) return json_refusal({ErrorKind::unavailable, "The copy cannot be read. Begin another one."});
    return {200, {{"Content-Type", "application/octet-stream"}, {"Cache-Control", "no-store"}}, bytes};
}

bool Backup::is_kept(const ApiAsked& asked) const {
    return asked.verb == "backup-end" && !id_.empty() && asked.about == id_ && !copy_ && problem_.empty() &&
           field_of(read_form(asked.query), "kept") == "1";
}

channels::HttpAnswer Backup::take(const ApiAsked& asked, Time now) {
    if (asked.verb == "backup") return begin(now);
    if (id_.empty() || asked.about != id_)
        return json_refusal({ErrorKind::not_found, "There is no such copy of the store any more."});
    asked_for_ = now;
    if (asked.verb == "backup-state") return state();
    if (asked.verb == "backup-read") return piece(asked);
    forget();
    return json_answer(200, json::object());
}

bool Backup::step(Time now) {
    if (!id_.empty() && now - asked_for_ >= kept_for) forget();
    if (!copy_) return false;
    const auto complete = copy_->step(pages_of_a_step);
    if (!complete) problem_ = complete.error().message;
    if (!complete || *complete) copy_.reset();
    std::error_code ignored;
    if (!complete) fs::remove(file_, ignored);  // half a copy must not fill the disk
    return copy_ != nullptr;
}

}  // namespace tocsin::engine
