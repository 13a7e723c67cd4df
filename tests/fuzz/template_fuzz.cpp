// Any text as a file that replaces one of ours: refused with its place, or rendered with the worst that
// people type, which wakes nobody.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"
#include "templates/catalog.h"
#include "tests/fuzz/expect.h"

using namespace tocsin;
using fuzz::expect;
using templates::Catalog;
using templates::Slot;
using templates::Text;

namespace {

// With one text in it, for the catalog reads no other.
class Folder {
  public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "tocsin-texts-XXXXXX").string();
        expect(mkdtemp(pattern.data()) != nullptr, "there is room for a folder");
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    Expected<Catalog> load(Text text, std::string_view source) const {
        const auto file = path_ / templates::file_of(text);
        std::ofstream(file, std::ios::binary) << source;
        auto loaded = Catalog::load(path_.string());
        std::filesystem::remove(file);
        return loaded;
    }
    std::string file(Text text) const { return (path_ / templates::file_of(text)).string(); }

  private:
    std::filesystem::path path_;
};

const std::string worst = slack::typed(
    "!channel> <!channel> <!here|here> @everyone & {{title}} {{#note}} {{> x}} *bold* `code` "
    "\xE2\x80\xAE\xFF\n"
    "<https://a.example/?x=1&y=2|a>b> <!subteam^S1|@ops> ```");

// FILE:LINE: what, of a line that there is.
void check_refusal(const std::string& message, const std::string& file, std::string_view source) {
    expect(message.starts_with(file + ":"), "a refusal begins with its file");
    const auto line = std::strtoul(message.c_str() + file.size() + 1, nullptr, 10);
    const auto lines = 1 + static_cast<std::size_t>(std::count(source.begin(), source.end(), '\n'));
    expect(line >= 1 && line <= lines, "a refusal names a line of the text");
    expect(valid_utf8(message), "a refusal is text");
}

void check_rendered(const std::string& text, std::string_view source) {
    expect(valid_utf8(text), "what is rendered is UTF-8");
    expect(text.contains("<!") <= source.contains("<!"), "no broadcast comes to life that the file has not");
}

void check_offer(const Folder& folder, std::string_view source) {
    const auto texts = folder.load(Text::lead_offer, source);
    if (!texts) return check_refusal(texts.error().message, folder.file(Text::lead_offer), source);
    for (const auto& note : {worst, std::string()}) {
        check_rendered(texts->render(Text::lead_offer, {{"who", worst},
                                                        {"name", worst},
                                                        {"title", worst},
                                                        {"note", note},
                                                        {"severity", worst},
                                                        {"state", worst},
                                                        {"started", worst},
                                                        {"words", note},
                                                        {"lead", note}}),
                       source);
    }
}

void check_post_mortem(const Folder& folder, std::string_view source) {
    const auto texts = folder.load(Text::post_mortem, source);
    if (!texts) return check_refusal(texts.error().message, folder.file(Text::post_mortem), source);
    for (const std::size_t entries : {0U, 12U}) {
        const std::vector<std::string> list(entries, worst);
        check_rendered(texts->render(Text::post_mortem, {{"title", worst},
                                                         {"date", worst},
                                                         {"severity", worst},
                                                         {"duration", worst},
                                                         {"impact", worst},
                                                         {"cause", worst},
                                                         {"timeline", list},
                                                         {"root_cause", worst},
                                                         {"well", list},
                                                         {"poorly", list},
                                                         {"actions", list},
                                                         {"lessons", list},
                                                         {"prevention", worst}}),
                       source);
    }
}

}  // namespace

// Its size says which of the two texts it stands for: to load all of them takes its time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    if (size % 2 == 0) {
        check_offer(folder, source);
    } else {
        check_post_mortem(folder, source);
    }
    return 0;
}
