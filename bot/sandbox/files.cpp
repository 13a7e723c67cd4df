#include "bot/sandbox/files.h"

#include <algorithm>
#include <utility>

#include "bot/base/digest.h"

namespace tocsin::sandbox {
namespace {

constexpr std::size_t token_bytes = 16;

}  // namespace

File& Files::place(Ids& ids, std::string name, std::size_t length) {
    if (files_.size() >= most) files_.erase(files_.begin());
    File file;
    file.id = ids.next("F");
    file.token = random_token(token_bytes);
    file.name = std::move(name);
    file.length = length;
    return files_[file.id] = std::move(file);
}

bool Files::take(const std::string& token, std::string bytes) {
    const auto found = std::ranges::find_if(
        files_, [&](const auto& entry) { return !token.empty() && entry.second.token == token; });
    if (found == files_.end() || bytes.size() != found->second.length) return false;
    found->second.bytes = std::move(bytes);
    return true;
}

File* Files::find(const std::string& id) {
    const auto found = files_.find(id);
    return found == files_.end() ? nullptr : &found->second;
}

bool Files::shows(const std::string& id) const {
    const auto found = files_.find(id);
    return found != files_.end() && found->second.complete;
}

}  // namespace tocsin::sandbox
