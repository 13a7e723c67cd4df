// Files that the bot uploads: a place is asked for, the bytes come to an address of their own, and the file
// is named complete before anybody can be shown it. The Web API's methods are in api_files.cpp.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "bot/sandbox/ids.h"

namespace tocsin::sandbox {

struct File {
    std::string id;     // F…
    std::string token;  // of the address that takes its bytes, once
    std::string name;
    std::string title;
    std::string words;  // for those who cannot see it
    std::size_t length = 0;
    std::string bytes;
    bool complete = false;
};

class Files {
  public:
    static constexpr std::size_t longest = 1024 * 1024;  // of one file
    static constexpr std::size_t most = 200;             // the oldest is forgotten

    File& place(Ids& ids, std::string name, std::size_t length);
    // false: no such address, or not the length that was said.
    bool take(const std::string& token, std::string bytes);
    File* find(const std::string& id);
    bool shows(const std::string& id) const;  // complete

  private:
    std::map<std::string, File> files_;
};

}  // namespace tocsin::sandbox
