#include "tests/storage/numbered_steps.h"

#include <stdexcept>

namespace tocsin::storage::testing {

int steps_done(Tx& tx) {
    return std::stoi(tx.note("steps").value_or("0"));
}

void step(Tx& tx, std::size_t words) {
    const int number = steps_done(tx) + 1;
    const std::string name = std::to_string(number);
    tx.savepoint([&] {
        auto incident = declare(tx, "incident " + name);
        incident = record(tx, incident, updated(std::string(words, 'x')));
        tx.set_timer({"remind/" + name, start + 15min, "incident", "{}", 0});
        OutboxRow row;
        row.lane = "lane/" + name;
        row.payload = name;
        row.not_before = tx.now();
        tx.send(row);
        const auto lease = claim(tx, 1, 1, 30s).at(0);
        tx.finish(lease.row, lease.token);
        row.payload = "waits";
        tx.send(row);
        tx.remember_message(incident.number, "card", {ChannelId("C1"), MessageTs(name)});
        tx.remember("event/" + name, "done");
        tx.set_note("steps", name);
    });
}

void check_whole(Store& store, int least, int most) {
    const auto verification = store.verify();
    CHECK_MESSAGE(verification.intact, verification.problem);
    store.transact([&](Tx& tx) {
        const int done = steps_done(tx);
        CHECK(done >= least);
        CHECK(done <= most);
        CHECK(verification.events == 2 * done);
        CHECK(tx.incidents(ListFilter::open, done + 1).size() == static_cast<std::size_t>(done));
        CHECK(tx.outbox_size() == done);
        CHECK(tx.timers_with_prefix("remind/").size() == static_cast<std::size_t>(done));
        CHECK(tx.answer_to("event/" + std::to_string(done)).has_value() == (done > 0));
        CHECK(tx.answer_to("event/" + std::to_string(done + 1)) == std::nullopt);
        CHECK(claim(tx, 100, 10, 1s).size() == static_cast<std::size_t>(done));
        tx.release_all_leases();
        CHECK_THROWS_AS(tx.savepoint([&] {
            CHECK(tx.next_incident_number().value() == done + 1);
            throw std::runtime_error("only asked");
        }),
                        std::runtime_error);
    });
}

}  // namespace tocsin::storage::testing
