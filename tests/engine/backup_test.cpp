#include <fstream>

#include "storage/verify.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
namespace fs = std::filesystem;

namespace {

struct Copied {
    storage::testing::TemporaryFolder folder;
    House house{example_settings(), "sqlite:" + folder.file("tocsin.db")};

    channels::HttpAnswer asks(const std::string& verb, const std::string& about = "",
                              const std::string& query = "") {
        return house.asks(ApiAsked{"admin", {}, "", verb, about, query, ""});
    }
    json begins() {
        const auto answer = asks("backup");
        CHECK(answer.status == 202);
        return json::parse(answer.body)["backup"];
    }
    json finishes(const std::string& id) {
        json backup;
        do {
            backup = json::parse(asks("backup-state", id).body)["backup"];
        } while (backup["complete"] == false);
        return backup;
    }
    void writes(const std::string& name, const std::string& bytes) const {
        std::ofstream(folder.file(name), std::ios::binary) << bytes;
    }
    bool copy_is_there() const { return fs::exists(folder.file("tocsin.db.copying")); }
};

}  // namespace

TEST_CASE_FIXTURE(Copied, "a copy is made while incidents go on, and is a whole store with them") {
    for (int i = 0; i < 200; ++i) house.types(dana, "declare sev3 Number " + std::to_string(i));
    const auto id = begins()["id"].get<std::string>();
    house.types(dana, "declare sev3 While it is copied");
    const auto backup = finishes(id);
    std::string bytes;
    while (bytes.size() < backup["bytes"].get<std::size_t>()) {
        const auto piece = asks("backup-read", id, "from=" + std::to_string(bytes.size()));
        REQUIRE(piece.status == 200);
        REQUIRE_FALSE(piece.body.empty());
        bytes += piece.body;
    }
    CHECK(asks("backup-end", id).status == 200);
    CHECK_FALSE(copy_is_there());
    writes("copy.db", bytes);
    const auto copy = storage::Store::open("sqlite:" + folder.file("copy.db"), house.clock);
    REQUIRE(copy);
    CHECK((*copy)->verify().intact);
    (*copy)->transact([](storage::Tx& tx) {
        CHECK(tx.incidents(storage::ListFilter::all, 1).front().title == "While it is copied");
    });
}

TEST_CASE_FIXTURE(Copied,
                  "one copy at a time, for whoever began it, and forgotten when nobody asks any more") {
    const auto id = begins()["id"].get<std::string>();
    CHECK(asks("backup").status == 409);
    CHECK(asks("backup-state", "another").status == 404);
    finishes(id);
    CHECK(asks("backup-read", id, "from=-1").status == 400);
    CHECK(asks("backup-read", id, "from=99999999999").status == 400);
    CHECK(copy_is_there());
    house.pass(6min);
    house.step();
    CHECK_FALSE(copy_is_there());
    CHECK(asks("backup-state", id).status == 404);
    begins();
    house.restart();
    CHECK_FALSE(copy_is_there());
}

TEST_CASE("a store in memory is not copied, and says so") {
    House house(example_settings(), "sqlite::memory:");
    CHECK(house.asks(ApiAsked{"admin", {}, "", "backup", "", "", ""}).status == 409);
}
