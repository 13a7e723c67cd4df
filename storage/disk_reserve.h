// Room on the disk for the worst hour: a file of 64 MiB beside the store that is given back piece by piece
// when the store finds no room for what it has to write, and made anew when there is room again. Knows files
// and no database; a store in memory or on a server has none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::storage {

class DiskReserve {
  public:
    static constexpr std::uintmax_t whole_bytes = 64ULL * 1024 * 1024;
    static constexpr std::uintmax_t piece_bytes = 4ULL * 1024 * 1024;
    static constexpr std::uintmax_t spare_bytes = 16ULL * 1024 * 1024;  // that has to be free besides
    static constexpr std::uintmax_t least_bytes = 1ULL * 1024 * 1024;   // with less nothing can be opened

    explicit DiskReserve(std::string_view store_url);

    // Before the store is opened: a disk that is full gets a piece. true: it was full.
    bool make_room_to_open();
    // The store found no room: gives a piece back. false: nothing is left to give.
    bool give();
    // Makes a piece of what is missing where there is room for it, and to spare. false: there is none yet,
    // or nothing is missing.
    bool refill();
    bool is_whole() const;  // also where nothing is kept
    bool is_short() const;  // it is not whole, and there is no room to spare beside it

    std::uintmax_t bytes() const;  // that it holds now
    const std::string& file() const { return file_; }

  private:
    std::uintmax_t free_bytes() const;

    std::string file_;  // empty: it keeps nothing
};

}  // namespace tocsin::storage
