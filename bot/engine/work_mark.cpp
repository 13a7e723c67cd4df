#include "bot/engine/work_mark.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "storage/fault_point.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t name_bytes = 160;
constexpr std::size_t most_suspects = 16;
constexpr std::size_t digest_characters = 32;
constexpr std::string_view layout = "2 ";  // of the page; stands before the version

using Name = std::array<char, name_bytes>;

std::string_view text_of(const Name& name) {
    return {name.data(), ::strnlen(name.data(), name.size())};
}

void put(Name& name, std::string_view text) {
    std::memcpy(name.data(), text.data(), text.size());
    name[text.size()] = '\0';
}

// A long name is told from others by its digest.
std::string fitting(std::string_view item) {
    if (item.size() < name_bytes) return std::string(item);
    return std::string(item.substr(0, name_bytes - digest_characters - 2)) + "." +
           sha256_hex(item).substr(0, digest_characters);
}

}  // namespace

// Only bytes: what is in the file may be anything.
struct WorkMark::Page {
    struct Suspect {
        Name name{};
        std::uint32_t deaths = 0;
        std::int64_t first_death = 0;  // microseconds of UTC, as the next
        std::int64_t last_death = 0;
    };
    Name version{};
    Name in_hand{};
    std::array<Suspect, most_suspects> suspects{};  // the newest first

    Suspect* find(std::string_view item) {
        const auto found = std::ranges::find_if(
            suspects, [&](const Suspect& each) { return text_of(each.name) == item && each.deaths > 0; });
        return found == suspects.end() ? nullptr : &*found;
    }
    // Who is suspected no more goes first, then the oldest that is not put away.
    Suspect& to_give_up() {
        const auto oldest = [&](auto&& may_go) {
            return std::ranges::find_if(suspects.rbegin(), suspects.rend(), may_go);
        };
        auto found = oldest([](const Suspect& each) { return each.deaths == 0; });
        if (found == suspects.rend())
            found = oldest([](const Suspect& each) { return each.deaths < deaths_of_poison; });
        return found == suspects.rend() ? suspects.back() : *found;
    }
    void count(std::string_view item, std::int64_t now) {
        auto* known = find(item);
        if (known == nullptr) {
            known = &to_give_up();
            *known = {};
            put(known->name, item);
            known->first_death = now;
        }
        ++known->deaths;
        known->last_death = now;
        std::rotate(suspects.begin(), suspects.begin() + (known - suspects.data()),
                    suspects.begin() + (known - suspects.data()) + 1);
    }
};

WorkMark::WorkMark() : own_(std::make_unique<Page>()), page_(own_.get()), clock_(&of_the_machine()) {}

const Clock& WorkMark::of_the_machine() {
    static const SystemClock clock;
    return clock;
}

WorkMark::WorkMark(const std::string& file, std::string_view version, const Clock& clock) : WorkMark() {
    clock_ = &clock;
    handle_ = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (handle_ >= 0 && ::flock(handle_, LOCK_EX | LOCK_NB) != 0) {
        log::warn("what the bot dies on will not be remembered: another process has the file",
                  {{"file", file}});
        return;
    }
    // Written rather than left as a hole: a full disk would end the process at the first mark.
    const bool usable = handle_ >= 0 && ::posix_fallocate(handle_, 0, sizeof(Page)) == 0;
    void* mapped =
        usable ? ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, handle_, 0) : MAP_FAILED;
    if (mapped == MAP_FAILED) {
        log::warn("what the bot dies on will not be remembered: the file cannot be used", {{"file", file}});
        return;
    }
    page_ = static_cast<Page*>(mapped);
    own_.reset();
    const auto now = fitting(std::string(layout) + std::string(version));
    if (text_of(page_->version) != now) {
        *page_ = {};
        put(page_->version, now);
    }
    died_on_ = text_of(page_->in_hand).substr(0, name_bytes - 1);
    if (!died_on_.empty()) page_->count(died_on_, clock_->now().time_since_epoch().count());
    page_->in_hand[0] = '\0';
}

WorkMark::~WorkMark() {
    if (!own_) ::munmap(page_, sizeof(Page));
    if (handle_ >= 0) ::close(handle_);
}

bool WorkMark::is_poison(std::string_view item) const {
    const auto* known = page_->find(fitting(item));
    if (known == nullptr || known->deaths < deaths_of_poison) return false;
    // A clock that was set back or forth must not keep it away for ever.
    const auto ago = clock_->now() - Time{Duration{known->last_death}};
    return ago < put_away_for && -ago < put_away_for;
}

std::int64_t WorkMark::suspected_since(std::string_view item) const {
    const auto* known = page_->find(fitting(item));
    return known == nullptr ? 0 : known->first_death;
}

void WorkMark::begin(std::string_view item) {
    put(page_->in_hand, fitting(item));
    storage::fault_item(item);
}

void WorkMark::end() {
    if (auto* known = page_->find(text_of(page_->in_hand))) known->deaths = 0;
    page_->in_hand[0] = '\0';
}

void WorkMark::set_aside() {
    page_->in_hand[0] = '\0';
}

}  // namespace tocsin::engine
